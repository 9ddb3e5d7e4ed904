// SPDX-License-Identifier: Apache-2.0
#include "bounds.hpp"

#include <algorithm>
#include <limits>

#include "blocks.hpp"

namespace forge::plugins::optimal {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

Bounds::Bounds(const Instance &instance, const Stages &stages)
    : instance_(instance), stages_(stages), tiles_(instance.lattice().count()) {
  for (const Axis &axis : instance.lattice().axes()) {
    TensorSet closed = 0;
    for (std::size_t t = 0; t < instance.n_tensors(); ++t) {
      const bool closes = instance.is_relevant(t, axis.variable) && !instance.slides(t, axis.variable);
      closed |= closes ? TensorSet{1} << t : 0;
    }
    closed_by_.push_back(closed);
  }
  find_holders();
  rest_.resize(stages.all().size());
  for (std::size_t id = stages.all().size(); id-- > 0;)
    fill(static_cast<StageId>(id));
}

// Which tensors can be open in a stage, and the least that their innermost holders pay for a value.
void Bounds::find_holders() {
  const std::size_t n = instance_.n_tensors(), stages = stages_.all().size();
  can_open_.assign(stages, 0);
  filling_price_.assign(stages * n, infinity);
  serving_price_.assign(stages * n, 0);
  const auto pass = [&](StageId from, StageId to) {
    can_open_[to] |= can_open_[from];
    for (std::size_t t = 0; t < n; ++t)
      filling_price_[to * n + t] = std::min(filling_price_[to * n + t], filling_price_[from * n + t]);
  };
  for (StageId id = 0; id < stages; ++id) {
    const Stage &stage = stages_[id];
    for (std::size_t t = 0; t < n; ++t) {
      if (stage.next[t] < 0)
        can_open_[id] &= ~(TensorSet{1} << t);
    }
    if (stage.after != no_stage)
      pass(id, stage.after);
    if (stage.complete != no_stage)
      pass(id, stage.complete);
    for (std::size_t t = 0; t < stage.kept.size(); ++t) {
      const StageId kept = stage.kept[t];
      if (kept == no_stage)
        continue;
      const auto node = static_cast<std::size_t>(stage.position);
      // The new holder is the innermost one that counts: what those inside of it pay is added when it opens.
      const double before = filling_price_[id * n + t];
      filling_price_[id * n + t] =
          instance_.price(0, node, t, FORGE_FILL) +
          (instance_.is_output(t) ? instance_.price(0, node, t, FORGE_DRAIN) : 0.0);
      pass(id, kept);
      filling_price_[id * n + t] = before;
      if (instance_.retains())
        can_open_[kept] |= TensorSet{1} << t;
    }
    for (std::size_t t = 0; t < n; ++t) {
      double &filling = filling_price_[id * n + t];
      if (stage.next[t] < 0 || filling == infinity) {
        filling = 0;
        continue;
      }
      const auto next = static_cast<std::size_t>(stage.next[t]);
      serving_price_[id * n + t] = instance_.price(0, next, t, FORGE_READ) +
                                   (instance_.is_output(t) ? instance_.price(0, next, t, FORGE_UPDATE) : 0.0);
    }
  }
}

double Bounds::closing(StageId id, std::size_t tensor, Tile tile) const {
  const Stage &stage = stages_[id];
  const std::size_t i = id * instance_.n_tensors() + tensor;
  const double share =
      has(stage.shared_ahead, tensor) ? std::max(instance_.least_share(tensor, tile), 1 / stage.places_ahead) : 1.0;
  return (filling_price_[i] + serving_price_[i] * share) * instance_.volume(tensor, tile) * instance_.visits(tile);
}

void Bounds::fill(StageId id) {
  const TensorSet all = (TensorSet{1} << instance_.n_tensors()) - 1, possible = can_open_[id];
  auto &rest = rest_[id];
  rest.assign((all + 1) * tiles_, infinity);
  for (std::size_t tile = tiles_; tile-- > 0;) {
    for (TensorSet open = 0; open <= possible; ++open) {
      if ((open & ~possible) == 0)
        rest[open * tiles_ + tile] = least(id, open, static_cast<Tile>(tile));
    }
  }
}

double Bounds::least(StageId id, TensorSet open, Tile tile) const {
  const Stage &stage = stages_[id];
  if (stage.position < 0)
    return tile == instance_.lattice().whole() ? 0 : infinity;
  if (!stage.is_memory)
    return after_spreads(id, open, tile);
  return std::min(after_loops(id, open, tile), after_keeps(id, open, tile));
}

double Bounds::after_loops(StageId id, TensorSet open, Tile tile) const {
  const Lattice &lattice = instance_.lattice();
  const auto node = static_cast<std::size_t>(stages_[id].position);
  double best = infinity;
  for (std::size_t a = 0; a < lattice.axes().size(); ++a) {
    if (!lattice.can_grow(tile, a) || !may_loop(instance_.problem(), node, lattice.axes()[a].variable))
      continue;
    const TensorSet closing_here = open & closed_by_[a];
    double cost = rest(id, open & ~closing_here, tile + lattice.axes()[a].stride);
    for (std::size_t t = 0; t < instance_.n_tensors(); ++t)
      cost += has(closing_here, t) ? closing(id, t, tile) : 0.0;
    best = std::min(best, cost);
  }
  return best;
}

double Bounds::after_keeps(StageId id, TensorSet open, Tile tile) const {
  const Stage &stage = stages_[id];
  const auto node = static_cast<std::size_t>(stage.position);
  const forge_problem &problem = instance_.problem();
  if (stage.is_free) {
    if (tile != instance_.lattice().whole())
      return infinity;
    double cost = rest(stage.complete, 0, tile);
    for (std::size_t t = 0; t < instance_.n_tensors(); ++t)
      cost += has(open, t) ? closing(id, t, tile) : 0.0;
    return cost;
  }
  double best = infinity;
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    if (!has(stage.pending, t))
      continue;
    if (instance_.volume(t, tile) * problem.bits_per_value[node * instance_.n_tensors() + t] > problem.capacity[node])
      continue;
    const StageId kept = stage.kept[t];
    const int next = stages_[kept].next[t];
    double cost = has(open, t) ? closing(id, t, tile) * instance_.least_share(t, tile) : 0.0;
    TensorSet after = open & ~(TensorSet{1} << t);
    if (next >= 0) {
      const auto outer = static_cast<std::size_t>(next);
      if (instance_.retains()) {
        after |= TensorSet{1} << t;
      } else {
        cost += closing(kept, t, tile);
      }
      // First touches are not read: at most once for each place that has partial sums of its own.
      if (instance_.is_output(t) && problem.elide_first_read[next] != 0) {
        const double places = std::min(stage.places_ahead, 1 / instance_.least_share(t, tile));
        cost -= instance_.whole_volume(t) * places *
                (instance_.price(0, node, t, FORGE_FILL) + instance_.price(0, outer, t, FORGE_READ));
      }
    }
    best = std::min(best, cost + rest(kept, after, tile));
  }
  return best;
}

double Bounds::after_spreads(StageId id, TensorSet open, Tile tile) const {
  const Stage &stage = stages_[id];
  const Lattice &lattice = instance_.lattice();
  const auto node = static_cast<std::size_t>(stage.position);
  double best = infinity;
  for (const Spread &spread : instance_.spreads(node)) {
    bool fits = true;
    for (std::size_t a = 0; fits && a < spread.digits.size(); ++a)
      fits = lattice.digit(tile, a) + spread.digits[a] <= lattice.axes()[a].exponent;
    if (!fits)
      continue;
    const Tile larger = tile + spread.step;
    best = std::min(best, rest(stage.after, open, larger));
  }
  return best;
}

}  // namespace forge::plugins::optimal

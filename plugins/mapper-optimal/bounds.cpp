// SPDX-License-Identifier: Apache-2.0
#include "bounds.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <string>

#include "blocks.hpp"
#include "forge/sdk/error.hpp"

namespace forge::plugins::optimal {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double most_bytes = 4e9;

}  // namespace

double pending_bits(const Instance &instance, const Stage &stage, Tile tile) {
  const double *bits =
      instance.problem().bits_per_value + static_cast<std::size_t>(stage.position) * instance.n_tensors();
  double sum = 0;
  for (std::size_t t = 0; t < instance.n_tensors(); ++t)
    sum += has(stage.pending, t) ? instance.volume(t, tile) * bits[t] : 0.0;
  return sum;
}

double least_toll(const Instance &instance, std::size_t node, std::size_t tensor) {
  return instance.price(0, node, tensor, instance.is_output(tensor) ? FORGE_UPDATE : FORGE_READ);
}

Bounds::Bounds(const Instance &instance, const Stages &stages, const std::function<void()> &check)
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
  double size = 0;
  for (const TensorSet open : can_open_)
    size += (static_cast<double>(open) + 1) * static_cast<double>(tiles_) * sizeof(double);
  if (size > most_bytes)
    throw sdk::Unsupported("its " + std::to_string(tiles_) + " tiles and " + std::to_string(stages.all().size()) +
                           " ways through the memories take more memory than this search may use; a sampler such as "
                           "\"random\" does not mind, or say what memories `keep`");
  rest_.resize(stages.all().size());
  for (std::size_t id = stages.all().size(); id-- > 0;) {
    check();
    fill(static_cast<StageId>(id));
  }
}

// Which tensors can be open in a stage, and the least that their innermost holders pay for a value.
void Bounds::find_holders() {
  const std::size_t n = instance_.n_tensors(), stages = stages_.all().size();
  can_open_.assign(stages, 0);
  filling_price_.assign(stages * n, 0);
  serving_price_.assign(stages * n, 0);
  may_be_first_.assign(stages * n, false);
  std::vector<double> fill(stages * n, infinity), drain(stages * n, infinity);
  const auto pass = [&](StageId from, StageId to, std::size_t t) {
    fill[to * n + t] = std::min(fill[to * n + t], fill[from * n + t]);
    drain[to * n + t] = std::min(drain[to * n + t], drain[from * n + t]);
    may_be_first_[to * n + t] = may_be_first_[to * n + t] || may_be_first_[from * n + t];
  };
  for (StageId id = 0; id < stages; ++id) {
    const Stage &stage = stages_[id];
    for (std::size_t t = 0; t < n; ++t)
      find_prices(id, t, fill[id * n + t], drain[id * n + t]);
    for (const StageId next : {stage.after, stage.complete}) {
      if (next == no_stage)
        continue;
      can_open_[next] |= can_open_[id];
      for (std::size_t t = 0; t < n; ++t)
        pass(id, next, t);
    }
    for (std::size_t kept_tensor = 0; kept_tensor < stage.kept.size(); ++kept_tensor) {
      for (const StageId kept : stage.kept[kept_tensor]) {
        can_open_[kept] |= can_open_[id];
        for (std::size_t t = 0; t < n; ++t) {
          if (t != kept_tensor)
            pass(id, kept, t);
        }
        // The new holder is the innermost one that counts: what those inside of it pay is added when it opens.
        const std::size_t i = kept * n + kept_tensor;
        const auto node = static_cast<std::size_t>(stage.position);
        const bool is_output = instance_.is_output(kept_tensor);
        fill[i] = std::min(fill[i], instance_.price(0, node, kept_tensor, FORGE_FILL));
        drain[i] = std::min(drain[i], is_output ? instance_.price(0, node, kept_tensor, FORGE_DRAIN) : 0.0);
        may_be_first_[i] = may_be_first_[i] || (is_output && stage.places_ahead > 1);
        if (instance_.retains())
          can_open_[kept] |= TensorSet{1} << kept_tensor;
      }
    }
  }
}

// Everything that leads to the stage is known: what the innermost holder of a tensor pays for a value, and the next one.
void Bounds::find_prices(StageId id, std::size_t tensor, double fill, double drain) {
  const int next = stages_[id].next[tensor];
  const std::size_t i = id * instance_.n_tensors() + tensor;
  if (next < 0)
    can_open_[id] &= ~(TensorSet{1} << tensor);
  if (next < 0 || drain == infinity)
    return;
  const auto outer = static_cast<std::size_t>(next);
  filling_price_[i] = drain + (may_be_first_[i] ? 0.0 : fill);
  serving_price_[i] = (may_be_first_[i] ? 0.0 : instance_.price(0, outer, tensor, FORGE_READ)) +
                      (instance_.is_output(tensor) ? instance_.price(0, outer, tensor, FORGE_UPDATE) : 0.0);
}

double Bounds::closing(StageId id, std::size_t tensor, Tile tile) const {
  const Stage &stage = stages_[id];
  const std::size_t i = id * instance_.n_tensors() + tensor;
  // Places of a window share what overlaps, too.
  const double least = instance_.is_window(tensor) ? 0.0 : instance_.least_share(tensor, tile);
  const double share = has(stage.fanout_ahead, tensor) ? std::max(least, 1 / stage.places_ahead) : 1.0;
  double price = filling_price_[i] + serving_price_[i] * share;
  for (std::size_t toll = 0; !stage.tolls.empty() && toll < stage.tolls[tensor].size(); ++toll) {
    const auto [node, most_shared] = stage.tolls[tensor][toll];
    price += least_toll(instance_, node, tensor) * std::max(least, 1 / most_shared);
  }
  return price * instance_.volume(tensor, tile) * instance_.visits(tile);
}

void Bounds::fill(StageId id) {
  const Stage &stage = stages_[id];
  const auto &axes = instance_.lattice().axes();
  const TensorSet possible = can_open_[id];
  rest_[id].assign((std::size_t{possible} + 1) * tiles_, infinity);
  if (stage.position < 0) {
    rest_[id][instance_.lattice().whole()] = 0;
    return;
  }
  opens_.clear();
  for (TensorSet open = 0; open <= possible; ++open) {
    if ((open & ~possible) == 0)
      opens_.push_back(open);
  }
  passing_.clear();
  for (const TensorSet open : opens_)
    passing_.push_back(least_passing(stage, open));
  loops_.clear();
  for (std::size_t a = 0; stage.is_memory && a < axes.size(); ++a) {
    if (!may_loop(instance_.problem(), static_cast<std::size_t>(stage.position), axes[a].variable))
      continue;
    auto &moves = loops_.emplace_back(a, std::vector<Move>()).second;
    for (const TensorSet open : opens_) {
      const TensorSet closes = open & closed_by_[a];
      moves.push_back({open * tiles_, (open & ~closes) * tiles_ + axes[a].stride, closes});
    }
  }
  for (std::size_t tile = tiles_; tile-- > 0;) {
    if (stage.is_memory) {
      fill_memory(id, static_cast<Tile>(tile));
    } else {
      fill_spreads(id, static_cast<Tile>(tile));
    }
  }
}

void Bounds::fill_memory(StageId id, Tile tile) {
  const Stage &stage = stages_[id];
  const Lattice &lattice = instance_.lattice();
  const TensorSet possible = can_open_[id];
  double *const rest = rest_[id].data() + tile;
  if (stage.is_tight && pending_bits(instance_, stage, tile) > instance_.problem().capacity[stage.position])
    return;
  // What a set of holders costs if all close here.
  closing_all_.assign(std::size_t{possible} + 1, 0);
  for (const TensorSet set : opens_) {
    if (set == 0)
      continue;
    const auto lowest = static_cast<std::size_t>(std::countr_zero(set));
    const TensorSet others = set & (set - 1);
    closing_all_[set] = closing_all_[others] + (others == 0 ? closing(id, lowest, tile) : closing_all_[set ^ others]);
  }
  if (stage.is_free && stage.complete != no_stage && tile == lattice.whole()) {
    for (TensorSet open = 0; open <= possible; ++open)
      rest[open * tiles_] = closing_all_[open];
  }
  for (std::size_t t = 0; !stage.is_free && t < instance_.n_tensors(); ++t) {
    if (!has(stage.pending, t))
      continue;
    for (const StageId kept : stage.kept[t])
      add_keep(id, kept, tile, t);
  }
  for (const auto &[a, moves] : loops_) {
    if (!lattice.can_grow(tile, a))
      continue;
    for (const Move &move : moves)
      rest[move.from] = std::min(rest[move.from], closing_all_[move.closes] + rest[move.to]);
  }
}

void Bounds::add_keep(StageId id, StageId kept, Tile tile, std::size_t tensor) {
  const Stage &stage = stages_[id];
  const auto node = static_cast<std::size_t>(stage.position);
  const forge_problem &problem = instance_.problem();
  if (instance_.volume(tensor, tile) * problem.bits_per_value[node * instance_.n_tensors() + tensor] >
      problem.capacity[node])
    return;
  const TensorSet possible = can_open_[id], bit = TensorSet{1} << tensor;
  const int next = stages_[kept].next[tensor];
  const bool opens = next >= 0 && instance_.retains();
  double cost = next >= 0 && !opens ? closing(kept, tensor, tile) : 0.0;
  // First touches are not read.
  if (next >= 0 && instance_.is_output(tensor) && problem.elide_first_read[next] != 0 &&
      !may_be_first_[kept * instance_.n_tensors() + tensor]) {
    cost -= instance_.whole_volume(tensor) * (instance_.price(0, node, tensor, FORGE_FILL) +
                                              instance_.price(0, static_cast<std::size_t>(next), tensor, FORGE_READ));
  }
  // A holder further in that is still open pays at least its share.
  double inner = has(possible, tensor) ? closing_all_[bit] * instance_.least_share(tensor, tile) : 0.0;
  if (instance_.is_window(tensor))  // at least every element comes once
    inner *= instance_.whole_volume(tensor) / (instance_.volume(tensor, tile) * instance_.visits(tile));
  double *const here = rest_[id].data() + tile;
  const double *const there = rest_[kept].data() + tile;
  const TensorSet after = (opens ? bit : 0) & can_open_[kept], others = can_open_[kept] & ~bit;
  for (const TensorSet open : opens_) {
    double &best = here[open * tiles_];
    best = std::min(best, cost + (has(open, tensor) ? inner : 0.0) + there[((open & others) | after) * tiles_]);
  }
}

void Bounds::fill_spreads(StageId id, Tile tile) {
  const Stage &stage = stages_[id];
  const Lattice &lattice = instance_.lattice();
  if (stage.after == no_stage)
    return;
  double *const here = rest_[id].data() + tile;
  const TensorSet others = can_open_[stage.after];
  for (const Spread &spread : instance_.spreads(static_cast<std::size_t>(stage.position))) {
    if (!lattice.can_grow(tile, spread.digits))
      continue;
    const double *const there = rest_[stage.after].data() + tile + spread.step;
    for (std::size_t i = 0; i < opens_.size(); ++i) {
      double &least = here[opens_[i] * tiles_];
      least = std::min(least, passing_[i] + there[(opens_[i] & others) * tiles_]);
    }
  }
}

// Of tensors whose holders are still open where the nest passes the converter of the stage, every element does at least.
double Bounds::least_passing(const Stage &stage, TensorSet open) const {
  const auto node = static_cast<std::size_t>(stage.position);
  double sum = 0;
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t)
    sum +=
        has(open, t) && instance_.converts(node, t) ? least_toll(instance_, node, t) * instance_.whole_volume(t) : 0.0;
  return sum;
}

}  // namespace forge::plugins::optimal

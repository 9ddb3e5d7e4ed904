// SPDX-License-Identifier: Apache-2.0
#include "imperfect/promise.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace forge::plugins::optimal::imperfect {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

Promise::Promise(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles,
                 const Prices &prices, const Bounds &bounds, const LeastSteps &least_steps, const Steps &steps,
                 const Nests &nests)
    : charges_(charges),
      stages_(stages),
      ways_(ways),
      tiles_(tiles),
      prices_(prices),
      bounds_(bounds),
      least_steps_(least_steps),
      steps_(steps),
      arrivals_(charges, steps.cuts(), nests) {}

Costs Promise::least_costs(const Label &label) {
  Costs costs;
  costs.energy = least_energy(label);
  if (charges_.has_latency()) {
    costs.latency = least_latency(label);
    costs.power = least_power(label);
  }
  return costs;
}

double Promise::least_of_keep(const Label &label, std::size_t tensor, std::size_t node) {
  if (!charges_.retains() || charges_.is_window(tensor))
    return 0;
  arrivals_.look_at(label);
  return prices_.to(label.stage, label.sharing, tensor, node, arrivals_.brought(tensor));
}

void Promise::find_parts(const Label &label) {
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
    parts_[v].clear();
    place_[v] = 0;
    for (const Cuts::Part &part : steps_.cuts()[label.cuts[v]].parts)
      parts_[v].push_back({&part, tiles_.position_of(part.extent, v) * tiles_.stride(v), part.times});
  }
}

// What the tensor costs until its next holder if it stays from here on.
void Promise::find_waiting(const Label &label, std::size_t t) {
  constexpr double almost = 1 - 1e-9;
  const Moves &moves = bounds_.moves();
  const double all = arrivals_.all(t);
  const bool spread_ahead = has(moves.spread_ahead(label.stage), t);
  Waiting &one = waiting_[n_waiting_];
  one.tensor = t;
  one.staying.clear();
  one.wait = moves.weight(label.stage, t) * (moves.told(label.stage, t, waiting) - moving);
  one.paid = moves.weight(label.stage, t) * moving;
  Arrivals::Parts parts{};
  const auto add = [&](const auto &next, std::size_t v, Tile box) -> void {
    while (v > 0 && !charges_.is_relevant(t, v - 1))
      one.steps[--v] = 0;
    if (v == 0) {
      const Arrivals::Range range = arrivals_.of(t, parts);
      const double arriving = spread_ahead ? range.average : range.most;
      const Prices::Price price = prices_.next(label.stage, label.sharing, t, box);
      one.staying.push_back(arriving < all * almost ? (price.arrival * arriving - price.first) / all : infinity);
      return;
    }
    const std::size_t before = one.staying.size();
    for (const Part &part : parts_[v - 1]) {
      parts[v - 1] = part.part;
      next(next, v - 1, box + part.extent);
      if (&part == &parts_[v - 1].front())
        one.steps[v - 1] = one.staying.size() - before;
    }
  };
  add(add, tiles_.n_variables(), 0);
  ++n_waiting_;
}

// Box by box, and all of them may differ: a tensor that the latest loops have not moved either stays until its next
// holder, and costs what is known of it, or moves as if all loops so far counted.
double Promise::least_energy(const Label &label) {
  arrivals_.look_at(label);
  find_parts(label);
  n_waiting_ = 0;
  std::size_t all_move = 0;
  const TensorSet to_hold = ways_.to_hold(label.stage);
  for (std::size_t t = 0; to_hold >> t != 0; ++t) {
    if (!has(to_hold, t))
      continue;
    all_move += bounds_.moves().weight(label.stage, t) * moving;
    if (charges_.retains() && !charges_.is_window(t) && arrivals_.may_wait(t))
      find_waiting(label, t);
  }
  const Bounds::State state{label.stage, label.sharing, bounds_.level(label.stage, label.occupancy)};
  double sum = 0;
  for (;;) {
    Tile box = 0;
    double times = 1;
    for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
      box += parts_[v][place_[v]].extent;
      times *= parts_[v][place_[v]].times;
    }
    sum += times * least_of_box(bounds_.rest(state, box) + all_move);
    std::size_t v = 0;
    while (v < tiles_.n_variables() && ++place_[v] == parts_[v].size())
      place_[v++] = 0;
    if (v == tiles_.n_variables())
      return label.energy + sum;
  }
}

// `rest`: where all tensors move.
double Promise::least_of_box(const double *rest) const {
  std::array<double, most_tensors> staying;
  std::array<std::size_t, most_tensors> leave;
  std::size_t n = 0;
  for (std::size_t i = 0; i < n_waiting_; ++i) {
    const Waiting &one = waiting_[i];
    std::size_t at = 0;
    for (std::size_t v = 0; v < tiles_.n_variables(); ++v)
      at += one.steps[v] * place_[v];
    if (one.staying[at] == infinity)
      continue;
    staying[n] = one.staying[at];
    leave[n++] = one.wait + one.paid;
    rest += one.wait;
  }
  double least = *rest;
  for (TensorSet stay = 1; stay >> n == 0; ++stay) {
    double cost = 0;
    const double *then = rest;
    for (std::size_t i = 0; i < n; ++i) {
      cost += has(stay, i) ? staying[i] : 0.0;
      then -= has(stay, i) ? leave[i] : 0;
    }
    least = std::min(least, cost + *then);
  }
  return least;
}

double Promise::least_latency(const Label &label) const {
  double steps = 0;
  const auto add = [&](const auto &next, std::size_t v, Tile box, double times) -> void {
    if (v == tiles_.n_variables()) {
      steps += times * least_steps_.of(stages_[label.stage].position, box);
      return;
    }
    for (const auto &[extent, n] : steps_.chains()[label.chains[v]].parts.back())
      next(next, v + 1, box + tiles_.position_of(extent, v) * tiles_.stride(v), times * n);
  };
  add(add, 0, 0, 1.0);
  double latency = steps * charges_.problem().time_per_step[charges_.n_nodes() - 1];
  for (const double time : label.times)
    latency = std::max(latency, time);
  return latency;
}

double Promise::least_power(const Label &label) const {
  if (!charges_.has_gated_power())
    return charges_.fixed_power();
  const forge_problem &problem = charges_.problem();
  double power = label.power;
  bool gated = false;
  for (std::size_t n = static_cast<std::size_t>(stages_[label.stage].position + 1); n < charges_.n_nodes(); ++n) {
    power += gated ? 0.0 : problem.leak_power[n] * label.powered_share;
    gated = gated || problem.power_gated[n] != 0;
  }
  return power;
}

}  // namespace forge::plugins::optimal::imperfect

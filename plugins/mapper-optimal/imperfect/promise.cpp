// SPDX-License-Identifier: Apache-2.0
#include "imperfect/promise.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace forge::plugins::optimal::imperfect {

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
      arrivals_(charges, steps.cuts(), nests) {
  for (std::size_t t = 0; t < charges.n_tensors(); ++t) {
    for (std::size_t v = 0; v < tiles.n_variables(); ++v)
      last_relevant_[t] = charges.is_relevant(t, v) ? v + 1 : last_relevant_[t];
  }
}

Costs Promise::least_costs(const Label &label) {
  Costs costs;
  costs.energy = least_energy(label);
  if (charges_.has_latency()) {
    costs.latency = least_latency(label);
    costs.power = least_power(label);
  }
  return costs;
}

// Box by box, and all of them may differ: a tensor that the latest loops have not moved either stays until its next
// holder, and costs what is known of it, or moves as if all loops so far counted.
double Promise::least_energy(const Label &label) {
  arrivals_.look_at(label);
  const Bounds::State state{label.stage, label.sharing, bounds_.level(label.stage, label.occupancy)};
  const TensorSet to_hold = ways_.to_hold(label.stage), spread_ahead = bounds_.spread_ahead(label.stage);
  double sum = 0;
  const auto add = [&](const auto &next, std::size_t v, Tile box, double times) -> void {
    // What comes of the rank variables so far is enough to tell of some tensors.
    for (std::size_t t = 0; charges_.retains() && t < charges_.n_tensors(); ++t) {
      if (last_relevant_[t] != v || !has(to_hold, t) || charges_.is_window(t))
        continue;
      const Arrivals::Range arrivals = arrivals_.of(t, parts_);
      arriving_[t] = has(spread_ahead, t) ? arrivals.average : arrivals.most;
    }
    if (v == tiles_.n_variables()) {
      sum += times * least_energy(state, box);
      return;
    }
    for (const Cuts::Part &part : steps_.cuts()[label.cuts[v]].parts) {
      parts_[v] = &part;
      next(next, v + 1, box + tiles_.position_of(part.extent, v) * tiles_.stride(v), times * part.times);
    }
  };
  add(add, 0, 0, 1.0);
  return label.energy + sum;
}

double Promise::least_energy(const Bounds::State &state, Tile box) const {
  constexpr double almost = 1 - 1e-9;
  const TensorSet to_hold = ways_.to_hold(state.stage);
  TensorSet may_stay = 0;
  std::array<double, most_tensors> staying{};
  for (std::size_t t = 0; charges_.retains() && to_hold >> t != 0; ++t) {
    const double all = arrivals_.all(t);
    if (!has(to_hold, t) || charges_.is_window(t) || arriving_[t] >= all * almost)
      continue;
    may_stay |= TensorSet{1} << t;
    const Prices::Price price = prices_.next(state.stage, state.sharing, t, box);
    staying[t] = (price.arrival * arriving_[t] - price.first) / all;
  }
  double least = std::numeric_limits<double>::infinity();
  for (TensorSet stay = may_stay;; stay = (stay - 1) & may_stay) {
    double cost = bounds_.rest(state, {to_hold & ~stay, may_stay & ~stay}, box);
    for (std::size_t t = 0; stay >> t != 0; ++t)
      cost += has(stay, t) ? staying[t] : 0.0;
    least = std::min(least, cost);
    if (stay == 0)
      return least;
  }
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

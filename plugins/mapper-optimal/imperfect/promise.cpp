// SPDX-License-Identifier: Apache-2.0
#include "imperfect/promise.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace forge::plugins::optimal::imperfect {

Promise::Promise(const Charges &charges, const Stages &stages, const Tiles &tiles, const Bounds &bounds,
                 const Steps &steps)
    : charges_(charges), stages_(stages), tiles_(tiles), bounds_(bounds), steps_(steps) {}

Costs Promise::least_costs(const Label &label) const {
  Costs costs;
  costs.energy = least_energy(label);
  if (charges_.has_latency()) {
    costs.latency = least_latency(label);
    costs.power = least_power(label);
  }
  return costs;
}

// A tensor that the latest loops have not moved either stays until its next holder, and costs what is known of it, or
// moves as if all loops so far counted. Whichever it is for each of them, one of the sums is a lower bound.
double Promise::least_energy(const Label &label) const {
  TensorSet to_hold = bounds_.to_hold(label.stage), may_stay = 0;
  std::array<double, most_tensors> staying{};
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    if (!has(to_hold, t) || !charges_.retains() || charges_.is_window(t))
      continue;
    if (label.arrivals[t] == steps_.arrivals(label, t, false))
      continue;
    may_stay |= TensorSet{1} << t;
    staying[t] = bounds_.next_transfer(label.stage, t, label.arrivals[t]);
  }
  const std::size_t level = bounds_.level(label.stage, label.occupancy);
  double least = std::numeric_limits<double>::infinity();
  for (TensorSet stay = may_stay;; stay = (stay - 1) & may_stay) {
    double sum = bounds_.rest(label.stage, to_hold & ~stay, label.tile, level);
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
      sum += has(stay, t) ? staying[t] : 0.0;
    least = std::min(least, sum);
    if (stay == 0)
      break;
  }
  return label.energy + least;
}

double Promise::least_latency(const Label &label) const {
  const forge_problem &problem = charges_.problem();
  double steps = 1;
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v)
    steps *= steps_.chains()[label.chains[v]].covers[0];
  for (std::size_t n = static_cast<std::size_t>(stages_[label.stage].position + 1); n < charges_.n_nodes(); ++n)
    steps /= static_cast<double>(problem.fanout_size[n]);
  double latency = std::max(steps, 1.0) * problem.time_per_step[charges_.n_nodes() - 1];
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

// SPDX-License-Identifier: Apache-2.0
#include "promise.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace forge::plugins::optimal {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

Promise::Promise(const Instance &instance, const Stages &stages, const Bounds &bounds, const Layout &layout)
    : instance_(instance), stages_(stages), bounds_(bounds), layout_(layout) {
  for (const Stage &stage : stages.all())
    sharings_.push_back(find_sharings(instance, stage));
  // What is inside of power-gated fan-outs may leak next to nothing.
  const forge_problem &problem = instance.problem();
  least_power_ = problem.other_leak_power;
  bool gated = false;
  for (std::size_t n = 0; n < instance.n_nodes(); ++n) {
    least_power_ += gated ? 0.0 : problem.leak_power[n];
    gated = gated || problem.power_gated[n] != 0;
  }
  find_least_places();
}

void Promise::find_least_places() {
  for (std::size_t n = 0; n < instance_.n_nodes(); ++n) {
    std::uint64_t least = instance_.problem().fanout_size[n];
    for (const Spread &spread : instance_.spreads(n))
      least = std::min(least, spread.places);
    least_places_.push_back(static_cast<double>(least));
  }
}

Costs Promise::least_costs(StageId stage, Tile tile, const Label &label) const {
  Costs costs;
  costs.energy = least_energy(stage, tile, label);
  if (instance_.has_latency()) {
    costs.latency = least_latency(stage, tile, label);
    costs.power = instance_.has_gated_power() ? least_power_ : instance_.fixed_power();
  }
  for (std::size_t u = 0; u < instance_.usages().size(); ++u)
    costs.usage[instance_.usages()[u].objective] = least_usage(stage, tile, label, u);
  return costs;
}

double Promise::least_usage(StageId id, Tile tile, const Label &label, std::size_t number) const {
  const Usage &usage = instance_.usages()[number];
  const Stage &stage = stages_[id];
  double least = label.values[layout_.usage(number)];
  if (usage.is_occupancy) {  // tiles only grow until they are kept
    const double *bits = instance_.problem().bits_per_value + usage.node * instance_.n_tensors();
    for (std::size_t t = 0; t < instance_.n_tensors(); ++t)
      least += has(stage.sure[t], usage.node) ? instance_.volume(t, tile) * bits[t] : 0.0;
  } else {
    for (std::size_t n = 0; n < usage.node && static_cast<int>(n) <= stage.position; ++n)
      least *= least_places_[n];
  }
  return usage.figure(least);
}

double Promise::least_energy(StageId id, Tile tile, const Label &label) const {
  const Stage &stage = stages_[id];
  const double *values = label.values.data();
  const TensorSet can_open = bounds_.can_open(id);
  TensorSet windows = 0;
  std::array<double, most_tensors> pay{},
      passing{};  // by tensor: for what is served; values that are to pass converters
  double energy = values[0], slack = 0, waiting = 0, served_by_windows = 0, served_by_others = 0;
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    const double open = values[layout_.open(t)];
    const bool is_open = has(label.head.open, t);
    const double accounted = is_open && has(can_open, t) ? bounds_.waiting(id, t, tile) : 0.0;
    const double least = instance_.least_share(t, tile);
    if (instance_.is_window(t)) {
      windows |= TensorSet{1} << t;
      slack += values[layout_.slack(t)];
      waiting += open;
      served_by_windows += pay[t] = values[layout_.served(t) + window_energy];
      passing[t] = values[layout_.served(t) + window_least];
    } else if (is_open) {
      energy -= accounted + std::max(0.0, open - accounted) * (1 - least);
    }
    if (!is_open && !instance_.is_window(t))
      passing[t] = values[layout_.served(t) + (instance_.is_output(t) ? served_updates : served_reads)];
    if (stage.places_ahead == 1)
      continue;
    const double most = std::min(stage.places_ahead, 1 / least);
    energy -= values[layout_.first(t)] * (most - 1);
    if (!has(stage.shared_ahead, t) || instance_.is_window(t))
      continue;
    const auto outer = static_cast<std::size_t>(stage.next[t]);
    const double *served = values + layout_.served(t);
    const double read = instance_.price(0, outer, t, FORGE_READ), update = instance_.price(0, outer, t, FORGE_UPDATE);
    if (is_open) {
      energy -= served[served_first] * read * (most - 1);
    } else if (instance_.is_output(t)) {  // all that is read may be first touches in the end
      energy -= (served[served_reads] - served[served_first]) * read;
      served_by_others += pay[t] = served[served_updates] * update;
    } else {
      served_by_others += pay[t] = served[served_reads] * read;
    }
  }
  // What is served is shared at best as some spread over the fan-outs ahead does it; so is what passes converters.
  const bool has_tolls = !stage.tolls.empty();
  const auto least_served = [&](TensorSet among) {
    double least = served_by_windows + served_by_others > 0 || has_tolls ? infinity : 0.0;
    for (std::size_t i = 0; least > 0 && i < sharings_[id].size(); ++i) {
      double sum = 0;
      for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
        if (!has(among, t))
          continue;
        const double limit = instance_.is_window(t) ? infinity : 1 / instance_.least_share(t, tile);
        const double shared = std::min(sharings_[id][i][t], limit);
        sum += pay[t] / shared;
        for (std::size_t toll = 0; has_tolls && toll < stage.tolls[t].size(); ++toll) {
          const auto [node, most_shared] = stage.tolls[t][toll];
          sum += passing[t] * least_toll(instance_, node, t) / std::min(shared, most_shared);
        }
      }
      least = std::min(least, sum);
    }
    return least;
  };
  energy -= served_by_others;
  // Open windows pay at least what overlaps can't save; or what distinct elements cost, as the bounds assume.
  const TensorSet open = label.head.open & can_open;
  double least =
      energy - slack - served_by_windows + least_served(~TensorSet{0}) + bounds_.rest(id, open & ~windows, tile);
  if ((open & windows) != 0)
    least = std::max(least, energy - waiting + least_served(~windows) + bounds_.rest(id, open, tile));
  return std::max(least, 0.0);
}

double Promise::least_latency(StageId id, Tile tile, const Label &label) const {
  const Stage &stage = stages_[id];
  const double *values = label.values.data();
  double latency = values[layout_.time()] / std::min(stage.places_ahead, instance_.visits(tile));
  for (std::size_t m = 1; stage.places_ahead == 1 && m < instance_.n_metrics(); ++m) {
    double time = values[m];
    for (std::size_t t = 0; time > 0 && t < instance_.n_tensors(); ++t) {
      time -= instance_.is_window(t) ? values[layout_.slack(t) + m]
                                     : values[layout_.open(t) + m] * (1 - instance_.least_share(t, tile));
    }
    latency = std::max(latency, time);
  }
  return latency;
}

}  // namespace forge::plugins::optimal

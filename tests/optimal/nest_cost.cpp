// SPDX-License-Identifier: Apache-2.0
#include "optimal/nest_cost.hpp"

#include <algorithm>
#include <cmath>

namespace forge::test {

using sdk::counts::Exactness;

NestCost::NestCost(const forge_problem &problem)
    : problem_(problem),
      sizes_(problem.variable_size, problem.variable_size + problem.n_variables),
      multicast_(problem.n_nodes),
      reduce_(problem.n_nodes),
      holders_(problem.n_tensors) {
  for (std::uint32_t t = 0; t < problem.n_tensors; ++t) {
    std::vector<std::vector<sdk::counts::Coefficient>> index;
    for (std::uint32_t r = problem.rank_begin[t]; r < problem.rank_begin[t + 1]; ++r) {
      auto &rank = index.emplace_back();
      for (std::uint32_t i = problem.term_begin[r]; i < problem.term_begin[r + 1]; ++i)
        rank.push_back({problem.term_variable[i], static_cast<std::uint64_t>(problem.term_coefficient[i])});
    }
    shapes_.push_back(sdk::counts::make_shape(index, sizes_, problem.is_output[t] != 0));
    for (std::uint32_t n = 0; n < problem.n_nodes; ++n) {
      multicast_[n] |= static_cast<std::uint64_t>(problem.multicast[n * problem.n_tensors + t]) << t;
      reduce_[n] |= static_cast<std::uint64_t>(problem.reduce[n * problem.n_tensors + t]) << t;
    }
  }
  for (const std::uint64_t size : sizes_)
    computes_ *= static_cast<double>(size);
}

void NestCost::keep(std::uint32_t node, std::uint32_t tensor) {
  holders_[tensor].push_back({node, static_cast<std::uint32_t>(loops_.size())});
}

void NestCost::remove_keep(std::uint32_t tensor) {
  holders_[tensor].pop_back();
}

void NestCost::loop(std::uint32_t variable, std::uint64_t iterations, std::uint64_t tile) {
  loops_.push_back({.variable = variable, .iterations = iterations, .tile = tile});
  nodes_.push_back(0);
}

void NestCost::spread(std::uint32_t node, std::uint32_t variable, std::uint64_t iterations, std::uint64_t tile) {
  loops_.push_back({.variable = variable,
                    .spatial = true,
                    .iterations = iterations,
                    .tile = tile,
                    .multicast = multicast_[node],
                    .reduce = reduce_[node]});
  nodes_.push_back(node);
}

std::optional<double> NestCost::bits(std::uint32_t node, std::uint32_t tensor, std::size_t depth) {
  std::uint64_t volume = 0;
  if (sdk::counts::tile_volume(shapes_[tensor], loops_, depth, sizes_, scratch_, volume) != Exactness::exact)
    return std::nullopt;
  return static_cast<double>(volume) * problem_.bits_per_value[node * problem_.n_tensors + tensor];
}

double NestCost::places_above(std::uint32_t node) const {
  double places = 1;
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    if (loops_[i].spatial && nodes_[i] < node)
      places *= static_cast<double>(loops_[i].iterations);
  }
  return places;
}

// Adds energy, and the time of the busiest instance of each memory by its actions.
bool NestCost::add_transfers(std::uint32_t tensor, double &energy) {
  const auto &holders = holders_[tensor];
  chain_.clear();
  for (const Holder &holder : holders)
    chain_.push_back({holder.depth, problem_.retain != 0, problem_.elide_first_read[holder.node] != 0});
  transfers_.resize(chain_.size());
  const bool compute_elides = problem_.elide_first_read[problem_.n_nodes - 1] != 0;
  if (sdk::counts::count_transfers(shapes_[tensor], tensor, loops_, sizes_, chain_, compute_elides, transfers_,
                                   scratch_) != Exactness::exact)
    return false;
  for (std::size_t h = 0; h < holders.size(); ++h) {
    add(holders[h].node, tensor, FORGE_READ, transfers_[h].reads, energy);
    add(holders[h].node, tensor, FORGE_UPDATE, transfers_[h].updates, energy);
    if (h + 1 == holders.size())
      continue;
    add(holders[h + 1].node, tensor, FORGE_FILL, transfers_[h].fills, energy);
    add(holders[h + 1].node, tensor, FORGE_DRAIN, transfers_[h].drains, energy);
  }
  return true;
}

// What passes a converter between two holders: what the outer one would serve if no fan-out outside of the converter
// shared anything.
bool NestCost::add_passing(std::uint32_t converter, std::uint32_t tensor, double &energy) {
  const auto &holders = holders_[tensor];
  const auto below =
      std::find_if(holders.begin(), holders.end(), [&](const Holder &holder) { return holder.node > converter; });
  if (below == holders.begin())
    return true;
  chain_.clear();
  for (auto holder = below - 1; holder != holders.end() && holder <= below; ++holder)
    chain_.push_back({holder->depth, problem_.retain != 0, problem_.elide_first_read[holder->node] != 0});
  seen_ = loops_;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (nodes_[i] < converter)
      seen_[i].multicast = seen_[i].reduce = 0;
  }
  transfers_.resize(chain_.size());
  const bool compute_elides = problem_.elide_first_read[problem_.n_nodes - 1] != 0;
  if (sdk::counts::count_transfers(shapes_[tensor], tensor, seen_, sizes_, chain_, compute_elides, transfers_,
                                   scratch_) != Exactness::exact)
    return false;
  add(converter, tensor, FORGE_READ, transfers_[0].reads, energy);
  add(converter, tensor, FORGE_UPDATE, transfers_[0].updates, energy);
  return true;
}

void NestCost::add(std::uint32_t node, std::uint32_t tensor, std::uint32_t transfer, std::uint64_t values,
                   double &energy) {
  const std::size_t price = (node * problem_.n_tensors + tensor) * FORGE_N_TRANSFERS + transfer;
  const auto count = static_cast<double>(values);
  energy += count * problem_.energy_per_value[price];
  const auto action = static_cast<std::size_t>(problem_.action[node * FORGE_N_TRANSFERS + transfer]);
  busy_[node * FORGE_N_TRANSFERS + action] += count / places_above(node) * problem_.time_per_value[price];
}

double NestCost::latency() const {
  double steps = 1;
  for (const auto &loop : loops_)
    steps *= loop.spatial ? 1 : static_cast<double>(loop.iterations);
  double latency = steps * problem_.time_per_step[problem_.n_nodes - 1];
  for (std::uint32_t n = 0; n + 1 < problem_.n_nodes; ++n) {
    double sum = 0, most = 0;
    for (std::size_t a = n * FORGE_N_TRANSFERS; a < (n + 1) * FORGE_N_TRANSFERS; ++a) {
      sum += busy_[a];
      most = std::max(most, busy_[a]);
    }
    latency = std::max(latency, problem_.latency_kind[n] == FORGE_LATENCY_MAX ? most : sum);
  }
  return latency;
}

double NestCost::leak_power() const {
  double power = problem_.other_leak_power;
  double share = 1;  // of the places below the power-gated fan-outs so far
  for (std::uint32_t n = 0; n < problem_.n_nodes; ++n) {
    power += problem_.leak_power[n] * share;
    if (problem_.power_gated[n] == 0)
      continue;
    for (std::size_t i = 0; i < loops_.size(); ++i) {
      if (loops_[i].spatial && nodes_[i] == n)
        share *= static_cast<double>(loops_[i].iterations);
    }
    share /= static_cast<double>(problem_.fanout_size[n]);
  }
  return power;
}

// Of the objective's node.
std::optional<double> NestCost::usage(std::uint32_t objective) {
  const std::int32_t code = problem_.objective[objective];
  if (code != FORGE_OCCUPANCY && code != FORGE_INSTANCES)
    return 0;
  const auto node = static_cast<std::uint32_t>(problem_.objective_node[objective]);
  if (code == FORGE_INSTANCES)
    return std::round(places_above(node) * problem_.instances[node]);
  double sum = 0;
  for (std::uint32_t t = 0; t < problem_.n_tensors; ++t) {
    for (const Holder &holder : holders_[t]) {
      const auto held = holder.node == node ? bits(node, t, holder.depth) : 0;
      if (!held)
        return std::nullopt;
      sum += *held;
    }
  }
  return sum;
}

std::optional<Figures> NestCost::figures() {
  if (std::any_of(problem_.latency_kind, problem_.latency_kind + problem_.n_nodes,
                  [](std::int32_t kind) { return kind == FORGE_LATENCY_OTHER; }))
    return std::nullopt;
  busy_.assign(static_cast<std::size_t>(problem_.n_nodes) * FORGE_N_TRANSFERS, 0);
  double energy = computes_ * problem_.energy_per_step[problem_.n_nodes - 1];
  for (std::uint32_t t = 0; t < problem_.n_tensors; ++t) {
    if (!add_transfers(t, energy))
      return std::nullopt;
    for (std::uint32_t n = 0; n < problem_.n_nodes; ++n) {
      if (problem_.node_kind[n] == FORGE_CONVERTER && !add_passing(n, t, energy))
        return std::nullopt;
    }
  }
  const double time = latency();
  Figures figures{energy + leak_power() * time, time};
  if (std::all_of(problem_.objective_node, problem_.objective_node + problem_.n_objectives,
                  [](std::int32_t node) { return node < 0; }))
    return figures;
  for (std::uint32_t o = 0; o < problem_.n_objectives; ++o) {
    const auto used = usage(o);
    if (!used)
      return std::nullopt;
    figures.usage.push_back(*used);
  }
  return figures;
}

}  // namespace forge::test

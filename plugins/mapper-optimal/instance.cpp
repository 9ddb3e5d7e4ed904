// SPDX-License-Identifier: Apache-2.0
#include "instance.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "blocks.hpp"
#include "forge/sdk/error.hpp"
#include "forge/sdk/text.hpp"

namespace forge::plugins::optimal {

namespace {

constexpr std::size_t most_tensors = 8, most_nodes = 64;

std::string text(const forge_str &view) {
  return std::string(sdk::to_view(view));
}

}  // namespace

Instance::Instance(const forge_problem &problem)
    : problem_(&problem), lattice_({problem.variable_size, problem.n_variables}) {
  check();
  usages_ = find_usages(problem);
  const bool has_costs = asks_for_costs(problem);  // else nothing has a price
  for (std::size_t n = 0; n < n_nodes() && has_costs; ++n) {
    fixed_power_ += problem.leak_power[n];
    has_gated_power_ = has_gated_power_ || problem.power_gated[n] != 0;
  }
  fixed_power_ += has_costs ? problem.other_leak_power : 0;
  const std::span objectives(problem.objective, problem.n_objectives);
  has_latency_ = fixed_power_ > 0 || std::any_of(objectives.begin(), objectives.end(), [](std::int32_t o) {
                   return o != FORGE_ENERGY && o < FORGE_OCCUPANCY;
                 });
  make_shapes();
  make_tables();
  make_ports();
  make_prices(has_costs);
  make_spreads();
  if (!has_costs)
    return;
  compute_energy_ = problem.energy_per_step[n_nodes() - 1] * steps();
  compute_time_ = problem.time_per_step[n_nodes() - 1] * steps();
}

void Instance::check() const {
  if (problem_->factors != FORGE_PERFECT)
    throw sdk::Unsupported("factors = \"imperfect\" can't be searched yet");
  if (n_tensors() > most_tensors)
    throw sdk::Unsupported("more than " + std::to_string(most_tensors) + " tensors");
  if (n_nodes() > most_nodes)
    throw sdk::Unsupported("more than " + std::to_string(most_nodes) + " nodes on the path");
  for (std::size_t n = 0; n < n_nodes(); ++n) {
    const std::int32_t kind = problem_->node_kind[n];
    if (kind != FORGE_MEMORY && kind != FORGE_FANOUT && kind != FORGE_CONVERTER && kind != FORGE_COMPUTE)
      throw sdk::Unsupported("'" + text(problem_->node_name[n]) +
                             "' is neither memory, fan-out, converter nor compute");
    if (problem_->latency_kind[n] == FORGE_LATENCY_OTHER)
      throw sdk::Unsupported("the latency of '" + text(problem_->node_name[n]) + "' is not linear in its actions");
  }
  for (std::size_t o = 0; o < problem_->n_objectives; ++o) {
    if (problem_->objective[o] < FORGE_ENERGY || problem_->objective[o] > FORGE_INSTANCES)
      throw sdk::Unsupported("an objective that this strategy does not know");
  }
}

void Instance::make_shapes() {
  const std::span sizes(problem_->variable_size, problem_->n_variables);
  for (std::size_t t = 0; t < n_tensors(); ++t) {
    std::vector<std::vector<counts::Coefficient>> index;
    for (std::uint32_t r = problem_->rank_begin[t]; r < problem_->rank_begin[t + 1]; ++r) {
      auto &terms = index.emplace_back();
      for (std::uint32_t i = problem_->term_begin[r]; i < problem_->term_begin[r + 1]; ++i)
        terms.push_back({problem_->term_variable[i], static_cast<std::uint64_t>(problem_->term_coefficient[i])});
    }
    shapes_.push_back(counts::make_shape(index, sizes, is_output(t)));
    if (!shapes_.back().countable)
      throw sdk::Unsupported("no closed form counts the accesses to tensor '" + text(problem_->tensor_name[t]) + "'");
    for (std::size_t n = 0; n < n_nodes() && is_window(t); ++n) {
      if (converts(n, t))
        throw sdk::Unsupported("tensor '" + text(problem_->tensor_name[t]) + "', a sliding window, passes converter '" +
                               text(problem_->node_name[n]) + "'");
    }
    std::uint64_t &sliding = sliding_.emplace_back(0);
    for (const counts::Dimension &dimension : shapes_.back().dimensions) {
      for (const counts::Coefficient &term : dimension)
        sliding |= dimension.size() > 1 ? std::uint64_t{1} << term.variable : 0;
    }
  }
}

void Instance::make_tables() {
  counts::Scratch scratch;
  const std::size_t tiles = lattice_.count(), variables = problem_->n_variables;
  volumes_.assign(n_tensors(), std::vector<double>(tiles));
  least_shares_.assign(n_tensors(), std::vector<double>(tiles));
  visits_.resize(tiles);
  for (Tile tile = 0; tile < tiles; ++tile) {
    const auto extents = lattice_.extents(tile);
    double visits = 1;
    for (std::size_t v = 0; v < variables; ++v)
      visits *= static_cast<double>(lattice_.sizes()[v] / extents[v]);
    visits_[tile] = visits;
    for (std::size_t t = 0; t < n_tensors(); ++t) {
      double around = 1, volume = 1;
      for (std::size_t v = 0; v < variables; ++v) {
        if (is_relevant(t, v)) {
          volume *= static_cast<double>(extents[v]);
        } else {
          around *= static_cast<double>(lattice_.sizes()[v] / extents[v]);
        }
      }
      if (is_window(t)) {
        std::uint64_t elements = 0;
        if (counts::tile_volume(shapes_[t], {}, 0, extents, scratch, elements) != counts::Exactness::exact)
          throw sdk::Unsupported("tiles of tensor '" + text(problem_->tensor_name[t]) + "' can't be counted");
        volume = static_cast<double>(elements);
      }
      volumes_[t][tile] = volume;
      least_shares_[t][tile] = 1 / around;
    }
  }
}

void Instance::make_ports() {
  if (!has_latency_)
    return;
  for (std::size_t n = 0; n < n_nodes(); ++n) {
    if (problem_->node_kind[n] != FORGE_MEMORY && problem_->node_kind[n] != FORGE_CONVERTER)
      continue;
    const double *times = problem_->time_per_value + n * n_tensors() * FORGE_N_TRANSFERS;
    std::vector<std::int32_t> actions;
    for (std::size_t i = 0; i < n_tensors() * FORGE_N_TRANSFERS; ++i) {
      const std::int32_t action =
          problem_->latency_kind[n] == FORGE_LATENCY_SUM ? -1 : problem_->action[n * 4 + i % FORGE_N_TRANSFERS];
      if (times[i] > 0 && std::find(actions.begin(), actions.end(), action) == actions.end())
        actions.push_back(action);
    }
    for (const std::int32_t action : actions)
      ports_.push_back({n, action});
  }
}

void Instance::make_prices(bool has_costs) {
  const std::size_t per_node = n_tensors() * FORGE_N_TRANSFERS;
  prices_.assign(n_metrics() * n_nodes() * per_node, 0);
  if (!has_costs)
    return;
  std::copy_n(problem_->energy_per_value, n_nodes() * per_node, prices_.begin());
  for (std::size_t p = 0; p < ports_.size(); ++p) {
    const auto [node, action] = ports_[p];
    for (std::size_t i = 0; i < per_node; ++i) {
      if (action == -1 || problem_->action[node * 4 + i % FORGE_N_TRANSFERS] == action)
        prices_[((p + 1) * n_nodes() + node) * per_node + i] = problem_->time_per_value[node * per_node + i];
    }
  }
}

bool Instance::may_spread(std::size_t node, std::size_t variable) const {
  for (std::size_t t = 0; t < n_tensors(); ++t) {
    if (problem_->reuse[node * n_tensors() + t] == 0)
      continue;
    for (std::uint32_t r = problem_->rank_begin[t]; r < problem_->rank_begin[t + 1]; ++r) {
      for (std::uint32_t i = problem_->term_begin[r]; i < problem_->term_begin[r + 1]; ++i) {
        if (problem_->term_variable[i] == variable)
          return false;
      }
    }
  }
  return true;
}

bool Instance::is_good_spread(std::size_t node, const Spread &spread) const {
  const auto places = static_cast<double>(spread.places);
  // A hair below, so that 0.3 of 10 places is 3 in spite of rounding.
  if (places < problem_->min_utilization[node] * static_cast<double>(problem_->fanout_size[node]) * (1 - 1e-12))
    return false;
  for (std::uint32_t c = 0; c < problem_->n_constraints; ++c) {
    if (problem_->constraint_node[c] != node)
      continue;
    double product = 1;
    for (std::uint32_t i = problem_->constraint_begin[c]; i < problem_->constraint_begin[c + 1]; ++i)
      product *= static_cast<double>(spread.factors[problem_->constraint_variable[i]]);
    if (!is_met(*problem_, c, product))
      return false;
  }
  return true;
}

void Instance::add_spreads(std::size_t node, std::size_t axis, Spread &spread, std::vector<Spread> &all) const {
  if (axis == lattice_.axes().size()) {
    if (is_good_spread(node, spread))
      all.push_back(spread);
    return;
  }
  const Axis &a = lattice_.axes()[axis];
  const Spread before = spread;
  add_spreads(node, axis + 1, spread, all);
  if (may_spread(node, a.variable)) {
    for (std::uint32_t digit = 1; digit <= a.exponent && spread.places <= problem_->fanout_size[node] / a.prime;
         ++digit) {
      spread.digits[axis] = static_cast<std::uint8_t>(digit);
      spread.step += a.stride;
      spread.places *= a.prime;
      spread.factors[a.variable] *= a.prime;
      for (std::size_t t = 0; t < n_tensors(); ++t)
        spread.unshared[t] *= is_relevant(t, a.variable) ? 1 : a.prime;
      add_spreads(node, axis + 1, spread, all);
    }
  }
  spread = before;
}

void Instance::make_spreads() {
  spreads_.resize(n_nodes());
  for (std::size_t n = 0; n < n_nodes(); ++n) {
    if (problem_->node_kind[n] != FORGE_FANOUT && problem_->node_kind[n] != FORGE_CONVERTER)
      continue;
    Spread spread;  // a converter's only one has no loops
    spread.digits.assign(lattice_.axes().size(), 0);
    spread.factors.assign(problem_->n_variables, 1);
    spread.unshared.assign(n_tensors(), 1);
    add_spreads(n, 0, spread, spreads_[n]);
  }
  keep_highest_spreads();
}

// Where the highest use of all fan-outs with max_utilization is that of each of them, no other spread can be part of it.
void Instance::keep_highest_spreads() {
  double highest = 1;
  std::vector<std::uint64_t> most(n_nodes(), 0);
  for (std::size_t n = 0; n < n_nodes(); ++n) {
    for (const Spread &spread : spreads_[n])
      most[n] = std::max(most[n], spread.places);
    highest *= problem_->max_utilization[n] != 0 ? static_cast<double>(most[n]) : 1.0;
  }
  if (highest > problem_->most_places)
    return;
  for (std::size_t n = 0; n < n_nodes(); ++n) {
    if (problem_->max_utilization[n] != 0)
      std::erase_if(spreads_[n], [&](const Spread &spread) { return spread.places < most[n]; });
  }
}

}  // namespace forge::plugins::optimal

// SPDX-License-Identifier: Apache-2.0
#include "charges.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "blocks.hpp"
#include "forge/sdk/error.hpp"
#include "forge/sdk/text.hpp"

namespace forge::plugins::optimal {

namespace {

constexpr std::size_t most_nodes = 64;

std::string text(const forge_str &view) {
  return std::string(sdk::to_view(view));
}

}  // namespace

Charges::Charges(const forge_problem &problem) : problem_(&problem), has_costs_(asks_for_costs(problem)) {
  check();
  usages_ = find_usages(problem);
  for (std::size_t n = 0; n < n_nodes() && has_costs_; ++n) {
    fixed_power_ += problem.leak_power[n];
    has_gated_power_ = has_gated_power_ || problem.power_gated[n] != 0;
  }
  fixed_power_ += has_costs_ ? problem.other_leak_power : 0;
  const std::span objectives(problem.objective, problem.n_objectives);
  has_latency_ = fixed_power_ > 0 || std::any_of(objectives.begin(), objectives.end(), [](std::int32_t o) {
                   return o != FORGE_ENERGY && o < FORGE_OCCUPANCY;
                 });
  for (std::size_t v = 0; v < problem.n_variables; ++v)
    points_ *= static_cast<double>(problem.variable_size[v]);
  make_shapes();
  make_ports();
  make_prices();
}

void Charges::check() const {
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

void Charges::make_shapes() {
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
    std::uint64_t &sliding = sliding_.emplace_back(0);
    for (const counts::Dimension &dimension : shapes_.back().dimensions) {
      for (const counts::Coefficient &term : dimension)
        sliding |= dimension.size() > 1 ? std::uint64_t{1} << term.variable : 0;
    }
  }
}

void Charges::make_ports() {
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

void Charges::make_prices() {
  const std::size_t per_node = n_tensors() * FORGE_N_TRANSFERS;
  prices_.assign(n_metrics() * n_nodes() * per_node, 0);
  if (!has_costs_)
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

double Charges::elements(std::size_t tensor, std::span<const std::uint64_t> extents, counts::Scratch &scratch) const {
  if (is_window(tensor)) {
    std::uint64_t elements = 0;
    if (counts::tile_volume(shapes_[tensor], {}, 0, extents, scratch, elements) != counts::Exactness::exact)
      throw sdk::Unsupported("tiles of tensor '" + text(problem_->tensor_name[tensor]) + "' can't be counted");
    return static_cast<double>(elements);
  }
  double product = 1;
  for (std::size_t v = 0; v < extents.size(); ++v)
    product *= is_relevant(tensor, v) ? static_cast<double>(extents[v]) : 1.0;
  return product;
}

bool Charges::may_spread(std::size_t node, std::size_t variable) const {
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

bool Charges::is_good_spread(std::size_t node, std::uint64_t places, const std::vector<std::uint64_t> &factors) const {
  // A hair below, so that 0.3 of 10 places is 3 in spite of rounding.
  if (static_cast<double>(places) <
      problem_->min_utilization[node] * static_cast<double>(problem_->fanout_size[node]) * (1 - 1e-12))
    return false;
  for (std::uint32_t c = 0; c < problem_->n_constraints; ++c) {
    if (problem_->constraint_node[c] != node)
      continue;
    double product = 1;
    for (std::uint32_t i = problem_->constraint_begin[c]; i < problem_->constraint_begin[c + 1]; ++i)
      product *= static_cast<double>(factors[problem_->constraint_variable[i]]);
    if (!is_met(*problem_, c, product))
      return false;
  }
  return true;
}

}  // namespace forge::plugins::optimal

// SPDX-License-Identifier: Apache-2.0
#include "search/relaxed_problem.hpp"

#include <algorithm>
#include <limits>
#include <span>

namespace forge::search {
namespace {

using Kind = Limit::Kind;

// The first memory, where it must hold everything whatever others do.
std::optional<std::uint32_t> root_of(const forge_problem &problem) {
  for (std::uint32_t node = 0; node < problem.n_nodes; ++node) {
    if (problem.node_kind[node] == FORGE_MEMORY) {
      const std::size_t row = std::size_t{node} * problem.n_tensors;
      const std::span keep(problem.keep + row, problem.n_tensors), unless(problem.keep_unless + row, problem.n_tensors);
      const bool all =
          std::all_of(keep.begin(), keep.end(), [](std::int32_t code) { return code == FORGE_MUST_KEEP; }) &&
          std::all_of(unless.begin(), unless.end(), [](std::int32_t other) { return other < 0; });
      return all ? std::optional(node) : std::nullopt;
    }
  }
  return std::nullopt;
}

template <class T> std::vector<T> copied(const T *column, std::size_t size) {
  return size == 0 ? std::vector<T>{} : std::vector<T>(column, column + size);
}

}  // namespace

RelaxedProblem::RelaxedProblem(const forge_problem &problem, const std::vector<Limit> &limits)
    : problem_(problem), limits_(limits), table_(problem), root_(root_of(problem)) {
  const std::size_t cells = std::size_t{problem.n_nodes} * problem.n_tensors;
  zeros_.assign(std::max<std::size_t>(cells * FORGE_N_TRANSFERS, problem.n_nodes), 0);
  integer_zeros_.assign(problem.n_nodes, 0);  // also: the objective is energy, latencies add up
  static_assert(FORGE_ENERGY == 0 && FORGE_LATENCY_SUM == 0);
  table_.energy_per_value = table_.time_per_value = table_.energy_per_step = table_.time_per_step = table_.leak_power =
      zeros_.data();
  table_.power_gated = table_.latency_kind = table_.objective = integer_zeros_.data();
  table_.other_leak_power = 0;
  table_.objective_node = &no_node_;
  table_.n_objectives = 1;
  table_.pareto = 0;
  table_.tolerance = 0;
}

void RelaxedProblem::reset() {
  const std::size_t nodes = problem_.n_nodes, cells = nodes * problem_.n_tensors;
  capacity_ = copied(problem_.capacity, nodes);
  min_utilization_ = copied(problem_.min_utilization, nodes);
  max_utilization_ = copied(problem_.max_utilization, nodes);
  places_ = copied(problem_.fanout_size, nodes);
  keep_ = copied(problem_.keep, cells);
  keep_unless_ = copied(problem_.keep_unless, cells);
  reuse_ = copied(problem_.reuse, cells);
  bounds_ = copied(problem_.constraint_bound, problem_.n_constraints);
  constraint_holds_.assign(problem_.n_constraints, true);
  order_holds_.assign(nodes, true);
  table_.most_places = problem_.most_places;
}

const forge_problem &RelaxedProblem::with(const std::vector<bool> &in_force, std::optional<Changed> changed) {
  reset();
  // Shares are of the places that a fan-out has: first the shares, then the places.
  if (changed) {
    change(limits_[changed->limit], changed->bound);
  }
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    if (!in_force[i]) {
      lift(limits_[i]);
    }
  }
  if (is_plain()) {
    simplify();
  }
  write_constraints();
  write_orders();
  table_.capacity = capacity_.data();
  table_.min_utilization = min_utilization_.data();
  table_.max_utilization = max_utilization_.data();
  table_.fanout_size = places_.data();
  table_.keep = keep_.data();
  table_.keep_unless = keep_unless_.data();
  table_.reuse = reuse_.data();
  return table_;
}

void RelaxedProblem::lift(const Limit &limit) {
  const std::size_t row = std::size_t{limit.node} * problem_.n_tensors;
  switch (limit.kind) {
    case Kind::capacity:
      capacity_[limit.node] = std::numeric_limits<double>::infinity();
      break;
    case Kind::min_utilization:
      min_utilization_[limit.node] = 0;
      break;
    case Kind::max_utilization:
      std::fill(max_utilization_.begin(), max_utilization_.end(), 0);
      table_.most_places = 0;
      break;
    case Kind::reuse:
      std::fill_n(reuse_.begin() + static_cast<std::ptrdiff_t>(row), problem_.n_tensors, 0);
      break;
    case Kind::loops:
      constraint_holds_[limit.which] = false;
      break;
    case Kind::order:
      order_holds_[limit.node] = false;
      break;
    case Kind::places:
      set_places(limit.node, most_iterations(problem_));
      break;
    case Kind::keep:
      keep_[row + limit.which] = FORGE_MAY_KEEP;
      keep_unless_[row + limit.which] = -1;
      break;
  }
}

void RelaxedProblem::change(const Limit &limit, double bound) {
  switch (limit.kind) {
    case Kind::capacity:
      capacity_[limit.node] = bound;
      break;
    case Kind::min_utilization:
      min_utilization_[limit.node] = bound / static_cast<double>(places_[limit.node]);
      break;
    case Kind::max_utilization:
      table_.most_places = bound;
      break;
    case Kind::loops:
      bounds_[limit.which] = bound;
      break;
    case Kind::places:
      set_places(limit.node, static_cast<std::uint64_t>(bound));
      break;
    default:
      break;
  }
}

// Is nothing said of the temporal loops of memories, and of what one holds where another one does not?
bool RelaxedProblem::is_plain() const {
  bool is_plain = root_.has_value() &&
                  std::all_of(keep_unless_.begin(), keep_unless_.end(), [](std::int32_t other) { return other < 0; });
  for (std::uint32_t c = 0; c < problem_.n_constraints; ++c) {
    is_plain = is_plain && (!constraint_holds_[c] || problem_.node_kind[problem_.constraint_node[c]] == FORGE_FANOUT);
  }
  for (std::uint32_t node = 0; node < problem_.n_nodes; ++node) {
    is_plain = is_plain && (!order_holds_[node] || problem_.order_begin[node] == problem_.order_begin[node + 1]);
  }
  return is_plain;
}

void RelaxedProblem::simplify() {
  for (std::uint32_t node = *root_ + 1; node < problem_.n_nodes; ++node) {
    bool is_idle = min_utilization_[node] <= 0 && max_utilization_[node] == 0;
    for (std::uint32_t c = 0; c < problem_.n_constraints; ++c) {
      is_idle = is_idle && (!constraint_holds_[c] || problem_.constraint_node[c] != node ||
                            problem_.constraint_relation[c] == FORGE_LESS_EQUAL);
    }
    if (is_idle) {
      places_[node] = 1;
    }
    for (std::uint32_t t = 0; t < problem_.n_tensors; ++t) {
      auto &keep = keep_[std::size_t{node} * problem_.n_tensors + t];
      keep = keep == FORGE_MAY_KEEP ? FORGE_BYPASS : keep;
    }
  }
}

// The places that must be used stay as many: else more places would be no relaxation.
void RelaxedProblem::set_places(std::uint32_t node, std::uint64_t places) {
  min_utilization_[node] *= static_cast<double>(places_[node]) / static_cast<double>(places);
  places_[node] = places;
}

void RelaxedProblem::write_constraints() {
  constraint_node_.clear();
  relations_.clear();
  kept_bounds_.clear();
  constraint_variable_.clear();
  constraint_begin_.assign(1, 0);
  for (std::uint32_t c = 0; c < problem_.n_constraints; ++c) {
    if (!constraint_holds_[c]) {
      continue;
    }
    constraint_node_.push_back(problem_.constraint_node[c]);
    relations_.push_back(problem_.constraint_relation[c]);
    kept_bounds_.push_back(bounds_[c]);
    constraint_variable_.insert(constraint_variable_.end(), problem_.constraint_variable + problem_.constraint_begin[c],
                                problem_.constraint_variable + problem_.constraint_begin[c + 1]);
    constraint_begin_.push_back(static_cast<std::uint32_t>(constraint_variable_.size()));
  }
  table_.n_constraints = static_cast<std::uint32_t>(constraint_node_.size());
  table_.constraint_node = constraint_node_.data();
  table_.constraint_relation = relations_.data();
  table_.constraint_bound = kept_bounds_.data();
  table_.constraint_begin = constraint_begin_.data();
  table_.constraint_variable = constraint_variable_.data();
}

void RelaxedProblem::write_orders() {
  order_variable_.clear();
  order_begin_.assign(1, 0);
  for (std::uint32_t node = 0; node < problem_.n_nodes; ++node) {
    if (order_holds_[node]) {
      order_variable_.insert(order_variable_.end(), problem_.order_variable + problem_.order_begin[node],
                             problem_.order_variable + problem_.order_begin[node + 1]);
    }
    order_begin_.push_back(static_cast<std::uint32_t>(order_variable_.size()));
  }
  table_.order_begin = order_begin_.data();
  table_.order_variable = order_variable_.data();
}

}  // namespace forge::search

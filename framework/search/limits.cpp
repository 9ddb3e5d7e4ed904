// SPDX-License-Identifier: Apache-2.0
#include "search/limits.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace forge::search {
namespace {

using Kind = Limit::Kind;

void add_fanout(const forge_problem &problem, std::uint32_t node, std::vector<Limit> &limits) {
  if (problem.fanout_size[node] < most_iterations(problem)) {
    limits.push_back({Kind::places, node});
  }
  if (problem.min_utilization[node] > 0) {
    limits.push_back({Kind::min_utilization, node});
  }
  const bool is_known =
      std::any_of(limits.begin(), limits.end(), [](const Limit &limit) { return limit.kind == Kind::max_utilization; });
  if (problem.max_utilization[node] != 0 && problem.most_places > 1 && !is_known) {
    limits.push_back({Kind::max_utilization, node});
  }
  const std::span reuse(problem.reuse + std::size_t{node} * problem.n_tensors, problem.n_tensors);
  if (std::any_of(reuse.begin(), reuse.end(), [](std::int32_t flag) { return flag != 0; })) {
    limits.push_back({Kind::reuse, node});
  }
}

void add_memory(const forge_problem &problem, std::uint32_t node, std::vector<Limit> &limits) {
  if (std::isfinite(problem.capacity[node])) {
    limits.push_back({Kind::capacity, node});
  }
  for (std::uint32_t t = 0; t < problem.n_tensors; ++t) {
    const std::size_t at = std::size_t{node} * problem.n_tensors + t;
    const bool must = problem.keep[at] == FORGE_MUST_KEEP || problem.keep_unless[at] >= 0;
    bool is_first = true;
    for (std::uint32_t outer = 0; outer < node; ++outer) {
      is_first = is_first && (problem.node_kind[outer] != FORGE_MEMORY ||
                              problem.keep[std::size_t{outer} * problem.n_tensors + t] == FORGE_BYPASS);
    }
    if (must && !is_first) {
      limits.push_back({Kind::keep, node, t});
    }
  }
}

}  // namespace

std::uint64_t most_iterations(const forge_problem &problem) {
  constexpr std::uint64_t most = std::uint64_t{1} << 53;
  std::uint64_t product = 1;
  for (std::uint32_t v = 0; v < problem.n_variables; ++v) {
    const std::uint64_t size = std::max<std::uint64_t>(problem.variable_size[v], 1);
    product = product > most / size ? most : product * size;
  }
  return product;
}

std::vector<Limit> limits_of(const forge_problem &problem) {
  std::vector<Limit> limits;
  for (std::uint32_t node = 0; node < problem.n_nodes; ++node) {
    if (problem.node_kind[node] == FORGE_FANOUT) {
      add_fanout(problem, node, limits);
    } else if (problem.node_kind[node] == FORGE_MEMORY) {
      add_memory(problem, node, limits);
    }
    for (std::uint32_t c = 0; c < problem.n_constraints; ++c) {
      if (problem.constraint_node[c] == node) {
        limits.push_back({Kind::loops, node, c});
      }
    }
    if (problem.order_begin[node + 1] > problem.order_begin[node]) {
      limits.push_back({Kind::order, node});
    }
  }
  return limits;
}

double bound_of(const forge_problem &problem, const Limit &limit) {
  const auto places = static_cast<double>(problem.fanout_size[limit.node]);
  switch (limit.kind) {
    case Kind::capacity:
      return problem.capacity[limit.node];
    case Kind::min_utilization:
      return problem.min_utilization[limit.node] * places;
    case Kind::max_utilization:
      return problem.most_places;
    case Kind::places:
      return places;
    case Kind::loops:
      return problem.constraint_bound[limit.which];
    default:
      return 0;
  }
}

}  // namespace forge::search

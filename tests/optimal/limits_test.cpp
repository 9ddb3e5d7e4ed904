// SPDX-License-Identifier: Apache-2.0
//
// The limits of a project leave those of its mappings that keep them: the enumeration with limits equals the one without
// them, from which each mapping that breaks one is taken out by what the project itself says.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "optimal/random_problems.hpp"
#include "support/catch.hpp"

using namespace forge;
using namespace forge::test;

namespace {

std::string without_limits(std::string text) {
  for (const char *limit : {R"(\n(loops|order) = [^\n]*)", R"(, loops = \[[^\]]*\])", R"(, reuse = "[^"]*")",
                            R"(, min_utilization = ("max"|[0-9.]+))"})
    text = std::regex_replace(text, std::regex(limit), "");
  return text;
}

// The loops of a mapping by where they stand: a memory's block, or a dimension of a fan-out.
struct Places {
  using Key = std::pair<std::size_t, std::size_t>;  // node, dimension
  struct Loop {
    std::size_t variable;
    std::uint64_t iterations;
  };
  std::map<Key, std::vector<Loop>> loops;

  Places(const model::Einsum &einsum, const model::Mapping &mapping) {
    const auto iterations = model::iterations(einsum, mapping.nest);
    std::size_t memory = 0;
    for (std::size_t i = 0; i < mapping.nest.size(); ++i) {
      const auto &node = mapping.nest[i];
      if (node.kind == model::NestKind::keep)
        memory = node.node;
      if (node.kind == model::NestKind::loop)
        loops[{memory, 0}].push_back({node.variable, iterations[i]});
      if (node.kind == model::NestKind::spread)
        loops[{node.node, node.dimension}].push_back({node.variable, iterations[i]});
    }
  }
};

double product(const std::vector<Places::Loop> &loops) {
  double product = 1;
  for (const auto &loop : loops)
    product *= static_cast<double>(loop.iterations);
  return product;
}

bool holds(const model::Einsum &einsum, const model::LoopConstraint &constraint, std::vector<Places::Loop> loops) {
  std::erase_if(loops, [&](const Places::Loop &loop) {
    const auto &names = constraint.variables;
    return std::find(names.begin(), names.end(), einsum.variables[loop.variable].name) == names.end();
  });
  switch (constraint.relation) {
    case model::LoopConstraint::Relation::equal:
      return product(loops) == constraint.bound;
    case model::LoopConstraint::Relation::less_equal:
      return product(loops) <= constraint.bound;
    case model::LoopConstraint::Relation::greater_equal:
      return product(loops) >= constraint.bound;
  }
  return false;
}

bool in_order(const model::Einsum &einsum, const std::vector<std::string> &order,
              const std::vector<Places::Loop> &loops) {
  const auto rank = [&](const Places::Loop &loop) {
    return std::find(order.begin(), order.end(), einsum.variables[loop.variable].name) - order.begin();
  };
  return std::is_sorted(loops.begin(), loops.end(),
                        [&](const auto &outer, const auto &inner) { return rank(outer) < rank(inner); });
}

// A memory that may hold no tensor: its constraints bind nothing.
bool is_idle(const forge_problem &table, const std::string &name) {
  for (std::uint32_t n = 0; n < table.n_nodes; ++n) {
    const auto *rules = table.keep + n * table.n_tensors;
    if (name == std::string(table.node_name[n].ptr, table.node_name[n].len))
      return table.node_kind[n] == FORGE_MEMORY &&
             std::all_of(rules, rules + table.n_tensors, [](std::int32_t rule) { return rule == FORGE_BYPASS; });
  }
  return false;
}

bool keeps_limits(const LoadedProblem &problem, const model::Mapping &mapping) {
  const auto &workload = problem.project().workload;
  const auto &einsum = workload.einsums[0];
  Places places(einsum, mapping);
  double highest = 1;
  const auto &nodes = problem.project().architecture.nodes;
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    if (is_idle(problem.table(), nodes[n].name))
      continue;
    for (const auto &constraint : nodes[n].loops) {
      if (!holds(einsum, constraint, places.loops[{n, 0}]))
        return false;
    }
    if (!in_order(einsum, nodes[n].order, places.loops[{n, 0}]))
      return false;
    for (std::size_t d = 0; d < nodes[n].dimensions.size(); ++d) {
      const auto &dimension = nodes[n].dimensions[d];
      const auto &loops = places.loops[{n, d}];
      const model::TensorMask reused = dimension.reuse.resolve(workload, einsum);
      for (const auto &loop : loops) {
        for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
          if ((reused >> t & 1) != 0 && model::uses(einsum.tensors[t], loop.variable))
            return false;
        }
      }
      for (const auto &constraint : dimension.loops) {
        if (!holds(einsum, constraint, loops))
          return false;
      }
      if (product(loops) / static_cast<double>(dimension.size) < dimension.min_utilization - 1e-9)
        return false;
      highest *= dimension.max_utilization ? product(loops) : 1;
    }
  }
  return highest >= problem.table().most_places;
}

}  // namespace

TEST_CASE("limits leave those mappings that keep them") {
  std::uint64_t compared = 0;
  for (std::uint64_t seed = 1; seed <= (slow_build ? 40 : 400); ++seed) {
    const auto solved = solved_problem(seed, 2000);
    const std::string free = without_limits(solved.toml);
    if (free == solved.toml)
      continue;
    INFO("seed " << seed << "\n" << solved.toml);
    const LoadedProblem unlimited(free);
    std::uint64_t kept = 0;
    const auto count = [&](const std::vector<forge_nest_node> &nest, const Figures &) {
      kept += keeps_limits(*solved.problem, unlimited.problem().mapping(nest)) ? 1 : 0;
    };
    const Truth all = brute_force(unlimited, {.all_orders = true, .most_nests = 30000, .visit = count});
    if (!all.complete)
      continue;
    ++compared;
    REQUIRE(brute_force(*solved.problem, {.all_orders = true}).valid == kept);
  }
  CHECK(compared > (slow_build ? 10 : 100));
}

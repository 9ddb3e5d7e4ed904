// SPDX-License-Identifier: Apache-2.0
// A problem for fake solvers: a nest is one loop over "m"; its energy is (tile - 30)^2 + 1, its latency is the tile; even
// tiles are no valid mapping where the case says so; any other nest is malformed. Shared by the tests of search/solve.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "search/solve.hpp"
#include "support/catch.hpp"
#include "support/error.hpp"
#include "support/fake_strategies.hpp"

namespace forge::test::one_loop {

using search::Solved;

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

inline double energy(std::uint64_t tile) {
  const double distance = static_cast<double>(tile) - 30;
  return distance * distance + 1;
}

inline std::vector<double> objectives_of(std::uint64_t tile, std::uint32_t n) {
  return n == 1 ? std::vector{energy(tile)} : std::vector{energy(tile), static_cast<double>(tile)};
}

inline forge_nest_node loop(std::uint64_t tile) {
  return {FORGE_NEST_FOR, 0, -1, 0, tile};
}

// What a solver says of a nest of one loop.
inline forge_status hand_over(const forge_solver_sink &sink, std::uint64_t tile, std::vector<double> claim,
                              forge_error *error) {
  const forge_nest_node node = loop(tile);
  const forge_solution solution{sizeof(forge_solution), 1, &node, claim.data()};
  return sink.incumbent(&sink, &solution, error);
}

inline forge_status hand_over_honestly(const forge_problem &problem, const forge_solver_sink &sink, std::uint64_t tile,
                                       forge_error *error) {
  return hand_over(sink, tile, objectives_of(tile, problem.n_objectives), error);
}

struct Run {
  std::array<forge_str, 1> names{as_str("m")};
  std::array<std::int32_t, 2> objectives{FORGE_ENERGY, FORGE_LATENCY};
  forge_problem problem{};
  bool only_odd = false;
  std::atomic<bool> cancelled{false};
  std::uint64_t evaluations = 0;

  Run() {
    problem.struct_size = sizeof(forge_problem);
    problem.n_variables = 1;
    problem.variable_name = names.data();
    problem.n_objectives = 1;
    problem.objective = objectives.data();
    problem.deadline = infinity;
  }

  std::optional<std::vector<double>> evaluate(std::span<const forge_nest_node> nest) {
    ++evaluations;
    if (nest.size() != 1 || nest[0].kind != FORGE_NEST_FOR) {
      throw Error{ErrorKind::plugin, "not one loop"};
    }
    if (only_odd && nest[0].tile % 2 == 0) {
      return std::nullopt;
    }
    return objectives_of(nest[0].tile, problem.n_objectives);
  }

  Solved operator()(const SolverScript &script) {
    Pool pool(1);
    plugin::Host host(cancelled, pool);
    search::Progress progress(false);
    return search::solve(
        fake_solver(), host, problem, fake_solver_options(script), 1,
        [this](std::span<const forge_nest_node> nest) { return evaluate(nest); }, cancelled, progress);
  }

  // The Error that the script ends in.
  Error failure(const SolverScript &script) {
    try {
      (*this)(script);
    } catch (const Error &error) {
      CHECK_THAT(error.message(), ContainsSubstring("strategy 'fake'"));
      CHECK_THAT(error.message(), ContainsSubstring("fakes"));
      return error;
    }
    FAIL("no error");
    return {ErrorKind::internal, ""};
  }
};

}  // namespace forge::test::one_loop

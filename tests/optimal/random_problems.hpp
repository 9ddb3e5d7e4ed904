// SPDX-License-Identifier: Apache-2.0
//
// Random small problems as projects: simple tensors and sliding windows, bypasses, fan-outs with every mix of sharing,
// capacities that bind, prices that differ by action, leakage, constraints and every kind of objective. Some have no
// valid mapping.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "optimal/brute_force.hpp"
#include "optimal/loaded_problem.hpp"
#include "support/slow_build.hpp"

namespace forge::test {

// What the projects of a seed are about. Each has projects of its own.
struct Draws {
  bool imperfect = false;   // factors: of any tiles, or of spatial loops only
  bool usage = false;       // objectives of nodes
  bool converters = false;  // that charge for what passes them, most often under a sliding window
};

// The text of a project. Not all of them are small, and in some nothing can hold a tensor.
std::string random_project(std::uint64_t seed, const Draws &draws = {});

// A problem that has been solved by brute force.
struct SolvedProblem {
  std::string toml;
  std::unique_ptr<LoadedProblem> problem;
  Truth truth;
};

// So many nests are enumerated for the comparison of a strategy.
inline constexpr std::uint64_t most_compared = 100000;

// The first of the seed's projects that has at most this many nests, and if possible some.
SolvedProblem solved_problem(std::uint64_t seed, std::uint64_t most_nests, const Draws &draws = {});

}  // namespace forge::test

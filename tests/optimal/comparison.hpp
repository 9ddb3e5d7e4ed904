// SPDX-License-Identifier: Apache-2.0
//
// A solver's answer to a problem, next to what an enumeration of all mappings says.
#pragma once

#include <string>

#include "optimal/brute_force.hpp"
#include "optimal/random_problems.hpp"
#include "plugin/strategy.hpp"
#include "search/solve.hpp"

namespace forge::test {

// As the program does it.
search::Solved solve(LoadedProblem &problem, const plugin::Strategy &strategy, const plugin::OptionValues &options);

// What is wrong with the answer; empty: nothing. It must be proven, its bound tight, and all objectives right.
std::string difference(const search::Solved &solved, const Truth &truth, bool pareto);

// Solves; answers what went wrong with everything that it takes to see why. Empty: nothing.
std::string compare(SolvedProblem &known, const plugin::Strategy &strategy, const plugin::OptionValues &options);

// Objectives and nest of each point, in lines.
std::string describe(const forge_problem &problem, const std::vector<Point> &points);

}  // namespace forge::test

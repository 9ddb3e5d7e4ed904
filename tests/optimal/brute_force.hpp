// SPDX-License-Identifier: Apache-2.0
//
// Every mapping of a small problem, one by one: what a solver's answer is compared with. It shares no code with any
// solver. Where the closed forms of NestCost do not apply, and for imperfect factors, the model evaluates each nest.
//
// The mapspace, outermost node first: for each memory of the path that holds something a block, which begins with a keep
// and is any interleaving of its keeps and of temporal loops; for each dimension of a fan-out at most one spatial loop
// for each rank variable; the compute. A loop has more than one iteration, and two neighbours over the same rank
// variable that are the same as one loop do not occur. Where factors need not divide, there is at most one loop over a
// rank variable between two keeps, and the outermost memory, if its size is unlimited, keeps all that it keeps first.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "optimal/loaded_problem.hpp"

namespace forge::test {

struct Enumeration {
  // True: also nests that differ only in the order (or the cutting) of loops between which no order can matter: below
  // the last keep, anywhere with retain = false, and among the spatial loops of one dimension.
  bool all_orders = false;
  bool by_model = false;         // false: by NestCost where it applies
  std::uint64_t most_nests = 0;  // stop when there are more; 0: no limit
  // Sees each valid nest with its figures.
  std::function<void(const std::vector<forge_nest_node> &nest, const Figures &figures)> visit = {};
};

struct Point {
  std::vector<double> objectives;
  std::vector<forge_nest_node> nest;
};

struct Truth {
  bool complete = true;  // false: there are more nests than most_nests
  std::uint64_t nests = 0, valid = 0;
  std::vector<Point> best;  // the optimum, or the Pareto front by its first objective; empty: no mapping is valid
};

Truth brute_force(const LoadedProblem &problem, const Enumeration &enumeration = {});

// Equal but for rounding?
bool same(double a, double b);
// Is `a` no worse than `b` in any objective, but for rounding?
bool no_worse(const std::vector<double> &a, const std::vector<double> &b);

}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
//
// Runs a solver: hands over the problem, evaluates every mapping that comes back with the model, and refuses claims
// that the model does not confirm (beyond a relative 1e-6).
#pragma once

#include <forge/abi/problem.h>

#include <atomic>
#include <optional>
#include <vector>

#include "plugin/strategy.hpp"
#include "search/budget.hpp"
#include "search/progress.hpp"
#include "search/referee.hpp"

namespace forge::search {

struct Solution {
  std::vector<forge_nest_node> nest;
  std::vector<double> objectives;  // the model's
};

struct Solved {
  std::vector<Solution> best;  // one, or the Pareto set sorted by objectives; empty: nothing valid
  bool optimal = false;
  bool infeasible = false;  // proven
  std::optional<double> bound;
  std::uint64_t evaluated = 0, valid = 0;
  double seconds = 0;
  StoppedBy stopped_by = StoppedBy::solved;
};

// Throws Error{plugin} that names the strategy: wrong claims, bounds that contradict what was found, invalid mappings
// handed over as incumbents, an end without a result, failures. Past the deadline of the problem the host's
// is_cancelled() says yes.
Solved solve(const plugin::Strategy &strategy, plugin::Host &host, const forge_problem &problem,
             const plugin::OptionValues &options, std::uint64_t seed, const NestEvaluator &evaluate,
             const std::atomic<bool> &cancelled, Progress &progress);

}  // namespace forge::search

// SPDX-License-Identifier: Apache-2.0
//
// The search for the mapping of one Einsum: every path that can run it, with a sampler or a solver.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "evaluate/evaluator.hpp"
#include "evaluate/problem.hpp"
#include "evaluate/score.hpp"
#include "plugin/strategy.hpp"
#include "search/progress.hpp"
#include "search/sample.hpp"

namespace forge::app {

struct Candidate {
  model::Mapping mapping;
  std::vector<double> objectives;
};

struct Searched {
  std::vector<Candidate> best;  // one, or the front sorted by objectives; empty: nothing valid
  evaluate::SearchOutcome outcome;
  std::vector<evaluate::Rejection> rejections;  // most frequent first
  bool infeasible = false;                      // proven that no mapping is valid
  std::vector<std::string> why_not;             // notes on the limits that make it so
};

struct Gathered;

// What all searches of a run share. Keeps references.
class Mapper {
 public:
  // Looks up the strategy and checks its options. Throws Errors{plugin, project}.
  Mapper(Session &session, const evaluate::Evaluator &evaluator, search::Progress &progress);

  const plugin::Strategy &strategy() const { return *strategy_; }

  // Where a search runs: several solvers may, at the same time, each at its own.
  struct Workplace {
    plugin::Host &host;
    search::Progress &progress;
  };

  // Paths share the budget evenly; of equally good mappings that of the first path stays. `seconds`: this Einsum's
  // part of the timeout. Throws Error{mapping} where no mapping can exist, and Error{plugin}.
  Searched search(std::size_t einsum, std::optional<double> seconds);
  // The same with a solver, at a workplace of its own. [any thread]
  Searched search(std::size_t einsum, std::optional<double> seconds, const Workplace &workplace);

  // The limits that can't hold together, on each path, where a solver has proven that no mapping is valid.
  std::vector<std::string> explain_infeasible(std::size_t einsum, double seconds);

 private:
  search::Budget budget_for(std::size_t n_paths, double mapspace, std::optional<double> seconds) const;
  void sample(std::size_t einsum, const std::vector<std::size_t> &path, std::size_t n_paths,
              std::optional<double> seconds, Gathered &gathered);
  void solve(std::size_t einsum, const std::vector<std::size_t> &path, std::size_t n_paths,
             std::optional<double> seconds, const Workplace &workplace, Gathered &gathered);
  evaluate::ProblemSettings problem_settings() const;

  Session &session_;
  const evaluate::Evaluator &evaluator_;
  search::Progress &progress_;
  const plugin::Strategy *strategy_;
  plugin::OptionValues options_;
  double explain_seconds_ = 20;  // what all explanations of a run may take; each takes half of what is left
};

// The strategy that the project names, with its options checked. Throws Errors at their positions.
const plugin::Strategy &find_strategy(Session &session);
plugin::OptionValues strategy_options(const Session &session, const plugin::Strategy &strategy);

}  // namespace forge::app

// SPDX-License-Identifier: Apache-2.0
#include "search/solve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include <fmt/core.h>

#include "search/deadline.hpp"

namespace forge::search {
namespace {

std::string name_of(const plugin::Strategy &strategy) {
  return fmt::format("strategy '{}' (plugin {} {})", strategy.id, strategy.provenance.plugin,
                     strategy.provenance.version);
}

// A solver that gives up because its mapping was refused may call that a failure of its own: ours came first.
plugin::SolverOutcome run(const plugin::Strategy &strategy, plugin::Host &host, const forge_problem &problem,
                          const plugin::OptionValues &options, std::uint64_t seed, const Referee &referee) {
  const DeadlineGuard guard(host, problem.deadline);
  plugin::SolverOutcome outcome;
  try {
    outcome = strategy.solve(host, problem, referee.sink(), options, seed);
  } catch (...) {
    referee.throw_failure();
    throw;
  }
  referee.throw_failure();
  return outcome;
}

}  // namespace

Solved solve(const plugin::Strategy &strategy, plugin::Host &host, const forge_problem &problem,
             const plugin::OptionValues &options, std::uint64_t seed, const NestEvaluator &evaluate,
             const std::atomic<bool> &cancelled, Progress &progress) {
  Referee referee(name_of(strategy), problem, evaluate, progress);
  const auto outcome = run(strategy, host, problem, options, seed, referee);
  const bool nothing = referee.kept().empty();
  const bool interrupted = cancelled.load();
  const bool late = referee.spending().is_late();
  // A solver may stop a little before its deadline.
  const bool may_stop = interrupted || std::isfinite(problem.deadline);

  if (outcome.status == FORGE_UNSUPPORTED) {
    throw referee.blame("can't solve this problem" + (outcome.text.empty() ? "" : ": " + outcome.text))
        .note("another strategy may: samplers such as \"random\" take whatever the model can evaluate");
  }
  if (outcome.status == FORGE_INFEASIBLE && !nothing) {
    throw referee.blame("says that no mapping is valid, after it handed one over");
  }
  if (outcome.status == FORGE_OK && nothing && !interrupted && !late) {
    throw referee.blame("ended without a mapping, without saying that there is none");
  }
  if (outcome.status == FORGE_CANCELLED && !may_stop) {
    throw referee.blame("says that it was cancelled, but nobody did");
  }

  Solved solved;
  solved.infeasible = outcome.status == FORGE_INFEASIBLE;
  solved.optimal = outcome.status == FORGE_OK && outcome.certificate.is_optimal == 1 && !nothing;
  const bool has_bound = outcome.status != FORGE_INFEASIBLE;
  referee.conclude(has_bound ? outcome.certificate.bound : std::numeric_limits<double>::quiet_NaN(), solved.optimal);
  solved.bound = referee.bound();
  for (const auto &entry : referee.kept().entries()) {
    solved.best.push_back({entry.payload, entry.objectives});
  }
  solved.evaluated = std::max(outcome.certificate.n_evaluated, referee.evaluated());
  solved.valid = referee.valid();
  solved.seconds = referee.spending().seconds();
  const bool finished = solved.optimal || solved.infeasible;
  if (!finished && interrupted) {
    solved.stopped_by = StoppedBy::interrupted;
  } else if (!finished && (late || outcome.status == FORGE_CANCELLED)) {
    solved.stopped_by = StoppedBy::timeout;
  }
  return solved;
}

}  // namespace forge::search

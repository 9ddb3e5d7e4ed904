// SPDX-License-Identifier: Apache-2.0
#include "app/mapper.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/gathered.hpp"
#include "app/interrupt.hpp"
#include "support/log.hpp"

namespace forge::app {

namespace {

// How long a sampler goes on where the project sets no limit at all: spaces of up to a million points are seen as a
// whole by a strategy that visits each point once.
std::uint64_t preset_evaluations(double mapspace) {
  return static_cast<std::uint64_t>(std::clamp(std::ceil(mapspace), 1e5, 1e6));
}

}  // namespace

const plugin::Strategy &find_strategy(Session &session) {
  const auto &settings = session.project.mapper;
  try {
    const auto &strategy = session.registry.strategy(settings.strategy);
    if (settings.factors != model::Factors::perfect && !strategy.is_solver()) {
      throw Error{ErrorKind::project,
                  "strategy '" + strategy.id + "' is a sampler, and those know perfect factors only"}
          .note("other factors take a solver");
    }
    if (session.project.latency.any() && strategy.is_solver()) {
      throw Error{ErrorKind::project,
                  "strategy '" + strategy.id + "' is a solver, and those know no options of [latency]"}
          .at(session.project.latency_position)
          .note("with [latency] take a sampler such as \"random\"");
    }
    return strategy;
  } catch (Error &error) {
    throw error.position().file ? error : error.at(settings.strategy_position);
  }
}

plugin::OptionValues strategy_options(const Session &session, const plugin::Strategy &strategy) {
  return plugin::checked_options(strategy.options, session.project.mapper.options, session.project.directory,
                                 "strategy " + strategy.id);
}

Mapper::Mapper(Session &session, const evaluate::Evaluator &evaluator, search::Progress &progress)
    : session_(session),
      evaluator_(evaluator),
      progress_(progress),
      strategy_(&find_strategy(session)),
      options_(strategy_options(session, *strategy_)) {
  const auto &settings = session.project.mapper;
  if (strategy_->is_solver() && (settings.evaluations || settings.patience || settings.invalid_patience)) {
    log::warning("strategy '{}' is a solver: evaluations and patience are limits for samplers", strategy_->id);
  }
}

Searched Mapper::search(std::size_t einsum, std::optional<double> seconds) {
  return search(einsum, seconds, {session_.host, progress_});
}

Searched Mapper::search(std::size_t einsum, std::optional<double> seconds, const Workplace &workplace) {
  const auto &project = session_.project;
  const auto &wanted = project.workload.einsums[einsum];
  const auto &paths = evaluator_.paths_for(einsum);
  Gathered gathered(project.mapper.pareto);
  for (const auto &path : paths) {
    if (interrupted()) {
      gathered.stopped_by = search::StoppedBy::interrupted;
      break;
    }
    strategy_->is_solver() ? solve(einsum, path, paths.size(), seconds, workplace, gathered)
                           : sample(einsum, path, paths.size(), seconds, gathered);
  }

  Searched result;
  for (auto &entry : gathered.archive.take()) {
    result.best.push_back({std::move(entry.payload), std::move(entry.objectives)});
  }
  for (auto &[limit, rejection] : gathered.rejections) {
    result.rejections.push_back(std::move(rejection));
  }
  std::stable_sort(result.rejections.begin(), result.rejections.end(),
                   [](const auto &a, const auto &b) { return a.points > b.points; });
  result.infeasible = !paths.empty() && gathered.n_infeasible == paths.size();
  result.outcome = std::move(gathered.outcome);
  result.outcome.einsum = wanted.name;
  result.outcome.strategy = strategy_->id;
  result.outcome.seed = project.mapper.seed;
  result.outcome.stopped_by = search::name_of(gathered.stopped_by);
  result.outcome.optimal = !result.best.empty() && gathered.n_optimal == paths.size();
  if (result.outcome.bound && !result.best.empty()) {
    const double best = result.best.front().objectives.front();
    result.outcome.gap = best > 0 ? std::max(0.0, (best - *result.outcome.bound) / best) : 0.0;
  }
  return result;
}

search::Budget Mapper::budget_for(std::size_t n_paths, double mapspace, std::optional<double> seconds) const {
  const auto &settings = session_.project.mapper;
  search::Budget budget{settings.evaluations, seconds, settings.patience, settings.invalid_patience};
  if (budget.evaluations) {
    budget.evaluations = (*budget.evaluations + n_paths - 1) / n_paths;
  }
  if (budget.seconds) {
    *budget.seconds /= static_cast<double>(n_paths);
  }
  if (!budget.evaluations && !budget.seconds && !budget.patience) {
    budget.evaluations = preset_evaluations(mapspace);
  }
  return budget;
}

}  // namespace forge::app

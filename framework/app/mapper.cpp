// SPDX-License-Identifier: Apache-2.0
#include "app/mapper.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "app/interrupt.hpp"
#include "evaluate/problem.hpp"
#include "model/mapspace.hpp"
#include "search/archive.hpp"
#include "search/solve.hpp"
#include "support/log.hpp"

namespace forge::app {

// What the paths of one Einsum have brought together so far.
struct Mapper::Gathered {
  explicit Gathered(bool pareto) : archive(pareto) {}

  search::Archive<model::Mapping> archive;
  evaluate::SearchOutcome outcome;
  std::map<std::string, evaluate::Rejection> rejections;
  std::size_t n_optimal = 0, n_infeasible = 0;
  search::StoppedBy stopped_by = search::StoppedBy::exhausted;

  void count(std::uint64_t evaluated, std::uint64_t valid, double seconds, search::StoppedBy reason) {
    outcome.evaluated += evaluated;
    outcome.valid += valid;
    outcome.seconds += seconds;
    stopped_by = reason;
  }

  void reject(const evaluate::Rejection &rejection) {
    const auto [known, is_new] = rejections.emplace(rejection.limit, rejection);
    if (is_new) {
      return;
    }
    auto &sum = known->second;
    sum.points += rejection.points;
    const auto miss = [](const evaluate::Rejection &one) { return std::abs(one.best_demand - one.bound); };
    if (miss(rejection) < miss(sum)) {
      sum.best_demand = rejection.best_demand;
      sum.bound = rejection.bound;
    }
  }
};

namespace {

// How long a sampler goes on where the project sets no limit at all: spaces of up to a million points are seen as a
// whole by a strategy that visits each point once.
std::uint64_t preset_evaluations(double mapspace) {
  return static_cast<std::uint64_t>(std::clamp(std::ceil(mapspace), 1e5, 1e6));
}

// Descriptions of a mapspace's decisions as the ABI hands them to samplers. Views `space`.
struct SpaceTable {
  std::vector<forge_variable> variables;
  forge_space table{};

  SpaceTable(const model::Mapspace &space, std::size_t n_objectives) {
    for (const auto &variable : space.variables()) {
      variables.push_back(
          {{variable.name.data(), variable.name.size()}, kind_of(variable.decision), variable.n_values});
    }
    table.struct_size = sizeof(forge_space);
    table.n_variables = static_cast<std::uint32_t>(variables.size());
    table.variable = variables.data();
    table.size = space.size();
    table.n_objectives = static_cast<std::uint32_t>(n_objectives);
  }
  SpaceTable(const SpaceTable &) = delete;
  SpaceTable &operator=(const SpaceTable &) = delete;

  static std::int32_t kind_of(model::Mapspace::Decision decision) {
    switch (decision) {
      case model::Mapspace::Decision::factors:
        return FORGE_VARIABLE_FACTORS;
      case model::Mapspace::Decision::order:
        return FORGE_VARIABLE_ORDER;
      case model::Mapspace::Decision::keep:
        return FORGE_VARIABLE_KEEP;
    }
    return FORGE_VARIABLE_OTHER;
  }
};

search::Scorer scorer_of(evaluate::PointScorer &scorer, std::size_t n_variables, std::size_t n_objectives) {
  return [&scorer, n_variables, n_objectives](const search::ScoreRange &range) {
    for (std::uint64_t row = 0; row < range.rows; ++row) {
      range.valid[row] =
          scorer.score(range.points + row * n_variables, range.objectives + row * n_objectives, range.thread) ? 1 : 0;
    }
  };
}

}  // namespace

const plugin::Strategy &find_strategy(Session &session) {
  const auto &settings = session.project.mapper;
  try {
    return session.registry.strategy(settings.strategy);
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
      options_(strategy_options(session, *strategy_)) {}

Searched Mapper::search(std::size_t einsum, std::optional<double> seconds) {
  const auto &project = session_.project;
  const auto &wanted = project.workload.einsums[einsum];
  const auto paths = project.architecture.paths_for(wanted);
  Gathered gathered(project.mapper.pareto);
  for (const auto &path : paths) {
    if (interrupted()) {
      gathered.stopped_by = search::StoppedBy::interrupted;
      break;
    }
    strategy_->is_solver() ? solve(einsum, path, paths.size(), seconds, gathered)
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
  search::Budget budget{settings.evaluations, seconds, settings.patience};
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

void Mapper::sample(std::size_t einsum, const std::vector<std::size_t> &path, std::size_t n_paths,
                    std::optional<double> seconds, Gathered &gathered) {
  const auto &project = session_.project;
  const auto &objectives = project.mapper.objectives;
  const model::Mapspace mapspace(project.workload, einsum, project.architecture, path, project.mapper.retain);
  const SpaceTable space(mapspace, objectives.size());
  const auto sampler = strategy_->sampler(session_.host, space.table, options_, project.mapper.seed);
  evaluate::PointScorer scorer(evaluator_, mapspace, objectives, session_.pool.threads());

  search::SampleSettings settings;
  settings.budget = budget_for(n_paths, mapspace.size(), seconds);
  settings.pareto = project.mapper.pareto;
  settings.n_variables = space.table.n_variables;
  settings.n_objectives = space.table.n_objectives;
  settings.objectives = objectives;
  const auto found = search::sample(*sampler, settings, scorer_of(scorer, settings.n_variables, settings.n_objectives),
                                    session_.pool, interrupted(), progress_);

  log::debug("{}: {} of {} mappings valid in {:.3g} s, mapspace {:.3g}", project.workload.einsums[einsum].name,
             found.valid, found.evaluated, found.seconds, mapspace.size());
  for (const auto &point : found.best) {
    gathered.archive.offer(point.objectives, [&] { return mapspace.mapping(point.values); });
  }
  for (const auto &rejection : scorer.rejections()) {
    gathered.reject(rejection);
  }
  gathered.outcome.mapspace += mapspace.size();
  gathered.count(found.evaluated, found.valid, found.seconds, found.stopped_by);
}

void Mapper::solve(std::size_t einsum, const std::vector<std::size_t> &path, std::size_t n_paths,
                   std::optional<double> seconds, Gathered &gathered) {
  const auto &project = session_.project;
  const auto &mapper = project.mapper;
  evaluate::ProblemSettings settings;
  settings.objectives = mapper.objectives;
  settings.pareto = mapper.pareto;
  settings.imperfect = mapper.imperfect;
  settings.retain = mapper.retain;
  settings.tolerance = mapper.tolerance;
  settings.deadline = seconds ? *seconds / static_cast<double>(n_paths) : INFINITY;
  const evaluate::Problem problem(evaluator_, einsum, path, settings);

  const auto evaluate = [&](std::span<const forge_nest_node> nest) {
    std::optional<std::vector<double>> values;
    const auto mapping = problem.mapping(nest);
    if (auto errors = model::structural_errors(project.workload, project.architecture, mapping); !errors.empty()) {
      throw errors.front();
    }
    if (const auto result = evaluator_.evaluate(mapping); result.violations.empty()) {
      values.emplace();
      for (const auto objective : mapper.objectives) {
        values->push_back(model::value_of(objective, result.energy, result.latency));
      }
    }
    return values;
  };
  const auto solved = search::solve(*strategy_, session_.host, problem.table(), options_, mapper.seed, evaluate,
                                    interrupted(), progress_);

  for (const auto &solution : solved.best) {
    gathered.archive.offer(solution.objectives, [&] { return problem.mapping(solution.nest); });
  }
  auto &bound = gathered.outcome.bound;
  if (solved.bound && !solved.infeasible) {
    bound = bound ? std::min(*bound, *solved.bound) : *solved.bound;
  }
  gathered.n_optimal += solved.optimal || solved.infeasible ? 1 : 0;
  gathered.n_infeasible += solved.infeasible ? 1 : 0;
  gathered.count(solved.evaluated, solved.valid, solved.seconds, solved.stopped_by);
}

}  // namespace forge::app

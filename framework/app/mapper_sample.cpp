// SPDX-License-Identifier: Apache-2.0
//
// The search of one path with a sampler; declared in mapper.hpp.
#include <vector>

#include "app/gathered.hpp"
#include "app/interrupt.hpp"
#include "app/mapper.hpp"
#include "evaluate/objectives.hpp"
#include "model/mapspace.hpp"
#include "support/log.hpp"

namespace forge::app {
namespace {

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
  settings.objectives = evaluate::quantities_of(objectives, project.architecture);
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

}  // namespace forge::app

// SPDX-License-Identifier: Apache-2.0
#include "optimal/loaded_problem.hpp"

#include <algorithm>
#include <cmath>

#include "evaluate/objectives.hpp"
#include "pricing/component_costs.hpp"
#include "support/paths.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {

namespace {

project::Project load_text(const std::string &toml, const std::vector<project::Setting> &settings) {
  const TemporaryDirectory directory;
  return project::load(directory.write("project.toml", toml).string(), settings);
}

}  // namespace

LoadedProblem::LoadedProblem(const std::string &toml, const std::vector<project::Setting> &settings)
    : project_(load_text(toml, settings)), registry_(host_, {std::string(build_directory) + "/lib/forge/plugins"}) {
  costs_ = pricing::component_costs(project_.architecture, project_.technology, project_.directory, registry_, host_);
  evaluator_.emplace(project_.workload, project_.architecture, costs_, project_.latency);
  evaluate::ProblemSettings settings_of_problem;
  settings_of_problem.objectives = project_.mapper.objectives;
  settings_of_problem.pareto = project_.mapper.pareto;
  settings_of_problem.factors = project_.mapper.factors;
  settings_of_problem.retain = project_.mapper.retain;
  settings_of_problem.tolerance = project_.mapper.tolerance;
  settings_of_problem.deadline = INFINITY;
  problem_.emplace(*evaluator_, 0, path(), settings_of_problem);
}

std::optional<Figures> LoadedProblem::evaluate(std::span<const forge_nest_node> nest) const {
  const auto result = evaluator_->evaluate(problem_->mapping(nest));
  if (!result.violations.empty())
    return std::nullopt;
  Figures figures{result.energy, result.latency};
  const auto &objectives = project_.mapper.objectives;
  if (std::any_of(objectives.begin(), objectives.end(), [](const auto &one) { return one.has_node(); }))
    figures.usage = evaluate::values_of(objectives, project_.architecture, result);
  return figures;
}

std::vector<double> LoadedProblem::objectives(const Figures &figures) const {
  std::vector<double> values;
  for (const auto &objective : project_.mapper.objectives) {
    values.push_back(objective.has_node() ? figures.usage[values.size()]
                                          : model::value_of(objective.measure, figures.energy, figures.latency));
  }
  return values;
}

}  // namespace forge::test

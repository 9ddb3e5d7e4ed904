// SPDX-License-Identifier: Apache-2.0
#include "app/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "app/collect.hpp"
#include "app/mapper.hpp"
#include "app/outputs.hpp"
#include "app/session.hpp"
#include "app/workload_run.hpp"
#include "evaluate/operations.hpp"
#include "model/mapspace.hpp"
#include "report/files.hpp"

namespace forge::app {
namespace {

class Validation {
 public:
  explicit Validation(Session &session) : session_(session), project_(session.project) {}

  void run() {
    errors_.run([&] { plan_reports(session_, {}); });
    errors_.run([&] { costs_ = session_.costs(); });
    for (const auto &mapping : project_.mappings) {
      given_.insert(mapping.einsum);
      errors_.run([&] { check_given(mapping); });
    }
    if (given_.size() < project_.workload.einsums.size()) {
      errors_.run(project_.mapper.strategy_position, [&] { strategy_options(session_, find_strategy(session_)); });
    }
    for (std::size_t i = 0; i < project_.workload.einsums.size(); ++i) {
      if (given_.count(i) == 0) {
        errors_.run(project_.workload.einsums[i].position, [&] { check_mapspace(i); });
      }
    }
    errors_.throw_if_any();
  }

  std::string summary() const {
    const auto n_einsums = project_.workload.einsums.size(), n_searched = n_einsums - given_.size();
    std::string how = n_einsums == 1 ? "with a given mapping" : "with given mappings";
    if (n_searched == n_einsums) {
      how = "to be mapped by " + project_.mapper.strategy;
    } else if (n_searched > 0) {
      how = fmt::format("{} of them to be mapped by {}", n_searched, project_.mapper.strategy);
    }
    return fmt::format("{} is correct: {} nodes, {} Einsum{}, {}\n", project_.file, project_.architecture.nodes.size(),
                       n_einsums, n_einsums == 1 ? "" : "s", how);
  }

 private:
  // Limits need the components' figures, which may be what is wrong; the structure does not.
  void check_given(const model::Mapping &mapping) {
    if (costs_.empty()) {
      auto errors = model::structural_errors(project_.workload, project_.architecture, mapping);
      if (!errors.empty()) {
        throw Errors{std::move(errors)};
      }
      return;
    }
    const evaluate::Evaluator evaluator(project_.workload, project_.architecture, costs_, project_.latency);
    evaluate_given(project_, evaluator, mapping);
  }

  void check_mapspace(std::size_t einsum) {
    const auto &wanted = project_.workload.einsums[einsum];
    const auto paths = costs_.empty() ? project_.architecture.paths_for(wanted)
                                      : evaluate::runnable_paths(wanted, project_.architecture, costs_);
    for (const auto &path : paths) {
      model::Mapspace(project_.workload, einsum, project_.architecture, path, project_.mapper.retain);
    }
  }

  Session &session_;
  const project::Project &project_;
  std::vector<pricing::NodeCost> costs_;
  std::set<std::size_t> given_;
  Collector errors_;
};

}  // namespace

int validate(const ProjectOptions &options) {
  Session session(load_project(options), 1);
  Validation validation(session);
  validation.run();
  if (!options.quiet) {
    report::write_stdout(validation.summary());
  }
  return 0;
}

}  // namespace forge::app

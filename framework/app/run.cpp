// SPDX-License-Identifier: Apache-2.0
#include "app/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/interrupt.hpp"
#include "app/outputs.hpp"
#include "app/session.hpp"
#include "app/workload_run.hpp"
#include "report/results.hpp"
#include "search/progress.hpp"
#include "support/terminal.hpp"

namespace forge::app {
namespace {

bool shows_progress(const RunOptions &options) {
  switch (options.progress) {
    case ProgressMode::always:
      return true;
    case ProgressMode::never:
      return false;
    case ProgressMode::automatic:
      break;
  }
  return terminal::on_stderr() && !options.project.quiet;
}

// Another strategy than the project's knows nothing of the options that the project gives to its own; what --set
// says is meant for the new one.
void drop_foreign_options(project::Project &project, const RunOptions &options, const std::string &before) {
  if (before == project.mapper.strategy) {
    return;
  }
  const auto is_set = [&](const std::string &name) {
    return std::any_of(options.project.settings.begin(), options.project.settings.end(),
                       [&](const auto &set) { return set.key == "mapper.options." + name; });
  };
  std::erase_if(project.mapper.options, [&](const auto &option) { return !is_set(option.first); });
}

}  // namespace

project::Project load(const RunOptions &options) {
  auto project = load_project(options.project);
  auto &mapper = project.mapper;
  if (options.mapper) {
    const auto before = std::exchange(mapper.strategy, *options.mapper);
    mapper.strategy_position = {std::make_shared<const std::string>("--mapper"), 0, 0};
    drop_foreign_options(project, options, before);
  }
  mapper.threads = options.threads ? options.threads : mapper.threads;
  mapper.timeout = options.timeout ? options.timeout : mapper.timeout;
  mapper.seed = options.seed.value_or(mapper.seed);
  return project;
}

namespace {

// A total over nodes some of whose figures are not known says less than it seems to.
template <typename Known> void warn_of_gaps(evaluate::RunResult &result, const char *what, const Known &known) {
  std::vector<std::string> missing;
  bool any = false;
  for (const auto &node : result.architecture) {
    if (known(node)) {
      any = true;
    } else if (node.kind != "fanout") {
      missing.push_back(node.name);
    }
  }
  if (any && !missing.empty()) {
    result.warnings.push_back(
        fmt::format("{} of {} is not known: the total leaves it out", what, fmt::join(missing, ", ")));
  }
}

}  // namespace

int run(const RunOptions &options) {
  Session session(load(options));
  const auto &project = session.project;
  const auto reports = plan_reports(session, options.reports);
  const auto costs = session.costs();
  const evaluate::Evaluator evaluator(project.workload, project.architecture, costs, project.latency);

  search::Progress progress(shows_progress(options));
  handle_interrupts();
  auto result = run_workload(session, evaluator, progress);
  if (result.einsums.empty()) {
    throw Error{ErrorKind::interrupted, "interrupted before a valid mapping was found; no report was written"};
  }
  result.architecture = costs;
  for (const auto &node : costs) {
    result.warnings.insert(result.warnings.end(), node.warnings.begin(), node.warnings.end());
  }
  warn_of_gaps(result, "area", [](const auto &node) { return node.area.has_value(); });
  warn_of_gaps(result, "leakage", [](const auto &node) { return node.leak_power.has_value(); });
  write_reports(session, reports, report::tables(project, result, session.registry.used()));
  return interrupted() ? exit_code(ErrorKind::interrupted) : 0;
}

}  // namespace forge::app

// SPDX-License-Identifier: Apache-2.0
#include "app/session.hpp"

#include <utility>

#include "app/interrupt.hpp"
#include "app/overwriting.hpp"
#include "pricing/component_costs.hpp"
#include "support/log.hpp"

namespace forge::app {

Session::Session(project::Project loaded, std::optional<unsigned> threads)
    : project(std::move(loaded)),
      pool(threads.value_or(project.mapper.threads.value_or(0))),
      host(interrupted(), pool),
      registry(host, project.plugins.path) {
  for (const auto &name : project.plugins.load) {
    registry.load(name);
  }
}

std::vector<pricing::NodeCost> Session::costs_of(const project::Project &other, pricing::Answers answers) {
  return pricing::component_costs(other.architecture, other.technology, other.directory, registry, host, answers);
}

void log_warnings(const std::vector<pricing::NodeCost> &costs) {
  for (const auto &node : costs) {
    for (const auto &warning : node.warnings) {
      log::warning("{}", warning);
    }
  }
}

project::Project load_project(const ProjectOptions &options, project::Needs needs) {
  auto level = log::Level::info;
  if (options.quiet) {
    level = log::Level::error;
  } else if (options.verbose) {
    level = log::Level::debug;
  }
  log::configure({.level = level, .file = {}});
  auto project = project::load(options.file, options.settings, needs);
  if (options.log_file) {
    refuse_overwriting(project, "--log-file", *options.log_file);
    log::configure({.level = level, .file = options.log_file});
  }
  return project;
}

}  // namespace forge::app

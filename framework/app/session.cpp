// SPDX-License-Identifier: Apache-2.0
#include "app/session.hpp"

#include <utility>

#include "app/interrupt.hpp"
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

project::Project load_project(const ProjectOptions &options) {
  auto level = log::Level::info;
  if (options.quiet) {
    level = log::Level::error;
  } else if (options.verbose) {
    level = log::Level::debug;
  }
  log::configure({.level = level, .file = options.log_file});
  return project::load(options.file, options.settings);
}

}  // namespace forge::app

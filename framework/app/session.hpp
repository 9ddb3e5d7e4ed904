// SPDX-License-Identifier: Apache-2.0
//
// A project together with everything that working on it takes: threads, the host's services, the plugins.
#pragma once

#include "app/options.hpp"
#include "plugin/host.hpp"
#include "plugin/registry.hpp"
#include "project/project.hpp"
#include "support/parallel.hpp"

namespace forge::app {

struct Session {
  // Loads the project and the plugins that it names apart. Throws what project::load and Registry::load throw.
  // `threads`: instead of what the project says.
  explicit Session(project::Project loaded, std::optional<unsigned> threads = {});

  project::Project project;
  Pool pool;
  plugin::Host host;
  plugin::Registry registry;
};

// Sets up the log as the options say, then loads the project.
project::Project load_project(const ProjectOptions &options);

}  // namespace forge::app

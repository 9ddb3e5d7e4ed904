// SPDX-License-Identifier: Apache-2.0
//
// A project together with everything that working on it takes: threads, the host's services, the plugins.
#pragma once

#include <optional>
#include <vector>

#include "app/options.hpp"
#include "plugin/host.hpp"
#include "plugin/registry.hpp"
#include "pricing/node_cost.hpp"
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

  // What the nodes of the project cost. Throws what pricing::component_costs throws.
  std::vector<pricing::NodeCost> costs(pricing::Answers answers = pricing::Answers::needed) {
    return costs_of(project, answers);
  }
  // The same for another project with the same plugins.
  std::vector<pricing::NodeCost> costs_of(const project::Project &other,
                                          pricing::Answers answers = pricing::Answers::needed);
};

// What a user should know of figures that are only shown: models that extrapolate or failed.
void log_warnings(const std::vector<pricing::NodeCost> &costs);

// Loads the project, and sets up the log as the options say. Throws Error{usage} where the log would overwrite what the
// project reads.
project::Project load_project(const ProjectOptions &options, project::Needs needs = project::Needs::everything);

}  // namespace forge::app

// SPDX-License-Identifier: Apache-2.0
//
// Turns a run into the tables that report writers get. sdk/README.md lists them for authors of writers.
#pragma once

#include <string>
#include <vector>

#include "evaluate/result.hpp"
#include "plugin/registry.hpp"
#include "project/project.hpp"
#include "support/table.hpp"

namespace forge::report {

std::vector<Table> tables(const project::Project &project, const evaluate::RunResult &run,
                          const std::vector<plugin::Registry::Used> &plugins);

}  // namespace forge::report

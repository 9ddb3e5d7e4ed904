// SPDX-License-Identifier: Apache-2.0
//
// The tables about mappings of several Einsums at once: trees, tree_nodes, tree_lifetimes, tree_memories.
#pragma once

#include <vector>

#include "evaluate/result.hpp"
#include "project/project.hpp"
#include "support/table.hpp"

namespace forge::report {

std::vector<Table> tree_tables(const project::Project &project, const evaluate::RunResult &run);

}  // namespace forge::report

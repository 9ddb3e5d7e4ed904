// SPDX-License-Identifier: Apache-2.0
//
// Words for a conflict of limits: which of the project's lines can't hold together, by how much, and what would help.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "evaluate/evaluator.hpp"
#include "project/project.hpp"
#include "search/conflict.hpp"

namespace forge::app {

// Notes of an error, the first says what the others are. `path`: where the Einsum was to run.
std::vector<std::string> why_not(const project::Project &project, std::size_t einsum,
                                 const std::vector<std::size_t> &path, const search::Conflict &conflict);

}  // namespace forge::app

// SPDX-License-Identifier: Apache-2.0
//
// Files that a project names besides those that it is made of: tables of models, files among options, plugins.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "project/value.hpp"

namespace forge::project {

// Each text that may be a model's parameter, an option or a plugin, and that is the name of a file beside the project.
// What the texts mean only the plugins know, so that one too many may be among them.
std::vector<std::string> named_files(const Table &project, const std::filesystem::path &directory);

}  // namespace forge::project

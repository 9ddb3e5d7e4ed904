// SPDX-License-Identifier: Apache-2.0
//
// `forge new`: a first project that runs as it is, with comments that say where to go on.
#pragma once

#include <string>

namespace forge::app {

// Makes the folder `name` with a project.toml. Throws Error{usage} where it is there already or `name` is no name, and
// Error{file}.
int new_project(const std::string &name);

}  // namespace forge::app

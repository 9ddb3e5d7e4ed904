// SPDX-License-Identifier: Apache-2.0
//
// What forge writes must not take the place of what it has read, or of what it writes besides.
#pragma once

#include <filesystem>
#include <string>

#include "project/project.hpp"
#include "support/error.hpp"

namespace forge::app {

// Two names of one file have the same place. As far as the system can tell: pipes have no canonical path, and a working
// directory may be gone.
std::filesystem::path place_of(const std::filesystem::path &file);

// `what`: for the message, "--csv". Throws Error{kind} where the file is one that the project is made of, or names.
void refuse_overwriting(const project::Project &project, const std::string &what, const std::filesystem::path &file,
                        ErrorKind kind = ErrorKind::usage);

}  // namespace forge::app

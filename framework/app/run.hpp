// SPDX-License-Identifier: Apache-2.0
//
// `forge run`: from a project to its reports.
#pragma once

#include "app/options.hpp"

namespace forge::app {

// Returns 0, or 130 where the user interrupted and the reports hold the best found so far.
int run(const RunOptions &options);

// The project with what the command line says over what the file says.
project::Project load(const RunOptions &options);

}  // namespace forge::app

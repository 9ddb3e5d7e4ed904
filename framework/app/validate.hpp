// SPDX-License-Identifier: Apache-2.0
//
// `forge check`: everything that can be known about a project without searching.
#pragma once

#include "app/options.hpp"

namespace forge::app {

// Throws Errors with all that is wrong: the models' parameters, the strategy and its options, the writers and their
// options, files that can't be written, given mappings, Einsums that nothing can run.
int validate(const ProjectOptions &options);

}  // namespace forge::app

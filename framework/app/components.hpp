// SPDX-License-Identifier: Apache-2.0
//
// `forge components`: what the hardware of a project costs, whatever runs on it.
#pragma once

#include "app/options.hpp"

namespace forge::app {

int components(const ProjectOptions &options, ComponentsFormat format, bool explain);

}  // namespace forge::app

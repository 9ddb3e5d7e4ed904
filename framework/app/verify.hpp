// SPDX-License-Identifier: Apache-2.0
//
// `forge verify`: replays the given mappings point by point against the executable definition of the counts.
#pragma once

#include <cstdint>

#include "app/options.hpp"

namespace forge::app {

// Returns 0 where every count is equal; throws Error{internal} with the first one that is not.
int verify(const ProjectOptions &options, std::uint64_t most_points);

}  // namespace forge::app

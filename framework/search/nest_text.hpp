// SPDX-License-Identifier: Apache-2.0
//
// A solver's nest in words, for messages to its author. The nest may be wrong in any way.
#pragma once

#include <forge/abi/problem.h>

#include <span>
#include <string>

namespace forge::search {

// "keep I, W in DRAM | for m tile 8 | par k tile 1 over PE.x | compute MAC"
std::string nest_text(const forge_problem &problem, std::span<const forge_nest_node> nest);

}  // namespace forge::search

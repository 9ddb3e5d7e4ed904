// SPDX-License-Identifier: Apache-2.0
//
// The nest that a complete label stands for.
#pragma once

#include <vector>

#include "forge/abi/problem.h"
#include "history.hpp"
#include "instance.hpp"

namespace forge::plugins::optimal {

// `record`: of the last step.
std::vector<forge_nest_node> make_nest(const Instance &instance, const History &history, std::uint32_t record);

}  // namespace forge::plugins::optimal

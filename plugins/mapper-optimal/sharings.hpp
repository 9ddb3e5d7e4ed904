// SPDX-License-Identifier: Apache-2.0
//
// By how much spreads over the fan-outs ahead of a stage can divide what the next holder of each tensor serves: for each
// choice of spreads one factor for each tensor, without choices that others are better than for every tensor.
#pragma once

#include <vector>

#include "instance.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal {

using Sharings = std::vector<std::vector<double>>;  // [choice][tensor]

Sharings find_sharings(const Instance &instance, const Stage &stage);

}  // namespace forge::plugins::optimal

// SPDX-License-Identifier: Apache-2.0
//
// Figures in messages: with an SI prefix and few digits.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace forge::app {

// "1.2 Mbit", "14", "0.75"; `digits` significant ones. Shares and counts (no unit) get no prefix.
std::string quantity(double value, std::string_view unit, int digits = 3);

// Two figures that are compared, with as many digits as it takes to tell them apart.
std::pair<std::string, std::string> distinct_quantities(double a, double b, std::string_view unit);

}  // namespace forge::app

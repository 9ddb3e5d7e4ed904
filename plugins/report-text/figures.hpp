// SPDX-License-Identifier: Apache-2.0
// Figures as people read them: four digits, a prefix, a unit. Without locale. What is not known is "-".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "forge/sdk/report.hpp"

namespace forge::plugins {

inline constexpr std::string_view unknown = "-";

// "115.5 pJ", "200 MHz", "12.3 mm^2", "128 KiB" (for bit). No unit: "1.814 G".
std::string figure(double value, std::string_view unit);

// "64 b": of widths, which nobody counts in bytes.
std::string bits(double value);

// "83.5 %"
std::string share(double value);

// All digits, in groups of three: "1 204 224".
std::string grouped(std::int64_t value);

// Few characters: "150.5k".
std::string compact(double value);

// The figure of a cell with the unit of its column; "-" where there is none.
std::string figure(const sdk::TableColumn &column, std::size_t row);

}  // namespace forge::plugins

// SPDX-License-Identifier: Apache-2.0
// Writer "json": a run as one JSON object, the format that forge promises to other programs. README.md has its keys.
#pragma once

#include <string_view>

#include "forge/sdk/report.hpp"

namespace forge::plugins {

struct JsonWriter {
  static constexpr std::string_view id = "json";
  static constexpr std::string_view summary = "one JSON object with everything, SI units, for other programs";
  static constexpr std::string_view extension = "json";

  static constexpr forge_str parts[] = {sdk::to_abi("all"), sdk::to_abi("architecture")};
  static constexpr forge_column_info options[] = {
      sdk::choice("part", "all, or the array `architecture` alone", parts),
  };

  static void write(const sdk::Report &report);
};

}  // namespace forge::plugins

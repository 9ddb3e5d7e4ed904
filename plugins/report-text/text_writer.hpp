// SPDX-License-Identifier: Apache-2.0
// Writer "text": a run for people. Fits into 100 columns where names allow it, has units everywhere, and says the same
// bytes for the same run. README.md shows one.
#pragma once

#include <string_view>

#include "forge/sdk/report.hpp"

namespace forge::plugins {

struct TextWriter {
  static constexpr std::string_view id = "text";
  static constexpr std::string_view summary = "a report to read: totals, Einsums, mappings, components, architecture";
  static constexpr std::string_view extension = "txt";

  enum class Details { automatic, always, never };
  static constexpr forge_str details[] = {sdk::to_abi("auto"), sdk::to_abi("always"), sdk::to_abi("never")};
  static constexpr forge_column_info options[] = {
      sdk::choice("details", "loop nest, storage and components of each Einsum; auto: of up to 3", details),
      sdk::flag("explain", "why the figures of a component come from this model, and not from others"),
      sdk::text("einsums", "names, separated by commas, of Einsums that get details in any case"),
  };

  static void write(const sdk::Report &report);
};

}  // namespace forge::plugins

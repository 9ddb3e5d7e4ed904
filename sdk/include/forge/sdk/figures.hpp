// SPDX-License-Identifier: Apache-2.0
// The outputs that a host understands, for models that do not know beforehand which of them they will have: those that
// read them from somewhere else. All of them are optional.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "forge/sdk/column.hpp"

namespace forge::sdk::figures {

inline constexpr std::array<std::string_view, 8> actions = {"read",  "write",   "fill",    "update",
                                                            "drain", "compute", "convert", "hop"};

// Area and leakage, then energy, latency and throughput of each action.
inline constexpr std::array<std::string_view, 26> names = {"area",
                                                           "leak_power",
                                                           "read.energy",
                                                           "read.latency",
                                                           "read.throughput",
                                                           "write.energy",
                                                           "write.latency",
                                                           "write.throughput",
                                                           "fill.energy",
                                                           "fill.latency",
                                                           "fill.throughput",
                                                           "update.energy",
                                                           "update.latency",
                                                           "update.throughput",
                                                           "drain.energy",
                                                           "drain.latency",
                                                           "drain.throughput",
                                                           "compute.energy",
                                                           "compute.latency",
                                                           "compute.throughput",
                                                           "convert.energy",
                                                           "convert.latency",
                                                           "convert.throughput",
                                                           "hop.energy",
                                                           "hop.latency",
                                                           "hop.throughput"};

constexpr std::string_view unit_of(std::string_view figure) noexcept {
  return figure == "area"               ? "m^2"
         : figure == "leak_power"       ? "W"
         : figure.ends_with(".energy")  ? "J"
         : figure.ends_with(".latency") ? "s"
                                        : "Hz";
}

// A column for each of `names`, from 0 to `highest`.
constexpr std::array<forge_column_info, names.size()> columns(std::string_view summary, double highest) noexcept {
  std::array<forge_column_info, names.size()> result{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    result[i] = output(names[i], unit_of(names[i]), summary).range(0, highest).optional();
  }
  return result;
}

}  // namespace forge::sdk::figures

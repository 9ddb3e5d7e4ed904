// SPDX-License-Identifier: Apache-2.0
// Model "dram": off-chip memory, by energy per bit and transfer rate of its standard (README.md has the sources).
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"
#include "standards.hpp"

namespace forge::plugins::dram {

inline constexpr auto names = [] {
  std::array<forge_str, std::size(standards)> all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = sdk::to_abi(standards[i].name);
  }
  return all;
}();

// Above 85 C JEDEC's standards halve the interval between refreshes.
inline constexpr double warm = 358.15;  // K

struct Dram {
  static constexpr std::string_view id = "dram";
  static constexpr std::string_view summary = "off-chip DRAM, from its type and the width of its bus";
  static constexpr std::string_view source =
      "energy per bit: Malladi et al., ISCA 2012, O'Connor et al., MICRO 2017, hwcomponents-cacti 1.0.40, Micron; its "
      "parts: data sheet currents after Micron TN-41-01; transfer rates: JEDEC";
  static constexpr std::string_view classes = "offchip-memory main-memory";
  static constexpr double accuracy = 0.4;

  enum Input { type, width, transfer_rate, channels, row_hit_rate, size, temperature };
  static constexpr forge_column_info inputs[] = {
      sdk::choice("type", "kind of DRAM", names),
      sdk::real("width", "bit", "data pins of a channel: bits of one transfer").range(1, 65536).required(),
      sdk::real("transfer_rate", "Hz", "transfers per second and channel; that of the type where not given")
          .range(1, 1e12)
          .optional(),
      sdk::integer("channels", "", "buses of `width` that transfer at once").range(1, 1024).preset(1),
      sdk::real("row_hit_rate", "",
                "share of accesses to a row that is open; where not given, that of the type's total")
          .range(0, 1)
          .optional(),
      sdk::real("size", "bit", "capacity, for background and refresh power").range(1, 1e15).optional(),
      sdk::real("temperature", "K", "of the devices; above 85 C refresh doubles").range(233.15, 398.15).preset(300),
  };
  enum Output { read, write, reads, writes, leak, activate, column, io, background, refresh };
  static constexpr forge_column_info outputs[] = {
      sdk::output("read.energy", "J", "energy per bit of the type, times `width`"),
      sdk::output("write.energy", "J", "as the read; DDR4 and DDR5: from the write current"),
      sdk::output("read.throughput", "Hz", "transfer rate of the type (JEDEC), or as given, times `channels`"),
      sdk::output("write.throughput", "Hz", "as the read"),
      sdk::output("leak_power", "W", "background_power and refresh_power; not without `size`").optional(),
      sdk::output("activate.energy", "J", "part of an access to a closed row: opening it, for a burst of `width`")
          .optional(),
      sdk::output("column.energy", "J", "part of each access: from the open row to the interface").optional(),
      sdk::output("io.energy", "J", "part of each access: the interface").optional(),
      sdk::output("background_power", "W", "clocked standby of `size` with rows open (IDD3N)").optional(),
      sdk::output("refresh_power", "W", "refresh of `size`, on average (IDD5, tRFC, tREFI)").optional(),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Standard &standard = standards[static_cast<std::size_t>(in[type])];
    const double hits = in[row_hit_rate];
    if (!std::isnan(hits) && std::isnan(standard.activate)) {
      return false;  // nobody has published what opening a row takes
    }
    const double missed = std::isnan(hits) ? 0 : (standard.hits - hits) * standard.activate;
    out[read] = (standard.read + missed) * in[width];
    out[write] = (standard.write + missed) * in[width];
    const double rate = std::isnan(in[transfer_rate]) ? standard.transfer_rate : in[transfer_rate];
    out[reads] = out[writes] = rate * in[channels];
    out[activate] = standard.activate * in[width];
    out[column] = standard.column * in[width];
    out[io] = standard.io * in[width];
    out[background] = standard.background * in[size];
    out[refresh] = standard.refresh * in[size] * (in[temperature] > warm ? 2 : 1);
    out[leak] = out[background] + out[refresh];
    return true;
  }
};

}  // namespace forge::plugins::dram

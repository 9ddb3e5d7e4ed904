// SPDX-License-Identifier: Apache-2.0
// Model "dram": off-chip memory, by energy per bit and transfer rate of its standard (README.md has the sources).
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"

namespace forge::plugins::dram {

struct Standard {
  std::string_view name;
  double energy_per_bit;  // J, device and interface together
  double transfer_rate;   // Hz, transfers of `width` bits
};
// Energy: LPDDR and DDR3 after K. T. Malladi et al., ISCA 2012; the others as hwcomponents-cacti 1.0.40 has them.
// Transfer rate: the fastest of the first JEDEC standard of each type (README.md names them).
inline constexpr Standard standards[] = {
    {"LPDDR4", 8e-12, 3.2e9},  {"LPDDR", 40e-12, 0.4e9},  {"DDR3", 70e-12, 1.6e9},
    {"HBM2", 6.25e-12, 2.4e9}, {"HBM3", 4.05e-12, 6.4e9}, {"HBM4", 3.2e-12, 8e9},
};
inline constexpr forge_str names[] = {sdk::to_abi(standards[0].name), sdk::to_abi(standards[1].name),
                                      sdk::to_abi(standards[2].name), sdk::to_abi(standards[3].name),
                                      sdk::to_abi(standards[4].name), sdk::to_abi(standards[5].name)};
static_assert(std::size(names) == std::size(standards));

struct Dram {
  static constexpr std::string_view id = "dram";
  static constexpr std::string_view summary = "off-chip DRAM, from its type and the width of its bus";
  static constexpr std::string_view source =
      "energy per bit: Malladi et al., ISCA 2012, and hwcomponents-cacti 1.0.40; transfer rates: JEDEC";

  enum Input { type, width, transfer_rate };
  static constexpr forge_column_info inputs[] = {
      sdk::choice("type", "kind of DRAM", names),
      sdk::real("width", "bit", "data pins: bits of one transfer").range(1, 65536).required(),
      sdk::real("transfer_rate", "Hz", "transfers per second; that of the type where not given")
          .range(1, 1e12)
          .optional(),
  };
  enum Output { read, write, reads, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("read.energy", "J", "energy per bit of the type, times `width`"),
      sdk::output("write.energy", "J", "as the read"),
      sdk::output("read.throughput", "Hz", "transfer rate of the type (JEDEC), or as given"),
      sdk::output("write.throughput", "Hz", "as the read"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Standard &standard = standards[static_cast<std::size_t>(in[type])];
    out[read] = out[write] = standard.energy_per_bit * in[width];
    out[reads] = out[writes] = std::isnan(in[transfer_rate]) ? standard.transfer_rate : in[transfer_rate];
    return true;
  }
};

}  // namespace forge::plugins::dram

// SPDX-License-Identifier: Apache-2.0
// Kinds of DRAM: energy of a bit, what of it opens rows, transfer rate, power while idle (README.md has the sources).
#pragma once

#include <algorithm>
#include <limits>
#include <string_view>

#include "data_sheet.hpp"

namespace forge::plugins::dram {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();  // not published

struct Standard {
  std::string_view name;
  double transfer_rate;       // Hz: the fastest of the first JEDEC standard
  double read, write;         // J for a bit, device and interface together, at `hits`
  double hits = unknown;      // share of accesses to a row that is open
  double activate = unknown;  // J for a bit of an access that opens a row; the rest of `read` is paid by all
  double column = unknown;    // J for a bit, between row and interface
  double io = unknown;        // J for a bit, interface
  double background = unknown, refresh = unknown;  // W for each bit of capacity
};

// A published total and its parts: the share of hits at which the parts explain all of it, or the nearest that there is.
constexpr double hits_at(double total, double activate, double column, double io) noexcept {
  const double without_io = total - column;
  return std::clamp(1 - (io == io ? without_io - io : without_io) / activate, 0.0, 1.0);
}
constexpr Standard with_parts(Standard standard, const DataSheet &sheet, double io) noexcept {
  standard.activate = sheet.activate_per_bit();
  standard.column = sheet.read_per_bit();
  standard.io = io;
  standard.background = sheet.background_per_bit();
  standard.refresh = sheet.refresh_per_bit();
  return standard;
}
constexpr Standard with_total(std::string_view name, double rate, double total, const DataSheet &sheet,
                              double io) noexcept {
  const double hits = hits_at(total, sheet.activate_per_bit(), sheet.read_per_bit(), io);
  return with_parts({name, rate, total, total, hits}, sheet, io);
}
// No published total: the sum, where half of the accesses hit, which Micron's power calculators are preset to.
constexpr Standard summed(std::string_view name, double rate, const DataSheet &sheet, double io) noexcept {
  constexpr double hits = 0.5;
  const double shared = io + (1 - hits) * sheet.activate_per_bit();
  return with_parts({name, rate, sheet.read_per_bit() + shared, sheet.write_per_bit() + shared, hits}, sheet, io);
}
// Only a total.
constexpr Standard total_only(std::string_view name, double rate, double total) noexcept {
  return {name, rate, total, total};
}

// Interface of DDR3: 4.6 mW to drive a pin and 15.5 mW in its terminations at 1600 MT/s (DRAMPower 4, after TN-41-01).
inline constexpr double ddr3_io = (4.6e-3 + 15.5e-3) / ddr3_1600.rate;
// Interface of LPDDR4: IDD4RQ beyond IDD3NQ of the same device at 1.1 V; LPDDR4X has the same swing from 0.6 V
// (JESD209-4-1).
inline constexpr double lpddr4_io = 1.1 * (150 * mA - 0.75 * mA) / (lpddr4_3200.pins * lpddr4_3200.rate);
inline constexpr double lpddr4x_io = lpddr4_io * 0.6 / 1.1;
inline constexpr double lpddr4_total = 8e-12;
inline constexpr double lpddr4x_total = lpddr4_total - lpddr4_io + lpddr4x_io;
// O'Connor et al., MICRO 2017, table 3: 909 pJ to open a row of a pseudo channel, which moves 256 bits in a burst;
// 1.51 + 1.17 pJ/b to and behind the global sense amplifiers; 0.80 pJ/b of interface.
inline constexpr double hbm2_activate = 909e-12 / 256, hbm2_column = 2.68e-12, hbm2_io = 0.80e-12;
constexpr Standard like_hbm2(std::string_view name, double rate, double total) noexcept {
  return {name,          rate,        total,  total, hits_at(total, hbm2_activate, hbm2_column, hbm2_io),
          hbm2_activate, hbm2_column, hbm2_io};
}

// The first six keep their places: `type` is their index.
inline constexpr Standard standards[] = {
    with_total("LPDDR4", 3.2e9, lpddr4_total, lpddr4_3200, lpddr4_io),
    with_total("LPDDR", 0.4e9, 40e-12, lpddr2_800,
               unknown),  // the figures are LPDDR2's, whose I/O no source splits off
    with_total("DDR3", 1.6e9, 70e-12, ddr3_1600, ddr3_io),
    like_hbm2("HBM2", 2.4e9, 6.25e-12),
    total_only("HBM3", 6.4e9, 4.05e-12),
    total_only("HBM4", 8e9, 3.2e-12),
    with_total("LPDDR4X", 4.266e9, lpddr4x_total, lpddr4_3200, lpddr4x_io),
    total_only("LPDDR5", 6.4e9, 0.8 * lpddr4x_total),           // Micron, 2020: 20 % less than LPDDR4X
    total_only("LPDDR5X", 8.533e9, 0.8 * 0.8 * lpddr4x_total),  // Samsung, 2021: 20 % less than LPDDR5
    summed("DDR4", 3.2e9, ddr4_3200, pseudo_open_drain(1.2, 34, 48, 3.2e9)),
    summed("DDR5", 6.4e9, ddr5_4800, pseudo_open_drain(1.1, 34, 48, 4.8e9)),
    total_only("GDDR6", 16e9, 7.5e-12),  // Micron, "Ultra-bandwidth solutions", 2020, as HBM2E
    like_hbm2("HBM2E", 3.2e9, 6.0e-12),  // supply, rows and bursts are HBM2's
};

}  // namespace forge::plugins::dram

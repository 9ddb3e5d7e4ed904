// SPDX-License-Identifier: Apache-2.0
// What the currents of a DRAM's data sheet say about energy: the method of Micron's technical notes TN-41-01 (DDR3) and
// TN-40-07 (DDR4). An activation is what a row cycle (IDD0) takes beyond standby, a burst what IDD4 takes beyond
// standby with rows open, a refresh what IDD5 takes beyond it.
#pragma once

#include <array>

namespace forge::plugins::dram {

// Currents of one supply, in A.
struct Supply {
  double voltage = 0;
  double row_cycle = 0;   // IDD0
  double precharged = 0;  // IDD2N: clocked, no row open
  double open = 0;        // IDD3N: clocked, rows open
  double read = 0;        // IDD4R
  double write = 0;       // IDD4W
  double refresh = 0;     // IDD5, during a refresh of all banks
};

struct DataSheet {
  std::array<Supply, 2> supplies;
  double pins;  // data pins of the device
  double rate;  // transfers per second and pin
  double burst;
  double size;                             // bit
  double row_cycle, row_open;              // tRC, tRAS, in s
  double refresh_time, refresh_interval;   // tRFC, tREFI, in s
  bool standby_has_all_rows_open = false;  // then IDD3N says nothing about one row

  // For each supply: its voltage times a current of it, summed.
  template <typename Current> constexpr double power(Current current) const noexcept {
    double sum = 0;
    for (const Supply &supply : supplies) {
      sum += supply.voltage * current(supply);
    }
    return sum;
  }
  constexpr double idle(const Supply &supply) const noexcept {
    return standby_has_all_rows_open ? supply.precharged : supply.open;
  }

  // J for each bit of one burst, where each burst opens a row.
  constexpr double activate_per_bit() const noexcept {
    const double energy = power([this](const Supply &supply) {
      return supply.row_cycle * row_cycle - idle(supply) * row_open - supply.precharged * (row_cycle - row_open);
    });
    return energy / (pins * burst);
  }
  constexpr double read_per_bit() const noexcept {
    return power([](const Supply &supply) { return supply.read - supply.open; }) / (pins * rate);
  }
  constexpr double write_per_bit() const noexcept {
    return power([](const Supply &supply) { return supply.write - supply.open; }) / (pins * rate);
  }
  // W for each bit of capacity.
  constexpr double background_per_bit() const noexcept {
    return power([this](const Supply &supply) { return idle(supply); }) / size;
  }
  constexpr double refresh_per_bit() const noexcept {
    const double during = power([this](const Supply &supply) { return supply.refresh - idle(supply); });
    return during * refresh_time / refresh_interval / size;
  }
};

inline constexpr double mA = 1e-3, ns = 1e-9, Gbit = 1024.0 * 1024 * 1024;

// Micron 1 Gb DDR3-1600 x8, die G, as DRAMPower 4 has it (K. Chandrasekar et al., memspecs/MICRON_1Gb_DDR3-1600_8bit_G).
inline constexpr DataSheet ddr3_1600 = {
    .supplies = {{{1.5, 70 * mA, 45 * mA, 45 * mA, 140 * mA, 145 * mA, 170 * mA}, {}}},
    .pins = 8,
    .rate = 1.6e9,
    .burst = 8,
    .size = 1 * Gbit,
    .row_cycle = 38 * 1.25 * ns,
    .row_open = 28 * 1.25 * ns,
    .refresh_time = 88 * 1.25 * ns,
    .refresh_interval = 6240 * 1.25 * ns};

// Micron 8 Gb DDR4-3200 x8, as DRAMsim3 has it (S. Li et al., CAL 2020, configs/DDR4_8Gb_x8_3200). VPP adds nothing to
// an activation there: 3 mA with and without.
inline constexpr DataSheet ddr4_3200 = {
    .supplies = {{{1.2, 57 * mA, 37 * mA, 52 * mA, 168 * mA, 150 * mA, 250 * mA}, {}}},
    .pins = 8,
    .rate = 3.2e9,
    .burst = 8,
    .size = 8 * Gbit,
    .row_cycle = 74 * 0.625 * ns,
    .row_open = 52 * 0.625 * ns,
    .refresh_time = 350 * ns,
    .refresh_interval = 7800 * ns};

// Micron 16 Gb DDR5-4800 x8: VDD and VPP, as quoted in Stardust-lf/ramulator2-latency-supported, chip_pow_config.py;
// tRFC and tREFI: JESD79-5. IDD3N is taken with a row open in each bank and exceeds IDD0.
inline constexpr DataSheet ddr5_4800 = {.supplies = {{{1.1, 103 * mA, 92 * mA, 142 * mA, 318 * mA, 345 * mA, 277 * mA},
                                                      {1.8, 8 * mA, 7 * mA, 7 * mA, 9 * mA, 36 * mA, 28 * mA}}},
                                        .pins = 8,
                                        .rate = 4.8e9,
                                        .burst = 16,
                                        .size = 16 * Gbit,
                                        .row_cycle = 38.24 * ns,
                                        .row_open = 21.61 * ns,
                                        .refresh_time = 295 * ns,
                                        .refresh_interval = 3900 * ns,
                                        .standby_has_all_rows_open = true};

// Micron 2 Gb LPDDR2-800 x16: VDD1 and VDD2, DRAMPower 4 (memspecs/MICRON_2Gb_LPDDR2-800-S4_16bit_A).
inline constexpr DataSheet lpddr2_800 = {.supplies = {{{1.8, 20 * mA, 1.7 * mA, 1.2 * mA, 5 * mA, 10 * mA, 15 * mA},
                                                       {1.2, 56 * mA, 21 * mA, 29 * mA, 216 * mA, 203 * mA, 136 * mA}}},
                                         .pins = 16,
                                         .rate = 0.8e9,
                                         .burst = 8,
                                         .size = 2 * Gbit,
                                         .row_cycle = 24 * 2.5 * ns,
                                         .row_open = 17 * 2.5 * ns,
                                         .refresh_time = 52 * 2.5 * ns,
                                         .refresh_interval = 1560 * 2.5 * ns};

// Micron 6 Gb LPDDR4-3200, two channels of 16 pins that work at once: VDD1 and VDD2, DRAMPower 5
// (memspecs/MICRON_6Gb_LPDDR4-3200_32bit_A).
inline constexpr DataSheet lpddr4_3200 = {
    .supplies = {{{1.8, 3.5 * mA, 2.0 * mA, 2.25 * mA, 2.25 * mA, 2.25 * mA, 10 * mA},
                  {1.1, 45 * mA, 27 * mA, 30 * mA, 275 * mA, 210 * mA, 90 * mA}}},
    .pins = 32,
    .rate = 3.2e9,
    .burst = 16,
    .size = 6 * Gbit,
    .row_cycle = 97 * 0.625 * ns,
    .row_open = 68 * 0.625 * ns,
    .refresh_time = 448 * 0.625 * ns,
    .refresh_interval = 6246 * 0.625 * ns};

// J for a bit through a driver of `driver` Ohm into a termination of `termination` Ohm to the supply: current flows
// while the line is low, half of the time (pseudo open drain: DDR4, DDR5).
constexpr double pseudo_open_drain(double voltage, double driver, double termination, double rate) noexcept {
  return 0.5 * voltage * voltage / (driver + termination) / rate;
}

}  // namespace forge::plugins::dram

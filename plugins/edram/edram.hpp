// SPDX-License-Identifier: Apache-2.0
// Model "edram": dynamic memory on the logic's die, a transistor and a capacitor for each bit (README.md has the sources).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"

namespace forge::plugins::edram {

// A figure of macros at nodes, between which and beyond which it lies on the power law through the two nearest.
struct Figure {
  double node, value;
};
template <std::size_t n> double interpolated(const std::array<Figure, n> &figures, double node) noexcept {
  std::size_t i = 0;
  while (i + 2 < n && node > figures[i + 1].node) {
    ++i;
  }
  const double share = std::log(node / figures[i].node) / std::log(figures[i + 1].node / figures[i].node);
  return figures[i].value * std::pow(figures[i + 1].value / figures[i].value, share);
}

// IBM's deep trench cells: G. Fredeman et al., JSSC 51(1), 2016 (14 nm); C. Pei et al., IEDM 2014 (22 nm); J. Barth et al.,
// JSSC 46(1), 2011 (45 nm: 33.19 F^2, as DESTINY's calibration has it).
inline constexpr std::array<Figure, 3> cell_areas = {
    {{14e-9, 0.0174e-12}, {22e-9, 0.026e-12}, {45e-9, 33.19 * 45e-9 * 45e-9}}};
// Access to a macro of about 1 Mb: Fredeman (14 nm), Barth 2011 (45 nm), J. Barth et al., JSSC 43(1), 2008 (65 nm). Random
// cycles are 2, 1.7 and 2 ns there: no trend.
inline constexpr std::array<Figure, 3> access_times = {{{14e-9, 1e-9}, {45e-9, 1.35e-9}, {65e-9, 1.5e-9}}};
inline constexpr double random_cycle = 2e-9;       // s
inline constexpr double macro_size = 1024 * 1024;  // bit
// F. Hamzaoglu et al., JSSC 50(1), 2015: 1 Gb of 0.029 um^2 on a die of 77 mm^2.
inline constexpr double efficiency = 0.029 * 1073.741824 / 77;
inline constexpr double cell_capacitance = 18e-15;  // F: Barth 2011, as DESTINY's calibration has it
// Wires as in plugins/nonvolatile: R. Ho et al., Proc. IEEE 89(4), 2001; NVMExplorer at 22 nm.
inline constexpr double wire_capacitance = 0.2e-9;             // F/m
inline constexpr double wire_delay = 0.774891e-9 / 0.4967e-3;  // s/m at 22 nm

struct Edram {
  static constexpr std::string_view id = "edram";
  static constexpr std::string_view summary = "embedded DRAM, one transistor and one capacitor for a bit";
  static constexpr std::string_view source =
      "J. Barth et al., JSSC 2008 and 2011; C. Pei et al., IEDM 2014; F. Hamzaoglu et al., JSSC 2015; G. Fredeman et "
      "al., "
      "JSSC 2016";
  static constexpr std::string_view classes = "embedded-dram";
  static constexpr double accuracy = 0.5;

  enum Input { size, width, row, banks, node, clock, voltage, retention, cell_area };
  static constexpr forge_column_info inputs[] = {
      sdk::real("size", "bit", "capacity").range(1, 1e13).required(),
      sdk::real("width", "bit", "bits of one access").range(1, 65536).required(),
      sdk::real("row", "bit", "bits that a word line opens and that are restored; where not given, `width`")
          .range(1, 1e6)
          .optional(),
      sdk::integer("banks", "", "banks, each serves one access at a time").range(1, 4096).preset(1),
      sdk::real("node", "m", "technology node").range(5e-9, 180e-9).covered(14e-9, 65e-9).required(),
      sdk::real("clock", "Hz", "a bank starts at most one access per cycle; where not given, as fast as it can")
          .range(1, 1e12)
          .optional(),
      sdk::real("voltage", "V", "of cells, bit lines and wires").range(0.3, 3).preset(1.05),
      sdk::real("retention", "s", "time within which each cell is refreshed").range(1e-7, 10).preset(100e-6),
      sdk::real("cell_area", "m^2", "of a cell that you know; else the published one's").range(1e-17, 1e-10).optional(),
  };
  enum Output { area, leak, read, write, refresh, read_latency, write_latency, reads, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "cells over their share of a macro"),
      sdk::output("leak_power", "W", "refresh; leakage of the periphery is not published"),
      sdk::output("read.energy", "J", "cells of a row restored, and wires, for `width` bits"),
      sdk::output("write.energy", "J", "as the read"),
      sdk::output("refresh_power", "W", "each cell restored once in `retention`"),
      sdk::output("read.latency", "s", "access to a macro of 1 Mb, and wires beyond"),
      sdk::output("write.latency", "s", "as the read"),
      sdk::output("read.throughput", "Hz", "banks over a random cycle of 2 ns, at most the clock"),
      sdk::output("write.throughput", "Hz", "as the read"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double opened = std::isnan(in[row]) ? in[width] : in[row];
    if (opened < in[width] || in[size] < opened * in[banks]) {
      return false;  // a row has the bits of an access, a bank has a row
    }
    const double cell = std::isnan(in[cell_area]) ? interpolated(cell_areas, in[node]) : in[cell_area];
    const double side = std::sqrt(in[size] * cell / efficiency);
    const double side_of_macro = std::sqrt(macro_size * cell / efficiency);
    const double squared = in[voltage] * in[voltage];
    const double restored = cell_capacitance * squared;  // J for a cell
    out[area] = side * side;
    out[read] = out[write] = opened * restored + in[width] * wire_capacitance * squared * side;
    out[leak] = out[refresh] = in[size] * restored / in[retention];
    out[read_latency] = out[write_latency] =
        interpolated(access_times, in[node]) + wire_delay * in[node] / 22e-9 * std::max(0.0, side - side_of_macro);
    const double limit = std::isnan(in[clock]) ? std::numeric_limits<double>::infinity() : in[clock];
    out[reads] = out[writes] = in[banks] * std::min(1 / random_cycle, limit);
    return true;
  }
};

}  // namespace forge::plugins::edram

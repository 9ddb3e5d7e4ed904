// SPDX-License-Identifier: Apache-2.0
// Models "rram", "pcm", "sttram": an array of published cells, and wires over its side (README.md has the sources).
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string_view>

#include "cells.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology.hpp"

namespace forge::plugins::nonvolatile {

// 0.2 fF/um: R. Ho et al., "The future of wires", Proc. IEEE 89(4), 2001, at any node. Decoding and wires take as long as
// in NVMExplorer's RRAM array at 22 nm, whose cells are read at once: 0.775 ns for a side of 0.497 mm.
inline constexpr double wire_capacitance = 0.2e-9;  // F/m
inline constexpr double wire_node = 22e-9;
inline constexpr double wire_delay = 0.774891e-9 / 0.4967e-3;  // s/m

template <const Cell &cell> struct Memory {
  static constexpr std::string_view id = cell.id;
  static constexpr std::string_view summary = cell.summary;
  static constexpr std::string_view source = cell.source;
  static constexpr std::string_view classes = cell.classes;
  static constexpr double accuracy = 1;

  enum Input { size, width, banks, node, clock, voltage, cell_area, read_cell, write_cell, sense, pulse };
  static constexpr forge_column_info inputs[] = {
      sdk::real("size", "bit", "capacity").range(1, 1e13).required(),
      sdk::real("width", "bit", "bits of one access").range(1, 65536).required(),
      sdk::integer("banks", "", "banks, each serves one access at a time").range(1, 4096).preset(1),
      sdk::real("node", "m", "technology node").range(5e-9, 180e-9).covered(14e-9, 90e-9).required(),
      sdk::real("clock", "Hz", "a bank starts at most one access per cycle; where not given, as fast as it can")
          .range(1, 1e12)
          .optional(),
      sdk::real("voltage", "V", "swing of the wires").range(0.3, 5).preset(0.8),
      sdk::real("cell_area", "m^2", "of a cell that you know; else the published one's").range(1e-17, 1e-9).optional(),
      sdk::real("cell_read_energy", "J", "of a cell that you know").range(0, 1e-9).optional(),
      sdk::real("cell_write_energy", "J", "of a cell that you know, mean of set and reset").range(0, 1e-6).optional(),
      sdk::real("sense_time", "s", "of a cell that you know").range(0, 1e-3).optional(),
      sdk::real("write_pulse", "s", "of a cell that you know, the longer of set and reset").range(0, 1).optional(),
  };
  enum Output { area, leak, read, write, set, reset, read_latency, write_latency, reads, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "cells over their share of a macro"),
      sdk::output("leak_power", "W", "of the periphery at 350 K (NVMExplorer's array at 22 nm), scaled"),
      sdk::output("read.energy", "J", "cells and wires, for `width` bits"),
      sdk::output("write.energy", "J", "as many cells set as reset, and wires, for `width` bits"),
      sdk::output("set.energy", "J", "`width` cells set, and wires"),
      sdk::output("reset.energy", "J", "`width` cells reset, and wires"),
      sdk::output("read.latency", "s", "decoding, wires, sensing"),
      sdk::output("write.latency", "s", "decoding, wires, the longer pulse"),
      sdk::output("read.throughput", "Hz", "banks over the latency, at most the clock"),
      sdk::output("write.throughput", "Hz", "banks over the latency, at most the clock"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    if (in[size] < in[width] * in[banks]) {
      return false;  // a bank has at least one row
    }
    const auto known = [&in](Input given, double published) { return std::isnan(in[given]) ? published : in[given]; };
    const double scale = std::pow(in[node] / cell.node, cell.scaling);
    const double mean = (cell.set + cell.reset) / 2;
    const double written = known(write_cell, mean * scale);

    out[area] = in[size] * known(cell_area, cell.features * in[node] * in[node]) / cell.efficiency;
    const double side = std::sqrt(out[area]);
    const double wires = wire_capacitance * in[voltage] * in[voltage] * side;
    const double access = wire_delay * sdk::technology::delay_factor(wire_node, in[node]) * side;
    out[leak] = in[size] * cell.leak * sdk::technology::energy_factor(wire_node, in[node]);
    out[read] = in[width] * (known(read_cell, cell.read * scale) + wires);
    out[write] = in[width] * (written + wires);
    out[set] = in[width] * (written * cell.set / mean + wires);
    out[reset] = in[width] * (written * cell.reset / mean + wires);
    out[read_latency] = access + known(sense, cell.sense);
    out[write_latency] = access + known(pulse, std::max(cell.set_pulse, cell.reset_pulse));
    const double limit = std::isnan(in[clock]) ? std::numeric_limits<double>::infinity() : in[clock];
    out[reads] = in[banks] * std::min(1 / out[read_latency], limit);
    out[writes] = in[banks] * std::min(1 / out[write_latency], limit);
    return true;
  }
};

using Rram = Memory<resistive>;
using Pcm = Memory<phase_change>;
using Sttram = Memory<magnetic>;

}  // namespace forge::plugins::nonvolatile

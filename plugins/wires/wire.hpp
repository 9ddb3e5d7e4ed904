// SPDX-License-Identifier: Apache-2.0
// Models "wire" and "link": parallel wires, bare or with repeaters, and wires with registers at their ends.
#pragma once

#include <cmath>
#include <span>
#include <string_view>

#include "interconnect.hpp"

namespace forge::plugins::wires {

struct Wire {
  static constexpr std::string_view id = "wire";
  static constexpr std::string_view summary = "wires, bare or with repeaters";
  static constexpr std::string_view source =
      "C V^2 with 0.2 fF/um (Ho et al., Proc. IEEE 2001; hwcomponents-library 1.0.58); delay after Weste & Harris, "
      "2011";

  enum Input { length, node, voltage, per_m, resistance, width, activity, repeated };
  static constexpr forge_column_info inputs[] = {
      sdk::real("length", "m", "of each wire").range(0, 1).required(),
      node_column,
      voltage_column,
      capacitance_column,
      resistance_column,
      width_column(1),
      activity_column(1),
      sdk::flag("repeated", "repeaters stand along it, as many as make it fastest"),
  };
  enum Output { area, leak, transfer, latency, read, hop, hop_s, bit_millimetre };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of repeaters; wires lie above other circuits"),
      sdk::output("leak_power", "W", "of repeaters"),
      sdk::output("transfer.energy", "J", "width x activity C V^2; with repeaters 1.87 times (Weste & Harris)"),
      sdk::output("transfer.latency", "s", "0.38 R C; with repeaters 1.67 sqrt(FO4 R C) (Weste & Harris)"),
      sdk::output("read.energy", "J", "as transfer"),
      sdk::output("hop.energy", "J", "as transfer"),
      sdk::output("hop.latency", "s", "as transfer"),
      sdk::output("bit_millimetre.energy", "J", "of one bit over 1 mm: for `wire_energy` of a network"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const bool has_repeaters = in[repeated] == 1;
    const double r = std::isnan(in[resistance]) ? resistance_per_m(in[node]) : in[resistance];
    const double switched = in[per_m] * (has_repeaters ? 1 + repeater_share : 1);
    if (has_repeaters) {
      const Repeaters all = repeaters(in[width] * in[length] * in[per_m], in[voltage], in[node]);
      out[area] = all.area;
      out[leak] = all.leak;
    }
    out[transfer] = switching_energy(in[width], in[activity], switched * in[length], in[voltage]);
    out[latency] =
        has_repeaters ? repeated_delay(in[length], in[node], r, in[per_m]) : bare_delay(in[length], r, in[per_m]);
    out[bit_millimetre] = switching_energy(1, in[activity], switched * 1e-3, in[voltage]);
    out[read] = out[hop] = out[transfer];
    out[hop_s] = out[latency];
    return true;
  }
};

struct Link {
  static constexpr std::string_view id = "link";
  static constexpr std::string_view summary = "wires with repeaters, and a register for each cycle of the clock";
  static constexpr std::string_view source =
      "wires: Weste & Harris, 2011, 0.2 fF/um; registers: Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm)";

  enum Input { length, node, voltage, per_m, resistance, width, activity, clock };
  static constexpr forge_column_info inputs[] = {
      sdk::real("length", "m", "of each wire").range(0, 1).required(),
      node_column,
      voltage_column,
      capacitance_column,
      resistance_column,
      width_column(64),
      activity_column(0.25),
      clock_column,
  };
  enum Output { area, leak, hop, hop_s, hop_hz, transfer, transfer_s, transfer_hz };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of repeaters and registers (Aladdin, 40 nm), scaled"),
      sdk::output("leak_power", "W", "of repeaters and registers (Aladdin, 40 nm), scaled"),
      sdk::output("hop.energy", "J", "1.87 C V^2 of the bits that rise, and a register for each cycle (Aladdin)"),
      sdk::output("hop.latency", "s", "delay of the wire in whole cycles"),
      sdk::output("hop.throughput", "Hz", "one in each cycle"),
      sdk::output("transfer.energy", "J", "as hop"),
      sdk::output("transfer.latency", "s", "as hop"),
      sdk::output("transfer.throughput", "Hz", "as hop"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double r = std::isnan(in[resistance]) ? resistance_per_m(in[node]) : in[resistance];
    const double delay = repeated_delay(in[length], in[node], r, in[per_m]);
    const double cycles = std::max(1.0, std::ceil(delay * in[clock] * (1 - 1e-12)));
    const double wire = in[length] * in[per_m];
    const Repeaters along = repeaters(in[width] * wire, in[voltage], in[node]);
    const sdk::aladdin::Unit registers = sdk::aladdin::at(in[node], sdk::aladdin::flip_flops(in[width] * cycles));
    out[area] = along.area + registers.area;
    out[leak] = along.leak + registers.leak;
    out[hop] = switching_energy(in[width], in[activity], (1 + repeater_share) * wire, in[voltage]) + registers.energy;
    out[hop_s] = cycles / in[clock];
    out[hop_hz] = in[clock];
    out[transfer] = out[hop];
    out[transfer_s] = out[hop_s];
    out[transfer_hz] = out[hop_hz];
    return true;
  }
};

}  // namespace forge::plugins::wires

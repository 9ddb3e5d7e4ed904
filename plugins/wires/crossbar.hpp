// SPDX-License-Identifier: Apache-2.0
// Model "crossbar": a matrix of switches between lines of the inputs and lines of the outputs.
#pragma once

#include <cmath>
#include <span>
#include <string_view>

#include "interconnect.hpp"

namespace forge::plugins::wires {

struct Crossbar {
  static constexpr std::string_view id = "crossbar";
  static constexpr std::string_view summary = "matrix crossbar between inputs and outputs";
  static constexpr std::string_view source =
      "lines and crosspoints as in Orion (H.-S. Wang et al., MICRO 2002); wires: ITRS, 0.2 fF/um";

  enum Input { n_inputs, n_outputs, node, voltage, per_m, resistance, width, activity, clock };
  static constexpr forge_column_info inputs[] = {
      sdk::integer("inputs", "", "ways in").range(1, 4096).required(),
      sdk::integer("outputs", "", "ways out").range(1, 4096).required(),
      node_column,
      voltage_column,
      capacitance_column,
      resistance_column,
      width_column(64),
      activity_column(0.25),
      clock_column,
  };
  enum Output { area, leak, transfer, transfer_s, transfer_hz, hop, hop_s, hop_hz };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "pitch of its wires (ITRS)"),
      sdk::output("leak_power", "W", "off-current of the crosspoints, 0.09 nA/um at 22 nm, scaled"),
      sdk::output("transfer.energy", "J", "C V^2 of a line in, a line out and the crosspoints on them (as Orion)"),
      sdk::output("transfer.latency", "s", "both lines with repeaters, and two inverters (Weste & Harris)"),
      sdk::output("transfer.throughput", "Hz", "one over each output in each cycle"),
      sdk::output("hop.energy", "J", "as transfer"),
      sdk::output("hop.latency", "s", "as transfer"),
      sdk::output("hop.throughput", "Hz", "as transfer"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    constexpr double crosspoint_width = 8;  // F, of a crosspoint's transistor
    constexpr double junction = 1e-9;       // F/m of its width
    const double r = std::isnan(in[resistance]) ? resistance_per_m(in[node]) : in[resistance];
    const double line_in = in[n_outputs] * in[width] * wire_pitch(in[node]);
    const double line_out = in[n_inputs] * in[width] * wire_pitch(in[node]);
    const double crosspoint = crosspoint_width * in[node] * junction;
    const double lines = in[per_m] * (line_in + line_out) + (in[n_inputs] + in[n_outputs]) * crosspoint;
    out[area] = line_in * line_out;
    out[leak] = in[n_inputs] * in[n_outputs] * in[width] * crosspoint_width * 22e-9 * 0.09e-3 * in[voltage] *
                sdk::technology::energy_factor(22e-9, in[node]);
    out[transfer] = switching_energy(in[width], in[activity], lines, in[voltage]);
    out[transfer_s] = repeated_delay(line_in + line_out, in[node], r, in[per_m]) + 2 * fanout_of_4(in[node]);
    out[transfer_hz] = in[clock];
    out[hop] = out[transfer];
    out[hop_s] = out[transfer_s];
    out[hop_hz] = out[transfer_hz];
    return true;
  }
};

}  // namespace forge::plugins::wires

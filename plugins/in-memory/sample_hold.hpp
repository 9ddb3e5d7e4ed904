// SPDX-License-Identifier: Apache-2.0
// Model "sample-and-hold": a switch and a capacitor that is large enough for the noise that a resolution allows.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"
#include "process.hpp"

namespace forge::plugins::in_memory {

struct SampleHold {
  static constexpr std::string_view id = "sample-and-hold";
  static constexpr std::string_view classes = "analog-sample";
  static constexpr std::string_view summary = "sampling capacitor that is as small as its thermal noise allows";
  static constexpr std::string_view source =
      "noise kT/C equal to the noise of quantization, LSB^2/12 (B. Murmann, CICC 2008); capacitor as "
      "hwcomponents-library";

  enum Input { resolution, voltage, node, temperature, capacitance };
  static constexpr forge_column_info inputs[] = {
      sdk::integer("resolution", "bit", "of what is sampled").range(1, 20).required(),
      sdk::real("voltage", "V", "of the supply, and full scale").range(0.05, 20).preset(0.8),
      sdk::technology::node_column,
      sdk::real("temperature", "K", "of the switch").range(200, 450).preset(300),
      sdk::real("capacitance", "F", "at least this, for matching and parasitics").range(1e-18, 1e-6).preset(1e-15),
  };
  enum Output { area, leak, sample, convert };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of the capacitor (hwcomponents-library) and a switch of 100 F^2"),
      sdk::output("leak_power", "W", "off-current of the switch, 2 F wide"),
      sdk::output("sample.energy", "J", "C V^2: a full-scale sample"),
      sdk::output("convert.energy", "J", "as sample"),
  };

  // F at which kT/C is as large as the noise of quantization.
  static double least_capacitance(double bits, double volts, double kelvin) noexcept {
    constexpr double boltzmann = 1.380649e-23;
    return 12 * boltzmann * kelvin * std::ldexp(1.0, static_cast<int>(2 * bits)) / (volts * volts);
  }

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double c = std::max(in[capacitance], least_capacitance(in[resolution], in[voltage], in[temperature]));
    out[area] = capacitor_area(c, in[node]) + 100 * in[node] * in[node];
    out[leak] = off_current * 2 * base_node * in[voltage] * leak_at(in[node]);
    out[sample] = out[convert] = c * in[voltage] * in[voltage];
    return true;
  }
};

}  // namespace forge::plugins::in_memory

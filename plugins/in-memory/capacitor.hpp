// SPDX-License-Identifier: Apache-2.0
// Model "capacitor": a plate that a supply charges.
#pragma once

#include <cmath>
#include <span>
#include <string_view>

#include "distribution.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"
#include "process.hpp"

namespace forge::plugins::in_memory {

struct Capacitor {
  static constexpr std::string_view id = "capacitor";
  static constexpr std::string_view summary = "metal capacitor, charged from a supply";
  static constexpr std::string_view source =
      "charge from the supply, C V dV; 2.3 fF/um^2 at 22 nm as hwcomponents-library 1.0.58";

  enum Input { capacitance, voltage, node, target, resets };
  static constexpr forge_column_info inputs[] = {
      sdk::real("capacitance", "F", "of the plate").range(1e-18, 1e-6).required(),
      sdk::real("voltage", "V", "of the supply, and full scale").range(0.01, 20).preset(0.7),
      sdk::technology::node_column,
      sdk::real("raise.target", "V", "what it is raised to from 0; where not given, the supply")
          .range(0, 20)
          .optional(),
      sdk::flag("resets", "it goes back to 0 between values"),
  };
  static constexpr forge_column_info texts[] = {
      sdk::text("values", "probabilities of values from 0 to full scale, as \"0.5 0.25 0.25\"; empty: all alike"),
  };
  enum Output { area, leak, raise, read, switching };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "2.3 fF/um^2 and a border of 1 um^2 at 22 nm (hwcomponents-library), scaled"),
      sdk::output("leak_power", "W", "none"),
      sdk::output("raise.energy", "J", "C V target"),
      sdk::output("read.energy", "J", "C V^2: raised to the supply"),
      sdk::output("switch.energy", "J", "C V^2 times the mean rise from one value to the next"),
  };

  explicit Capacitor(const sdk::ComponentSetup &setup) : values(setup.text(0), "values") {}

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double goal = std::isnan(in[target]) ? in[voltage] : in[target];
    if (goal > in[voltage]) {
      return false;  // no supply lifts it above itself
    }
    const double full = in[capacitance] * in[voltage] * in[voltage];
    out[area] = capacitor_area(in[capacitance], in[node]);
    out[leak] = 0;
    out[raise] = in[capacitance] * in[voltage] * goal;
    out[read] = full;
    out[switching] = full * (in[resets] == 1 ? values.mean() : values.mean_rise());
    return true;
  }

  Distribution values;
};

}  // namespace forge::plugins::in_memory

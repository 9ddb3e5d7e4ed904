// SPDX-License-Identifier: Apache-2.0
// Model "c2c-multiplier": an analog voltage times a digital word, by the charge on a C-2C ladder.
#pragma once

#include <span>
#include <string_view>

#include "distribution.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"
#include "ladder.hpp"
#include "process.hpp"

namespace forge::plugins::in_memory {

struct C2cMultiplier {
  static constexpr std::string_view id = "c2c-multiplier";
  static constexpr std::string_view summary = "analog voltage times digital word on a ladder of capacitors";
  static constexpr std::string_view source =
      "charge of a C-2C ladder (H. Wang et al., JSSC 58(4), 2023); capacitors as hwcomponents-library, inverter as "
      "NeuroSim";

  enum Input { resolution, voltage, unit, node };
  static constexpr forge_column_info inputs[] = {
      sdk::integer("resolution", "bit", "of the digital operand b").range(1, WordMoments::most_bits).required(),
      sdk::real("voltage", "V", "of the supply, and full scale of the analog operand a").range(0.05, 20).required(),
      sdk::real("unit_capacitance", "F", "C of the ladder; its links are 2 C").range(1e-18, 1e-9).preset(1e-15),
      sdk::technology::node_column,
  };
  static constexpr forge_column_info texts[] = {
      sdk::text("a_values", "probabilities of the analog operand, from 0 to full scale; empty: all alike"),
      sdk::text("b_values", "probabilities of the digital operand, from 0 to the highest word; empty: all alike"),
  };
  enum Output { area, leak, switch_a, switch_b, multiply, compute };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2",
                  "for each bit C, 2 C (hwcomponents-library), inverter (NeuroSim), pass gates of 200 F^2"),
      sdk::output("leak_power", "W", "off-current of the inverters (NeuroSim, 22 nm), scaled"),
      sdk::output("switch_a.energy", "J", "a new a: its rise charges the rungs whose bits are 1"),
      sdk::output("switch_b.energy", "J", "a new b: bits that rise connect their rungs to a"),
      sdk::output("multiply.energy", "J", "both operands are new"),
      sdk::output("compute.energy", "J", "as multiply"),
  };

  explicit C2cMultiplier(const sdk::ComponentSetup &setup)
      : a(setup.text(0), "a_values"), words(Distribution(setup.text(1), "b_values")) {}

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const auto n = static_cast<std::size_t>(in[resolution]);
    const BitMoments &bits = words.of(in[resolution]);
    const Ladder ladder(n);
    double connected = 0;  // rungs that a rising bit adds, as a sees them
    for (std::size_t i = 0; i < n; ++i) {
      connected += bits.one(i) * (1 - bits.one(i)) * (1 - ladder.response(i, i));
    }
    const double full = in[unit] * in[voltage] * in[voltage];
    constexpr double inverter_area = 0.103e-12;  // NeuroSim, 22 nm
    out[area] = in[resolution] * (capacitor_area(in[unit], in[node]) + capacitor_area(2 * in[unit], in[node]) +
                                  inverter_area * area_at(in[node]) + 200 * in[node] * in[node]);
    out[leak] = in[resolution] * off_current * 3 * base_node * in[voltage] * leak_at(in[node]);
    out[switch_a] = full * ladder.drawn(bits) * a.mean_rise();
    out[switch_b] = full * connected * a.mean();
    out[multiply] = out[compute] = out[switch_a] + out[switch_b];
    return true;
  }

  Distribution a;
  WordMoments words;
};

}  // namespace forge::plugins::in_memory

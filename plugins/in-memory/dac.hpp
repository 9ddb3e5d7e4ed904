// SPDX-License-Identifier: Apache-2.0
// Models "c2c-dac", "r2r-dac" and "dual-r2r-dac": digital-to-analog converters with a ladder of capacitors or resistors.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <string_view>

#include "distribution.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"
#include "ladder.hpp"
#include "process.hpp"

namespace forge::plugins::in_memory {

// H. Wang et al., JSSC 58(4), 2023, doi:10.1109/JSSC.2022.3232601: 0.04 fJ for each bit at 22 nm and 1 V, as C V^2 with C ~ F^2.
inline double controller_energy(double resolution, double voltage, double node) noexcept {
  return 0.08 * resolution * voltage * node * voltage * node;
}

// What all ladders have besides the ladder: a register of the word, and a controller.
struct Digital {
  double area, leak, energy;
};
inline Digital digital_part(const BitMoments &bits, double voltage, double node) noexcept {
  const auto n = static_cast<double>(bits.size());
  return {n * FlipFlop::area * area_at(node), n * FlipFlop::leak * leak_at(node),
          bits.rises() * FlipFlop::energy * energy_at(node) + controller_energy(n, voltage, node)};
}

// s until a first-order output has come within half of the lowest bit.
inline double settling_time(double resolution, double resistance, double capacitance) noexcept {
  return resistance * capacitance * (resolution + 1) * std::numbers::ln2;
}

inline constexpr auto dac_values =
    sdk::text("values", "probabilities of values from 0 to full scale, as \"0.5 0.25 0.25\"; empty: all words alike");

struct C2cDac {
  static constexpr std::string_view id = "c2c-dac";
  static constexpr std::string_view classes = "dac c2c-ladder-dac";
  static constexpr std::string_view summary = "DAC with a ladder of capacitors, discharged between conversions";
  static constexpr std::string_view source =
      "charge of a C-2C ladder (H. Wang et al., JSSC 58(4), 2023); capacitors as hwcomponents-library, register as "
      "NeuroSim";

  enum Input { resolution, voltage, unit, node, clock, load_c, load_r, stacked };
  static constexpr forge_column_info inputs[] = {
      sdk::integer("resolution", "bit", "of a word").range(1, WordMoments::most_bits).required(),
      sdk::real("voltage", "V", "of the supply, and full scale").range(0.05, 20).required(),
      sdk::real("unit_capacitance", "F", "C of the ladder; its links are 2 C").range(1e-18, 1e-9).preset(1e-15),
      sdk::technology::node_column,
      sdk::real("clock", "Hz", "of words, at most").range(1, 1e12).preset(1e9),
      sdk::real("load_capacitance", "F", "at the output").range(0, 1e-6).preset(0),
      sdk::real("load_resistance", "Ohm", "between ladder and load").range(0, 1e9).preset(0),
      sdk::flag("stacked", "the capacitors lie above other circuits and take no area"),
  };
  static constexpr forge_column_info texts[] = {dac_values};
  enum Output { area, leak, energy, latency, throughput };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "C and 2 C for each bit (hwcomponents-library), register (NeuroSim, 22 nm), scaled"),
      sdk::output("leak_power", "W", "of the register (NeuroSim, 22 nm), scaled"),
      sdk::output("convert.energy", "J", "expected charge of the ladder times V, register, controller (Wang 2023)"),
      sdk::output("convert.latency", "s", "a cycle of the clock, or until half of the lowest bit is reached"),
      sdk::output("convert.throughput", "Hz", "one conversion after the other"),
  };

  explicit C2cDac(const sdk::ComponentSetup &setup) : values(setup.text(0), "values"), words(values) {}

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const auto n = static_cast<std::size_t>(in[resolution]);
    const BitMoments &bits = words.of(in[resolution]);
    const Digital digital = digital_part(bits, in[voltage], in[node]);
    const double pair = capacitor_area(in[unit], in[node]) + capacitor_area(2 * in[unit], in[node]);
    const double charge = in[unit] * in[voltage] * Ladder(n, in[load_c] / in[unit]).drawn(bits);
    out[area] = digital.area + (in[stacked] == 1 ? 0 : in[resolution] * pair);
    out[leak] = digital.leak;
    out[energy] = charge * in[voltage] + digital.energy;
    out[latency] = std::max(1 / in[clock], settling_time(in[resolution], in[load_r], 2 * in[unit] + in[load_c]));
    out[throughput] = 1 / out[latency];
    return true;
  }

  Distribution values;
  WordMoments words;
};

// R2rDac, or two of them, for the positive and the negative half of the range.
template <int n_sides> struct ResistorDac {
  static constexpr bool is_dual = n_sides == 2;
  static constexpr std::string_view id = is_dual ? "dual-r2r-dac" : "r2r-dac";
  static constexpr std::string_view classes = is_dual ? "dac dual-sided-r2r-ladder-dac" : "dac r2r-ladder-dac";
  static constexpr std::string_view summary =
      is_dual ? "two DACs with a ladder of resistors, for both signs" : "DAC with a ladder of resistors";
  static constexpr std::string_view source =
      "current of an R-2R ladder (H. Wang et al., JSSC 58(4), 2023); resistors as hwcomponents-library, register as "
      "NeuroSim";

  enum Input { resolution, voltage, unit, node, clock, load_c, load_r };
  static constexpr forge_column_info inputs[] = {
      sdk::integer("resolution", "bit", "of a word").range(1, WordMoments::most_bits).required(),
      sdk::real("voltage", "V", "of the supply, and full scale").range(0.05, 20).required(),
      sdk::real("unit_resistance", "Ohm", "R of the ladder; its rungs are 2 R").range(1, 1e9).preset(10e3),
      sdk::technology::node_column,
      sdk::real("clock", "Hz", "of words, at most").range(1, 1e12).preset(1e9),
      sdk::real("load_capacitance", "F", "at the output").range(0, 1e-6).preset(0),
      sdk::real("load_resistance", "Ohm", "between ladder and load").range(0, 1e9).preset(0),
  };
  static constexpr forge_column_info texts[] = {dac_values};
  enum Output { area, leak, energy, latency, throughput };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2",
                  "3 R for each bit, 2.35e-15 m^2/Ohm at 22 nm (hwcomponents-library), register (NeuroSim)"),
      sdk::output("leak_power", "W", "of the register (NeuroSim, 22 nm), scaled"),
      sdk::output("convert.energy", "J",
                  "expected current of the ladder times V and the time, load, register, controller"),
      sdk::output("convert.latency", "s", "a cycle of the clock, or until half of the lowest bit is reached"),
      sdk::output("convert.throughput", "Hz", "one conversion after the other"),
  };

  explicit ResistorDac(const sdk::ComponentSetup &setup) : values(setup.text(0), "values"), words(values) {}

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const auto n = static_cast<std::size_t>(in[resolution]);
    const BitMoments &bits = words.of(in[resolution]);
    const Digital digital = digital_part(bits, in[voltage], in[node]);
    const double squares = size_at(in[node]) * size_at(in[node]);
    const double v2 = in[voltage] * in[voltage];
    out[latency] = std::max(1 / in[clock], settling_time(in[resolution], in[unit] + in[load_r], in[load_c]));
    out[throughput] = 1 / out[latency];
    const double power = v2 / (2 * in[unit]) * Ladder(n).drawn(bits);
    const double load = v2 * in[load_c] * values.mean_rise();
    out[area] = n_sides * (digital.area + 3 * in[resolution] * in[unit] * 2.35e-15 * squares);
    out[leak] = n_sides * digital.leak;
    out[energy] = n_sides * (power * out[latency] + load + digital.energy);
    return true;
  }

  Distribution values;
  WordMoments words;
};
using R2rDac = ResistorDac<1>;
using DualR2rDac = ResistorDac<2>;

}  // namespace forge::plugins::in_memory

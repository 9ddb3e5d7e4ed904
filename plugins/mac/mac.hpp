// SPDX-License-Identifier: Apache-2.0
// Model "mac": a multiplier and an adder behind it, for integers or floating point (README.md has the sources).
#pragma once

#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"
#include "forge/sdk/technology.hpp"

namespace forge::plugins::mac {

struct Figures {
  double energy;  // J of one operation
  double area;    // m^2
  double leak;    // W
};
constexpr Figures operator+(const Figures &a, const Figures &b) noexcept {
  return {a.energy + b.energy, a.area + b.area, a.leak + b.leak};
}

// Integers: Y. S. Shao et al., "Aladdin", ISCA 2014: 40 nm, 1 ns, units of 32 bits. An adder grows with its width, a
// multiplier with the product of the widths of its operands.
inline constexpr double integer_node = 40e-9;
inline constexpr double unit_delay = 1e-9;
constexpr Figures integer_adder(double width) noexcept {
  const double share = width / 32;
  return {0.21e-12 * share, 278e-12 * share, 2.4e-6 * share};
}
constexpr Figures integer_multiplier(double width) noexcept {
  const double share = width / 32 * (width / 32);
  return {12.68e-12 * share, 6350e-12 * share, 80e-6 * share};
}

// Floating point: M. Horowitz, "Computing's energy problem", ISSCC 2014: 45 nm, 0.9 V, energy at 16 and 32 bits; the areas
// are those that W. Dally prints beside them, "High-performance hardware for machine learning", tutorial at NIPS 2015
// (TSMC 45 nm, DesignWare). Other widths lie on the power law through both. Leakage is not in these sources: it is that
// of as much area of the integer multiplier.
inline constexpr double float_node = 45e-9;
inline double through(double at_16, double at_32, double width) noexcept {
  return at_16 * std::pow(at_32 / at_16, std::log2(width / 16));
}
inline Figures float_unit(double energy_16, double energy_32, double area_16, double area_32, double width) noexcept {
  const double area = through(area_16, area_32, width);
  const Figures reference = integer_multiplier(32);
  const double leak_per_area = reference.leak * sdk::technology::energy_factor(integer_node, float_node) /
                               (reference.area * sdk::technology::area_factor(integer_node, float_node));
  return {through(energy_16, energy_32, width), area, area * leak_per_area};
}
inline Figures float_adder(double width) noexcept {
  return float_unit(0.4e-12, 0.9e-12, 1360e-12, 4184e-12, width);
}
inline Figures float_multiplier(double width) noexcept {
  return float_unit(1.1e-12, 3.7e-12, 1640e-12, 7700e-12, width);
}

struct Mac {
  static constexpr std::string_view id = "mac";
  static constexpr std::string_view summary = "multiply-accumulate unit for integers or floats";
  static constexpr std::string_view classes = "int-mac aladdin-int-mac";
  static constexpr double accuracy = 0.066;  // of area against synthesis at 40 nm, says its abstract; power: 0.049
  static constexpr std::string_view source =
      "integer: Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm); float: M. Horowitz, ISSCC 2014 (45 nm); scaled after "
      "Stillmaker & Baas, Integration 58, 2017";

  static constexpr forge_str types[] = {sdk::to_abi("int"), sdk::to_abi("float")};
  enum Input { type, multiplier_width, adder_width, node, clock, voltage, temperature };
  static constexpr forge_column_info inputs[] = {
      sdk::choice("type", "what it computes with", types),
      sdk::real("multiplier_width", "bit", "width of both factors").range(1, 128).required(),
      sdk::real("adder_width", "bit", "width of the sum; where not given, int: twice the multiplier's, float: the same")
          .range(1, 256)
          .optional(),
      sdk::real("node", "m", "technology node")
          .range(1e-9, 500e-9)
          .covered(sdk::technology::covered_nodes.lowest, sdk::technology::covered_nodes.highest)
          .required(),
      sdk::real("clock", "Hz", "where not given, 1 GHz at 40 nm, scaled").range(1, 1e12).optional(),
      sdk::real("voltage", "V", "supply; 0.8 V is that of the scaled figures")
          .range(sdk::technology::voltages.lowest, sdk::technology::voltages.highest)
          .covered(sdk::technology::covered_voltages.lowest, sdk::technology::covered_voltages.highest)
          .preset(sdk::technology::reference_voltage),
      sdk::real("temperature", "K", "of the junctions: leakage grows with it")
          .range(sdk::technology::temperatures.lowest, sdk::technology::temperatures.highest)
          .covered(sdk::technology::covered_temperatures.lowest, sdk::technology::covered_temperatures.highest)
          .preset(sdk::technology::reference_temperature),
  };
  enum Output { area, leak, energy, latency, throughput };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "int: Aladdin, 40 nm; float: Dally, NIPS 2015, 45 nm; scaled"),
      sdk::output("leak_power", "W", "int: Aladdin, 40 nm; float: by area; scaled"),
      sdk::output("compute.energy", "J", "int: Aladdin, 40 nm; float: Horowitz, 45 nm; scaled"),
      sdk::output("compute.latency", "s", "1 ns each for multiplier and adder at 40 nm (Aladdin)"),
      sdk::output("compute.throughput", "Hz", "one operation starts in each cycle of `clock`"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    namespace technology = sdk::technology;
    const bool is_float = in[type] == 1;
    const double product = in[multiplier_width];
    const double given = in[adder_width];
    const double sum = std::isnan(given) ? (is_float ? product : 2 * product) : given;
    if (is_float && (product < 8 || product > 64 || sum < 8 || sum > 64)) {
      return false;  // too far from the two widths that the figures have
    }
    const double from = is_float ? float_node : integer_node;
    const Figures both =
        is_float ? float_multiplier(product) + float_adder(sum) : integer_multiplier(product) + integer_adder(sum);
    const double scale = technology::energy_factor(from, in[node]);
    const double delay = unit_delay * technology::delay_factor(integer_node, in[node]) *
                         technology::voltage_delay_factor(in[node], in[voltage]);
    out[area] = both.area * technology::area_factor(from, in[node]);
    out[leak] = both.leak * scale * technology::leakage_factor(in[node], in[voltage], in[temperature]);
    out[energy] = both.energy * scale * technology::voltage_energy_factor(in[node], in[voltage]);
    out[latency] = 2 * delay;
    out[throughput] = std::isnan(in[clock]) ? 1 / delay : in[clock];
    return true;
  }
};

}  // namespace forge::plugins::mac

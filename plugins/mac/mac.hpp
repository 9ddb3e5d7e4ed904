// SPDX-License-Identifier: Apache-2.0
// Model "mac": a multiplier and an adder behind it, for integers or floating point (README.md has the sources).
#pragma once

#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"

namespace forge::plugins::mac {

using sdk::aladdin::Unit;

// Floating point: M. Horowitz, "Computing's energy problem", ISSCC 2014: 45 nm, 0.9 V, energy at 16 and 32 bits; the areas
// are those that W. Dally prints beside them, "High-performance hardware for machine learning", tutorial at NIPS 2015
// (TSMC 45 nm, DesignWare). Other widths lie on the power law through both. Leakage is not in these sources: it is that
// of as much area of the integer multiplier.
inline constexpr double float_node = 45e-9;
inline double through(double at_16, double at_32, double width) noexcept {
  return at_16 * std::pow(at_32 / at_16, std::log2(width / 16));
}
inline Unit float_unit(double energy_16, double energy_32, double area_16, double area_32, double width) noexcept {
  namespace technology = sdk::technology;
  constexpr double from = sdk::aladdin::node_of_figures;
  const double area = through(area_16, area_32, width);
  const double leak_per_area = sdk::aladdin::leak_per_area * technology::energy_factor(from, float_node) /
                               technology::area_factor(from, float_node);
  return {through(energy_16, energy_32, width), area, area * leak_per_area};
}
inline Unit float_adder(double width) noexcept {
  return float_unit(0.4e-12, 0.9e-12, 1360e-12, 4184e-12, width);
}
inline Unit float_multiplier(double width) noexcept {
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
      sdk::technology::node_column.range(1e-9, 500e-9),
      sdk::real("clock", "Hz", "where not given, 1 GHz at 40 nm, scaled").range(1, 1e12).optional(),
      sdk::technology::voltage_column,
      sdk::technology::temperature_column,
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
    const double from = is_float ? float_node : sdk::aladdin::node_of_figures;
    const Unit both = is_float ? float_multiplier(product) + float_adder(sum)
                               : sdk::aladdin::multiplier(product, product) + sdk::aladdin::adder(sum);
    const double scale = technology::energy_factor(from, in[node]);
    const double delay = sdk::aladdin::delay_at(in[node]) * technology::voltage_delay_factor(in[node], in[voltage]);
    out[area] = both.area * technology::area_factor(from, in[node]);
    out[leak] = both.leak * scale * technology::leakage_factor(in[node], in[voltage], in[temperature]);
    out[energy] = both.energy * scale * technology::voltage_energy_factor(in[node], in[voltage]);
    out[latency] = 2 * delay;
    out[throughput] = std::isnan(in[clock]) ? 1 / delay : in[clock];
    return true;
  }
};

}  // namespace forge::plugins::mac

// SPDX-License-Identifier: Apache-2.0
// Adders and multipliers of any format, fitted to two published tables of energy:
//   45 nm: M. Horowitz, "Computing's energy problem (and what we can do about it)", ISSCC 2014; areas beside them by W. Dally,
//          "High-performance hardware for machine learning", tutorial at NIPS 2015 (TSMC 45 nm, DesignWare);
//   7 nm:  N. P. Jouppi et al., "Ten lessons from three generations shaped Google's TPUv4i", ISCA 2021, table 2.
//
//   pJ          add: int8   int32   bf16   fp16   fp32    multiply: int8   int32   bf16   fp16   fp32
//   45 nm            0.03   0.1            0.4    0.9               0.2    3.1            1.1    3.7
//   7 nm             0.007  0.03    0.11   0.16   0.38              0.07   1.48    0.21   0.34   1.31
//   um^2, 45 nm      36     137            1360   4184              282    3495           1640   7700
//
// Integers lie on the power law through 8 and 32 bits. Floats, with a significand of p bits and an exponent of e:
//   adder:      a p log2 p (both shifters) + b p (adder, rounding) + c e (difference of the exponents, at the price of an
//               integer adder)
//   multiplier: a p^2 (array) + b p (last adder, rounding) + c e (sum of the exponents)
// The 7 nm multiplier has as many figures as terms; at 45 nm b and c are to each other as there. Between 7 and 45 nm energy
// lies on the power law through both; beyond, technology.hpp scales the nearer one. Areas are scaled from 45 nm.
#pragma once

#include "aladdin.hpp"
#include "number_format.hpp"

namespace forge::plugins::arithmetic {

inline constexpr std::string_view typed_source =
    "energy: M. Horowitz, ISSCC 2014 (45 nm), N. P. Jouppi et al., TPUv4i, ISCA 2021 (7 nm); area: W. Dally, NIPS 2015 "
    "(45 nm); "
    "leakage, delay: Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm); scaled after Stillmaker & Baas, Integration 58, "
    "2017";
inline constexpr std::string_view typed_figure =
    "Horowitz, Dally, 45 nm; Jouppi, 7 nm; leakage and delay: Aladdin, 40 nm; scaled";
inline constexpr double typed_accuracy = 0.05;  // the worst fit to the published figures is 0.04

inline constexpr double horowitz_node = 45e-9;
inline constexpr double jouppi_node = 7e-9;

// The power law through two points.
inline double through(double x_1, double y_1, double x_2, double y_2, double x) noexcept {
  return y_1 * std::pow(y_2 / y_1, std::log(x / x_1) / std::log(x_2 / x_1));
}
inline double energy_between(double at_45, double at_7, double node) noexcept {
  if (node > horowitz_node) {
    return at_45 * sdk::technology::energy_factor(horowitz_node, node);
  }
  if (node < jouppi_node) {
    return at_7 * sdk::technology::energy_factor(jouppi_node, node);
  }
  return through(jouppi_node, at_7, horowitz_node, at_45, node);
}

// Coefficients a, b, c of the formulas above.
struct Fit {
  double square_or_log, linear, exponent;
  double multiplier(const Format &f) const noexcept {
    const double p = f.significand();
    return square_or_log * p * p + linear * p + exponent * f.exponent;
  }
  double adder(const Format &f) const noexcept {
    const double p = f.significand();
    return square_or_log * p * std::log2(p) + linear * p + exponent * f.exponent;
  }
};
inline constexpr Fit multiplier_at_7 = {1.83559e-15, 10.0113e-15, 1.55405e-15};   // J
inline constexpr Fit multiplier_at_45 = {4.23883e-15, 49.8552e-15, 7.73905e-15};  // J
inline constexpr Fit multiplier_area = {13.216e-12, 3.47028e-12, 0.538694e-12};   // m^2 at 45 nm
inline constexpr Fit adder_at_7 = {1.71753e-15, 7.63907e-15, 0.958333e-15};
inline constexpr Fit adder_at_45 = {1.32373e-15, 30.4585e-15, 2.91667e-15};
inline constexpr Fit adder_area = {36.4295e-12, 0, 4.20833e-12};

// Leakage is not in these tables: as much for each area as Aladdin's multiplier has.
inline double leak_of(double area_at_45) noexcept {
  const Figures reference = scaled(multiplier(32, 32), aladdin_node, horowitz_node);
  return area_at_45 * reference.leak / reference.area;
}
// Nor is delay: integers take Aladdin's 1 ns at 40 nm, floats are its pipelines of three such stages.
inline Figures typed(const Format &format, double energy, double area_at_45, double node) noexcept {
  const double stages = format.is_float ? 3 : 1;
  Figures unit = scaled({0, area_at_45, leak_of(area_at_45), 0}, horowitz_node, node);
  unit.energy = energy;
  unit.delay = stages * sdk::aladdin::delay_at(node);
  return unit;
}

inline Figures typed_adder(const Format &format, double node) noexcept {
  if (format.is_float) {
    return typed(format, energy_between(adder_at_45.adder(format), adder_at_7.adder(format), node),
                 adder_area.adder(format), node);
  }
  const double w = format.width;
  return typed(format,
               energy_between(through(8, 0.03e-12, 32, 0.1e-12, w), through(8, 0.007e-12, 32, 0.03e-12, w), node),
               through(8, 36e-12, 32, 137e-12, w), node);
}
inline Figures typed_multiplier(const Format &format, double node) noexcept {
  if (format.is_float) {
    return typed(format, energy_between(multiplier_at_45.multiplier(format), multiplier_at_7.multiplier(format), node),
                 multiplier_area.multiplier(format), node);
  }
  const double w = format.width;
  return typed(format, energy_between(through(8, 0.2e-12, 32, 3.1e-12, w), through(8, 0.07e-12, 32, 1.48e-12, w), node),
               through(8, 282e-12, 32, 3495e-12, w), node);
}

inline constexpr forge_str accumulator_names[] = {
    sdk::to_abi("auto"), sdk::to_abi("same"), sdk::to_abi("int16"), sdk::to_abi("int32"),
    sdk::to_abi("bf16"), sdk::to_abi("fp16"), sdk::to_abi("fp32"),
};
inline constexpr sdk::Column accumulator_column = sdk::choice(
    "accumulator", "format of the sum; auto: of integers 32 bits or twice theirs, of floats fp32", accumulator_names);

inline Format accumulator_of(const Format &format, double choice) noexcept {
  constexpr Format named[] = {integer(16), integer(32), floating(8, 7), floating(5, 10), fp32};
  const auto index = static_cast<std::size_t>(choice);
  if (index == 0) {
    return format.is_float ? fp32 : integer(std::max(32.0, 2 * format.width));
  }
  return index == 1 ? format : named[index - 2];
}

struct TypedAdder {
  static constexpr std::string_view id = "typed-adder";
  static constexpr std::string_view summary = "adder for integers or floats of a format";
  static constexpr std::string_view classes = "adder int-adder fp-adder";
  static constexpr std::string_view source = typed_source;
  static constexpr double accuracy = typed_accuracy;

  enum Input { type, width, exponent, mantissa, node, clock, voltage, temperature };
  static constexpr auto inputs = inputs_of(type_column, width_column, exponent_column, mantissa_column);
  static constexpr auto outputs = outputs_with_compute(typed_figure, {"add.energy", "add.latency", "add.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Format format = format_at(in, type);
    const Conditions conditions = conditions_at(in, node);
    return format.width > 0 && fill(out, under(conditions, typed_adder(format, in[node])), rate(conditions));
  }
};

struct TypedMultiplier {
  static constexpr std::string_view id = "typed-multiplier";
  static constexpr std::string_view summary = "multiplier for integers or floats of a format";
  static constexpr std::string_view classes = "multiplier int-multiplier fp-multiplier";
  static constexpr std::string_view source = typed_source;
  static constexpr double accuracy = typed_accuracy;

  enum Input { type, width, exponent, mantissa, node, clock, voltage, temperature };
  static constexpr auto inputs = inputs_of(type_column, width_column, exponent_column, mantissa_column);
  static constexpr auto outputs =
      outputs_with_compute(typed_figure, {"multiply.energy", "multiply.latency", "multiply.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Format format = format_at(in, type);
    const Conditions conditions = conditions_at(in, node);
    return format.width > 0 && fill(out, under(conditions, typed_multiplier(format, in[node])), rate(conditions));
  }
};

struct TypedMac {
  static constexpr std::string_view id = "typed-mac";
  static constexpr std::string_view summary = "multiplier of a format, and an adder of another behind it";
  static constexpr std::string_view classes = "mac int-mac fp-mac";
  static constexpr std::string_view source = typed_source;
  static constexpr double accuracy = typed_accuracy;

  enum Input { type, width, exponent, mantissa, accumulator, node, clock, voltage, temperature };
  static constexpr auto inputs =
      inputs_of(type_column, width_column, exponent_column, mantissa_column, accumulator_column);
  static constexpr auto outputs = outputs_with_compute(typed_figure, {"mac.energy", "mac.latency", "mac.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Format format = format_at(in, type);
    const Format sum = accumulator_of(format, in[accumulator]);
    if (format.width == 0 || format.is_float != sum.is_float) {
      return false;  // a product does not change between integers and floats without a unit for it
    }
    const Conditions conditions = conditions_at(in, node);
    const Figures unit = typed_multiplier(format, in[node]) + typed_adder(sum, in[node]);
    return fill(out, under(conditions, unit), rate(conditions));
  }
};

}  // namespace forge::plugins::arithmetic

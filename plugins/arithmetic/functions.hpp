// SPDX-License-Identifier: Apache-2.0
// Elementary functions of floats by piecewise quadratic polynomials: a table of coefficients, addressed by the leading bits
// of the significand, and two multiplications and additions with the rest (Horner's rule).
//
// Sizes: the error of the best polynomial of degree 2 on an interval of width h is max|f'''| h^3 / 192 (J.-M. Muller,
// "Elementary functions", 2006, chapter 3), and has to be below half a unit in the last place; two guard bits. For 24 bits
// this gives 2^6 intervals of 2^x and 2^7 of 1/x, and a constant of 26 bits, as in S. F. Oberman, M. Y. Siu, "A
// high-performance area-efficient multifunction interpolator", ARITH-17, 2005. (Their other coefficients are shorter.)
//
// Multipliers and adders are the integer ones of typed_units.hpp. What a bit of a table costs is calibrated on the only
// elementary function that Aladdin has: its unit for sine and cosine of fp32 at 40 nm (power_func.h: 0.5293 mW at 10 ns,
// 10587 um^2, 0.1037 mW), taken as such an interpolator with the multiplier and the shifter of a range reduction.
#pragma once

#include "typed_units.hpp"

namespace forge::plugins::arithmetic {

inline constexpr double third_of_power_of_two = 0.666049;  // 2 ln^3 2: largest third derivative of 2^x, 0 <= x <= 1
inline constexpr double third_of_inverse = 6;              // and of 1/x, 1 <= x <= 2

// Of a function with that third derivative, for a significand of p bits. The bits behind the address are multiplied by
// coefficients of that length and the guard bits; the constant has all bits.
struct Interpolator {
  double address, rest, coefficient, constant;  // bits
  double stored() const noexcept { return std::exp2(address) * (2 * coefficient + constant); }
};
inline Interpolator interpolator(double third_derivative, double p) noexcept {
  const double address = std::max(0.0, std::ceil((p + 1 + std::log2(third_derivative / 192)) / 3));
  return {address, p - address, p - address + 2, p + 2};
}

inline constexpr double table_bit_area = 1.53e-12;      // m^2 at 40 nm
inline constexpr double table_bit_energy = 0.2615e-15;  // J of a look-up, for each bit that the table holds
inline constexpr double leak_per_area = 0.1037e-3 / 10587e-12;

inline Figures interpolate(double third_derivative, double p, double node) noexcept {
  const Interpolator table = interpolator(third_derivative, p);
  Figures step = typed_adder(integer(p), node);
  step.delay = 0;  // in the multiplier's tree
  // A multiplier of two widths is as one of their geometric mean.
  step = step + typed_multiplier(integer(std::sqrt(table.coefficient * table.rest)), node);
  const Figures look_up = {table_bit_energy * table.stored(), table_bit_area * table.stored(), 0, 0};
  return scaled(look_up, aladdin_node, node) + step + step;
}
inline Figures with_leak(Figures unit, double node) noexcept {
  namespace technology = sdk::technology;
  unit.leak = unit.area / technology::area_factor(aladdin_node, node) * leak_per_area *
              technology::energy_factor(aladdin_node, node);
  return unit;
}

// e^x = 2^(x log2 e): a multiplication by the constant, a shift that parts integer and fraction, 2^fraction; the integer is
// the exponent.
inline Figures exponential(const Format &format, double node) noexcept {
  const double p = format.significand();
  const Figures reduction = typed_multiplier(integer(p), node) + scaled(shifter(p), aladdin_node, node);
  return with_leak(reduction + interpolate(third_of_power_of_two, p, node), node);
}
// 1/x: that of the significand; the exponent is subtracted from a constant.
inline Figures reciprocal(const Format &format, double node) noexcept {
  Figures exponent = typed_adder(integer(format.exponent), node);
  exponent.delay = 0;  // beside the significand
  return with_leak(interpolate(third_of_inverse, format.significand(), node) + exponent, node);
}

inline constexpr sdk::Column function_mantissa_column =
    sdk::integer("mantissa", "bit", "of custom-float: bits of the mantissa without the hidden one")
        .range(1, 30)
        .covered(7, 23)
        .optional();

inline constexpr std::string_view function_source =
    "quadratic interpolators sized after J.-M. Muller, Elementary functions, 2006; integer units: Horowitz, ISSCC "
    "2014, "
    "and Jouppi "
    "et al., ISCA 2021; table: calibrated on the trigonometric unit of Aladdin, ISCA 2014; scaled after Stillmaker & "
    "Baas, "
    "Integration 58, 2017";
inline constexpr std::string_view function_figure = "integer units and a table; see the README";

struct Exp {
  static constexpr std::string_view id = "interpolated-exp";
  static constexpr std::string_view summary = "e^x of floats by piecewise quadratic polynomials";
  static constexpr std::string_view classes = "exp exponential";
  static constexpr std::string_view source = function_source;

  enum Input { type, width, exponent, mantissa, node, clock, voltage, temperature };
  static constexpr auto inputs = inputs_of(type_column, width_column, exponent_column, function_mantissa_column);
  static constexpr auto outputs =
      outputs_with_compute(function_figure, {"exp.energy", "exp.latency", "exp.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Format format = format_at(in, type);
    const Conditions conditions = conditions_at(in, node);
    return format.is_float && fill(out, under(conditions, exponential(format, in[node])), rate(conditions));
  }
};

struct Reciprocal {
  static constexpr std::string_view id = "interpolated-reciprocal";
  static constexpr std::string_view summary = "1/x of floats by piecewise quadratic polynomials";
  static constexpr std::string_view classes = "reciprocal";
  static constexpr std::string_view source = function_source;

  enum Input { type, width, exponent, mantissa, node, clock, voltage, temperature };
  static constexpr auto inputs = inputs_of(type_column, width_column, exponent_column, function_mantissa_column);
  static constexpr auto outputs =
      outputs_with_compute(function_figure, {"reciprocal.energy", "reciprocal.latency", "reciprocal.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Format format = format_at(in, type);
    const Conditions conditions = conditions_at(in, node);
    return format.is_float && fill(out, under(conditions, reciprocal(format, in[node])), rate(conditions));
  }
};

}  // namespace forge::plugins::arithmetic

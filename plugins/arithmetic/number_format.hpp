// SPDX-License-Identifier: Apache-2.0
// Formats of numbers, by name or by their widths.
#pragma once

#include <algorithm>

#include "figures.hpp"

namespace forge::plugins::arithmetic {

struct Format {
  bool is_float;
  double width;     // bits in all
  double exponent;  // bits; 0 of integers
  double mantissa;  // bits without the hidden one; 0 of integers
  // What a floating-point unit multiplies and adds: with the hidden bit.
  constexpr double significand() const noexcept { return mantissa + 1; }
};
constexpr Format integer(double width) noexcept {
  return {false, width, 0, 0};
}
constexpr Format floating(double exponent, double mantissa) noexcept {
  return {true, 1 + exponent + mantissa, exponent, mantissa};
}

inline constexpr Format fp32 = floating(8, 23);
inline constexpr Format named_formats[] = {
    integer(4),     integer(8),     integer(16),     integer(32),     floating(4, 3),
    floating(5, 2), floating(8, 7), floating(5, 10), floating(8, 10), fp32,
};
inline constexpr forge_str type_names[] = {
    sdk::to_abi("int4"),     sdk::to_abi("int8"),     sdk::to_abi("int16"),      sdk::to_abi("int32"),
    sdk::to_abi("fp8-e4m3"), sdk::to_abi("fp8-e5m2"), sdk::to_abi("bf16"),       sdk::to_abi("fp16"),
    sdk::to_abi("tf32"),     sdk::to_abi("fp32"),     sdk::to_abi("custom-int"), sdk::to_abi("custom-float"),
};
inline constexpr std::size_t n_named = std::size(named_formats);
static_assert(std::size(type_names) == n_named + 2);

inline constexpr sdk::Column type_column = sdk::choice("type", "format of the operands", type_names).required();
inline constexpr sdk::Column width_column =
    sdk::integer("width", "bit", "of custom-int").range(2, 64).covered(8, 32).optional();
inline constexpr sdk::Column exponent_column =
    sdk::integer("exponent", "bit", "of custom-float: bits of the exponent").range(2, 15).covered(5, 8).optional();
inline constexpr sdk::Column mantissa_column =
    sdk::integer("mantissa", "bit", "of custom-float: bits of the mantissa without the hidden one")
        .range(1, 52)
        .covered(7, 23)
        .optional();

// The four above, where they follow each other. A width of 0: a custom format without its widths.
inline Format format_at(std::span<const double> in, std::size_t first) noexcept {
  const auto type = static_cast<std::size_t>(in[first]);
  const double width = in[first + 1];
  const double exponent = in[first + 2];
  const double mantissa = in[first + 3];
  if (type < n_named) {
    return named_formats[type];
  }
  if (type == n_named) {
    return std::isnan(width) ? integer(0) : integer(width);
  }
  return std::isnan(exponent) || std::isnan(mantissa) ? integer(0) : floating(exponent, mantissa);
}

}  // namespace forge::plugins::arithmetic

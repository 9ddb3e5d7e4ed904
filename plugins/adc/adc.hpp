// SPDX-License-Identifier: Apache-2.0
// Model "adc": what a converter of the published survey would cost, by a regression over it (README.md).
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"

namespace forge::plugins::adc {

// T. Andrulis, R. Chen, H.-S. Lee, J. S. Emer, V. Sze, "Modeling Analog-Digital-Converter Energy and Area for Compute-In-
// Memory Accelerator Design", arXiv:2404.06553 (2024), fitted to B. Murmann's ADC survey (1997-2023). The paper describes
// the form; the coefficients are those of hwcomponents-adc 1.0.21.
//
// Schreier's figure of merit in dB: the best that the survey has. It falls with the speed, and at low speed it is bounded.
inline double figure_of_merit(double resolution, double rate) noexcept {
  const double at_speed = 213.7807 - 2.871903 * std::log(rate);
  const double bound = 128.30683 + 3.2205115 * resolution;
  return std::min(at_speed, bound);
}

// J of one conversion, all included. The rate is that of one converter.
inline double energy_per_conversion(double resolution, double node, double rate) noexcept {
  const double snr = 6.0206 * resolution + 1.7609;  // dB, of an ideal quantizer
  const double bound = 1 / (2 * std::pow(10, (figure_of_merit(resolution, rate) - snr) / 10));
  const double nm = node * 1e9;
  const double shift = 26.049622 + 1.8800369 * std::log(nm) - 2.8291256 * std::log(resolution) - 1.4702022;
  return 1e-12 * bound * std::exp(shift);
}

// m^2 of one converter.
inline double area_of_one(double node, double rate, double energy) noexcept {
  const double nm = node * 1e9;
  return 1e-12 * std::exp(0.99327947 * std::log(nm) + 0.18071538 * std::log(rate) +
                          0.29912426 * std::log(energy * 1e12) + 1.3461916);
}

// The survey has power under load only. A fifth of it is taken as what flows whether the converter works or not.
inline constexpr double idle_share = 0.2;

struct Adc {
  static constexpr std::string_view id = "adc";
  static constexpr std::string_view classes = "sar-adc pim-adc cim-adc";
  static constexpr std::string_view summary = "analog-to-digital converters, as good as the best published ones";
  static constexpr std::string_view source =
      "regression over B. Murmann's ADC survey: T. Andrulis et al., arXiv:2404.06553 (2024)";

  enum Input { resolution, node, throughput, n_adcs };
  static constexpr forge_column_info inputs[] = {
      sdk::integer("resolution", "bit", "effective number of bits").range(4, 20).covered(4, 14).required(),
      sdk::real("node", "m", "technology node").range(2e-9, 500e-9).covered(7e-9, 180e-9).required(),
      sdk::real("throughput", "Hz", "conversions in a second, of all converters together").range(1e3, 1e15).required(),
      sdk::integer("n_adcs", "", "converters that share this throughput").range(1, 1e6).preset(1),
  };
  enum Output { area, leak, energy, latency, rate };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of all converters; regression (arXiv:2404.06553)"),
      sdk::output("leak_power", "W", "a fifth of the power at full rate"),
      sdk::output("convert.energy", "J", "four fifths of the power at full rate, by the rate; regression"),
      sdk::output("convert.latency", "s", "from one result to the next: 1 / throughput"),
      sdk::output("convert.throughput", "Hz", "as given"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double each = in[throughput] / in[n_adcs];
    const double all = energy_per_conversion(in[resolution], in[node], each);
    out[area] = in[n_adcs] * area_of_one(in[node], each, all);
    out[leak] = idle_share * all * in[throughput];
    out[energy] = (1 - idle_share) * all;
    out[latency] = 1 / in[throughput];
    out[rate] = in[throughput];
    return true;
  }
};

}  // namespace forge::plugins::adc

// SPDX-License-Identifier: Apache-2.0
// Flip-flops and integer units of Y. S. Shao et al., "Aladdin", ISCA 2014, as its authors released them (gem5-aladdin,
// power_func.h, rounded as hwcomponents does): commercial 40 nm library, 1 ns. Units grow with their width, multipliers
// with both; figures as printed for 32 bits (flip-flops: one bit). `at` and `delay_at` scale to another node (m).
#pragma once

#include <cmath>

#include "forge/sdk/technology.hpp"

namespace forge::sdk::aladdin {

inline constexpr double node_of_figures = 40e-9;  // m
inline constexpr double delay = 1e-9;             // s, of each unit but these; a flip-flop is always readable
inline constexpr double logic_delay = 0.06e-9, shifter_delay = 0.7e-9;
inline constexpr double flip_flop_leak = 7.395e-8;   // W of one
inline constexpr double flip_flop_energy = 9.0e-15;  // J, read or written

struct Unit {
  double energy;  // J of one operation
  double area;    // m^2
  double leak;    // W
};
constexpr Unit operator+(const Unit &a, const Unit &b) noexcept {
  return {a.energy + b.energy, a.area + b.area, a.leak + b.leak};
}
constexpr Unit operator*(double share, const Unit &unit) noexcept {
  return {share * unit.energy, share * unit.area, share * unit.leak};
}

constexpr Unit flip_flops(double bits, double leak = flip_flop_leak) noexcept {
  return bits * Unit{flip_flop_energy, 5.98e-12, leak};
}
constexpr Unit adder(double width) noexcept {
  return width / 32 * Unit{0.21e-12, 278e-12, 2.4e-6};
}
constexpr Unit counter(double width) noexcept {
  return width / 32 * Unit{0.25074e-12, 495.5e-12, 0.321e-6};
}
constexpr Unit comparator(double width) noexcept {
  return width / 32 * Unit{0.02947e-12, 71e-12, 25.1e-9};
}
constexpr Unit multiplier(double width_a, double width_b) noexcept {
  return width_a / 32 * (width_b / 32) * Unit{12.68e-12, 6350e-12, 80e-6};
}
constexpr Unit logic(double width) noexcept {  // bitwise
  return width / 32 * Unit{0.018056e-12, 50.37e-12, 0.61116e-6};
}
// A barrel shifter has a row of multiplexers for each bit of the distance.
inline Unit shifter(double width) noexcept {
  return width / 32 * std::log2(width) / 5 * Unit{0.41725e-12, 249.65e-12, 1.6979e-6};
}
// Logic whose leakage no source has: W/m^2 at 40 nm.
inline constexpr double leak_per_area = multiplier(32, 32).leak / multiplier(32, 32).area;

inline Unit at(double node, const Unit &unit) noexcept {
  const double energy = technology::energy_factor(node_of_figures, node);
  return {unit.energy * energy, unit.area * technology::area_factor(node_of_figures, node), unit.leak * energy};
}
constexpr double delay_at(double node) noexcept {
  return delay * technology::delay_factor(node_of_figures, node);
}

}  // namespace forge::sdk::aladdin

// SPDX-License-Identifier: Apache-2.0
// Figures of the 22 nm process that the models here start from, and how they move to another node.
#pragma once

#include <cmath>

#include "forge/sdk/technology.hpp"

namespace forge::plugins::in_memory {

inline constexpr double base_node = 22e-9;

inline double area_at(double node) noexcept {
  return sdk::technology::area_factor(base_node, node);
}
inline double leak_at(double node) noexcept {
  return sdk::technology::energy_factor(base_node, node);
}
inline double energy_at(double node) noexcept {
  return sdk::technology::energy_factor(base_node, node);
}
// Capacitances and delays of devices go with their size.
constexpr double size_at(double node) noexcept {
  return node / base_node;
}

// Metal-oxide-metal capacitors and wires: the constants of hwcomponents-library 1.0.58, nominally 2.3 fF/um^2, a border of
// 1 um^2 and 0.2 fF/um. It takes the first two through its table from 22 to 22 nm, which rounds to 1.0917: so they stand here.
inline constexpr double table_at_22nm = 1.0 + 0.11 / 1.2;
inline constexpr double capacitance_per_area = 2.3e-3 * table_at_22nm;  // F/m^2
inline constexpr double capacitor_border = 1e-12 * table_at_22nm;       // m^2
inline constexpr double wire_capacitance = 2e-10;                       // F/m

// m^2. None without a capacitance.
inline double capacitor_area(double capacitance, double node) noexcept {
  return capacitance > 0 ? (capacitance / capacitance_per_area + capacitor_border) * area_at(node) : 0;
}

// One bit of a register: DNN+NeuroSim V1.3, 22 nm, an eighth of its 8-bit flip-flop.
struct FlipFlop {
  static constexpr double area = 1.2359e-12;
  static constexpr double leak = 156.33e-12;
  static constexpr double energy = 2.5521e-15;
};

// Off-current per width, devices for low power: 0.09 nA/um, from the leakage of NeuroSim's SRAM cell at 22 nm and 0.85 V.
inline constexpr double off_current = 0.09e-3;  // A/m
inline constexpr double supply = 0.85;          // V; the predictive technology model (PTM) at 22 nm

}  // namespace forge::plugins::in_memory

// SPDX-License-Identifier: Apache-2.0
// Capacitance, resistance and delay of wires, and the logic that stands along them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"

namespace forge::plugins::wires {

// F/m, nearly the same at all nodes (R. Ho, K. Mai, M. Horowitz, "The future of wires", Proc. IEEE 89(4), 2001: 0.2 to 0.3 fF/um);
// this value is hwcomponents-library's.
inline constexpr double capacitance_per_m = 2e-10;

// Narrowest wires of the ITRS, as DNN+NeuroSim V1.3 lists them.
struct NarrowWire {
  double node, width;                                                                              // m
  double aspect;                                                                                   // thickness / width
  double resistivity;                                                                              // Ohm m
  constexpr double resistance() const noexcept { return resistivity / (width * width * aspect); }  // Ohm/m
};
inline constexpr std::array<NarrowWire, 8> narrow_wires = {{
    {7e-9, 18e-9, 2.0, 6.35e-8},
    {14e-9, 25e-9, 2.0, 5.08e-8},
    {22e-9, 40e-9, 1.9, 4.03e-8},
    {32e-9, 56e-9, 1.8, 3.70e-8},
    {45e-9, 80e-9, 1.7, 3.31e-8},
    {65e-9, 105e-9, 1.7, 2.68e-8},
    {90e-9, 110e-9, 1.6, 2.52e-8},
    {130e-9, 175e-9, 1.6, 2.20e-8},
}};
// On the power law through both neighbours; beyond the table, along its last stretch.
template <typename Figure> double at_node(double node, Figure &&figure) {
  std::size_t i = 0;
  while (i + 2 < narrow_wires.size() && node > narrow_wires[i + 1].node) {
    ++i;
  }
  const NarrowWire &low = narrow_wires[i];
  const NarrowWire &high = narrow_wires[i + 1];
  const double share = std::log(node / low.node) / std::log(high.node / low.node);
  return figure(low) * std::pow(figure(high) / figure(low), share);
}
// Long wires run on layers with twice the width and thickness, as the fifth layer of Intel's 45 nm process has (P. Moon et al.,
// Intel Technology Journal 12(2), 2008: 140 nm wide, pitch 280 nm). As much space as wire between them.
inline double resistance_per_m(double node) {
  return at_node(node, [](const NarrowWire &wire) { return wire.resistance(); }) / 4;
}
inline double wire_pitch(double node) {
  return 4 * at_node(node, [](const NarrowWire &wire) { return wire.width; });
}

// s of an inverter that drives four like it: 360 ps per um of drawn gate length (Ho, Mai, Horowitz 2001).
constexpr double fanout_of_4(double node) noexcept {
  return 360e-12 * node / 1e-6;
}

// N. Weste, D. Harris, "CMOS VLSI Design", 4th ed. 2011, chapter 6: a wire without repeaters has 0.38 R C; with the fastest
// repeaters it has 1.67 sqrt(FO4 R C) of a unit length, and switches 1.87 times its capacitance.
inline constexpr double repeater_share = 0.87;
inline double bare_delay(double length, double r, double c) noexcept {
  return 0.38 * r * c * length * length;
}
inline double repeated_delay(double length, double node, double r, double c) noexcept {
  return 1.67 * std::sqrt(fanout_of_4(node) * r * c) * length;
}
// J that so many bits draw; `activity`: the share that rises.
constexpr double switching_energy(double bits, double activity, double capacitance, double voltage) noexcept {
  return bits * activity * capacitance * voltage * voltage;
}

// What stands along wires: gates and junctions of 2 fF per um of width, in rows of contacted gates 4 F apart, leaking 0.09 nA/um
// at 22 nm (devices for low power).
struct Repeaters {
  double area, leak;
};
inline Repeaters repeaters(double wire_capacitance, double voltage, double node) noexcept {
  const double width = repeater_share * wire_capacitance / 2e-9;
  return {width * 4 * node, width * 0.09e-3 * voltage * sdk::technology::energy_factor(22e-9, node)};
}

inline constexpr auto node_column =
    sdk::technology::node_column.covered(narrow_wires.front().node, narrow_wires.back().node);
inline constexpr auto voltage_column = sdk::real("voltage", "V", "of the supply").range(0.1, 5).preset(0.7);
inline constexpr auto capacitance_column =
    sdk::real("capacitance_per_m", "F/m", "of a wire").range(1e-12, 1e-8).preset(capacitance_per_m);
inline constexpr auto resistance_column =
    sdk::real("resistance_per_m", "", "of a wire, in Ohm/m; where not given, by the node").range(1, 1e12).optional();
inline constexpr auto clock_column = sdk::real("clock", "Hz", "of transfers").range(1, 1e12).preset(1e9);
constexpr auto width_column(double bits) {
  return sdk::integer("width", "bit", "bits of one action").range(1, 1 << 20).preset(bits);
}
constexpr auto activity_column(double share) {
  return sdk::real("activity", "", "share of the bits that rise; random data: 0.25").range(0, 1).preset(share);
}

}  // namespace forge::plugins::wires

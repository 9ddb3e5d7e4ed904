// SPDX-License-Identifier: Apache-2.0
// Static CMOS gates in low-power devices, as a standard cell of NeuroSim: a row of gates whose transistors fill the height of the
// cell. Structure: P.-Y. Chen, X. Peng, S. Yu, "NeuroSim", IEEE TCAD 37(12), 2018, and its successor DNN+NeuroSim V1.3. Devices:
// predictive technology model (PTM, ptm.asu.edu), low power, as tabulated there.
//
// Three numbers say how much of a gate works; they are calibrated on what hwcomponents-neurosim gives for adders of 8 bits at
// 22 nm and 16 bits at 65 nm (nine NAND gates for each bit), halfway between both: within 7 % of each for energy and leakage,
// 13 % for delay.
#pragma once

#include "figures.hpp"

namespace forge::plugins::arithmetic {

struct Devices {
  double nm;
  double voltage;      // nominal, V
  double gate;         // F/m of width: ideal gate, overlap (a fifth of it), and three fringes
  double on_current;   // A/m, n-channel
  double off_current;  // A/m, n-channel at 300 K
};
constexpr Devices ptm(double nm, double voltage, double ideal_gate, double fringe, double on, double off) noexcept {
  return {nm, voltage, 1.2 * ideal_gate + 3 * fringe, on, off};
}
// (The table has an ideal gate of 0.154 nF/m at 90 nm, a tenth of what lies between its neighbours: taken as a slip.)
inline constexpr Devices low_power[] = {
    ptm(130, 1.3, 1.8574e-9, 9.530642e-10, 300.7, 1.002e-4),   ptm(90, 1.2, 1.5413e-9, 9.601334e-10, 346.3, 1.0e-4),
    ptm(65, 1.1, 1.1926e-9, 9.62148e-10, 400.0, 1.002e-4),     ptm(45, 1.0, 8.930709e-10, 8.849901e-10, 500.2, 1.0e-4),
    ptm(32, 0.9, 8.375279e-10, 6.856677e-10, 600.2, 1.001e-4), ptm(22, 0.85, 5.245e-10, 8.004e-10, 791.9, 1.0e-4),
};
inline constexpr sdk::technology::Range gate_nodes = {22e-9, 130e-9};

inline Devices devices_at(double node) noexcept {
  const double nm = std::clamp(node * 1e9, low_power[std::size(low_power) - 1].nm, low_power[0].nm);
  std::size_t i = 0;
  while (i + 2 < std::size(low_power) && nm < low_power[i + 1].nm) {
    ++i;
  }
  const Devices &a = low_power[i];
  const Devices &b = low_power[i + 1];
  const auto mix = [share = (a.nm - nm) / (a.nm - b.nm)](double x, double y) { return x * (1 - share) + y * share; };
  return {nm, mix(a.voltage, b.voltage), mix(a.gate, b.gate), mix(a.on_current, b.on_current),
          mix(a.off_current, b.off_current)};
}

// In units of the node's feature size.
inline constexpr double cell_height = 28;
inline constexpr double gate_pitch = 3.8;         // contacted; a gate of n inputs takes n + 1
inline constexpr double transistor_width = 20.9;  // of n- and p-channel together: what the height leaves

inline constexpr double switched_share =
    0.126;  // of the capacitance of a NAND's transistors, in an operation of an adder
inline constexpr double nand_leak_width = 8.54;  // feature sizes of off transistors, on average over its inputs
inline constexpr double inverter_leak_width = transistor_width / 2;
inline constexpr double bit_delay = 21.6;  // of an adder, in units of C V / I of a transistor

// What a circuit is made of, and how much of it an operation uses.
struct Circuit {
  double pitches;        // of gates
  double switched;       // capacitances of a gate's transistors (20.9 F wide)
  double leaking_width;  // feature sizes
  double delays;         // C V / I
};
constexpr Circuit operator+(const Circuit &a, const Circuit &b) noexcept {
  return {a.pitches + b.pitches, a.switched + b.switched, a.leaking_width + b.leaking_width, a.delays + b.delays};
}
constexpr Circuit operator*(double count, const Circuit &one) noexcept {
  return {count * one.pitches, count * one.switched, count * one.leaking_width, one.delays};
}

// At the node's nominal voltage where `voltage` is NaN. Finer than 22 nm, and coarser than 130 nm, technology.hpp scales.
inline Figures figures_of(const Circuit &circuit, const Conditions &conditions) noexcept {
  namespace technology = sdk::technology;
  const Devices devices = devices_at(conditions.node);
  const double node = devices.nm * 1e-9;
  const double supply = std::isnan(conditions.voltage) ? devices.voltage : conditions.voltage;
  const double nominal_slowdown = technology::voltage_delay_factor(node, devices.voltage);
  Figures unit = {
      .energy = circuit.switched * devices.gate * transistor_width * node * supply * supply,
      .area = circuit.pitches * gate_pitch * cell_height * node * node,
      .leak = circuit.leaking_width * node * devices.off_current * supply,
      .delay = circuit.delays * devices.gate * devices.voltage / devices.on_current *
               (technology::voltage_delay_factor(node, supply) / nominal_slowdown),
  };
  unit.leak *= technology::leakage_factor(node, technology::reference_voltage, conditions.temperature);
  const double end = std::clamp(conditions.node, gate_nodes.lowest, gate_nodes.highest);
  if (end == conditions.node) {
    return unit;
  }
  // 22 nm is not in the table of areas: with the square of the node to 20 nm, which is.
  const double in_table = std::clamp(conditions.node, 20e-9, gate_nodes.highest);
  const double area = unit.area * (in_table / end) * (in_table / end);
  unit = scaled(unit, end, conditions.node);
  unit.area = area * technology::area_factor(in_table, conditions.node);
  return unit;
}

constexpr Circuit inverter() noexcept {
  return {2, switched_share, inverter_leak_width, bit_delay / 9};
}
// NAND or NOR.
constexpr Circuit gate(double inputs) noexcept {
  return {inputs + 1, switched_share, nand_leak_width, bit_delay / 9};
}
constexpr Circuit ripple_adder(double bits) noexcept {
  Circuit adder = bits * 9 * gate(2);
  adder.delays = bits * bit_delay;
  return adder;
}
// Twelve inverters of area, of which eight leak (the rest are transmission gates); its clocked nodes switch in each cycle.
constexpr Circuit flip_flops(double bits) noexcept {
  return bits * Circuit{24, 2.541, 8 * inverter_leak_width, 0};
}

}  // namespace forge::plugins::arithmetic

// SPDX-License-Identifier: Apache-2.0
// Models "sram-cell", "rram-cell", "pcm-cell" and "sttram-cell": one cell of an array that multiplies what a row brings by
// what the cell holds, and adds on the column.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

#include "distribution.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"
#include "process.hpp"

namespace forge::plugins::in_memory {

// What the cell files have that NVSim and NVMExplorer publish. F: feature size.
struct CellKind {
  std::string_view id;
  double area;           // F^2
  double aspect;         // height / width
  double access_width;   // F, of one access transistor
  double n_access;       // access transistors on the word line
  double resistance_on;  // Ohm, in series with the access transistor
  double resistance_off;
  double read_voltage;  // V across cell and access transistor
  double write_voltage;
  double set_energy, reset_energy;  // J, in the device
  double write_time;                // s
  bool is_resistive;                // not an SRAM

  double width() const noexcept { return std::sqrt(area / aspect); }   // F, along the word line
  double height() const noexcept { return std::sqrt(area * aspect); }  // F, along the bit line
};
inline constexpr double access_resistance = 20e3;  // Ohm

// L. Pentecost et al., "NVMExplorer", HPCA 2022, cell files of its release, for the first three; X. Dong et al., "NVSim", TCAD
// 31(7), 2012, sample_STTRAM.cell. Voltages where the files have currents: current / mean conductance.
inline constexpr CellKind sram_kind = {"sram-cell", 146, 1.46, 1.31, 2, 0, 0, supply, supply, 0, 0, 0, false};
inline constexpr CellKind rram_kind = {"rram-cell", 53, 1, 6, 1, 1e6, 10e6, 0.4, 2, 0.6e-12, 0.6e-12, 10e-9, true};
// SET 150 uA for 150 ns, RESET 300 uA for 40 ns, through 1 kOhm.
inline constexpr CellKind pcm_kind = {"pcm-cell", 9,      1.46,      2.48,    1,      1e3, 1e6,
                                      0.0799,     0.2997, 3.375e-12, 3.6e-12, 150e-9, true};
inline constexpr CellKind sttram_kind = {"sttram-cell", 54,   0.54,  8,     1,     3e3, 6e3,
                                         0.25,          0.32, 1e-12, 1e-12, 10e-9, true};

inline constexpr forge_str cell_names[] = {sdk::to_abi("sram"), sdk::to_abi("rram"), sdk::to_abi("pcm"),
                                           sdk::to_abi("sttram")};
inline constexpr const CellKind *cell_kinds[] = {&sram_kind, &rram_kind, &pcm_kind, &sttram_kind};

// Calibrated on DNN+NeuroSim V1.3, 22 nm, arrays of 128 x 128 (README.md has the deviations).
inline constexpr double sense_time = 0.14e-9;          // s for which a sense amplifier lets a column's current flow
inline constexpr double sram_read_current = 410;       // A/m of width: access transistor in series with the pull-down
inline constexpr double write_capacitance = 0.45e-15;  // F of lines and junctions that a write charges, for each cell

// m^2. SRAM shrinks less than F^2: NeuroSim suggests 160 F^2 from 22 nm on up, 300 at 14, 400 at 10 and 600 at 7 nm.
inline double cell_area(const CellKind &kind, double node) noexcept {
  if (kind.is_resistive || node >= 22e-9) {
    return kind.area * node * node;
  }
  constexpr std::array<double, 4> nodes = {7e-9, 10e-9, 14e-9, 22e-9};
  constexpr std::array<double, 4> factors = {600.0 / 160, 400.0 / 160, 300.0 / 160, 1};
  const double at = std::max(node, nodes[0]);
  std::size_t i = 0;
  while (i + 2 < nodes.size() && at > nodes[i + 1]) {
    ++i;
  }
  const auto area = [&](std::size_t k) { return kind.area * factors[k] * nodes[k] * nodes[k]; };
  const double share = (at - nodes[i]) / (nodes[i + 1] - nodes[i]);
  return (area(i) * (1 - share) + area(i + 1) * share) * std::pow(node / at, 2);
}

template <const CellKind &kind> struct ArrayCell {
  static constexpr std::string_view id = kind.id;
  static constexpr std::string_view classes = "memory-cell array-cell";
  static constexpr double accuracy = 0.2;
  static constexpr std::string_view summary = "one cell of an in-memory computing array";
  static constexpr std::string_view source =
      "V, G and times of the published cells of NVMExplorer (HPCA 2022) and NVSim (TCAD 2012); calibrated on "
      "DNN+NeuroSim V1.3";

  static constexpr forge_str readouts[] = {sdk::to_abi("pulse"), sdk::to_abi("sense-amplifier")};
  static constexpr forge_str codings[] = {sdk::to_abi("pulses"), sdk::to_abi("voltage")};
  enum Input {
    node,
    voltage,
    average_input,
    average_cell,
    pulse,
    readout,
    coding,
    programs,
    r_on,
    r_off,
    v_read,
    v_write
  };
  static constexpr forge_column_info inputs[] = {
      sdk::technology::node_column.range(5e-9, 250e-9),
      sdk::real("voltage", "V", "of the supply").range(0.3, 5).preset(supply),
      sdk::real("average_input", "", "mean of what rows bring, of full scale").range(0, 1).preset(0.5),
      sdk::real("average_cell", "", "mean of what cells hold, of full scale").range(0, 1).preset(0.5),
      sdk::real("pulse_width", "s", "for which a row is driven").range(1e-11, 1e-3).preset(10e-9),
      sdk::choice("readout", "pulse: the cell conducts for the whole pulse; sense-amplifier: until it is sensed",
                  readouts),
      sdk::choice("input_coding", "pulses: energy as the input; voltage: as its square", codings),
      sdk::flag("programming", "a write includes the device's SET or RESET energy").preset(1),
      sdk::real("resistance_on", "Ohm", "where not given, the published one").range(1, 1e12).optional(),
      sdk::real("resistance_off", "Ohm", "where not given, the published one").range(1, 1e12).optional(),
      sdk::real("read_voltage", "V", "where not given, the published one").range(0.001, 5).optional(),
      sdk::real("write_voltage", "V", "where not given, the published one").range(0.001, 20).optional(),
  };
  static constexpr forge_column_info texts[] = {
      sdk::text("input_values", "probabilities of inputs from 0 to full scale, instead of average_input"),
      sdk::text("cell_values", "probabilities of cell values from 0 to full scale, instead of average_cell"),
  };
  enum Output { area, leak, read, read_s, read_hz, compute, compute_s, compute_hz, write, write_s, write_hz, update };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "F^2 of the cell file"),
      sdk::output("leak_power", "W", "SRAM: off-current 0.09 nA/um (NeuroSim, 22 nm); others: none"),
      sdk::output("read.energy", "J", "pulse: V^2 G t; sense-amplifier: V G Vdd 0.14 ns (NeuroSim, 22 nm)"),
      sdk::output("read.latency", "s", "the pulse"),
      sdk::output("read.throughput", "Hz", "one pulse after the other"),
      sdk::output("compute.energy", "J", "as read"),
      sdk::output("compute.latency", "s", "as read"),
      sdk::output("compute.throughput", "Hz", "as read"),
      sdk::output("write.energy", "J", "0.45 fF of lines (NeuroSim, 22 nm), and SET or RESET of the cell file"),
      sdk::output("write.latency", "s", "SET or RESET of the cell file, at least the pulse"),
      sdk::output("write.throughput", "Hz", "one write after the other"),
      sdk::output("update.energy", "J", "as write"),
  };

  explicit ArrayCell(const sdk::ComponentSetup &setup)
      : input_values(setup.text(0), "input_values"), cell_values(setup.text(1), "cell_values") {}

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const auto given_or = [&in](Input i, double published) { return std::isnan(in[i]) ? published : in[i]; };
    const double on = given_or(r_on, kind.resistance_on);
    const double off = given_or(r_off, kind.resistance_off);
    if (on > off || (!kind.is_resistive && (!std::isnan(in[r_on]) || !std::isnan(in[r_off])))) {
      return false;
    }
    const double cell = cell_values.is_given() ? cell_values.mean() : in[average_cell];
    const double row = in[coding] == 1 ? mean_square_input(in[average_input]) : mean_input(in[average_input]);
    const double sense = in[voltage] * sense_time * size_at(in[node]);
    if (kind.is_resistive) {
      const double conductance = cell / (on + access_resistance) + (1 - cell) / (off + access_resistance);
      const double volts = given_or(v_read, kind.read_voltage);
      out[read] = row * volts * conductance * (in[readout] == 1 ? sense : volts * in[pulse]);
      out[leak] = 0;
    } else {
      // One of both bit lines falls, whatever the cell holds, and no longer than until it is sensed.
      out[read] = row * sram_read_current * kind.access_width * in[node] * sense;
      constexpr double inverter_widths = 2.08 + 1.23;  // F, n and p; one of each pair is off
      out[leak] = off_current * inverter_widths * base_node * in[voltage] * leak_at(in[node]);
    }
    const double swing = kind.is_resistive ? given_or(v_write, kind.write_voltage) : given_or(v_write, in[voltage]);
    const double device = cell * kind.set_energy + (1 - cell) * kind.reset_energy;
    out[area] = cell_area(kind, in[node]);
    out[write] = write_capacitance * size_at(in[node]) * swing * swing + (in[programs] == 1 ? device : 0);
    out[update] = out[write];
    out[compute] = out[read];
    out[read_s] = out[compute_s] = in[pulse];
    out[read_hz] = out[compute_hz] = 1 / in[pulse];
    out[write_s] = std::max(in[pulse], kind.write_time);
    out[write_hz] = 1 / out[write_s];
    return true;
  }

  double mean_input(double average) const noexcept { return input_values.is_given() ? input_values.mean() : average; }
  double mean_square_input(double average) const noexcept {
    return input_values.is_given() ? input_values.mean_square() : average * average;
  }

  Distribution input_values, cell_values;
};
using SramCell = ArrayCell<sram_kind>;
using RramCell = ArrayCell<rram_kind>;
using PcmCell = ArrayCell<pcm_kind>;
using SttramCell = ArrayCell<sttram_kind>;

}  // namespace forge::plugins::in_memory

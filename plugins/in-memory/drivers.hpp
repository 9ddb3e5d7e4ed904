// SPDX-License-Identifier: Apache-2.0
// Models "row-drivers", "column-drivers" and "array-adc": what stands around an array of cells. Area and leakage are those of
// all rows or columns together, energies those of one.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "cells.hpp"
#include "distribution.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"
#include "process.hpp"

namespace forge::plugins::in_memory {

// Fitted to DNN+NeuroSim V1.3, 22 nm, 0.85 V, arrays of 128 x 128 (README.md has the deviations).
namespace line {
inline constexpr double gate_capacitance = 1.46e-9;       // F/m of access transistor's width
inline constexpr double driver_capacitance = 16.3e-15;    // F of one row's register and switch
inline constexpr double program_capacitance = 1.41e-15;   // F of a row's driver for SET and RESET, for each column
inline constexpr double switch_area = 1.71e-12;           // m^2 of one line's register and switch
inline constexpr double sram_write_area = 1.165e-12;      // m^2 of one column's write driver
inline constexpr double sram_write_leak = 58.6e-12;       // W
inline constexpr double mux_area = 0.16e-12;              // m^2 of one column's pass gate and its share of the decoder
inline constexpr double mux_leak = 10.9e-12;              // W
inline constexpr double mux_capacitance = 0.42e-15;       // F of it in a read
inline constexpr double deselect_capacitance = 0.14e-15;  // F of it in a write
}  // namespace line
namespace sense {
inline constexpr double capacitance = 2.63e-15;  // F of one sense amplifier
inline constexpr double area = 12.55e-12;        // m^2
inline constexpr double leak = 53.55e-12;        // W
}  // namespace sense

// A flash converter: a sense amplifier for each step between two levels.
inline double n_sense_amplifiers(double resolution) noexcept {
  return std::ldexp(1.0, static_cast<int>(resolution)) - 1;
}
inline double conversion_energy(double resolution, double voltage, double node) noexcept {
  return n_sense_amplifiers(resolution) * sense::capacitance * size_at(node) * voltage * voltage;
}

inline constexpr auto cell_column = sdk::choice("cell", "kind of the array's cells", cell_names);
inline constexpr auto node_column = sdk::technology::node_column.range(5e-9, 250e-9);
inline constexpr auto voltage_column = sdk::real("voltage", "V", "of the supply").range(0.3, 5).preset(supply);
inline constexpr auto rows_column = sdk::integer("rows", "", "of the array").range(1, 65536).required();
inline constexpr auto columns_column = sdk::integer("columns", "", "of the array").range(1, 65536).required();
inline constexpr auto pulse_column =
    sdk::real("pulse_width", "s", "for which a row is driven").range(1e-11, 1e-3).preset(10e-9);
inline constexpr auto active_column =
    sdk::integer("active_columns", "", "columns that are read at once").range(1, 65536).preset(8);

struct RowDrivers {
  static constexpr std::string_view id = "row-drivers";
  static constexpr std::string_view classes = "array-row-drivers";
  static constexpr double accuracy = 0.1;
  static constexpr std::string_view summary = "drivers of the rows of an in-memory computing array";
  static constexpr std::string_view source =
      "C V^2 of a word line: gates and pitches of the cells (NVMExplorer, NVSim), 0.2 fF/um; fitted to DNN+NeuroSim "
      "V1.3";

  enum Input { cell, node, voltage, rows, columns, average_input, temporal, pulse };
  static constexpr forge_column_info inputs[] = {
      cell_column,
      node_column,
      voltage_column,
      rows_column,
      columns_column,
      sdk::real("average_input", "", "mean of what rows bring, of full scale").range(0, 1).preset(0.5),
      sdk::integer("temporal_resolution", "bit", "of an input that comes as so many pulses").range(1, 16).preset(1),
      pulse_column,
  };
  static constexpr forge_column_info texts[] = {
      sdk::text("input_values", "probabilities of inputs from 0 to full scale, instead of average_input"),
  };
  enum Output { area, leak, drive, drive_s, drive_hz, read, convert, convert_s, convert_hz, write };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of all rows (NeuroSim, 22 nm), scaled"),
      sdk::output("leak_power", "W", "of all rows (NeuroSim, 22 nm), scaled"),
      sdk::output("drive.energy", "J", "of one row and input: C V^2 of its driver and word line, times the input"),
      sdk::output("drive.latency", "s", "all pulses"),
      sdk::output("drive.throughput", "Hz", "all rows at once"),
      sdk::output("read.energy", "J", "as drive"),
      sdk::output("convert.energy", "J", "as drive"),
      sdk::output("convert.latency", "s", "as drive"),
      sdk::output("convert.throughput", "Hz", "as drive"),
      sdk::output("write.energy", "J", "of one row: SET and RESET of its columns; SRAM: its word line"),
  };

  explicit RowDrivers(const sdk::ComponentSetup &setup) : values(setup.text(0), "input_values") {}

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const CellKind &kind = *cell_kinds[static_cast<std::size_t>(in[cell])];
    const double per_cell =
        in[node] * (line::gate_capacitance * kind.access_width * kind.n_access + wire_capacitance * kind.width());
    const double word_line = in[columns] * per_cell;
    const double pulses = std::ldexp(1.0, static_cast<int>(in[temporal])) - 1;
    const double input = values.is_given() ? values.mean() : in[average_input];
    const double v2 = in[voltage] * in[voltage];
    out[drive] = pulses * input * (line::driver_capacitance * size_at(in[node]) + word_line) * v2;
    if (kind.is_resistive) {
      const double swing = std::max(in[voltage], kind.write_voltage);
      out[write] = in[columns] * line::program_capacitance * size_at(in[node]) * swing * swing;
    } else {
      out[write] = word_line * v2 / 2;  // as NeuroSim has it
    }
    const double n_write_drivers = kind.is_resistive ? 0 : in[columns];
    out[area] = area_at(in[node]) * (in[rows] * line::switch_area + n_write_drivers * line::sram_write_area);
    out[leak] = leak_at(in[node]) * (in[rows] * FlipFlop::leak + n_write_drivers * line::sram_write_leak);
    out[read] = out[convert] = out[drive];
    out[drive_s] = out[convert_s] = pulses * in[pulse];
    out[drive_hz] = out[convert_hz] = in[rows] / out[drive_s];
    return true;
  }

  Distribution values;
};

struct ColumnDrivers {
  static constexpr std::string_view id = "column-drivers";
  static constexpr std::string_view classes = "array-column-drivers array-col-drivers";
  static constexpr double accuracy = 0.15;
  static constexpr std::string_view summary =
      "column switches and multiplexers of an array, with its converters or without";
  static constexpr std::string_view source = "C V^2 of switches and sense amplifiers, fitted to DNN+NeuroSim V1.3";

  enum Input { cell, node, voltage, columns, active, resolution, pulse };
  static constexpr forge_column_info inputs[] = {
      cell_column,
      node_column,
      voltage_column,
      columns_column,
      active_column,
      sdk::integer("resolution", "bit", "of the array's own converters; 0: there are none").range(0, 10).preset(0),
      pulse_column,
  };
  enum Output { area, leak, read, read_s, read_hz, convert, convert_s, convert_hz, write };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of all columns (NeuroSim, 22 nm), scaled"),
      sdk::output("leak_power", "W", "of all columns (NeuroSim, 22 nm), scaled"),
      sdk::output("read.energy", "J", "of one column: its multiplexer, and a conversion"),
      sdk::output("read.latency", "s", "the pulse"),
      sdk::output("read.throughput", "Hz", "active_columns in each pulse"),
      sdk::output("convert.energy", "J", "as read"),
      sdk::output("convert.latency", "s", "as read"),
      sdk::output("convert.throughput", "Hz", "as read"),
      sdk::output("write.energy", "J", "of one column: its multiplexer"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    if (in[active] > in[columns]) {
      return false;
    }
    const CellKind &kind = *cell_kinds[static_cast<std::size_t>(in[cell])];
    const double n_sense = in[active] * n_sense_amplifiers(in[resolution]);
    // The source lines of resistive cells have drivers as rows have.
    const double driver_leak = kind.is_resistive ? FlipFlop::leak : 0;
    const double v2 = in[voltage] * in[voltage];
    out[area] = area_at(in[node]) * (in[columns] * (line::switch_area + line::mux_area) + n_sense * sense::area);
    out[leak] = leak_at(in[node]) * (in[columns] * (driver_leak + line::mux_leak) + n_sense * sense::leak);
    out[read] =
        line::mux_capacitance * size_at(in[node]) * v2 + conversion_energy(in[resolution], in[voltage], in[node]);
    out[write] = line::deselect_capacitance * size_at(in[node]) * v2;
    out[convert] = out[read];
    out[read_s] = out[convert_s] = in[pulse];
    out[read_hz] = out[convert_hz] = in[active] / in[pulse];
    return true;
  }
};

struct ArrayAdc {
  static constexpr std::string_view id = "array-adc";
  static constexpr double accuracy = 0.1;
  static constexpr std::string_view summary = "flash converters that fit under the columns of an array";
  static constexpr std::string_view source = "C V^2 of sense amplifiers, fitted to DNN+NeuroSim V1.3";

  enum Input { node, voltage, active, resolution, pulse };
  static constexpr forge_column_info inputs[] = {
      node_column,   voltage_column,
      active_column, sdk::integer("resolution", "bit", "of a conversion").range(1, 10).required(),
      pulse_column,
  };
  enum Output { area, leak, convert, convert_s, convert_hz, read };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of all converters, 12.55 um^2 for a sense amplifier (NeuroSim, 22 nm), scaled"),
      sdk::output("leak_power", "W", "of all converters, 54 pW for a sense amplifier (NeuroSim, 22 nm), scaled"),
      sdk::output("convert.energy", "J", "2.63 fF V^2 for each of 2^resolution - 1 sense amplifiers (NeuroSim, 22 nm)"),
      sdk::output("convert.latency", "s", "the pulse"),
      sdk::output("convert.throughput", "Hz", "active_columns in each pulse"),
      sdk::output("read.energy", "J", "as convert"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double n = in[active] * n_sense_amplifiers(in[resolution]);
    out[area] = n * sense::area * area_at(in[node]);
    out[leak] = n * sense::leak * leak_at(in[node]);
    out[convert] = out[read] = conversion_energy(in[resolution], in[voltage], in[node]);
    out[convert_s] = in[pulse];
    out[convert_hz] = in[active] / in[pulse];
    return true;
  }
};

}  // namespace forge::plugins::in_memory

// SPDX-License-Identifier: Apache-2.0
// Many units with the registers between them: a vector unit, and a systolic array (H. T. Kung, "Why systolic architectures?",
// IEEE Computer 15(1), 1982). Registers: Aladdin, ISCA 2014, 40 nm. One operation is that of one unit: a sum, a product, a
// multiply-accumulate. Nothing is added for the sequencer but what the user says.
#pragma once

#include "typed_units.hpp"

namespace forge::plugins::arithmetic {

struct Vector {
  static constexpr std::string_view id = "vector";
  static constexpr std::string_view summary = "lanes that do the same: an operation of a format, registers around it";
  static constexpr std::string_view classes = "vector-unit simd";
  static constexpr std::string_view source = typed_source;

  static constexpr forge_str operations[] = {sdk::to_abi("mac"), sdk::to_abi("add"), sdk::to_abi("multiply")};
  enum Input {
    operation,
    lanes,
    type,
    width,
    exponent,
    mantissa,
    accumulator,
    control_energy,
    node,
    clock,
    voltage,
    temperature
  };
  static constexpr auto inputs = inputs_of(
      sdk::choice("operation", "what a lane does", operations),
      sdk::integer("lanes", "", "units side by side").range(1, 65536).required(), type_column, width_column,
      exponent_column, mantissa_column, accumulator_column,
      sdk::real("control_energy", "J", "of fetching and decoding what all lanes do together").range(0, 1).preset(0));
  static constexpr auto outputs = outputs_of(typed_figure);

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Format format = format_at(in, type);
    const bool accumulates = in[operation] == 0;
    const Format result = accumulates ? accumulator_of(format, in[accumulator]) : format;
    if (format.width == 0 || format.is_float != result.is_float) {
      return false;
    }
    const Figures unit = accumulates          ? typed_multiplier(format, in[node]) + typed_adder(result, in[node])
                         : in[operation] == 1 ? typed_adder(format, in[node])
                                              : typed_multiplier(format, in[node]);
    const Conditions conditions = conditions_at(in, node);
    Figures lane = under(conditions, unit + scaled(registers(2 * format.width + result.width), aladdin_node, in[node]));
    lane.energy += in[control_energy] / in[lanes];
    lane.area *= in[lanes];
    lane.leak *= in[lanes];
    return fill(out, lane, in[lanes] * rate(conditions));
  }
};

// Weights stay; operands go right, sums go down, one element in each cycle.
struct Systolic {
  static constexpr std::string_view id = "systolic";
  static constexpr std::string_view summary = "rows x columns of multiply-accumulate units, weights stay";
  static constexpr std::string_view classes = "systolic-array";
  static constexpr std::string_view source = typed_source;

  enum Input { rows, columns, type, width, exponent, mantissa, accumulator, skew, node, clock, voltage, temperature };
  static constexpr auto inputs =
      inputs_of(sdk::integer("rows", "", "elements that a sum goes through").range(1, 4096).required(),
                sdk::integer("columns", "", "elements that an operand goes through").range(1, 4096).required(),
                type_column, width_column, exponent_column, mantissa_column, accumulator_column,
                sdk::flag("skew", "registers that delay row r by r cycles and undo that for the sums").preset(1));
  static constexpr auto outputs = outputs_of(typed_figure);

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Format format = format_at(in, type);
    const Format sum = accumulator_of(format, in[accumulator]);
    if (format.width == 0 || format.is_float != sum.is_float) {
      return false;
    }
    const double n_rows = in[rows];
    const double n_columns = in[columns];
    const double elements = n_rows * n_columns;
    const Figures bit = scaled(registers(1), aladdin_node, in[node]);
    const Figures unit = typed_multiplier(format, in[node]) + typed_adder(sum, in[node]);

    // An element holds the operand, the weight, which rests, and the sum.
    const double held = elements * (2 * format.width + sum.width);
    const double delaying =
        in[skew] == 0 ? 0 : n_rows * (n_rows - 1) / 2 * format.width + n_columns * (n_columns - 1) / 2 * sum.width;
    // In each cycle all of these bits but the weights move on, and each element does an operation.
    const double moved = elements * (format.width + sum.width) + delaying;
    const Conditions conditions = conditions_at(in, node);
    const Figures array = under(
        conditions, {unit.energy + moved / elements * bit.energy, elements * unit.area + (held + delaying) * bit.area,
                     elements * unit.leak + (held + delaying) * bit.leak, unit.delay});
    // From the first operand to the last sum of a row of operands.
    const double cycles = n_rows + n_columns - 1;
    const double speed = rate(conditions);
    return fill(out, {array.energy, array.area, array.leak, cycles * std::max(array.delay, 1 / speed)},
                elements * speed);
  }
};

}  // namespace forge::plugins::arithmetic

// SPDX-License-Identifier: Apache-2.0
// Logic made of the gates of gates.hpp, as NeuroSim has it beside its arrays.
#pragma once

#include <array>

#include "gates.hpp"

namespace forge::plugins::arithmetic {

inline constexpr std::string_view gate_source =
    "P.-Y. Chen et al., NeuroSim, IEEE TCAD 37(12), 2018 (structure); PTM low-power devices, 130 to 22 nm; calibrated "
    "on "
    "hwcomponents-neurosim 1.0.43";
inline constexpr std::string_view gate_figure = "count of gates, PTM devices";
inline constexpr double gate_accuracy = 0.15;  // against hwcomponents-neurosim

inline constexpr sdk::Column gate_clock_column =
    sdk::real("clock", "Hz", "where not given, the next operation starts when the last is over")
        .range(1, 1e12)
        .optional();
inline constexpr sdk::Column register_clock_column =
    sdk::real("clock", "Hz", "of the registers").range(1, 1e12).preset(1e9);
inline constexpr sdk::Column gate_voltage_column =
    sdk::real("voltage", "V", "supply; where not given, the node's nominal one, 1.3 V at 130 nm to 0.85 V at 22 nm")
        .range(sdk::technology::voltages.lowest, sdk::technology::voltages.highest)
        .optional();
// A model's own inputs, and behind them the four conditions, as inputs_of() has them.
template <typename... Own>
constexpr std::array<forge_column_info, sizeof...(Own) + 4> gate_inputs_of(const sdk::Column &clock,
                                                                           const Own &...own) {
  return {own..., node_column.covered(gate_nodes.lowest, gate_nodes.highest), clock, gate_voltage_column,
          temperature_column};
}
inline constexpr sdk::Column bits_column = sdk::integer("width", "bit", "of each operand").range(1, 256).required();

// Without a clock, the next operation starts when the last is over.
inline double rate_of(const Figures &unit, const Conditions &conditions) noexcept {
  return std::isnan(conditions.clock) ? 1 / unit.delay : conditions.clock;
}
inline bool fill_with(std::span<double> out, const Circuit &circuit, const Conditions &conditions) noexcept {
  const Figures unit = figures_of(circuit, conditions);
  return fill(out, unit, rate_of(unit, conditions));
}

struct LogicGate {
  static constexpr std::string_view id = "logic-gate";
  static constexpr std::string_view summary = "inverter, NAND or NOR";
  static constexpr std::string_view classes = "gate nand-gate nor-gate not-gate";
  static constexpr std::string_view source = gate_source;
  static constexpr double accuracy = gate_accuracy;

  static constexpr forge_str types[] = {sdk::to_abi("not"), sdk::to_abi("nand"), sdk::to_abi("nor")};
  enum Input { type, fan_in, node, clock, voltage, temperature };
  static constexpr auto inputs =
      gate_inputs_of(gate_clock_column, sdk::choice("type", "what it computes", types).required(),
                     sdk::integer("inputs", "", "of a NAND or NOR").range(2, 8).preset(2));
  static constexpr auto outputs = outputs_of(gate_figure);

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    return fill_with(out, in[type] == 0 ? inverter() : gate(in[fan_in]), conditions_at(in, node));
  }
};

struct LogicAdder {
  static constexpr std::string_view id = "logic-adder";
  static constexpr std::string_view summary = "ripple-carry adder of nine NAND gates for each bit";
  static constexpr std::string_view classes = "adder int-adder";
  static constexpr std::string_view source = gate_source;
  static constexpr double accuracy = gate_accuracy;

  enum Input { width, node, clock, voltage, temperature };
  static constexpr auto inputs = gate_inputs_of(gate_clock_column, bits_column);
  static constexpr auto outputs = outputs_with_compute(gate_figure, {"add.energy", "add.latency", "add.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    return fill_with(out, ripple_adder(in[width]), conditions_at(in, node));
  }
};

// Pairs of sums, level by level; each level is a bit wider. A number without a partner goes on to the next level.
struct LogicAdderTree {
  static constexpr std::string_view id = "logic-adder-tree";
  static constexpr std::string_view summary = "tree of ripple-carry adders that sums several numbers";
  static constexpr std::string_view classes = "adder-tree int-adder-tree";
  static constexpr std::string_view source = gate_source;
  static constexpr double accuracy = gate_accuracy;

  enum Input { width, addends, node, clock, voltage, temperature };
  static constexpr auto inputs = gate_inputs_of(
      gate_clock_column, bits_column, sdk::integer("inputs", "", "numbers that are added").range(2, 65536).required());
  static constexpr auto outputs = outputs_with_compute(gate_figure, {"add.energy", "add.latency", "add.throughput"});

  static Circuit tree(double bits, double n) noexcept {
    Circuit all = {};
    for (double width = bits; n > 1; ++width) {
      const double pairs = std::floor(n / 2);
      all = all + pairs * ripple_adder(width);
      n -= pairs;
    }
    return all;
  }
  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    return fill_with(out, tree(in[width], in[addends]), conditions_at(in, node));
  }
};

// A transmission gate for each bit of each input, and the decoder of the selection with drivers. A node of the output is
// loaded by all of its gates, so that energy and delay grow with the inputs.
struct LogicMux {
  static constexpr std::string_view id = "logic-mux";
  static constexpr std::string_view summary = "multiplexer of transmission gates with its decoder";
  static constexpr std::string_view classes = "mux multiplexer";
  static constexpr std::string_view source = gate_source;
  static constexpr double accuracy = gate_accuracy;

  enum Input { width, choices, node, clock, voltage, temperature };
  static constexpr auto inputs = gate_inputs_of(
      gate_clock_column, bits_column, sdk::integer("inputs", "", "words to choose from").range(2, 1024).required());
  static constexpr auto outputs =
      outputs_with_compute(gate_figure, {"select.energy", "select.latency", "select.throughput"});

  static Circuit mux(double bits, double n) noexcept {
    const double address = std::ceil(std::log2(n));
    const double decoder_pitches = 2 * address + n * (std::max(2.0, address) + 1) + 2 * n;
    return {bits * n * 3 + decoder_pitches, bits * n * 0.1224, address * inverter_leak_width + n * nand_leak_width,
            2.65 * n};
  }
  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    return fill_with(out, mux(in[width], in[choices]), conditions_at(in, node));
  }
};

// A word in each cycle; it is there half a cycle after the edge.
inline bool fill_clocked(std::span<double> out, Circuit circuit, const Conditions &conditions) noexcept {
  Figures unit = figures_of(circuit, conditions);
  unit.delay += 0.5 / conditions.clock;
  return fill(out, unit, std::min(conditions.clock, 1 / unit.delay));
}

struct LogicFlipFlop {
  static constexpr std::string_view id = "logic-flip-flop";
  static constexpr std::string_view summary = "D flip-flops, clocked in each cycle";
  static constexpr std::string_view classes = "flip-flop dff";
  static constexpr std::string_view source = gate_source;
  static constexpr double accuracy = gate_accuracy;

  enum Input { width, node, clock, voltage, temperature };
  static constexpr auto inputs = gate_inputs_of(register_clock_column, bits_column);
  static constexpr auto outputs =
      outputs_with_compute(gate_figure, {"write.energy", "write.latency", "write.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    return fill_clocked(out, flip_flops(in[width]), conditions_at(in, node));
  }
};

// The operand is shifted into the register of the sum: flip-flops for both, an adder of the operand's width.
struct LogicShiftAdd {
  static constexpr std::string_view id = "logic-shift-add";
  static constexpr std::string_view summary = "adder with a shift register, a bit for each cycle";
  static constexpr std::string_view classes = "shift-add";
  static constexpr std::string_view source = gate_source;
  static constexpr double accuracy = gate_accuracy;

  enum Input { width, register_width, node, clock, voltage, temperature };
  static constexpr auto inputs =
      gate_inputs_of(register_clock_column, bits_column,
                     sdk::integer("register_width", "bit", "of the shift register").range(1, 512).required());
  static constexpr auto outputs =
      outputs_with_compute(gate_figure, {"shift_add.energy", "shift_add.latency", "shift_add.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Circuit all = ripple_adder(in[width]) + flip_flops(in[width] + in[register_width]);
    return fill_clocked(out, all, conditions_at(in, node));
  }
};

// Each comparison, of words, has for each bit a comparator (4 inverters, 4 NAND, 3 NAND of 3 inputs) and 4 transmission gates
// with an inverter, and around them 6 inverters' worth, an AND, a NOR, and a NOR over all bits. On average it is decided half
// way through the bits.
struct LogicMaxPool {
  static constexpr std::string_view id = "logic-max-pool";
  static constexpr std::string_view summary = "largest of several words";
  static constexpr std::string_view classes = "max-pool";
  static constexpr std::string_view source = gate_source;
  static constexpr double accuracy = gate_accuracy;

  enum Input { width, window, node, clock, voltage, temperature };
  static constexpr auto inputs = gate_inputs_of(
      gate_clock_column, bits_column, sdk::integer("window", "", "words that are compared").range(2, 4096).required());
  static constexpr auto outputs = outputs_with_compute(gate_figure, {"pool.energy", "pool.latency", "pool.throughput"});

  static Circuit comparison(double bits) noexcept {
    const double bit_pitches = 4 * 2 + 4 * 3 + 3 * 4 + 5 * 2;
    const double bit_leak = 5 * inverter_leak_width + 7 * nand_leak_width;
    return {bits * bit_pitches + 20 + bits + 1, bits / 2 * 0.385,
            bits * bit_leak + 4 * inverter_leak_width + 3 * nand_leak_width, bits / 2 * 21};
  }
  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    Circuit pool = (in[window] - 1) * comparison(in[width]);
    pool.delays *= std::ceil(std::log2(in[window]));
    return fill_with(out, pool, conditions_at(in, node));
  }
};

}  // namespace forge::plugins::arithmetic

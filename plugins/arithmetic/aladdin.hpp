// SPDX-License-Identifier: Apache-2.0
// Integer units as published with Aladdin (forge/sdk/aladdin.hpp), as models.
#pragma once

#include "figures.hpp"

namespace forge::plugins::arithmetic {

inline constexpr std::string_view aladdin_source =
    "Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm, 1 ns); scaled after Stillmaker & Baas, Integration 58, 2017";
inline constexpr std::string_view aladdin_figure = "Aladdin, 40 nm; scaled";
inline constexpr double aladdin_accuracy =
    0.066;  // of area against synthesis at 40 nm, says its abstract; power: 0.049

inline constexpr double aladdin_node = sdk::aladdin::node_of_figures;
constexpr Figures unit_of(const sdk::aladdin::Unit &unit, double delay = sdk::aladdin::delay) noexcept {
  return {unit.energy, unit.area, unit.leak, delay};
}
constexpr Figures adder(double width) noexcept {
  return unit_of(sdk::aladdin::adder(width));
}
constexpr Figures multiplier(double width_a, double width_b) noexcept {
  return unit_of(sdk::aladdin::multiplier(width_a, width_b));
}
inline Figures shifter(double width) noexcept {
  return unit_of(sdk::aladdin::shifter(width), sdk::aladdin::shifter_delay);
}
constexpr Figures registers(double bits) noexcept {
  return unit_of(sdk::aladdin::flip_flops(bits), 0);
}

// A unit that grows with its width.
struct LinearUnit {
  std::string_view id, summary, classes;
  ActionNames action;
  Figures at_32;
};

template <const LinearUnit &unit> struct Linear {
  static constexpr std::string_view id = unit.id;
  static constexpr std::string_view summary = unit.summary;
  static constexpr std::string_view classes = unit.classes;
  static constexpr std::string_view source = aladdin_source;
  static constexpr double accuracy = aladdin_accuracy;

  enum Input { width, node, clock, voltage, temperature };
  static constexpr auto inputs = inputs_of(sdk::real("width", "bit", "width of the operands").range(1, 256).preset(32));
  static constexpr auto outputs = outputs_with_compute(aladdin_figure, unit.action);

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Conditions conditions = conditions_at(in, node);
    return fill(out, under(conditions, scaled(in[width] / 32 * unit.at_32, aladdin_node, in[node])), rate(conditions));
  }
};

inline constexpr LinearUnit adder_unit = {"aladdin-adder",
                                          "integer adder",
                                          "adder int-adder",
                                          {"add.energy", "add.latency", "add.throughput"},
                                          unit_of(sdk::aladdin::adder(32))};
inline constexpr LinearUnit comparator_unit = {"aladdin-comparator",
                                               "integer comparator",
                                               "comparator int-comparator",
                                               {"compare.energy", "compare.latency", "compare.throughput"},
                                               unit_of(sdk::aladdin::comparator(32))};
inline constexpr LinearUnit counter_unit = {"aladdin-counter",
                                            "counter",
                                            "counter",
                                            {"count.energy", "count.latency", "count.throughput"},
                                            unit_of(sdk::aladdin::counter(32))};
inline constexpr LinearUnit logic_unit = {"aladdin-logic",
                                          "bitwise and, or, exclusive or",
                                          "logic bitwise",
                                          {"operate.energy", "operate.latency", "operate.throughput"},
                                          unit_of(sdk::aladdin::logic(32), sdk::aladdin::logic_delay)};

using AladdinAdder = Linear<adder_unit>;
using AladdinComparator = Linear<comparator_unit>;
using AladdinCounter = Linear<counter_unit>;
using AladdinLogic = Linear<logic_unit>;

struct AladdinMultiplier {
  static constexpr std::string_view id = "aladdin-multiplier";
  static constexpr std::string_view summary = "integer multiplier";
  static constexpr std::string_view classes = "multiplier int-multiplier";
  static constexpr std::string_view source = aladdin_source;
  static constexpr double accuracy = aladdin_accuracy;

  enum Input { width, width_b, node, clock, voltage, temperature };
  static constexpr auto inputs =
      inputs_of(sdk::real("width", "bit", "width of the first factor").range(1, 128).preset(32),
                sdk::real("width_b", "bit", "width of the second factor; where not given, that of the first")
                    .range(1, 128)
                    .optional());
  static constexpr auto outputs =
      outputs_with_compute(aladdin_figure, {"multiply.energy", "multiply.latency", "multiply.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Conditions conditions = conditions_at(in, node);
    const double second = std::isnan(in[width_b]) ? in[width] : in[width_b];
    return fill(out, under(conditions, scaled(multiplier(in[width], second), aladdin_node, in[node])),
                rate(conditions));
  }
};

struct AladdinShifter {
  static constexpr std::string_view id = "aladdin-shifter";
  static constexpr std::string_view summary = "barrel shifter";
  static constexpr std::string_view classes = "shifter barrel-shifter";
  static constexpr std::string_view source = aladdin_source;
  static constexpr double accuracy = aladdin_accuracy;

  enum Input { width, node, clock, voltage, temperature };
  static constexpr auto inputs =
      inputs_of(sdk::real("width", "bit", "bits that are shifted, by up to as many").range(2, 256).preset(32));
  static constexpr auto outputs =
      outputs_with_compute(aladdin_figure, {"shift.energy", "shift.latency", "shift.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Conditions conditions = conditions_at(in, node);
    return fill(out, under(conditions, scaled(shifter(in[width]), aladdin_node, in[node])), rate(conditions));
  }
};

// Shifts a number, adds it to what the register holds, and holds the sum.
struct AladdinShiftAdd {
  static constexpr std::string_view id = "aladdin-shift-add";
  static constexpr std::string_view summary = "barrel shifter, adder and register of the sum";
  static constexpr std::string_view classes = "shift-add";
  static constexpr std::string_view source = aladdin_source;

  enum Input { width, register_width, node, clock, voltage, temperature };
  static constexpr auto inputs =
      inputs_of(sdk::real("width", "bit", "bits that are shifted").range(2, 256).required(),
                sdk::real("register_width", "bit", "width of adder and register; where not given, twice `width`")
                    .range(2, 512)
                    .optional());
  static constexpr auto outputs =
      outputs_with_compute(aladdin_figure, {"shift_add.energy", "shift_add.latency", "shift_add.throughput"});

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Conditions conditions = conditions_at(in, node);
    const double sum = std::isnan(in[register_width]) ? 2 * in[width] : in[register_width];
    const Figures unit = shifter(in[width]) + adder(sum) + registers(sum);
    return fill(out, under(conditions, scaled(unit, aladdin_node, in[node])), rate(conditions));
  }
};

}  // namespace forge::plugins::arithmetic

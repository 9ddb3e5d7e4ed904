// SPDX-License-Identifier: Apache-2.0
// Component models from data sheets and papers: figures published at one setting, and how each of them scales with each
// parameter. A sheet is a constant, a model is made from it:
//
//   using namespace forge::sdk::published;
//   inline constexpr Sheet adc = {
//       .id = "acme.adc",
//       .classes = "adc sar-adc",
//       .summary = "8-bit SAR ADC",
//       .source = "Acme data sheet 9, table 2 (28 nm, 1 V)",
//       .node = {28e-9},
//       .area = {1200e-12, "table 2"},
//       .leak_power = {1e-6, "table 2, 25 C"},
//       .actions = {{.name = "convert", .energy = {1.5e-12, "1.5 mW at 1 GHz"}, .throughput = {1e9, "page 1"}}},
//       .parameters = {{.name = "resolution", .unit = "bit", .summary = "bits of a result",
//                       .published = 8, .lowest = 4, .highest = 12,
//                       .area = doubling, .leak_power = doubling, .energy = doubling, .throughput = reciprocal}},
//   };
//   FORGE_PLUGIN("acme-converters", "0.1.0", "MIT", "Acme's converters", forge::sdk::Components<Model<adc>>)
//
// A figure at another setting is the published one times a factor for each parameter and one for the node:
//   - a parameter has a rule for each quantity; a rule that is not given changes nothing. Where the user says nothing the
//     parameter has its published value;
//   - `node` scales as forge/sdk/technology.hpp has it, leakage like energy. The input is required, since a default would
//     mix nodes silently; a sheet without `node` has no such input;
//   - a figure that is not given is not an output: the host takes it as not modelled, and a throughput as never limiting.
//     0 is a statement of the source ("contained in the energies");
//   - `also` names further actions with the same figures: what an architecture's node calls it (compute, convert, hop, read);
//   - where a sheet has parameters `size` and `width`, an access wider than the memory does not exist.
// Products of powers are all that this can say. What is a sum of parts is a model of its own, which may use factor_of().
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"
#include "forge/sdk/technology.hpp"

namespace forge::sdk::published {

// What a figure is multiplied by where a parameter is not at its published value.
struct Rule {
  enum class Kind { none, power, exponential, affine, steps };
  Kind kind = Kind::none;
  double number = 0;
  std::array<double, 8> factors = {};

  double factor(double value, double published) const noexcept {
    switch (kind) {
      case Kind::power:
        return number == 1 ? value / published : std::pow(value / published, number);
      case Kind::exponential:
        return std::pow(number, value - published);
      case Kind::affine:
        return number + (1 - number) * value / published;
      case Kind::steps:
        return factors[static_cast<std::size_t>(value)];
      case Kind::none:
        break;
    }
    return 1;
  }
};
constexpr Rule power(double exponent) noexcept {
  return {Rule::Kind::power, exponent};
}
// For each unit more, so many times the figure.
constexpr Rule exponential(double base) noexcept {
  return {Rule::Kind::exponential, base};
}
// A share of the figure is fixed, the rest is linear.
constexpr Rule affine(double fixed_share) noexcept {
  return {Rule::Kind::affine, fixed_share};
}
// For each choice of a parameter with choices; that of the published one is 1.
template <typename... Factors> constexpr Rule steps(Factors... factors) noexcept {
  static_assert(sizeof...(Factors) <= std::tuple_size_v<decltype(Rule::factors)>);
  return {Rule::Kind::steps, 0, {static_cast<double>(factors)...}};
}
inline constexpr Rule none = {};
inline constexpr Rule linear = power(1);
inline constexpr Rule reciprocal = power(-1);
inline constexpr Rule quadratic = power(2);
inline constexpr Rule doubling = exponential(2);

inline constexpr double not_published = std::numeric_limits<double>::quiet_NaN();

// SI units. The note says where in the source the number stands or how it follows.
struct Figure {
  double value = not_published;
  std::string_view note = {};
  constexpr bool is_published() const noexcept { return value == value; }
};

struct Action {
  std::string_view name = {};
  Figure energy = {};
  Figure latency = {};
  Figure throughput = {};
  std::string_view also = {};  // names with a space between
};

struct Parameter {
  std::string_view name = {};
  std::string_view unit = {};
  std::string_view summary = {};
  double published = 0;  // of choices: the index
  double lowest = 0;
  double highest = 0;
  double covered_lowest = 0;  // what the source covers, where that is less than the range
  double covered_highest = 0;
  bool is_whole = false;
  std::span<const forge_str> choices = {};
  Rule area = {};
  Rule leak_power = {};
  Rule energy = {};
  Rule latency = {};
  Rule throughput = {};
};

// Which of the quantities scale with the technology. A rate that a standard or a clock sets does not.
struct Node {
  double published = 0;  // m; 0: the figures hold at any node
  bool area = true;
  bool leak_power = true;
  bool energy = true;
  bool delay = true;  // latency and throughput
};
inline constexpr std::size_t most_actions = 6, most_parameters = 6;

struct Sheet {
  std::string_view id = {};
  std::string_view classes = {};
  std::string_view summary = {};
  std::string_view source = {};
  double accuracy = 0;  // typical relative error at the published setting; 0: nothing is known
  Node node = {};
  Figure area = {};
  Figure leak_power = {};
  Action actions[most_actions] = {};  // up to the first without a name; so are the parameters
  Parameter parameters[most_parameters] = {};
};

constexpr std::span<const Action> actions_of(const Sheet &sheet) noexcept {
  std::size_t n = 0;
  while (n < most_actions && !sheet.actions[n].name.empty()) {
    ++n;
  }
  return std::span(sheet.actions).first(n);
}
constexpr std::span<const Parameter> parameters_of(const Sheet &sheet) noexcept {
  std::size_t n = 0;
  while (n < most_parameters && !sheet.parameters[n].name.empty()) {
    ++n;
  }
  return std::span(sheet.parameters).first(n);
}
constexpr bool has_node(const Sheet &sheet) noexcept {
  return sheet.node.published > 0;
}
constexpr std::size_t n_inputs_of(const Sheet &sheet) noexcept {
  return parameters_of(sheet).size() + (has_node(sheet) ? 1 : 0);
}

enum class Quantity { area, leak_power, energy, latency, throughput };

// What the figures of this quantity are multiplied by. `in` has the node, where the sheet has one, then the parameters.
inline double factor_of(const Sheet &sheet, Quantity quantity, std::span<const double> in) noexcept {
  double factor = 1;
  if (has_node(sheet)) {
    const double from = sheet.node.published, to = in.front();
    in = in.subspan(1);
    switch (quantity) {
      case Quantity::area:
        factor = sheet.node.area ? technology::area_factor(from, to) : 1;
        break;
      case Quantity::leak_power:
        factor = sheet.node.leak_power ? technology::energy_factor(from, to) : 1;
        break;
      case Quantity::energy:
        factor = sheet.node.energy ? technology::energy_factor(from, to) : 1;
        break;
      case Quantity::latency:
        factor = sheet.node.delay ? technology::delay_factor(from, to) : 1;
        break;
      case Quantity::throughput:
        factor = sheet.node.delay ? technology::delay_factor(to, from) : 1;
        break;
    }
  }
  constexpr Rule Parameter::*rules[] = {&Parameter::area, &Parameter::leak_power, &Parameter::energy,
                                        &Parameter::latency, &Parameter::throughput};
  const auto parameters = parameters_of(sheet);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    factor *= (parameters[p].*rules[static_cast<std::size_t>(quantity)]).factor(in[p], parameters[p].published);
  }
  return factor;
}

namespace detail {

struct Output {
  Quantity quantity = {};
  std::string_view action = {};  // empty: of the component
  Figure figure = {};
};
inline constexpr std::string_view names[] = {"area", "leak_power", "energy", "latency", "throughput"};
inline constexpr std::string_view units[] = {"m^2", "W", "J", "s", "Hz"};
constexpr std::string_view name_of(Quantity quantity) noexcept {
  return names[static_cast<std::size_t>(quantity)];
}
constexpr std::size_t length_of(const Output &output) noexcept {
  return name_of(output.quantity).size() + (output.action.empty() ? 0 : output.action.size() + 1);
}

// The outputs in order: those of the component, then for each action and each of its names energy, latency, throughput.
template <typename Visit> constexpr void for_each_output(const Sheet &sheet, Visit visit) {
  const auto visit_published = [&visit](Quantity quantity, std::string_view action, const Figure &figure) {
    if (figure.is_published()) {
      visit(Output{quantity, action, figure});
    }
  };
  visit_published(Quantity::area, {}, sheet.area);
  visit_published(Quantity::leak_power, {}, sheet.leak_power);
  for (const Action &action : actions_of(sheet)) {
    std::string_view name = action.name, further = action.also;
    while (!name.empty()) {
      visit_published(Quantity::energy, name, action.energy);
      visit_published(Quantity::latency, name, action.latency);
      visit_published(Quantity::throughput, name, action.throughput);
      const std::size_t end = further.find(' ');
      name = further.substr(0, end);
      further = end == std::string_view::npos ? std::string_view{} : further.substr(end + 1);
    }
  }
}

template <const Sheet &sheet> consteval auto outputs_of() {
  constexpr std::size_t n = [] {
    std::size_t count = 0;
    for_each_output(sheet, [&count](const Output &) { ++count; });
    return count;
  }();
  std::array<Output, n> outputs = {};
  std::size_t i = 0;
  for_each_output(sheet, [&](const Output &output) { outputs[i++] = output; });
  return outputs;
}
template <const Sheet &sheet> inline constexpr auto outputs = outputs_of<sheet>();

// The names of all outputs in a row, "convert.energyconvert.latency": columns point into it.
template <const Sheet &sheet> consteval auto text_of() {
  constexpr std::size_t n = [] {
    std::size_t length = 0;
    for (const Output &output : outputs<sheet>) {
      length += length_of(output);
    }
    return length;
  }();
  std::array<char, n> text = {};
  std::size_t i = 0;
  const auto append = [&text, &i](std::string_view part) {
    for (const char c : part) {
      text[i++] = c;
    }
  };
  for (const Output &output : outputs<sheet>) {
    if (!output.action.empty()) {
      append(output.action);
      append(".");
    }
    append(name_of(output.quantity));
  }
  return text;
}
template <const Sheet &sheet> inline constexpr auto text = text_of<sheet>();

template <const Sheet &sheet> consteval auto output_columns_of() {
  std::array<forge_column_info, outputs<sheet>.size()> columns = {};
  std::size_t begin = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Output &output = outputs<sheet>[i];
    columns[i] = sdk::output(std::string_view(text<sheet>.data() + begin, length_of(output)),
                             units[static_cast<std::size_t>(output.quantity)],
                             output.figure.note.empty() ? sheet.source : output.figure.note);
    begin += length_of(output);
  }
  return columns;
}

constexpr Column column_of(const Parameter &parameter) {
  if (!parameter.choices.empty()) {
    return choice(parameter.name, parameter.summary, parameter.choices).preset(parameter.published);
  }
  const Column column = parameter.is_whole ? integer(parameter.name, parameter.unit, parameter.summary)
                                           : real(parameter.name, parameter.unit, parameter.summary);
  return column.range(parameter.lowest, parameter.highest)
      .covered(parameter.covered_lowest, parameter.covered_highest)
      .preset(parameter.published);
}
template <const Sheet &sheet> consteval auto input_columns_of() {
  std::array<forge_column_info, n_inputs_of(sheet)> columns = {};
  std::size_t i = 0;
  if constexpr (has_node(sheet)) {
    columns[i++] = real("node", "m", "technology node; figures scale after Stillmaker & Baas, Integration 58, 2017")
                       .range(technology::nodes.lowest, technology::nodes.highest)
                       .covered(technology::covered_nodes.lowest, technology::covered_nodes.highest)
                       .required();
  }
  for (const Parameter &parameter : parameters_of(sheet)) {
    columns[i++] = column_of(parameter);
  }
  return columns;
}

// Where the parameter stands among the inputs; n_inputs_of(sheet) where it does not.
constexpr std::size_t find_input(const Sheet &sheet, std::string_view name) noexcept {
  const auto parameters = parameters_of(sheet);
  const std::size_t first = has_node(sheet) ? 1 : 0;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (parameters[p].name == name) {
      return first + p;
    }
  }
  return n_inputs_of(sheet);
}

constexpr bool has_good_rules(const Parameter &parameter) noexcept {
  for (const Rule &rule :
       {parameter.area, parameter.leak_power, parameter.energy, parameter.latency, parameter.throughput}) {
    if (rule.kind == Rule::Kind::steps) {
      if (parameter.choices.empty() || parameter.choices.size() > rule.factors.size() ||
          rule.factors[static_cast<std::size_t>(parameter.published)] != 1) {
        return false;
      }
    } else if (rule.kind != Rule::Kind::none && !parameter.choices.empty()) {
      return false;
    }
    if (rule.kind == Rule::Kind::power && !(rule.number > 0 ? parameter.lowest >= 0 : parameter.lowest > 0)) {
      return false;  // infinite or not a number
    }
  }
  return true;
}
constexpr bool has_good_parameters(const Sheet &sheet) noexcept {
  for (const Parameter &p : parameters_of(sheet)) {
    const double highest = p.choices.empty() ? p.highest : static_cast<double>(p.choices.size()) - 1;
    if (!(p.lowest <= p.published && p.published <= highest) || !has_good_rules(p)) {
      return false;
    }
  }
  return true;
}
constexpr bool has_good_figures(const Sheet &sheet) noexcept {
  bool good = !actions_of(sheet).empty();
  for_each_output(sheet, [&good](const Output &output) {
    const double value = output.figure.value;
    good = good && value >= 0 && value <= std::numeric_limits<double>::max();
  });
  return good;
}

}  // namespace detail

// The component model of a sheet, which is a constant with static storage.
template <const Sheet &sheet> struct Model {
  static_assert(detail::has_good_figures(sheet), "a sheet has at least one action, and figures of 0 or more");
  static_assert(
      detail::has_good_parameters(sheet),
      "a published value out of its range, a power over a range with 0, or rules and choices that do not match");

  static constexpr std::string_view id = sheet.id;
  static constexpr std::string_view classes = sheet.classes;
  static constexpr std::string_view summary = sheet.summary;
  static constexpr std::string_view source = sheet.source;
  static constexpr double accuracy = sheet.accuracy;
  static constexpr auto inputs = detail::input_columns_of<sheet>();
  static constexpr auto outputs = detail::output_columns_of<sheet>();

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    constexpr std::size_t size = detail::find_input(sheet, "size");
    constexpr std::size_t width = detail::find_input(sheet, "width");
    if constexpr (size < n_inputs_of(sheet) && width < n_inputs_of(sheet)) {
      if (in[size] < in[width]) {
        return false;
      }
    }
    std::array<double, std::size(detail::names)> factors = {};
    for (std::size_t q = 0; q < factors.size(); ++q) {
      factors[q] = factor_of(sheet, static_cast<Quantity>(q), in);
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
      const detail::Output &output = detail::outputs<sheet>[i];
      out[i] = output.figure.value * factors[static_cast<std::size_t>(output.quantity)];
    }
    return true;
  }
};

}  // namespace forge::sdk::published

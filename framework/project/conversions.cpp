// SPDX-License-Identifier: Apache-2.0
//
// Single values to what they mean; declared in reader.hpp.
#include <fmt/format.h>

#include <cmath>

#include "project/reader.hpp"

namespace forge::project {

namespace {

constexpr double most_exact_integer = 0x1p53;

std::string wanted_range(const Range &range) {
  if (range.highest == 1) {
    return "between 0 and 1";
  }
  return std::isinf(range.highest) || range.above_lowest ? fmt::format("above {}", range.lowest)
                                                         : fmt::format("at least {}", range.lowest);
}

bool inside(double value, const Range &range) {
  return value <= range.highest && (range.above_lowest ? value > range.lowest : value >= range.lowest);
}

bool check_dimension(const Value &value, const std::string &what, const Dimension &got, const Dimension &wanted,
                     Context &context) {
  if (got.plain() || got == wanted) {
    return true;
  }
  const auto example = example_of(wanted);
  context.problems.add(value.position,
                       fmt::format("{} is {}{}, not {}", what, in_words(wanted),
                                   example.empty() ? "" : fmt::format(" such as \"{}\"", example), in_words(got)));
  return false;
}

void report_unknown_tensors(const Value &text, const model::TensorSet &set, Context &context) {
  if (!context.names_complete) {
    return;
  }
  for (const auto &name : set.names()) {
    if (context.tensors.count(name) != 0 || context.memories.count(name) != 0) {
      continue;
    }
    std::vector<std::string> known{"all", "none", "inputs", "outputs", "intermediates"};
    known.insert(known.end(), context.tensors.begin(), context.tensors.end());
    known.insert(known.end(), context.memories.begin(), context.memories.end());
    const auto offset = static_cast<int>(text.as<std::string>()->find(name));
    context.problems.add(position_in(text, offset),
                         fmt::format("unknown tensor '{}'{}", name, did_you_mean(name, known)));
  }
}

}  // namespace

std::optional<double> read_quantity(const Value &value, const std::string &what, const Dimension &dimension,
                                    const Range &range, Context &context) {
  const auto quantity = context.scope.evaluate(value);
  if (!quantity || !check_dimension(value, what, quantity->dimension, dimension, context)) {
    return std::nullopt;
  }
  if (std::isinf(quantity->value) && quantity->value > range.highest) {
    context.problems.add(value.position, fmt::format("{} must be finite", what));
    return std::nullopt;
  }
  if (!inside(quantity->value, range)) {
    context.problems.add(value.position,
                         fmt::format("{} must be {}, not {}", what, wanted_range(range), quantity->value));
    return std::nullopt;
  }
  return quantity->value;
}

std::optional<std::uint64_t> read_count(const Value &value, const std::string &what, std::uint64_t lowest,
                                        Context &context) {
  const auto refuse = [&](const std::string &why) {
    context.problems.add(value.position, what + " " + why);
    return std::nullopt;
  };
  if (const auto *integer = value.as<std::int64_t>()) {
    if (*integer < 0 || static_cast<std::uint64_t>(*integer) < lowest) {
      return refuse(fmt::format("must be at least {}, not {}", lowest, *integer));
    }
    return static_cast<std::uint64_t>(*integer);
  }
  const auto quantity = context.scope.evaluate(value);
  if (!quantity || !check_dimension(value, what, quantity->dimension, dimension::none, context)) {
    return std::nullopt;
  }
  const double number = quantity->value;
  if (std::trunc(number) != number || std::isinf(number)) {
    return refuse(fmt::format("must be a whole number, not {}", number));
  }
  if (number < static_cast<double>(lowest)) {
    return refuse(fmt::format("must be at least {}, not {}", lowest, number));
  }
  if (number > most_exact_integer) {
    return refuse(fmt::format("is {}, too large to be exact", number));
  }
  return static_cast<std::uint64_t>(number);
}

std::optional<model::TensorSet> read_tensors(const Value &text, Context &context) {
  try {
    auto set = model::TensorSet::parse(*text.as<std::string>());
    report_unknown_tensors(text, set, context);
    return set;
  } catch (const Error &error) {
    context.problems.add(position_in(text, error.position().column - 1), error.message());
    return std::nullopt;
  }
}

std::optional<model::ModelParameter> read_parameter(const Value &value, Context &context) {
  model::ModelParameter parameter{0.0, "", value.position, ""};
  if (const auto *flag = value.as<bool>()) {
    parameter.value = *flag;
    return parameter;
  }
  if (const auto *text = value.as<std::string>()) {
    parameter.text = *text;
    const auto quantity = context.scope.evaluate_if_expression(value);
    if (!quantity) {
      parameter.value = *text;
      return parameter;
    }
    parameter.value = quantity->value;
    parameter.unit = si_unit(quantity->dimension);
    return parameter;
  }
  const auto number = context.scope.evaluate(value);
  if (!number) {
    return std::nullopt;
  }
  parameter.value = number->value;
  return parameter;
}

std::map<std::string, model::ModelParameter> read_parameters(const Table &table, Context &context) {
  std::map<std::string, model::ModelParameter> result;
  for (const Entry &entry : table.entries()) {
    if (entry.key.empty()) {
      context.problems.add(entry.position, "a key is empty");
    } else if (auto parameter = read_parameter(entry.value, context)) {
      result.emplace(entry.key, std::move(*parameter));
    }
  }
  return result;
}

}  // namespace forge::project

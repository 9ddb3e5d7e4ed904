// SPDX-License-Identifier: Apache-2.0
#include "app/sweep_values.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "project/quantity.hpp"
#include "support/error.hpp"

namespace forge::app {
namespace {

constexpr std::size_t most_values = 10000;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// "4 KiB", "1e-9", "65 nm"
std::optional<project::Quantity> quantity_of(std::string_view text) {
  double number = 0;
  text = trimmed(text);
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || !std::isfinite(number)) {
    return std::nullopt;
  }
  const auto unit = trimmed({end, static_cast<std::size_t>(text.data() + text.size() - end)});
  return unit.empty() ? project::Quantity{number, {}} : project::in_unit(number, unit);
}

[[noreturn]] void refuse(const std::string &words, const std::string &why) {
  throw Error{ErrorKind::usage, fmt::format("--vary '{}': {}", words, why)}.note(
      "for example --vary 'GLB.size=4 KiB..1 MiB*2', 'GLB.size=64 KiB..1 MiB+64 KiB' or 'DRAM.model.type=LPDDR4,HBM2'");
}

// With its unit, which a variable needs to be told.
SweepValue number_value(double number, const std::string &unit) {
  return {unit.empty() || !project::in_unit(1, unit) ? fmt::format("{}", number) : fmt::format("{} {}", number, unit),
          number};
}

// Where the step of a range begins: "*2", "+4 KiB", but not the sign in 1e+3.
std::size_t step_of(std::string_view range) {
  for (std::size_t i = range.size(); i-- > 0;) {
    const bool is_exponent = i > 0 && (range[i - 1] == 'e' || range[i - 1] == 'E');
    if (range[i] == '*' || (range[i] == '+' && !is_exponent))
      return i;
  }
  return std::string_view::npos;
}

void add_range(const std::string &words, std::string_view range, std::size_t dots, SweptField &field) {
  const auto step_at = step_of(range);
  if (step_at == std::string_view::npos || step_at < dots) {
    refuse(words, "a range needs a step: *FACTOR or +STEP");
  }
  const auto first = quantity_of(range.substr(0, dots));
  const auto last = quantity_of(range.substr(dots + 2, step_at - dots - 2));
  const auto step = quantity_of(range.substr(step_at + 1));
  if (!first || !last || !step) {
    refuse(words, "a range is made of numbers, with or without units");
  }
  field.multiplies = range[step_at] == '*';
  const auto wanted = field.multiplies ? project::dimension::none : first->dimension;
  if (last->dimension != first->dimension || step->dimension != wanted) {
    refuse(words, "the units of the range do not fit together");
  }
  const bool grows = field.multiplies ? step->value > 1 && first->value > 0 : step->value > 0;
  if (!grows || last->value < first->value) {
    refuse(words, "the range does not go from its first value to its last");
  }
  field.unit = project::si_unit(first->dimension);
  // Each value from the first one, so that no error adds up; the last one may be missed by a rounding.
  const double end = last->value + 1e-9 * (field.multiplies ? last->value : step->value);
  for (std::size_t i = 0; i <= most_values; ++i) {
    const auto k = static_cast<double>(i);
    const double value = field.multiplies ? first->value * std::pow(step->value, k) : first->value + k * step->value;
    if (value > end) {
      return;
    }
    field.values.push_back(number_value(value, field.unit));
  }
  refuse(words, fmt::format("more than {} values", most_values));
}

// All of them numbers of one dimension, or words.
void add_list(const std::string &words, std::string_view list, SweptField &field) {
  std::optional<project::Dimension> dimension;
  bool numbers = true;
  for (std::size_t begin = 0; begin <= list.size();) {
    const auto end = std::min(list.find(',', begin), list.size());
    const auto text = trimmed(list.substr(begin, end - begin));
    if (text.empty()) {
      refuse(words, "a value is missing before or behind a comma");
    }
    const auto quantity = quantity_of(text);
    numbers = numbers && quantity && (!dimension || *dimension == quantity->dimension);
    field.values.push_back({std::string(text), quantity ? quantity->value : SweepValue{}.number});
    if (quantity)
      dimension = quantity->dimension;
    begin = end + 1;
  }
  if (numbers && dimension) {
    field.unit = project::si_unit(*dimension);
    return;
  }
  for (auto &value : field.values) {
    value.number = SweepValue{}.number;
  }
}

}  // namespace

SweptField swept_field(const std::string &words) {
  const auto equals = words.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == words.size()) {
    refuse(words, "KEY=VALUES is needed");
  }
  SweptField field;
  field.key = words.substr(0, equals);
  const auto values = std::string_view(words).substr(equals + 1);
  const auto dots = values.find("..");
  if (dots != std::string_view::npos && quantity_of(values.substr(0, dots))) {  // else it is a path
    add_range(words, values, dots, field);
  } else {
    add_list(words, values, field);
  }
  return field;
}

}  // namespace forge::app

// SPDX-License-Identifier: Apache-2.0
#include "plugin/option_tables.hpp"

#include <fmt/format.h>

#include <cmath>

namespace forge::plugin {

std::vector<forge_str> texts_of(const std::vector<std::string> &texts) {
  std::vector<forge_str> result;
  result.reserve(texts.size());
  for (const auto &text : texts) {
    result.push_back({text.data(), text.size()});
  }
  return result;
}

OptionTable::OptionTable(const OptionValues &values)
    : texts_(texts_of(values.texts)),
      table_{sizeof(forge_options), static_cast<uint32_t>(values.numbers.size()), values.numbers.data(),
             texts_.data()} {}

std::string number_text(double value) {
  return fmt::format("{}", value);
}

std::string range_text(const Description &description) {
  const std::string unit = description.unit.empty() ? "" : " " + description.unit;
  const bool from = std::isfinite(description.lowest);
  const bool to = std::isfinite(description.highest);
  if (from && to) {
    return number_text(description.lowest) + " ... " + number_text(description.highest) + unit;
  }
  if (from) {
    return "at least " + number_text(description.lowest) + unit;
  }
  if (to) {
    return "at most " + number_text(description.highest) + unit;
  }
  return "any number";
}

}  // namespace forge::plugin

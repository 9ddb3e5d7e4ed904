// SPDX-License-Identifier: Apache-2.0
#include "check/rows.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace forge::check {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::array hostile_values{
    std::numeric_limits<double>::quiet_NaN(),  infinity, -infinity,         1e300, -1e300, -1.0, 0.0, -0.0,
    std::numeric_limits<double>::denorm_min(), 0.5,      9007199254740993.0};

}  // namespace

Row random_row(const plugin::ComponentModel &model, Random &random) {
  Row row;
  for (const auto &input : model.inputs) {
    row.push_back(random.value(input));
  }
  return row;
}

std::vector<Row> ordinary_rows(const plugin::ComponentModel &model, Random &random, std::size_t count) {
  Row presets;
  Row lowest;
  Row highest;
  for (const auto &input : model.inputs) {
    presets.push_back(input.required ? random.value(input) : input.preset);
    lowest.push_back(std::isfinite(input.lowest) ? input.lowest : random.value(input));
    highest.push_back(std::isfinite(input.highest) ? input.highest : random.value(input));
  }
  std::vector<Row> rows{presets, lowest, highest};
  while (rows.size() < count) {
    rows.push_back(random_row(model, random));
  }
  return rows;
}

std::vector<Row> hostile_rows(const plugin::ComponentModel &model, Random &random) {
  std::vector<Row> rows;
  for (std::size_t column = 0; column < model.inputs.size(); ++column) {
    for (const double value : hostile_values) {
      rows.push_back(random_row(model, random));
      rows.back()[column] = value;
    }
  }
  for (const double value : hostile_values) {
    rows.emplace_back(model.inputs.size(), value);
  }
  return rows;
}

}  // namespace forge::check

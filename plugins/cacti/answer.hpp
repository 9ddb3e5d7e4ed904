// SPDX-License-Identifier: Apache-2.0
// What CACTI answers: it appends a line of comma-separated values to the file INPUT.out, behind one with their names.
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace forge::plugins::cacti {

struct Answer {  // SI units
  double read_energy = 0;
  double write_energy = 0;
  double leak_power = 0;  // of one bank
  double area = 0;
  double cycle = 0;   // between two accesses to one bank
  double access = 0;  // from address to data
};

inline std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  while (!line.empty()) {
    const std::size_t end = line.find(',');
    std::string_view cell = line.substr(0, end);
    const std::size_t first = cell.find_first_not_of(" \t\r");
    cell = first == std::string_view::npos ? std::string_view() : cell.substr(first);
    cells.push_back(cell.substr(0, cell.find_last_not_of(" \t\r") + 1));
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
  return cells;
}

// Nothing where a figure is missing, or is no positive number.
inline std::optional<Answer> answer_of(std::string_view csv) {
  std::vector<std::vector<std::string_view>> lines;
  while (!csv.empty()) {
    const std::size_t end = csv.find('\n');
    if (auto cells = cells_of(csv.substr(0, end)); !cells.empty()) {
      lines.push_back(std::move(cells));
    }
    csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
  }
  if (lines.size() < 2) {
    return std::nullopt;
  }
  bool is_whole = true;
  const auto figure = [&](std::string_view name, double unit) {
    const auto &names = lines.front();
    const auto &values = lines.back();
    for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) {
      double value = 0;
      const char *end = values[i].data() + values[i].size();
      if (names[i] == name) {
        const auto [at, code] = std::from_chars(values[i].data(), end, value);
        is_whole = is_whole && code == std::errc() && at == end && std::isfinite(value) && value > 0;
        return value * unit;
      }
    }
    is_whole = false;
    return 0.0;
  };
  Answer answer;
  answer.read_energy = figure("Dynamic read energy (nJ)", 1e-9);
  answer.write_energy = figure("Dynamic write energy (nJ)", 1e-9);
  answer.leak_power = figure("Standby leakage per bank(mW)", 1e-3);
  answer.area = figure("Area (mm2)", 1e-6);
  answer.cycle = figure("Random cycle time (ns)", 1e-9);
  answer.access = figure("Access time (ns)", 1e-9);
  return is_whole ? std::optional(answer) : std::nullopt;
}

}  // namespace forge::plugins::cacti

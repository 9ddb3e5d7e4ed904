// SPDX-License-Identifier: Apache-2.0
// Model "table": figures from a CSV file of the user, in SI units. Which row counts: the one with the name given as `row`,
// else the one whose key columns (node, width, size, banks, ports) equal the parameters.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/figures.hpp"

namespace forge::plugins::table {

inline constexpr std::array<std::string_view, 5> keys = {"node", "width", "size", "banks", "ports"};

inline constexpr auto &figures = sdk::figures::names;

class Table {
 public:
  static constexpr std::string_view id = "table";
  static constexpr std::string_view summary = "figures from a CSV file, in SI units";
  static constexpr std::string_view source = "the file that the project names";
  static constexpr forge_column_info inputs[] = {
      sdk::real("node", "m", "technology node").range(0, 1).optional(),
      sdk::real("width", "bit", "bits of one access").range(0, 1e15).optional(),
      sdk::real("size", "bit", "capacity").range(0, 1e18).optional(),
      sdk::real("banks", "", "banks").range(0, 1e9).optional(),
      sdk::real("ports", "", "ports").range(0, 1e9).optional(),
  };
  static constexpr auto outputs = sdk::figures::columns("from the table", std::numeric_limits<double>::infinity());
  static constexpr forge_column_info texts[] = {
      sdk::file("file", "CSV file with a header line; README.md lists the columns").required(),
      sdk::text("row", "the `name` of the row to take; empty: the row whose keys fit"),
  };

  explicit Table(const sdk::ComponentSetup &setup);
  bool evaluate_row(std::span<const double> in, std::span<double> out) const;

 private:
  struct Row {
    std::size_t line;
    std::string name;
    std::array<double, keys.size()> key;        // NaN: any
    std::array<double, figures.size()> figure;  // NaN: not modelled
  };
  std::string describe(std::span<const double> key) const;
  const Row *find(std::span<const double> in) const;

  sdk::Host host_;
  std::vector<Row> rows_;
  std::array<bool, keys.size()> has_key_{};
  std::optional<std::size_t> chosen_;
};

}  // namespace forge::plugins::table

// SPDX-License-Identifier: Apache-2.0
//
// Builds a Table row by row. Cells without a figure stay empty: a report never shows 0 for what is not known.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "support/table.hpp"

namespace forge::report {

// A cell of a row. NaN, an empty text, a missing optional and a count beyond 2^63 - 1 make an empty cell.
class Cell {
 public:
  Cell() = default;
  Cell(double value);
  Cell(std::uint64_t value);
  Cell(std::string_view value);
  Cell(const std::string &value) : Cell(std::string_view(value)) {}
  Cell(const char *value) : Cell(std::string_view(value)) {}
  Cell(const std::optional<double> &value) : Cell(value ? Cell(*value) : Cell()) {}

 private:
  friend class Rows;
  std::variant<std::monostate, double, std::int64_t, std::string> value_;
};

enum class ColumnKind { real, integer, text };

struct ColumnInfo {
  ColumnKind kind;
  std::string name;
  std::string unit = {};
};

inline ColumnInfo real(std::string name, std::string unit = {}) {
  return {ColumnKind::real, std::move(name), std::move(unit)};
}
inline ColumnInfo integer(std::string name) {
  return {ColumnKind::integer, std::move(name)};
}
inline ColumnInfo text(std::string name) {
  return {ColumnKind::text, std::move(name)};
}

class Rows {
 public:
  Rows(std::string name, std::initializer_list<ColumnInfo> columns);

  // One cell for each column, of the column's kind.
  void add(std::initializer_list<Cell> cells);
  // The same for tables whose number of columns is known at run time only.
  void add(const std::vector<Cell> &cells);
  void add_column(const ColumnInfo &column);  // before the first row

  Table take() { return std::move(table_); }

 private:
  void add_row(const Cell *cells, std::size_t n_cells);

  Table table_;
};

}  // namespace forge::report

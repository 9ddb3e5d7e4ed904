// SPDX-License-Identifier: Apache-2.0
#include "report/rows.hpp"

#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace forge::report {

Cell::Cell(double value) {
  if (!std::isnan(value)) {
    value_ = value;
  }
}

Cell::Cell(std::uint64_t value) {
  if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    value_ = static_cast<std::int64_t>(value);
  }
}

Cell::Cell(std::string_view value) {
  if (!value.empty()) {
    value_ = std::string(value);
  }
}

Rows::Rows(std::string name, std::initializer_list<ColumnInfo> columns) {
  table_.name = std::move(name);
  for (const auto &column : columns) {
    add_column(column);
  }
}

void Rows::add_column(const ColumnInfo &column) {
  assert(table_.rows == 0);
  Column made{column.name, column.unit, Column::Texts{}};
  switch (column.kind) {
    case ColumnKind::real:
      made.values = Column::Reals{};
      break;
    case ColumnKind::integer:
      made.values = Column::Integers{};
      break;
    case ColumnKind::text:
      break;
  }
  table_.columns.push_back(std::move(made));
}

void Rows::add(std::initializer_list<Cell> cells) {
  add_row(cells.begin(), cells.size());
}

void Rows::add(const std::vector<Cell> &cells) {
  add_row(cells.data(), cells.size());
}

void Rows::add_row(const Cell *cells, std::size_t n_cells) {
  assert(n_cells == table_.columns.size());
  for (std::size_t i = 0; i < n_cells; ++i) {
    std::visit(
        [&](auto &values) {
          using Value = typename std::decay_t<decltype(values)>::value_type::value_type;
          const auto &cell = cells[i].value_;
          assert(std::holds_alternative<std::monostate>(cell) || std::holds_alternative<Value>(cell));
          if (const auto *value = std::get_if<Value>(&cell)) {
            values.emplace_back(*value);
          } else {
            values.emplace_back();
          }
        },
        table_.columns[i].values);
  }
  ++table_.rows;
}

}  // namespace forge::report

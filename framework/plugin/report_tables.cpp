// SPDX-License-Identifier: Apache-2.0
#include "plugin/report_tables.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>

namespace forge::plugin {
namespace {

forge_str text(const std::string &words) {
  return {words.data(), words.size()};
}

// Values with `absent` where there is none, and which ones are there.
template <class From, class To, class Convert>
void split(const std::vector<std::optional<From>> &from, const To &absent, const Convert &convert,
           std::vector<To> &values, std::vector<std::uint8_t> &valid) {
  for (const auto &value : from) {
    values.push_back(value ? convert(*value) : absent);
    valid.push_back(value ? 1 : 0);
  }
}

}  // namespace

ReportTables::ReportTables(const std::vector<Table> &tables) {
  for (const Table &table : tables) {
    auto &columns = columns_.emplace_back();
    for (const Column &column : table.columns) {
      const auto rows = std::visit([](const auto &values) { return values.size(); }, column.values);
      if (rows != table.rows) {
        throw std::logic_error("table " + table.name + ": column " + column.name + " has " + std::to_string(rows) +
                               " rows, not " + std::to_string(table.rows));
      }
      add(column);
      columns.push_back(&cells_.back().column);
    }
    tables_.push_back(
        {sizeof(forge_table), static_cast<uint32_t>(columns.size()), table.rows, text(table.name), columns.data()});
    pointers_.push_back(&tables_.back());
  }
}

void ReportTables::add(const Column &column) {
  Cells &cells = cells_.emplace_back();
  forge_column &view = cells.column;
  view.struct_size = sizeof(forge_column);
  view.name = text(column.name);
  view.unit = text(column.unit);
  if (const auto *reals = std::get_if<Column::Reals>(&column.values)) {
    split(
        *reals, std::numeric_limits<double>::quiet_NaN(), [](double value) { return value; }, cells.reals, cells.valid);
    view.kind = FORGE_COLUMN_REAL;
    view.real = cells.reals.data();
  } else if (const auto *integers = std::get_if<Column::Integers>(&column.values)) {
    split(
        *integers, std::int64_t{0}, [](std::int64_t value) { return value; }, cells.integers, cells.valid);
    view.kind = FORGE_COLUMN_INTEGER;
    view.integer = cells.integers.data();
  } else {
    split(std::get<Column::Texts>(column.values), forge_str{"", 0}, text, cells.texts, cells.valid);
    view.kind = FORGE_COLUMN_TEXT;
    view.text = cells.texts.data();
  }
  const bool complete = std::all_of(cells.valid.begin(), cells.valid.end(), [](auto flag) { return flag == 1; });
  view.valid = complete ? nullptr : cells.valid.data();
}

}  // namespace forge::plugin

// SPDX-License-Identifier: Apache-2.0
// Writer "csv": one table of the run, as comma-separated values by RFC 4180, for spreadsheets and scripts. Lines end in
// a plain newline. Numbers are written without locale and read back as the same value; what is not known is empty.
#pragma once

#include <string>
#include <string_view>

#include "forge/sdk/report.hpp"

namespace forge::plugins {

class CsvWriter {
 public:
  static constexpr std::string_view id = "csv";
  static constexpr std::string_view summary = "one table as comma-separated values, by default a row for each Einsum";
  static constexpr std::string_view extension = "csv";

  static constexpr forge_column_info options[] = {
      sdk::text("table", "which table of the run").preset("einsums"),
      sdk::flag("units", "head columns with their units: energy [J]").preset(1),
  };

  static void write(const sdk::Report &report) {
    const sdk::Table table = find(report.tables, report.options.text("table"));
    write_head(report.out, table, report.options.flag("units"));
    for (std::size_t row = 0; row < table.rows(); ++row) {
      for (std::size_t i = 0; i < table.columns(); ++i) {
        report.out << (i > 0 ? "," : "");
        write_cell(report.out, table.column(i), row);
      }
      report.out << '\n';
    }
  }

 private:
  static sdk::Table find(const sdk::Tables &tables, std::string_view name) {
    if (const auto table = tables[name]) {
      return table;
    }
    std::string known;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      known += (known.empty() ? "" : ", ") + std::string(tables.at(i).name());
    }
    throw sdk::Invalid("there is no table '" + std::string(name) + "'; the tables are: " + known);
  }

  static void write_head(sdk::Output &out, const sdk::Table &table, bool has_units) {
    for (std::size_t i = 0; i < table.columns(); ++i) {
      const auto column = table.column(i);
      std::string head(column.name());
      if (has_units && !column.unit().empty()) {
        head += " [" + std::string(column.unit()) + "]";
      }
      out << (i > 0 ? "," : "");
      write_text(out, head);
    }
    out << '\n';
  }

  static void write_cell(sdk::Output &out, const sdk::TableColumn &column, std::size_t row) {
    if (!column.has(row)) {
      return;
    }
    if (column.kind() == FORGE_COLUMN_TEXT) {
      write_text(out, column.text(row));
    } else if (column.kind() == FORGE_COLUMN_INTEGER) {
      out << column.integer(row);
    } else if (std::isfinite(column.real(row))) {
      out << column.real(row);
    } else if (!std::isnan(column.real(row))) {
      out << (column.real(row) > 0 ? "inf" : "-inf");
    }
  }

  static void write_text(sdk::Output &out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      out << text;
      return;
    }
    out << '"';
    for (const char c : text) {
      out << (c == '"' ? "\"\"" : std::string_view(&c, 1));
    }
    out << '"';
  }
};

}  // namespace forge::plugins

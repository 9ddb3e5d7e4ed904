// SPDX-License-Identifier: Apache-2.0
// {{name}}: a report writer for forge. Replace the example's layout by yours.
//
// A run leaves tables; this example writes each as tab-separated lines. `forge` opens the file.
#include <string_view>

#include "forge/sdk/plugin.hpp"
#include "forge/sdk/report.hpp"

namespace {

struct Writer {
  static constexpr std::string_view id = "{{name}}";  // what a project writes as `writer`
  static constexpr std::string_view summary = "an example: tab-separated tables";
  static constexpr std::string_view extension = "tsv";
  static constexpr forge_column_info options[] = {
      forge::sdk::flag("units", "a line with the units below the names").preset(1),
  };

  static void write(const forge::sdk::Report &report) {
    for (std::size_t i = 0; i < report.tables.size(); ++i) {
      const auto table = report.tables.at(i);
      report.out << "# " << table.name() << '\n';
      write_line(report, table.columns(), [&](std::size_t c) { report.out << table.column(c).name(); });
      if (report.options.flag("units")) {
        write_line(report, table.columns(), [&](std::size_t c) { report.out << table.column(c).unit(); });
      }
      for (std::size_t row = 0; row < table.rows(); ++row) {
        write_line(report, table.columns(), [&](std::size_t c) { write_cell(report, table.column(c), row); });
      }
    }
  }

 private:
  template <typename Cell>
  static void write_line(const forge::sdk::Report &report, std::size_t n_columns, const Cell &cell) {
    for (std::size_t c = 0; c < n_columns; ++c) {
      report.out << (c == 0 ? "" : "\t");
      cell(c);
    }
    report.out << '\n';
  }

  // Empty where there is no value.
  static void write_cell(const forge::sdk::Report &report, const forge::sdk::TableColumn &column, std::size_t row) {
    if (!column.has(row)) {
      return;
    }
    if (column.kind() == FORGE_COLUMN_REAL) {
      report.out << column.real(row);
    } else if (column.kind() == FORGE_COLUMN_INTEGER) {
      report.out << column.integer(row);
    } else {
      report.out << column.text(row);
    }
  }
};

}  // namespace

FORGE_PLUGIN("{{name}}", "0.1.0", "Apache-2.0", "a report writer", forge::sdk::Reports<Writer>)

// SPDX-License-Identifier: Apache-2.0
//
// Stage 6: report writers.
#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "check/fake_host.hpp"
#include "check/stages.hpp"
#include "check/values.hpp"
#include "plugin/call.hpp"
#include "plugin/loaded_plugin.hpp"
#include "plugin/option_tables.hpp"
#include "plugin/report_tables.hpp"

namespace forge::check {
namespace {

struct Subject {
  const plugin::Writer &writer;
  const forge_report_interface &table;
  std::uint32_t index;
  const plugin::OptionValues &values;
};

// Takes `room` bytes, then answers with a failure.
struct Paper {
  std::string bytes{};
  std::size_t room = std::numeric_limits<std::size_t>::max();
  std::uint64_t refusals = 0;
  bool bad_pointer = false;

  static forge_status write(const forge_sink *sink, const char *bytes, uint64_t n_bytes) noexcept {
    Paper &paper = *static_cast<Paper *>(sink->impl);
    if (bytes == nullptr && n_bytes > 0) {
      paper.bad_pointer = true;
      return FORGE_INVALID;
    }
    if (n_bytes > paper.room - paper.bytes.size()) {
      ++paper.refusals;
      return FORGE_INTERNAL;
    }
    paper.bytes.append(bytes, static_cast<std::size_t>(n_bytes));
    return FORGE_OK;
  }
};

forge_status write(const Subject &subject, const std::vector<Table> &tables, Paper &paper, plugin::Words &words) {
  const FakeHost host;
  const plugin::ReportTables views(tables);
  const plugin::OptionTable options(subject.values);
  const forge_sink sink{sizeof(forge_sink), 0, &paper, Paper::write};
  return plugin::guarded(subject.writer.owner(), "write", [&] {
    return subject.table.write(host.table(), subject.index, options.table(), views.data(), views.size(), &sink,
                               words.table());
  });
}

struct Case {
  std::string name;
  std::vector<Table> tables;
  bool must_work;  // else the writer may say that it needs other tables
};

// The report as bytes; nothing where the writer says politely that it cannot work with these tables.
std::optional<std::string> written(const Subject &subject, const Case &one, Reporter &reporter) {
  Paper paper;
  plugin::Words words;
  const forge_status status = write(subject, one.tables, paper, words);
  const bool polite = (status == FORGE_INVALID || status == FORGE_UNSUPPORTED) && !words.text().empty();
  if (polite && !one.must_work) {
    reporter.note(subject.writer.owner() + " refuses " + one.name + ": " + words.text());
    return std::nullopt;
  }
  if (status != FORGE_OK) {
    throw plugin::failure(subject.writer.owner(), "write", status, words.text());
  }
  if (paper.bad_pointer) {
    throw Error{ErrorKind::plugin, subject.writer.owner() + ": it hands null to the sink"};
  }
  return paper.bytes;
}

Table table_with_all_kinds() {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Table table{"figures", 6, {}};
  table.columns.push_back({"energy", "J", Column::Reals{1e-12, 0.0, -0.0, nan, infinity, std::nullopt}});
  table.columns.push_back({"count", "",
                           Column::Integers{0, -1, std::numeric_limits<std::int64_t>::max(),
                                            std::numeric_limits<std::int64_t>::min(), 42, std::nullopt}});
  table.columns.push_back(
      {"name", "", Column::Texts{"Größe", "メモリ", "a,b;\"c\"\t\n\\", "", std::string(5000, 'x'), std::nullopt}});
  table.columns.push_back({"größe", "m^2", Column::Reals{1.0, 2.0, 3.0, 4.0, 5.0, 6.0}});
  return table;
}

Table long_table() {
  Table table{"points", 10000, {}};
  Column::Integers numbers;
  Column::Texts texts;
  for (std::int64_t i = 0; i < 10000; ++i) {
    numbers.emplace_back(i);
    texts.emplace_back("point " + std::to_string(i));
  }
  table.columns = {{"number", "", numbers}, {"text", "", texts}};
  return table;
}

void make_empty(Table &table) {
  table.rows = 0;
  for (auto &column : table.columns) {
    std::visit([](auto &values) { values.clear(); }, column.values);
  }
}

// Every second text has characters that formats have to escape, every third cell has no value.
void make_odd(Table &table) {
  std::size_t number = 0;
  for (auto &column : table.columns) {
    if (auto *texts = std::get_if<Column::Texts>(&column.values)) {
      for (auto &text : *texts) {
        if (text && ++number % 2 == 0) {
          *text += " é\"\n,\\<&\x01";
        }
      }
    }
    std::visit(
        [&](auto &values) {
          for (auto &value : values) {
            if (++number % 3 == 0) {
              value.reset();
            }
          }
        },
        column.values);
  }
}

std::vector<Case> cases(const std::vector<Table> &run_tables) {
  const Table empty{"empty", 0, {{"energy", "J", Column::Reals{}}, {"name", "", Column::Texts{}}}};
  const Table no_columns{"nothing", 0, {}};
  std::vector<Case> result{{"no tables", {}, false},
                           {"an empty table", {empty}, false},
                           {"a table without columns", {no_columns}, false},
                           {"names that are not ASCII, cells without a value", {table_with_all_kinds()}, false},
                           {"several tables", {empty, table_with_all_kinds(), long_table()}, false}};
  if (run_tables.empty()) {
    return result;
  }
  result.push_back({"the tables of a run", run_tables, true});
  std::vector<Table> emptied = run_tables;
  std::vector<Table> odd = run_tables;
  for (std::size_t i = 0; i < run_tables.size(); ++i) {
    make_empty(emptied[i]);
    make_odd(odd[i]);
  }
  result.push_back({"the tables of a run without rows", emptied, true});
  result.push_back({"the tables of a run with odd texts and cells without a value", odd, true});
  result.push_back({"the tables of a run and others", run_tables, true});
  result.back().tables.push_back(table_with_all_kinds());
  return result;
}

// However early the sink refuses, the writer has to stop and say so.
void check_refusing_sink(const Subject &subject, const std::vector<Table> &tables, std::size_t size,
                         Reporter &reporter) {
  for (const std::size_t room : {std::size_t{0}, std::size_t{1}, size / 2, size - 1}) {
    reporter.step(subject.writer.owner() + ": a sink that fails after " + std::to_string(room) + " of " +
                  std::to_string(size) + " bytes");
    Paper paper;
    paper.room = room;
    plugin::Words words;
    if (write(subject, tables, paper, words) == FORGE_OK) {
      reporter.failure(subject.writer.owner() + ": it says OK although the sink failed");
      return;
    }
    if (paper.refusals > 1) {
      reporter.failure(subject.writer.owner() + ": it goes on writing after the sink failed");
      return;
    }
  }
}

void check_writer(const Subject &subject, const std::vector<Table> &run_tables, Reporter &reporter) {
  const std::string owner = subject.writer.owner();
  std::error_code ignored;
  const std::string directory = std::filesystem::current_path(ignored).string();
  for (const Case &one : cases(run_tables)) {
    reporter.step(owner + ": " + one.name);
    const auto bytes = written(subject, one, reporter);
    if (!bytes) {
      continue;
    }
    reporter.step(owner + ": " + one.name + ", once more");
    if (written(subject, one, reporter) != bytes) {
      reporter.failure(owner + ": the same tables give other bytes (" + one.name + ")");
    }
    if (directory.size() > 1 && bytes->find(directory) != std::string::npos) {
      reporter.failure(owner + ": the report contains the working directory");
    }
    if (!bytes->empty()) {
      check_refusing_sink(subject, one.tables, bytes->size(), reporter);
    }
  }
}

}  // namespace

void check_reports(const Context &context, Reporter &reporter) {
  const FakeHost host;
  const plugin::LoadedPlugin plugin(context.file, host.table());
  if (plugin.writers.empty()) {
    reporter.skipped("it offers no report writer");
    return;
  }
  for (std::uint32_t i = 0; i < plugin.writers.size(); ++i) {
    const auto &writer = *plugin.writers[i];
    const Values values = values_for(writer.options, context.options);
    if (values.missing.empty()) {
      check_writer({writer, *plugin.report_table(), i, values.options}, context.options.run_tables, reporter);
    } else {
      reporter.note(missing_words(writer.owner(), values));
    }
  }
}

}  // namespace forge::check

// SPDX-License-Identifier: Apache-2.0
// Report writers as value types. Reports<Csv, Json> is the table "forge.report/1" of these writers.
//
//   struct Csv {
//     static constexpr std::string_view id = "acme.csv", summary = "...", extension = "csv";
//     static constexpr forge_column_info options[] = {...};     // where it has any
//     static void write(const Report &report);                  // report.tables["summary"] ..., report.out << ...
//   };
//
// Tables and columns that a host does not give read as empty: a writer need not test for them.
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "forge/abi/report.h"
#include "forge/sdk/host.hpp"
#include "forge/sdk/options.hpp"

namespace forge::sdk {

// One column of a table, or none: then false, and no row has a value. A view, valid during write().
class TableColumn {
 public:
  TableColumn() = default;
  TableColumn(const forge_column *column, std::uint64_t n_rows) noexcept : column_(column), n_rows_(n_rows) {}
  explicit operator bool() const noexcept { return column_ != nullptr; }
  std::string_view name() const noexcept { return to_view(column_ ? column_->name : forge_str{}); }
  std::string_view unit() const noexcept { return to_view(column_ ? column_->unit : forge_str{}); }
  std::int32_t kind() const noexcept { return column_ ? column_->kind : FORGE_COLUMN_TEXT; }
  std::size_t rows() const noexcept { return static_cast<std::size_t>(n_rows_); }

  bool has(std::size_t row) const noexcept {
    return column_ != nullptr && row < n_rows_ && (column_->valid == nullptr || column_->valid[row] != 0);
  }
  // NaN where there is no number; integers as reals.
  double real(std::size_t row) const noexcept {
    if (has(row) && kind() == FORGE_COLUMN_REAL) {
      return column_->real[row];
    }
    return has(row) && kind() == FORGE_COLUMN_INTEGER ? static_cast<double>(column_->integer[row])
                                                      : std::numeric_limits<double>::quiet_NaN();
  }
  // 0 where there is no integer.
  std::int64_t integer(std::size_t row) const noexcept {
    return has(row) && kind() == FORGE_COLUMN_INTEGER ? column_->integer[row] : 0;
  }
  // Empty where there is no text.
  std::string_view text(std::size_t row) const noexcept {
    return has(row) && kind() == FORGE_COLUMN_TEXT ? to_view(column_->text[row]) : std::string_view{};
  }

 private:
  const forge_column *column_ = nullptr;
  std::uint64_t n_rows_ = 0;
};

// A table, or none: then false, without columns and rows.
class Table {
 public:
  Table() = default;
  explicit Table(const forge_table *table) noexcept : table_(table) {}
  explicit operator bool() const noexcept { return table_ != nullptr; }
  std::string_view name() const noexcept { return to_view(table_ ? table_->name : forge_str{}); }
  std::size_t rows() const noexcept { return table_ ? static_cast<std::size_t>(table_->n_rows) : 0; }
  std::size_t columns() const noexcept { return table_ ? table_->n_columns : 0; }
  TableColumn column(std::size_t index) const noexcept {
    return index < columns() ? TableColumn(table_->column[index], table_->n_rows) : TableColumn{};
  }
  TableColumn operator[](std::string_view name) const noexcept {
    for (std::size_t i = 0; i < columns(); ++i) {
      if (to_view(table_->column[i]->name) == name) {
        return column(i);
      }
    }
    return {};
  }
  double real(std::string_view column, std::size_t row) const noexcept { return (*this)[column].real(row); }
  std::int64_t integer(std::string_view column, std::size_t row) const noexcept { return (*this)[column].integer(row); }
  std::string_view text(std::string_view column, std::size_t row) const noexcept { return (*this)[column].text(row); }

 private:
  const forge_table *table_ = nullptr;
};

// Rows of a table by the texts in one or two of its columns, in the table's order: for reports that show them in groups.
// A view of the table, valid during write().
class RowsBy {
 public:
  using Rows = std::vector<std::size_t>;

  RowsBy(const Table &table, std::string_view column, std::string_view second = {}) {
    const TableColumn first_key = table[column], second_key = second.empty() ? TableColumn{} : table[second];
    for (std::size_t row = 0; row < table.rows(); ++row) {
      rows_[{first_key.text(row), second_key.text(row)}].push_back(row);
    }
  }
  // Empty where there are none.
  const Rows &operator()(std::string_view text, std::string_view second = {}) const {
    const auto found = rows_.find({text, second});
    return found == rows_.end() ? none_ : found->second;
  }

 private:
  std::map<std::pair<std::string_view, std::string_view>, Rows> rows_;
  Rows none_;
};

// All tables of a run, in the host's order.
class Tables {
 public:
  Tables(const forge_table *const *tables, std::uint32_t n) noexcept : tables_(tables), n_(n) {}
  std::size_t size() const noexcept { return n_; }
  Table at(std::size_t index) const noexcept { return index < n_ ? Table(tables_[index]) : Table{}; }
  Table operator[](std::string_view name) const noexcept {
    for (std::size_t i = 0; i < n_; ++i) {
      if (to_view(tables_[i]->name) == name) {
        return at(i);
      }
    }
    return {};
  }

 private:
  const forge_table *const *tables_;
  std::uint32_t n_;
};

// Where the bytes go. Numbers are written without locale, reals so that they read back as the same value.
// Throws Returned when the host stops it.
class Output {
 public:
  explicit Output(const forge_sink &sink) noexcept : sink_(sink) {}
  Output &operator<<(std::string_view bytes) {
    buffer_.append(bytes);
    if (buffer_.size() >= capacity) {
      flush();
    }
    return *this;
  }
  Output &operator<<(const char *text) { return *this << std::string_view(text); }
  Output &operator<<(const std::string &text) { return *this << std::string_view(text); }
  Output &operator<<(char c) { return *this << std::string_view(&c, 1); }
  template <typename Number>
  requires((std::integral<Number> && !std::same_as<Number, bool> && !std::same_as<Number, char>) ||
           std::floating_point<Number>) Output &
  operator<<(Number number) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof(text), number).ptr;
    return *this << std::string_view(text, static_cast<std::size_t>(end - text));
  }
  void flush() {
    if (!buffer_.empty()) {
      const auto status = sink_.write(&sink_, buffer_.data(), buffer_.size());
      buffer_.clear();
      if (status != FORGE_OK) {
        throw Returned(status);
      }
    }
  }

 private:
  static constexpr std::size_t capacity = 1U << 16U;
  const forge_sink &sink_;
  std::string buffer_;
};

struct Report {
  Host host;
  Tables tables;
  Options options;
  Output &out;
};

template <typename Writer> consteval bool is_writer() {
  static_assert(has_identity<Writer>() && has_good_options<Writer>());
  static_assert(
      requires { std::string_view(Writer::extension); },
      "missing: static constexpr std::string_view extension = \"txt\";");
  static_assert(
      requires(const Report &report) { Writer::write(report); },
      "missing: static void write(const forge::sdk::Report &)");
  return true;
}

template <typename... Writers> class Reports {
  static_assert(sizeof...(Writers) > 0, "Reports<> needs at least one writer");
  static_assert((is_writer<Writers>() && ...));
  static_assert(has_distinct_ids<Writers...>(), "two writers have the same id");

  struct Entry {
    forge_writer_info info;
    std::span<const forge_column_info> options;
    void (*write)(const Report &);
  };
  static constexpr Entry entries[] = {
      {{sizeof(forge_writer_info), 0, to_abi(Writers::id), to_abi(Writers::summary), to_abi(Writers::extension)},
       options_of<Writers>(),
       [](const Report &report) { Writers::write(report); }}...};

  static const forge_writer_info *writer_info(std::uint32_t writer) noexcept {
    return writer < std::size(entries) ? &entries[writer].info : nullptr;
  }
  static const forge_column_info *option_info(std::uint32_t writer, std::uint32_t option) noexcept {
    return writer < std::size(entries) ? at_or_null(entries[writer].options, option) : nullptr;
  }
  static forge_status write(const forge_host *host, std::uint32_t writer, const forge_options *options,
                            const forge_table *const *tables, std::uint32_t n_tables, const forge_sink *sink,
                            forge_error *error) noexcept {
    return guarded(error, [&] {
      if (writer >= std::size(entries) || sink == nullptr) {
        throw Invalid("this plugin has no writer " + std::to_string(writer));
      }
      const Entry &entry = entries[writer];
      Output out(*sink);
      entry.write({Host(host), Tables(tables, n_tables), Options(entry.options, options), out});
      out.flush();
    });
  }

 public:
  static constexpr std::string_view id = FORGE_REPORT_ID;
  static constexpr forge_report_interface table = {.struct_size = sizeof(forge_report_interface),
                                                   .pad0 = 0,
                                                   .writer_info = writer_info,
                                                   .option_info = option_info,
                                                   .write = write};
};

}  // namespace forge::sdk

// SPDX-License-Identifier: Apache-2.0
// Runs a report writer of the SDK on tables made by hand, through the C table that the host would use.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "forge/sdk/report.hpp"

namespace forge::test {

class ReportBench {
 public:
  using Reals = std::vector<std::optional<double>>;
  using Integers = std::vector<std::optional<std::int64_t>>;
  using Texts = std::vector<std::optional<std::string>>;
  struct Column {
    std::string name, unit;
    std::variant<Reals, Integers, Texts> values;
  };

  // All columns have the same number of values.
  ReportBench &table(const std::string &name, const std::vector<Column> &columns) {
    auto &stored = tables_.emplace_back();
    stored.name = name;
    std::size_t rows = 0;
    for (const auto &column : columns) {
      rows = std::visit([](const auto &values) { return values.size(); }, column.values);
      add(stored, column);
    }
    for (auto &column : stored.columns) {
      stored.pointers.push_back(&column.abi);
    }
    stored.abi = {sizeof(forge_table), static_cast<std::uint32_t>(columns.size()), rows, sdk::to_abi(stored.name),
                  stored.pointers.data()};
    return *this;
  }

  struct Outcome {
    forge_status status = FORGE_OK;
    std::string bytes, error;
  };
  using Value = std::variant<double, std::string>;

  // Options that are not given have their presets.
  template <typename Writer> Outcome run(const std::map<std::string, Value> &options = {}) const {
    const auto &writer = sdk::Reports<Writer>::table;
    std::vector<double> numbers;
    std::vector<forge_str> texts;
    for (std::uint32_t i = 0; const auto *info = writer.option_info(0, i); ++i) {
      const auto given = options.find(std::string(sdk::to_view(info->name)));
      const bool has = given != options.end();
      const bool is_text = sdk::is_text(*info);
      numbers.push_back(has && !is_text ? std::get<double>(given->second) : info->preset);
      texts.push_back(has && is_text ? sdk::to_abi(std::get<std::string>(given->second)) : info->preset_text);
    }
    const forge_options values{sizeof(forge_options), static_cast<std::uint32_t>(numbers.size()), numbers.data(),
                               texts.data()};
    std::vector<const forge_table *> tables;
    for (const auto &stored : tables_) {
      tables.push_back(&stored.abi);
    }
    Outcome outcome;
    const forge_sink sink{sizeof(forge_sink), 0, &outcome.bytes,
                          [](const forge_sink *self, const char *bytes, std::uint64_t n) {
                            static_cast<std::string *>(self->impl)->append(bytes, n);
                            return static_cast<forge_status>(FORGE_OK);
                          }};
    std::string text(1000, '\0');
    forge_error error{sizeof(forge_error), FORGE_OK, text.data(), text.size()};
    outcome.status =
        writer.write(nullptr, 0, &values, tables.data(), static_cast<std::uint32_t>(tables.size()), &sink, &error);
    outcome.error = text.c_str();
    return outcome;
  }

 private:
  struct StoredColumn {
    std::string name, unit;
    std::vector<double> reals;
    std::vector<std::int64_t> integers;
    std::vector<std::string> strings;
    std::vector<forge_str> texts;
    std::vector<std::uint8_t> valid;
    forge_column abi{};
  };
  struct Stored {
    std::string name;
    std::deque<StoredColumn> columns;
    std::vector<const forge_column *> pointers;
    forge_table abi{};
  };

  static void add(Stored &table, const Column &from) {
    auto &to = table.columns.emplace_back();
    to.name = from.name;
    to.unit = from.unit;
    to.abi = {sizeof(forge_column), 0, sdk::to_abi(to.name), sdk::to_abi(to.unit), nullptr, nullptr, nullptr, nullptr};
    if (const auto *reals = std::get_if<Reals>(&from.values)) {
      copy(*reals, to.reals, to.valid);
      to.abi.kind = FORGE_COLUMN_REAL;
      to.abi.real = to.reals.data();
    } else if (const auto *integers = std::get_if<Integers>(&from.values)) {
      copy(*integers, to.integers, to.valid);
      to.abi.kind = FORGE_COLUMN_INTEGER;
      to.abi.integer = to.integers.data();
    } else {
      copy(std::get<Texts>(from.values), to.strings, to.valid);
      for (const auto &text : to.strings) {
        to.texts.push_back(sdk::to_abi(text));
      }
      to.abi.kind = FORGE_COLUMN_TEXT;
      to.abi.text = to.texts.data();
    }
    to.abi.valid = to.valid.data();
  }

  template <typename Value>
  static void copy(const std::vector<std::optional<Value>> &from, std::vector<Value> &to,
                   std::vector<std::uint8_t> &valid) {
    for (const auto &value : from) {
      to.push_back(value.value_or(Value{}));
      valid.push_back(value ? 1 : 0);
    }
  }

  std::deque<Stored> tables_;
};

}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
#include "project/inputs.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <system_error>

namespace forge::project {

namespace {

constexpr std::array<std::string_view, 4> keys_above{"model", "parts", "options", "load"};
constexpr std::array<std::string_view, 2> names{"component", "plugin"};

template <std::size_t N> bool is_one_of(const std::array<std::string_view, N> &list, std::string_view key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

// `is_below`: one of the keys is above.
void collect(const Value &value, bool is_below, std::set<std::string> &texts) {
  if (const auto *text = value.as<std::string>()) {
    if (is_below) {
      texts.insert(*text);
    }
  } else if (const auto *list = value.as<Array>()) {
    for (const Value &item : *list) {
      collect(item, is_below, texts);
    }
  } else if (const auto *table = value.as<Table>()) {
    for (const Entry &entry : table->entries()) {
      if (!is_one_of(names, entry.key)) {
        collect(entry.value, is_below || is_one_of(keys_above, entry.key), texts);
      }
    }
  }
}

}  // namespace

std::vector<std::string> named_files(const Table &project, const std::filesystem::path &directory) {
  std::set<std::string> texts;
  for (const Entry &section : project.entries()) {
    if (section.key != "workload" && section.key != "mapping") {
      collect(section.value, false, texts);
    }
  }
  std::vector<std::string> files;
  for (const auto &text : texts) {
    std::error_code failed;
    const auto file = directory / text;
    if (!text.empty() && std::filesystem::is_regular_file(file, failed)) {
      files.push_back(file.string());
    }
  }
  return files;
}

}  // namespace forge::project

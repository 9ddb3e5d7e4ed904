// SPDX-License-Identifier: Apache-2.0
#include "project/value.hpp"

#include <algorithm>
#include <utility>

namespace forge::project {

Table::Table() = default;
Table::Table(const Table &) = default;
Table::Table(Table &&) noexcept = default;
Table &Table::operator=(const Table &) = default;
Table &Table::operator=(Table &&) noexcept = default;
Table::~Table() = default;

const Entry *Table::entry(std::string_view key) const {
  const auto found = index_.find(key);
  return found == index_.end() ? nullptr : &entries_[found->second];
}

const Value *Table::find(std::string_view key) const {
  const Entry *found = entry(key);
  return found != nullptr ? &found->value : nullptr;
}

Value *Table::find(std::string_view key) {
  const auto found = index_.find(key);
  return found == index_.end() ? nullptr : &entries_[found->second].value;
}

Value &Table::set(std::string key, Position position, Value value) {
  const auto [found, fresh] = index_.emplace(key, entries_.size());
  Entry entry{std::move(key), std::move(position), std::move(value)};
  if (fresh) {
    entries_.push_back(std::move(entry));
  } else {
    entries_[found->second] = std::move(entry);
  }
  return entries_[found->second].value;
}

void Table::erase(std::string_view key) {
  const auto found = index_.find(key);
  if (found == index_.end()) {
    return;
  }
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(found->second));
  index_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    index_.emplace(entries_[i].key, i);
  }
}

std::string_view kind_of(const Value &value) {
  constexpr std::string_view kinds[] = {"a boolean", "an integer", "a number", "a string",
                                        "an array",  "a table",    "a date"};
  return kinds[value.content.index()];
}

Position position_in(const Value &text, int offset) {
  Position position = text.position;
  const auto *content = text.as<std::string>();
  if (position.line == 0 || !text.plain || content == nullptr) {
    return position;
  }
  // Columns count characters, not bytes.
  const auto end = content->begin() + std::min<std::ptrdiff_t>(offset, std::ssize(*content));
  const auto characters =
      std::count_if(content->begin(), end, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  position.column += 1 + static_cast<int>(characters);
  return position;
}

bool is_identifier(std::string_view word) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto inner = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !word.empty() && letter(word.front()) && std::all_of(word.begin(), word.end(), inner);
}

}  // namespace forge::project

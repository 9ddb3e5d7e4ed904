// SPDX-License-Identifier: Apache-2.0
//
// What a project file holds before anybody knows what it means: a tree of values with positions, in the order of the
// text. Includes and settings are merged in this form; readers then turn it into a Project.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "support/error.hpp"

namespace forge::project {

struct Value;
struct Entry;

using Array = std::vector<Value>;

// Keys in the order of the text, found by name in logarithmic time.
class Table {
 public:
  // Defined where Entry is complete: clang wants that of a vector's owner.
  Table();
  Table(const Table &);
  Table(Table &&) noexcept;
  Table &operator=(const Table &);
  Table &operator=(Table &&) noexcept;
  ~Table();

  const Value *find(std::string_view key) const;
  Value *find(std::string_view key);
  const Entry *entry(std::string_view key) const;
  Value &set(std::string key, Position position, Value value);  // replaces what stands there
  void erase(std::string_view key);

  const std::vector<Entry> &entries() const { return entries_; }
  std::vector<Entry> &entries() { return entries_; }

 private:
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> index_;
};

struct Date {};  // TOML has dates, projects do not

struct Value {
  std::variant<bool, std::int64_t, double, std::string, Array, Table, Date> content = Table{};
  Position position;
  bool plain = false;  // a string on one line without escapes: its characters follow the quote at `position`

  template <typename T> const T *as() const { return std::get_if<T>(&content); }
  template <typename T> T *as() { return std::get_if<T>(&content); }
};

struct Entry {
  std::string key;
  Position position;
  Value value;
};

// "a string", "a table", ...: what a message calls it.
std::string_view kind_of(const Value &value);

// Where the character at `offset` (bytes) of a string value stands in the file, as far as that is known.
Position position_in(const Value &text, int offset);

// Letters, digits and _, not beginning with a digit: the names that expressions and tensor sets can speak of.
bool is_identifier(std::string_view word);

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
// JSON text, value by value. The same values give the same bytes on every machine and in every locale; reals are as
// short as they can be and read back as the same double. JSON has no NaN and no infinity: they become null.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "forge/sdk/report.hpp"

namespace forge::plugins {

class JsonEmitter {
 public:
  // Containers spread over lines, or stand on one line together with all that is in them.
  enum class Layout { lines, line };

  explicit JsonEmitter(sdk::Output &out) : out_(out) {}

  void begin_object(Layout layout = Layout::lines) { begin('{', '}', layout); }
  void begin_array(Layout layout = Layout::lines) { begin('[', ']', layout); }
  void end() {
    const Open last = open_.back();
    open_.pop_back();
    if (!last.is_empty && last.layout == Layout::lines) {
      new_line();
    }
    out_ << last.close;
    if (open_.empty()) {
      out_ << '\n';
    }
  }

  void key(std::string_view name) {
    separate();
    quote(name);
    out_ << ": ";
    is_after_key_ = true;
  }

  void null() { plain("null"); }
  void boolean(bool value) { plain(value ? "true" : "false"); }
  void integer(std::int64_t value) {
    separate();
    out_ << value;
  }
  void real(double value) {
    if (!std::isfinite(value)) {
      null();
      return;
    }
    separate();
    out_ << value;
  }
  void text(std::string_view value) {
    separate();
    quote(value);
  }
  // A cell of a table; null where there is no value.
  void cell(const sdk::TableColumn &column, std::size_t row) {
    if (!column.has(row)) {
      null();
    } else if (column.kind() == FORGE_COLUMN_TEXT) {
      text(column.text(row));
    } else if (column.kind() == FORGE_COLUMN_INTEGER) {
      integer(column.integer(row));
    } else {
      real(column.real(row));
    }
  }
  // The cells of a row under the names of their columns.
  void members(const sdk::Table &table, std::size_t row, std::initializer_list<std::string_view> columns) {
    for (const auto name : columns) {
      key(name);
      cell(table[name], row);
    }
  }

 private:
  struct Open {
    char close;
    Layout layout;
    bool is_empty;
  };

  void begin(char open, char close, Layout layout) {
    separate();
    if (!open_.empty() && open_.back().layout == Layout::line) {
      layout = Layout::line;
    }
    out_ << open;
    open_.push_back({close, layout, true});
  }

  void plain(std::string_view word) {
    separate();
    out_ << word;
  }

  // What stands between this value and the one before.
  void separate() {
    if (is_after_key_ || open_.empty()) {
      is_after_key_ = false;
      return;
    }
    Open &here = open_.back();
    if (!here.is_empty) {
      out_ << (here.layout == Layout::lines ? "," : ", ");
    }
    here.is_empty = false;
    if (here.layout == Layout::lines) {
      new_line();
    }
  }

  void new_line() {
    out_ << '\n';
    for (std::size_t i = 0; i < open_.size(); ++i) {
      out_ << "  ";
    }
  }

  void quote(std::string_view text);

  sdk::Output &out_;
  std::vector<Open> open_;
  bool is_after_key_ = false;
};

// Bytes of the UTF-8 character that `text` begins with; 0 where it begins with none.
inline std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(0);
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xC2 ? 0
                           : first < 0xE0 ? 2
                           : first < 0xF0 ? 3
                           : first < 0xF5 ? 4
                                          : 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return 0;
    }
  }
  const bool is_overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool is_surrogate = first == 0xED && byte(1) >= 0xA0;
  const bool is_beyond = first == 0xF4 && byte(1) >= 0x90;
  return is_overlong || is_surrogate || is_beyond ? 0 : size;
}

// Bytes that are no UTF-8 become the replacement character: what comes out is always valid.
inline void JsonEmitter::quote(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out_ << '"';
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const char c = text.front();
    if (size == 0) {
      out_ << "\xEF\xBF\xBD";
    } else if (c == '"' || c == '\\') {
      out_ << '\\' << c;
    } else if (c == '\n') {
      out_ << "\\n";
    } else if (c == '\t') {
      out_ << "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      const auto code = static_cast<unsigned char>(c);
      out_ << "\\u00" << digits[code >> 4U] << digits[code & 15U];
    } else {
      out_ << text.substr(0, size);
    }
    text.remove_prefix(size > 0 ? size : 1);
  }
  out_ << '"';
}

}  // namespace forge::plugins

// SPDX-License-Identifier: Apache-2.0
// Lines of JSON as the bridge speaks it: one flat object of numbers, texts and nulls.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace forge::plugins::python {

// Writes one object.
class LineWriter {
 public:
  LineWriter &text(std::string_view name, std::string_view value) {
    key(name);
    quoted(value);
    return *this;
  }
  LineWriter &number(std::string_view name, double value) {  // finite
    key(name);
    char digits[32];
    line_.append(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr);
    return *this;
  }
  LineWriter &flag(std::string_view name, bool value) {
    key(name);
    line_ += value ? "true" : "false";
    return *this;
  }
  std::string line() const { return "{" + line_ + "}\n"; }

 private:
  void key(std::string_view name) {
    line_ += line_.empty() ? "" : ", ";
    quoted(name);
    line_ += ": ";
  }
  void quoted(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    line_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        line_ += '\\';
        line_ += c;
      } else if (static_cast<unsigned char>(c) < ' ') {
        line_ += std::string("\\u00") + digits[static_cast<unsigned char>(c) >> 4U] +
                 digits[static_cast<unsigned char>(c) & 0xFU];
      } else {
        line_ += c;
      }
    }
    line_ += '"';
  }
  std::string line_;
};

// What an object has; nulls are left out.
struct Line {
  std::map<std::string, double> numbers;
  std::map<std::string, std::string> texts;
};

class LineReader {
 public:
  // Nothing where it is no flat object.
  static std::optional<Line> read(std::string_view text) {
    LineReader reader(text);
    Line line;
    return reader.object(line) ? std::optional(std::move(line)) : std::nullopt;
  }

 private:
  explicit LineReader(std::string_view text) : text_(text) {}

  bool object(Line &line) {
    if (!take('{')) {
      return false;
    }
    if (!take('}')) {
      do {
        if (!member(line)) {
          return false;
        }
      } while (take(','));
      if (!take('}')) {
        return false;
      }
    }
    blanks();
    return text_.empty();
  }

  bool member(Line &line) {
    const auto name = string();
    if (!name || !take(':')) {
      return false;
    }
    blanks();
    if (text_.substr(0, 4) == "null") {
      text_.remove_prefix(4);
      return true;
    }
    if (!text_.empty() && text_.front() == '"') {
      auto value = string();
      return value && line.texts.emplace(*name, std::move(*value)).second;
    }
    double value = 0;
    const auto [end, code] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (code != std::errc() || !std::isfinite(value)) {
      return false;
    }
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return line.numbers.emplace(*name, value).second;
  }

  std::optional<std::string> string() {
    std::string value;
    if (!take('"')) {
      return std::nullopt;
    }
    while (!text_.empty() && text_.front() != '"') {
      const char c = text_.front();
      text_.remove_prefix(1);
      if (c != '\\') {
        value += c;
      } else if (!escape(value)) {
        return std::nullopt;
      }
    }
    return take('"') ? std::optional(std::move(value)) : std::nullopt;
  }

  bool escape(std::string &value) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    if (text_.empty()) {
      return false;
    }
    const char c = text_.front();
    text_.remove_prefix(1);
    if (const auto at = names.find(c); at != std::string_view::npos) {
      value += meant[at];
      return true;
    }
    std::uint32_t code = 0;
    if (c != 'u' || !hexadecimal(code)) {
      return false;
    }
    std::uint32_t low = 0;
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(0, 2) == "\\u") {  // two halves of one character
      text_.remove_prefix(2);
      if (!hexadecimal(low) || low < 0xDC00 || low >= 0xE000) {
        return false;
      }
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    }
    append(value, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
    return true;
  }

  bool hexadecimal(std::uint32_t &code) {
    if (text_.size() < 4) {
      return false;
    }
    const auto [end, failed] = std::from_chars(text_.data(), text_.data() + 4, code, 16);
    const bool is_whole = failed == std::errc() && end == text_.data() + 4;
    text_.remove_prefix(4);
    return is_whole;
  }

  static void append(std::string &text, std::uint32_t code) {
    const auto byte = [&text](std::uint32_t value) { text += static_cast<char>(value); };
    if (code < 0x80) {
      byte(code);
    } else if (code < 0x800) {
      byte(0xC0 | (code >> 6U));
      byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      byte(0xE0 | (code >> 12U));
      byte(0x80 | ((code >> 6U) & 0x3F));
      byte(0x80 | (code & 0x3F));
    } else {
      byte(0xF0 | (code >> 18U));
      byte(0x80 | ((code >> 12U) & 0x3F));
      byte(0x80 | ((code >> 6U) & 0x3F));
      byte(0x80 | (code & 0x3F));
    }
  }

  void blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(" \t\r"), text_.size())); }
  bool take(char c) {
    blanks();
    if (text_.empty() || text_.front() != c) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }

  std::string_view text_;
};

}  // namespace forge::plugins::python

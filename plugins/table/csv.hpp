// SPDX-License-Identifier: Apache-2.0
// Reads comma-separated values (RFC 4180) from bytes: quoted fields with commas, line ends and doubled quotes, LF or CRLF,
// a byte order mark, empty lines. Every record must have as many fields as the first. Failures name line and column.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "forge/sdk/error.hpp"

namespace forge::plugins::table {

struct Record {
  std::size_t line;  // where it starts, from 1
  std::vector<std::string> fields;
};

[[noreturn]] inline void fail(std::size_t line, std::size_t column, const std::string &what) {
  throw sdk::Invalid("line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what);
}

inline std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

class CsvReader {
 public:
  explicit CsvReader(std::string_view bytes) : bytes_(bytes) {
    if (bytes_.substr(0, 3) == "\xEF\xBB\xBF") {
      at_ = 3;
    }
  }

  // All records that are not empty lines; the first is the header.
  std::vector<Record> read() {
    if (const auto nul = bytes_.find('\0'); nul != std::string_view::npos) {
      const auto line = 1 + std::count(bytes_.begin(), bytes_.begin() + std::ptrdiff_t(nul), '\n');
      fail(static_cast<std::size_t>(line), 1, "there is a NUL byte: this is no text file");
    }
    std::vector<Record> records;
    while (at_ < bytes_.size()) {
      Record record{line_, {}};
      while (read_field(record)) {
      }
      if (record.fields.size() == 1 && record.fields[0].empty()) {
        continue;
      }
      if (!records.empty() && record.fields.size() != records[0].fields.size()) {
        fail(record.line, record.fields.size(),
             "this line has " + std::to_string(record.fields.size()) + " fields, the header " +
                 std::to_string(records[0].fields.size()));
      }
      records.push_back(std::move(record));
    }
    return records;
  }

 private:
  // Appends a field; false at the end of the record.
  bool read_field(Record &record) {
    const std::size_t column = record.fields.size() + 1;
    const auto start = bytes_.find_first_not_of(" \t", at_);
    const bool is_quoted = start != std::string_view::npos && bytes_[start] == '"';
    record.fields.push_back(is_quoted ? quoted(start, column) : plain());
    if (at_ < bytes_.size() && bytes_[at_] == ',') {
      ++at_;
      return true;
    }
    if (at_ < bytes_.size() && bytes_[at_] == '\r') {
      ++at_;
    }
    if (at_ < bytes_.size() && bytes_[at_] != '\n') {
      fail(line_, column, "a comma or the end of the line is expected here");
    }
    ++at_;  // also beyond the end of the last line, which needs no line end
    ++line_;
    return false;
  }

  std::string plain() {
    std::size_t end = bytes_.find_first_of(",\r\n", at_);
    // A carriage return belongs to the field unless a line end follows.
    while (end != std::string_view::npos && bytes_[end] == '\r' && end + 1 < bytes_.size() && bytes_[end + 1] != '\n') {
      end = bytes_.find_first_of(",\r\n", end + 1);
    }
    end = std::min(end, bytes_.size());
    const auto text = bytes_.substr(at_, end - at_);
    at_ = end;
    return trimmed(text);
  }

  std::string quoted(std::size_t start, std::size_t column) {
    const std::size_t first_line = line_;
    std::string text;
    for (at_ = start + 1; at_ < bytes_.size(); ++at_) {
      if (bytes_[at_] == '"') {
        if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '"') {
          ++at_;
        } else {
          at_ = std::min(bytes_.find_first_not_of(" \t", at_ + 1), bytes_.size());
          return text;
        }
      }
      line_ += bytes_[at_] == '\n' ? 1 : 0;
      text += bytes_[at_];
    }
    fail(first_line, column, "a quote is opened, but not closed");
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// A cell as a number that is not negative; NaN for an empty one.
inline double number(const Record &record, std::size_t column, const std::string &name) {
  const std::string &text = record.fields[column];
  if (text.empty()) {
    return std::nan("");
  }
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || std::isnan(value)) {
    fail(record.line, column + 1, name + " is not a number in SI units: '" + text + "'");
  }
  if (value < 0) {
    fail(record.line, column + 1, name + " is negative: " + text);
  }
  return value;
}

}  // namespace forge::plugins::table

// SPDX-License-Identifier: Apache-2.0
// Text in columns: heads, rows, two spaces between. Columns in which no row has anything are left out.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace forge::plugins {

inline constexpr std::size_t page_width = 100;

// Characters that a terminal shows, not bytes.
std::size_t width_of(std::string_view text);

// `text` in lines of at most page_width characters, broken at spaces; the first one begins with `head`, the others are
// indented as far.
std::string wrapped(std::string_view head, std::string_view text);

class Grid {
 public:
  enum class Align { left, right };
  struct Head {
    std::string title;
    Align align = Align::right;
  };

  explicit Grid(std::vector<Head> heads) : heads_(std::move(heads)) {}

  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  // A line across all columns, broken between `parts`: `head` once, then these with `separator` behind all but the last.
  void add_line(std::string head, std::vector<std::string> parts, std::string separator = ",") {
    across_.emplace(rows_.size(), Line{std::move(head), std::move(parts), std::move(separator)});
    rows_.emplace_back();
  }
  bool empty() const { return rows_.empty(); }

  // How wide the widest line is.
  std::size_t width() const;
  // Lines with a newline each, indented by two.
  std::string text() const;

 private:
  struct Line {
    std::string head;
    std::vector<std::string> parts;
    std::string separator;
    std::string text() const;
  };

  // The columns that are shown and their widths, from a look at every cell.
  struct Shown {
    std::size_t column, width;
  };
  std::vector<Shown> shown() const;
  std::string line(const std::vector<Shown> &shown, const std::vector<std::string> &cells) const;

  std::vector<Head> heads_;
  std::vector<std::vector<std::string>> rows_;
  std::map<std::size_t, Line> across_;  // by row
};

}  // namespace forge::plugins

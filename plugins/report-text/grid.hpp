// SPDX-License-Identifier: Apache-2.0
// Text in columns: heads, rows, two spaces between. Columns in which no row has anything are left out.
#pragma once

#include <string>
#include <string_view>
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
  bool empty() const { return rows_.empty(); }

  // How wide the widest line is.
  std::size_t width() const;
  // Lines with a newline each, indented by two.
  std::string text() const;

 private:
  bool is_shown(std::size_t column) const;
  std::size_t width(std::size_t column) const;
  std::string line(const std::vector<std::string> &cells) const;

  std::vector<Head> heads_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace forge::plugins

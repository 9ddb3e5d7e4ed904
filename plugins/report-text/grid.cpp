// SPDX-License-Identifier: Apache-2.0
#include "grid.hpp"

#include <algorithm>
#include <utility>

#include "figures.hpp"

namespace forge::plugins {
namespace {

constexpr std::string_view indent = "  ";
constexpr std::string_view gap = "  ";

}  // namespace

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string wrapped(std::string_view head, std::string_view text) {
  std::string result(head);
  const std::size_t start = width_of(head);
  std::size_t column = start;
  while (!text.empty()) {
    const auto size = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, size);
    if (column > start && column + 1 + width_of(word) > page_width) {
      result += "\n" + std::string(start, ' ');
      column = start;
    }
    if (column > start) {
      result += ' ';
      ++column;
    }
    result += word;
    column += width_of(word);
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return result + "\n";
}

bool Grid::is_shown(std::size_t column) const {
  return std::any_of(rows_.begin(), rows_.end(), [&](const auto &row) {
    return column < row.size() && !row[column].empty() && row[column] != unknown;
  });
}

std::size_t Grid::width(std::size_t column) const {
  std::size_t widest = width_of(heads_[column].title);
  for (const auto &row : rows_) {
    widest = std::max(widest, column < row.size() ? width_of(row[column]) : 0);
  }
  return widest;
}

std::size_t Grid::width() const {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    if (is_shown(i)) {
      sum += (sum == 0 ? indent.size() : gap.size()) + width(i);
    }
  }
  return sum;
}

std::string Grid::line(const std::vector<std::string> &cells) const {
  std::string result;
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    if (!is_shown(i)) {
      continue;
    }
    const std::string_view cell = i < cells.size() ? std::string_view(cells[i]) : "";
    const std::string space(width(i) - width_of(cell), ' ');
    result += result.empty() ? indent : gap;
    result += heads_[i].align == Align::left ? std::string(cell) + space : space + std::string(cell);
  }
  result.erase(result.find_last_not_of(' ') + 1);
  return result + "\n";
}

std::string Grid::Line::text() const {
  constexpr char glue = '\x1f';  // for blanks at which no line ends
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string part = parts[i] + (i + 1 < parts.size() ? separator : "");
    std::replace(part.begin(), part.end(), ' ', glue);
    text += (i > 0 ? " " : "") + part;
  }
  text = wrapped(std::string(indent) + head, text);
  std::replace(text.begin(), text.end(), glue, ' ');
  return text;
}

std::string Grid::text() const {
  std::vector<std::string> titles;
  for (const auto &head : heads_) {
    titles.push_back(head.title);
  }
  std::string result = line(titles);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const auto found = across_.find(row);
    result += found == across_.end() ? line(rows_[row]) : found->second.text();
  }
  return result;
}

}  // namespace forge::plugins

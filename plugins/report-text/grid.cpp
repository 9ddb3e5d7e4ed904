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

std::vector<Grid::Shown> Grid::shown() const {
  std::vector<std::size_t> widths(heads_.size());
  std::vector<bool> has_content(heads_.size());
  for (const auto &row : rows_) {
    for (std::size_t i = 0; i < std::min(row.size(), heads_.size()); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i]));
      has_content[i] = has_content[i] || (!row[i].empty() && row[i] != unknown);
    }
  }
  std::vector<Shown> shown;
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    if (has_content[i]) {
      shown.push_back({i, std::max(widths[i], width_of(heads_[i].title))});
    }
  }
  return shown;
}

std::size_t Grid::width() const {
  std::size_t sum = 0;
  for (const auto &column : shown()) {
    sum += (sum == 0 ? indent.size() : gap.size()) + column.width;
  }
  return sum;
}

std::string Grid::line(const std::vector<Shown> &shown, const std::vector<std::string> &cells) const {
  std::string result;
  for (const auto &[column, width] : shown) {
    const std::string_view cell = column < cells.size() ? std::string_view(cells[column]) : "";
    const std::string space(width - width_of(cell), ' ');
    result += result.empty() ? indent : gap;
    result += heads_[column].align == Align::left ? std::string(cell) + space : space + std::string(cell);
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
  const auto columns = shown();
  std::string result = line(columns, titles);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const auto found = across_.find(row);
    result += found == across_.end() ? line(columns, rows_[row]) : found->second.text();
  }
  return result;
}

}  // namespace forge::plugins

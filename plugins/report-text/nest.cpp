// SPDX-License-Identifier: Apache-2.0
#include "nest.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "figures.hpp"
#include "grid.hpp"

namespace forge::plugins {
namespace {

// One line of the nest: a loop, the compute, or what a memory keeps from here on.
struct Line {
  std::string text;
  std::optional<std::size_t> memory;  // of a keep
  std::vector<std::string> tiles;     // of a keep: "W 9.408k" for each tensor
};

class Nest {
 public:
  Nest(const EinsumTables &tables, std::string_view einsum) : mapping_(tables.mapping), einsum_(einsum) {
    for (const auto row : tables.storage_of(einsum)) {
      const auto &storage = tables.storage;
      tiles_[{storage.text("memory", row), storage.text("tensor", row)}] = storage.real("tile", row);
    }
    for (const auto row : tables.mapping_of(einsum)) {
      read(row);
    }
  }

  // The widest form that fits: tiles side by side, below each other, or without columns.
  std::string text() const {
    for (const bool is_stacked : {false, true}) {
      const auto grid = with_columns(is_stacked);
      if (grid.width() <= page_width) {
        return grid.text();
      }
    }
    return without_columns();
  }

 private:
  void read(std::size_t row) {
    const auto kind = mapping_.text("kind", row), node = mapping_.text("node", row);
    if (kind == "keep") {
      read_keep(row, node);
      return;
    }
    std::string text = std::string(depth_, ' ') + std::string(kind) + " ";
    if (kind == "compute") {
      text += node;
    } else {
      text += std::string(mapping_.text("variable", row)) + "  " + grouped(mapping_.integer("iterations", row)) +
              " x " + grouped(mapping_.integer("tile", row));
      text += kind == "par" ? "  on " + std::string(node) : "";
      ++depth_;
    }
    lines_.push_back({std::move(text), std::nullopt, {}});
  }

  void read_keep(std::size_t row, std::string_view node) {
    const bool is_dropped = mapping_["retain"].has(row) && mapping_.integer("retain", row) == 0;
    Line line{std::string(depth_, ' ') + "keep", column_of(node), {}};
    bool above = false;  // something comes from another memory
    auto list = mapping_.text("tensors", row);
    while (!list.empty()) {
      const auto comma = std::min(list.find(','), list.size());
      const auto tensor = list.substr(0, comma);
      above = !held_.insert(tensor).second || above;
      const auto tile = tiles_.find({node, tensor});
      line.tiles.push_back(std::string(short_name(tensor, einsum_)) + " " +
                           (tile == tiles_.end() ? "?" : compact(tile->second)));
      list.remove_prefix(std::min(comma + 1, list.size()));
    }
    line.text += !is_dropped ? "" : above ? ", fetched anew" : ", dropped at each step";
    lines_.push_back(std::move(line));
  }

  std::size_t column_of(std::string_view memory) {
    const auto found = std::find(memories_.begin(), memories_.end(), memory);
    if (found == memories_.end()) {
      memories_.emplace_back(memory);
      return memories_.size() - 1;
    }
    return static_cast<std::size_t>(found - memories_.begin());
  }

  Grid with_columns(bool is_stacked) const {
    std::vector<Grid::Head> heads{{"loop  steps x tile", Grid::Align::left}};
    for (const auto &memory : memories_) {
      heads.push_back({memory, Grid::Align::left});
    }
    Grid grid(std::move(heads));
    std::vector<std::string> held(memories_.size());  // what a line shows for the memories that it is not about
    for (const auto &line : lines_) {
      if (!line.memory) {
        add(grid, line.text, held);
        continue;
      }
      for (std::size_t i = 0; i < line.tiles.size(); ++i) {
        auto cells = held;
        cells[*line.memory] = is_stacked ? line.tiles[i] : joined(line.tiles, "  ");
        add(grid, i == 0 ? line.text : "", cells);
        if (!is_stacked) {
          break;
        }
      }
      held[*line.memory] = "|";
    }
    return grid;
  }

  static void add(Grid &grid, const std::string &text, const std::vector<std::string> &cells) {
    std::vector<std::string> row{text};
    row.insert(row.end(), cells.begin(), cells.end());
    grid.add(std::move(row));
  }

  std::string without_columns() const {
    std::string text;
    for (const auto &line : lines_) {
      std::string head = "  " + line.text;
      if (!line.memory) {
        text += head + "\n";
      } else {
        text += wrapped(head + " in " + memories_[*line.memory] + ": ", joined(line.tiles, ", "));
      }
    }
    return text;
  }

  static std::string joined(const std::vector<std::string> &parts, std::string_view separator) {
    std::string text;
    for (const auto &part : parts) {
      text += (text.empty() ? "" : std::string(separator)) + part;
    }
    return text;
  }

  const sdk::Table mapping_;
  const std::string_view einsum_;
  std::map<std::pair<std::string_view, std::string_view>, double> tiles_;  // of a memory and a tensor
  std::vector<std::string> memories_;                                      // in the order in which the nest meets them
  std::vector<Line> lines_;
  std::set<std::string_view> held_;  // tensors of the keeps so far
  std::size_t depth_ = 0;
};

}  // namespace

std::string_view short_name(std::string_view tensor, std::string_view einsum) {
  const bool has_suffix =
      tensor.size() > einsum.size() + 1 && tensor.ends_with(einsum) && tensor[tensor.size() - einsum.size() - 1] == '_';
  return has_suffix ? tensor.substr(0, tensor.size() - einsum.size() - 1) : tensor;
}

std::string nest_text(const EinsumTables &tables, std::string_view einsum) {
  return Nest(tables, einsum).text();
}

}  // namespace forge::plugins

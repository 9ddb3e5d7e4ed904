// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "figures.hpp"
#include "grid.hpp"
#include "sections.hpp"

namespace forge::plugins {
namespace {

using Align = Grid::Align;

// The shared nodes and the branches of one tree, with what lives where and for how long.
class Tree {
 public:
  Tree(const sdk::Tables &tables, std::size_t row)
      : trees_(tables["trees"]),
        nodes_(tables["tree_nodes"]),
        lifetimes_(tables["tree_lifetimes"]),
        memories_(tables["tree_memories"]),
        row_(row),
        number_(trees_.integer("tree", row)) {}

  std::string text() {
    std::string text = "Together: " + listed(trees_.text("einsums", row_)) + "\n  energy " +
                       figure(trees_["energy"], row_) + "  latency " + figure(trees_["latency"], row_) +
                       "  energy x delay " + figure(trees_["edp"], row_) + "  bottleneck " +
                       std::string(trees_.text("bottleneck", row_)) + "\n\n";
    for (std::size_t node = 0; node < nodes_.rows(); ++node) {
      if (nodes_.integer("tree", node) == number_) {
        add(node);
      }
    }
    return text + grid_.text() + memories_text();
  }

 private:
  static std::string listed(std::string_view names) {
    std::string text;
    for (const char c : names) {
      text += c == ',' ? std::string(", ") : std::string(1, c);
    }
    return text;
  }

  void add(std::size_t node) {
    const auto kind = nodes_.text("kind", node);
    const auto depth = static_cast<std::size_t>(nodes_.integer("depth", node));
    indents_.resize(depth + 1, 0);
    std::size_t &loops = indents_[depth];  // of this section so far
    std::size_t indent = 0;
    for (std::size_t d = 0; d < depth; ++d) {
      indent += indents_[d] + 1;
    }
    indent += loops;
    std::string line(indent, ' ');
    if (kind == "keep") {
      const bool is_dropped = nodes_["retain"].has(node) && nodes_.integer("retain", node) == 0;
      add_keep(node, line + "keep in " + std::string(nodes_.text("node", node)) + (is_dropped ? ", fetched anew" : ""));
      return;
    }
    if (kind == "branch") {
      grid_.add({line + std::string(nodes_.text("einsum", node)) + ":"});
      return;
    }
    line += kind;
    if (kind == "compute") {
      line += " " + std::string(nodes_.text("node", node));
    } else if (kind == "for" || kind == "par") {
      line += " " + std::string(nodes_.text("variable", node)) + "  " + grouped(nodes_.integer("iterations", node)) +
              " x " + grouped(nodes_.integer("tile", node));
      line += kind == "par" ? "  on " + std::string(nodes_.text("node", node)) : "";
      ++loops;
    }
    grid_.add({line});
    if (nodes_["derived"].has(node)) {
      grid_.add({std::string(indent + 1, ' ') + "(" + std::string(nodes_.text("derived", node)) + ")"});
    }
  }

  void add_keep(std::size_t node, std::string line) {
    for (std::size_t life = 0; life < lifetimes_.rows(); ++life) {
      if (lifetimes_.integer("tree", life) != number_ ||
          lifetimes_.integer("row", life) != nodes_.integer("row", node)) {
        continue;
      }
      const auto first = lifetimes_.text("first", life), last = lifetimes_.text("last", life);
      const auto copies = lifetimes_.integer("copies", life);
      grid_.add({std::exchange(line, ""), std::string(lifetimes_.text("tensor", life)),
                 (copies > 1 ? std::to_string(copies) + " x " : "") + grouped(lifetimes_.integer("tile", life)),
                 figure(lifetimes_["size"], life),
                 first == last ? std::string(first) : std::string(first) + " to " + std::string(last)});
    }
  }

  std::string memories_text() const {
    Grid grid({{"memory", Align::left}, {"peak"}, {"of"}, {"during", Align::left}, {"which is", Align::left}});
    for (std::size_t row = 0; row < memories_.rows(); ++row) {
      if (memories_.integer("tree", row) == number_) {
        grid.add({std::string(memories_.text("memory", row)), figure(memories_["peak"], row),
                  figure(memories_["capacity"], row), std::string(memories_.text("at", row)),
                  std::string(memories_.text("detail", row))});
      }
    }
    return "\n" + grid.text();
  }

  const sdk::Table trees_, nodes_, lifetimes_, memories_;
  const std::size_t row_;
  const std::int64_t number_;
  Grid grid_{{{"loop  steps x tile", Align::left},
              {"tensor", Align::left},
              {"tile"},
              {"size"},
              {"lives during", Align::left}}};
  std::vector<std::size_t> indents_;  // loops so far, by depth
};

}  // namespace

std::string trees_text(const sdk::Tables &tables) {
  std::string text;
  for (std::size_t row = 0; row < tables["trees"].rows(); ++row) {
    text += (text.empty() ? "" : "\n") + Tree(tables, row).text();
  }
  return text;
}

}  // namespace forge::plugins

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
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
    std::string text = wrapped("Together: ", joined(names_in(trees_.text("einsums", row_)))) + "  energy " +
                       figure(trees_["energy"], row_) + "  latency " + figure(trees_["latency"], row_) +
                       "  energy x delay " + figure(trees_["edp"], row_) + "  bottleneck " +
                       std::string(trees_.text("bottleneck", row_)) + "\n\n";
    return text + nodes_text() + memories_text();
  }

 private:
  static std::vector<std::string_view> names_in(std::string_view list, std::string_view separator = ",") {
    std::vector<std::string_view> names;
    while (!list.empty()) {
      const auto end = std::min(list.find(separator), list.size());
      names.push_back(list.substr(0, end));
      names.back().remove_prefix(std::min(names.back().find_first_not_of(' '), names.back().size()));
      list.remove_prefix(std::min(end + separator.size(), list.size()));
    }
    return names;
  }

  static std::string joined(const std::vector<std::string_view> &names) {
    std::string text;
    for (const auto name : names) {
      text += (text.empty() ? "" : ", ") + std::string(name);
    }
    return text;
  }

  static std::string span(std::string_view first, std::string_view last) {
    return first == last ? std::string(first) : std::string(first) + " to " + std::string(last);
  }

  // Columns beside the tree; where they do not fit, what is kept stands in its lines.
  std::string nodes_text() {
    for (const bool in_columns : {true, false}) {
      in_columns_ = in_columns;
      grid_ = in_columns ? Grid({{"loop  steps x tile", Align::left},
                                 {"tensor", Align::left},
                                 {"tile"},
                                 {"size"},
                                 {"lives during", Align::left}})
                         : Grid({{"loop  steps x tile", Align::left}});
      indents_.clear();
      held_.clear();
      for (std::size_t node = 0; node < nodes_.rows(); ++node) {
        if (nodes_.integer("tree", node) == number_) {
          add(node);
        }
      }
      if (grid_.width() <= page_width) {
        break;
      }
    }
    return grid_.text();
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
      add_keep(node, line + "keep in " + std::string(nodes_.text("node", node)));
      return;
    }
    if (kind == "branch") {
      const auto names = names_in(nodes_.text("einsum", node));
      grid_.add({line + span(names.front(), names.back()) + ":"});
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
    if (nodes_["derived"].has(node) && !nodes_.text("derived", node).empty()) {
      grid_.add_line(std::string(indent + 1, ' '), {"(" + std::string(nodes_.text("derived", node)) + ")"});
    }
  }

  // What of a tile is needed again in the next step comes from the memory above, or, where none holds it, is computed.
  std::string dropped(std::size_t node) {
    bool above = false;
    for (const auto tensor : names_in(nodes_.text("tensors", node))) {
      above = !held_.insert(tensor).second || above;
    }
    const bool is_dropped = nodes_["retain"].has(node) && nodes_.integer("retain", node) == 0;
    return !is_dropped ? "" : above ? ", fetched anew" : ", dropped at each step";
  }

  bool is_limited(std::string_view memory) const {
    for (std::size_t row = 0; row < memories_.rows(); ++row) {
      if (memories_.integer("tree", row) == number_ && memories_.text("memory", row) == memory) {
        return memories_["capacity"].has(row) && std::isfinite(memories_.real("capacity", row));
      }
    }
    return true;
  }

  void add_keep(std::size_t node, std::string line) {
    line += dropped(node);
    const bool is_limited = this->is_limited(nodes_.text("node", node));
    std::vector<std::string> list;  // where there are no columns, or no limit
    for (std::size_t life = 0; life < lifetimes_.rows(); ++life) {
      if (lifetimes_.integer("tree", life) != number_ ||
          lifetimes_.integer("row", life) != nodes_.integer("row", node)) {
        continue;
      }
      const std::string tensor(lifetimes_.text("tensor", life));
      const auto copies = lifetimes_.integer("copies", life);
      const std::string size = (copies > 1 ? std::to_string(copies) + " x " : "") + figure(lifetimes_["size"], life);
      const std::string during = span(lifetimes_.text("first", life), lifetimes_.text("last", life));
      if (in_columns_ && is_limited) {
        grid_.add({std::exchange(line, ""), tensor, grouped(lifetimes_.integer("tile", life)), size, during});
      } else {
        list.push_back(tensor + " " + size + (is_limited ? " (" + during + ")" : ""));
      }
    }
    if (!list.empty()) {
      grid_.add_line(line + ": ", std::move(list));
    }
  }

  // Many Einsums run at the same time: the first and the last.
  static std::string shortened(std::string_view list) {
    constexpr std::size_t few = 3;
    const auto names = names_in(list);
    return names.size() > few ? std::string(names.front()) + ", ..., " + std::string(names.back()) : joined(names);
  }

  std::string memories_text() const {
    Grid grid({{"memory", Align::left}, {"peak"}, {"of"}, {"during", Align::left}});
    for (std::size_t row = 0; row < memories_.rows(); ++row) {
      if (memories_.integer("tree", row) != number_) {
        continue;
      }
      grid.add({std::string(memories_.text("memory", row)), figure(memories_["peak"], row),
                figure(memories_["capacity"], row), shortened(memories_.text("at", row))});
      auto terms = names_in(memories_.text("detail", row), " + ");
      if (is_limited(memories_.text("memory", row)) && terms.size() > 1) {
        grid.add_line("  = ", {terms.begin(), terms.end()}, " +");
      }
    }
    return "\n" + grid.text();
  }

  const sdk::Table trees_, nodes_, lifetimes_, memories_;
  const std::size_t row_;
  const std::int64_t number_;
  Grid grid_{{}};
  bool in_columns_ = true;
  std::vector<std::size_t> indents_;  // loops so far, by depth
  std::set<std::string_view> held_;   // tensors of the keeps so far
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

// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "figures.hpp"
#include "grid.hpp"
#include "sections.hpp"

namespace forge::plugins {
namespace {

using Align = Grid::Align;

// A row for each action; the node's own figures stand in its first one.
void add_node(Grid &grid, const sdk::Tables &tables, std::size_t node) {
  const auto nodes = tables["architecture"], actions = tables["actions"];
  std::vector<std::string> own{std::string(nodes.text("name", node)), figure(nodes["instances"], node),
                               figure(nodes["capacity"], node), figure(nodes["area"], node),
                               figure(nodes["leak_power"], node)};
  bool is_first = true;
  for (std::size_t row = 0; row < actions.rows(); ++row) {
    if (actions.text("node", row) != nodes.text("name", node)) {
      continue;
    }
    auto cells = is_first ? own : std::vector<std::string>(own.size());
    is_first = false;
    cells.insert(cells.end(), {std::string(actions.text("action", row)), figure(actions["energy"], row),
                               figure(actions["width"], row), figure(actions["throughput"], row),
                               std::string(actions.text("source", row))});
    grid.add(std::move(cells));
  }
  if (is_first) {
    grid.add(std::move(own));
  }
}

std::string parameters_of(const sdk::Table &parameters, std::string_view node) {
  std::string text;
  for (std::size_t row = 0; row < parameters.rows(); ++row) {
    if (parameters.text("node", row) != node) {
      continue;
    }
    text += text.empty() ? "" : ", ";
    text += std::string(parameters.text("parameter", row)) + " ";
    text += parameters["text"].has(row) ? std::string(parameters.text("text", row))
                                        : figure(parameters.real("value", row), parameters.text("unit", row));
    text += " (" + std::string(parameters.text("source", row)) + ")";
  }
  return text;
}

std::string models_text(const sdk::Tables &tables) {
  const auto nodes = tables["architecture"];
  std::string text;
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    if (!nodes["component"].has(row)) {
      continue;
    }
    const auto parameters = parameters_of(tables["parameters"], nodes.text("name", row));
    std::string line = "model " + std::string(nodes.text("component", row)) + " of " +
                       std::string(nodes.text("plugin", row)) + " " + std::string(nodes.text("plugin_version", row));
    line += parameters.empty() ? "" : " with " + parameters;
    line += nodes["note"].has(row) ? "; " + std::string(nodes.text("note", row)) : "";
    text += wrapped("  " + std::string(nodes.text("name", row)) + ": ", line);
  }
  return text;
}

}  // namespace

std::string architecture_text(const sdk::Tables &tables) {
  const auto nodes = tables["architecture"];
  Grid grid({{"node", Align::left},
             {"instances"},
             {"size"},
             {"area"},
             {"leakage"},
             {"action", Align::left},
             {"energy"},
             {"width"},
             {"throughput"},
             {"figures from", Align::left}});
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    if (nodes.text("kind", row) != "fanout") {
      add_node(grid, tables, row);
    }
  }
  return grid.empty() ? "" : "Architecture (area and leakage of one instance)\n" + grid.text() + models_text(tables);
}

}  // namespace forge::plugins

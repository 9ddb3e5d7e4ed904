// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

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
                               bits(actions.real("width", row)), figure(actions["throughput"], row),
                               std::string(actions.text("source", row))});
    grid.add(std::move(cells));
  }
  if (is_first) {
    grid.add(std::move(own));
  }
}

// Widths stay bits, sizes become bytes.
std::string parameter_text(const sdk::Table &parameters, std::size_t row) {
  if (parameters["text"].has(row)) {
    return std::string(parameters.text("text", row));
  }
  const double value = parameters.real("value", row);
  const auto unit = parameters.text("unit", row), name = parameters.text("parameter", row);
  return unit == "bit" && name.find("width") != std::string_view::npos ? bits(value) : figure(value, unit);
}

std::string parameters_of(const sdk::Table &parameters, std::string_view node) {
  std::string text;
  for (std::size_t row = 0; row < parameters.rows(); ++row) {
    const bool is_known = parameters["text"].has(row) || !std::isnan(parameters.real("value", row));
    if (parameters.text("node", row) == node && is_known) {
      text += text.empty() ? " with " : ", ";
      text += std::string(parameters.text("parameter", row)) + " " + parameter_text(parameters, row) + " (" +
              std::string(parameters.text("source", row)) + ")";
    }
  }
  return text;
}

std::string padded(std::string_view name, std::size_t width) {
  return std::string(name) + std::string(width - width_of(name), ' ');
}

// Which model priced a node, from which parameters. A network has some of its own.
std::string models_text(const sdk::Tables &tables) {
  const auto nodes = tables["architecture"];
  std::vector<std::string> lines(nodes.rows());
  std::size_t width = 0;
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    const auto name = nodes.text("name", row);
    const std::string parameters = parameters_of(tables["parameters"], name);
    if (nodes["component"].has(row) || !parameters.empty()) {
      lines[row] = std::string(nodes.text(nodes["component"].has(row) ? "component" : "kind", row)) + parameters;
      width = std::max(width, width_of(name));
    }
  }
  std::string text;
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    if (!lines[row].empty()) {
      text += wrapped("  " + padded(nodes.text("name", row), width) + "  ", lines[row]);
    }
  }
  return text.empty() ? "" : "\nModels (in parentheses: who gave the parameter)\n" + text;
}

// Where the models' figures come from, once for each.
std::string sources_text(const sdk::Table &nodes) {
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    if (!nodes["component"].has(row)) {
      continue;
    }
    auto line = wrapped(
        "  " + std::string(nodes.text("component", row)) + " " + std::string(nodes.text("plugin_version", row)) + ": ",
        nodes["note"].has(row) ? nodes.text("note", row) : "source not named");
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) {
      lines.push_back(std::move(line));
    }
  }
  std::string text;
  for (const auto &line : lines) {
    text += line;
  }
  return text.empty() ? "" : "\nSources\n" + text;
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
  return grid.empty() ? ""
                      : "Architecture (area and leakage of one instance)\n" + grid.text() + models_text(tables) +
                            sources_text(nodes);
}

}  // namespace forge::plugins

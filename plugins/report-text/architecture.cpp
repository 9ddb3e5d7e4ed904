// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "figures.hpp"
#include "grid.hpp"
#include "sections.hpp"

namespace forge::plugins {
namespace {

using sdk::RowsBy;
using Align = Grid::Align;

std::string nodes_text(const sdk::Tables &tables) {
  const auto nodes = tables["architecture"], chip = tables["chip"];
  Grid grid({{"node", Align::left}, {"instances"}, {"size"}, {"area"}, {"leakage"}, {"all area"}, {"all leakage"}});
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    if (nodes.text("kind", row) != "fanout") {
      grid.add({std::string(nodes.text("name", row)), figure(nodes["instances"], row), figure(nodes["capacity"], row),
                figure(nodes["area"], row), figure(nodes["leak_power"], row), figure(nodes["total_area"], row),
                figure(nodes["total_leak_power"], row)});
    }
  }
  if (grid.empty()) {
    return "";
  }
  grid.add({"total", "", "", "", "", figure(chip["area"], 0), figure(chip["leak_power"], 0)});
  return "Architecture (size, area and leakage of one instance, and of all)\n" + grid.text();
}

std::string actions_text(const sdk::Tables &tables) {
  const auto nodes = tables["architecture"], actions = tables["actions"];
  const RowsBy actions_of(actions, "node");
  Grid grid({{"node", Align::left},
             {"action", Align::left},
             {"energy"},
             {"width"},
             {"latency"},
             {"throughput"},
             {"figures from", Align::left}});
  for (std::size_t node = 0; node < nodes.rows(); ++node) {
    std::string name(nodes.text("name", node));
    for (const auto row : actions_of(name)) {
      grid.add({std::exchange(name, ""), std::string(actions.text("action", row)), figure(actions["energy"], row),
                bits(actions.real("width", row)), figure(actions["latency"], row), figure(actions["throughput"], row),
                std::string(actions.text("source", row))});
    }
  }
  return grid.empty() ? "" : "\nActions (of one instance)\n" + grid.text();
}

std::string parts_text(const sdk::Tables &tables) {
  const auto parts = tables["parts"], actions = tables["part_actions"];
  const RowsBy actions_of(actions, "node", "part");
  Grid grid({{"part", Align::left},
             {"count"},
             {"component", Align::left},
             {"area"},
             {"leakage"},
             {"action", Align::left},
             {"energy"},
             {"latency"}});
  for (std::size_t part = 0; part < parts.rows(); ++part) {
    const auto name = std::string(parts.text("node", part)) + "." + std::string(parts.text("part", part));
    std::vector<std::string> own{name, figure(parts["count"], part), std::string(parts.text("component", part)),
                                 figure(parts["area"], part), figure(parts["leak_power"], part)};
    for (const auto row : actions_of(parts.text("node", part), parts.text("part", part))) {
      own.insert(own.end(), {std::string(actions.text("action", row)), figure(actions["energy"], row),
                             figure(actions["latency"], row)});
      grid.add(std::exchange(own, std::vector<std::string>(5)));
    }
    if (!own.front().empty()) {
      own.resize(8);
      grid.add(std::move(own));
    }
  }
  return grid.empty() ? "" : "\nParts (area and leakage of one)\n" + grid.text();
}

// Who was asked, and why the figures come from one of them.
std::string answers_text(const sdk::Table &answers) {
  std::string text;
  for (std::size_t row = 0; row < answers.rows(); ++row) {
    std::string subject(answers.text("node", row));
    if (answers["part"].has(row) && !answers.text("part", row).empty()) {
      subject += "." + std::string(answers.text("part", row));
    }
    text += wrapped("  " + subject + "  " + (answers.integer("taken", row) != 0 ? "takes " : "not   ") +
                        std::string(answers.text("model", row)) + " (plugin " +
                        std::string(answers.text("plugin", row)) + "): ",
                    answers.text("reason", row));
  }
  return text.empty() ? "" : "\nChoice of models (best accuracy first, then most parameters taken)\n" + text;
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

std::string parameters_text(const sdk::Table &parameters, const RowsBy::Rows &rows) {
  std::string text;
  for (const auto row : rows) {
    if (parameters["text"].has(row) || !std::isnan(parameters.real("value", row))) {
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
  const auto nodes = tables["architecture"], parameters = tables["parameters"];
  const RowsBy parameters_of(parameters, "node");
  std::vector<std::string> lines(nodes.rows());
  std::size_t width = 0;
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    const auto name = nodes.text("name", row);
    const std::string with = parameters_text(parameters, parameters_of(name));
    if (nodes["component"].has(row) || !with.empty()) {
      lines[row] = std::string(nodes.text(nodes["component"].has(row) ? "component" : "kind", row)) + with;
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
std::string sources_text(const sdk::Tables &tables) {
  std::string text;
  std::set<std::string> lines;
  for (const auto &table : {tables["architecture"], tables["parts"]}) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (!table["component"].has(row)) {
        continue;
      }
      const bool is_model = table["plugin_version"].has(row) && !table.text("plugin_version", row).empty();
      const auto line = wrapped("  " + std::string(table.text("component", row)) +
                                    (is_model ? " " + std::string(table.text("plugin_version", row)) : "") + ": ",
                                table["note"].has(row) ? table.text("note", row) : "source not named");
      if (lines.insert(line).second) {
        text += line;
      }
    }
  }
  return text.empty() ? "" : "\nSources\n" + text;
}

}  // namespace

std::string architecture_text(const sdk::Tables &tables, bool explain) {
  const std::string text = nodes_text(tables);
  return text.empty() ? ""
                      : text + actions_text(tables) + parts_text(tables) + models_text(tables) + sources_text(tables) +
                            (explain ? answers_text(tables["model_answers"]) : "");
}

}  // namespace forge::plugins

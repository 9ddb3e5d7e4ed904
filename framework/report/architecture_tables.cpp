// SPDX-License-Identifier: Apache-2.0
#include "report/architecture_tables.hpp"

#include <algorithm>
#include <utility>

#include "report/rows.hpp"

namespace forge::report {
namespace {

using Nodes = std::vector<pricing::NodeCost>;

// 0 means that an action moves one value, whatever its bits: there is no figure to show.
Cell width_of(const pricing::ActionCost &action) {
  return action.width > 0 ? Cell(action.width) : Cell();
}

Table nodes_table(const Nodes &architecture) {
  Rows rows("architecture",
            {text("name"), text("kind"), text("under"), real("instances"), real("area", "m^2"), real("leak_power", "W"),
             real("capacity", "bit"), text("component"), text("plugin"), text("plugin_version"), text("note"),
             real("total_area", "m^2"), real("total_leak_power", "W")});
  for (const auto &node : architecture) {
    rows.add({node.name, node.kind, node.parent, node.instances, node.area, node.leak_power, node.capacity,
              node.component, node.plugin, node.plugin_version, node.note, node.total_area(), node.total_leak_power()});
  }
  return rows.take();
}

Table chip_table(const Nodes &architecture) {
  Rows rows("chip", {real("area", "m^2"), real("leak_power", "W")});
  const auto chip = pricing::chip_cost(architecture);
  rows.add({chip.area, chip.leak_power});
  return rows.take();
}

Table actions_table(const Nodes &architecture) {
  Rows rows("actions", {text("node"), text("action"), real("energy", "J"), real("throughput", "Hz"),
                        real("width", "bit"), text("source"), real("latency", "s")});
  for (const auto &node : architecture) {
    for (const auto &action : node.actions) {
      rows.add({node.name, action.action, action.energy, action.throughput, width_of(action), action.source,
                action.latency});
    }
  }
  return rows.take();
}

Table parts_table(const Nodes &architecture) {
  Rows rows("parts", {text("node"), text("part"), real("count"), text("component"), text("plugin"),
                      text("plugin_version"), text("note"), real("area", "m^2"), real("leak_power", "W")});
  for (const auto &node : architecture) {
    for (const auto &part : node.parts) {
      rows.add({node.name, part.name, part.count, part.component, part.plugin, part.plugin_version, part.note,
                part.area, part.leak_power});
    }
  }
  return rows.take();
}

Table part_actions_table(const Nodes &architecture) {
  Rows rows("part_actions", {text("node"), text("part"), text("action"), real("energy", "J"), real("latency", "s"),
                             real("throughput", "Hz")});
  for (const auto &node : architecture) {
    for (const auto &part : node.parts) {
      for (const auto &action : part.actions) {
        rows.add({node.name, part.name, action.action, action.energy, action.latency, action.throughput});
      }
    }
  }
  return rows.take();
}

Table model_answers_table(const Nodes &architecture) {
  Rows rows("model_answers",
            {text("node"), text("part"), text("model"), text("plugin"), integer("taken"), text("reason")});
  for (const auto &node : architecture) {
    for (const auto &answer : node.answers) {
      rows.add(
          {node.name, answer.part, answer.model, answer.plugin, std::uint64_t{answer.taken ? 1U : 0U}, answer.reason});
    }
  }
  return rows.take();
}

Table parameters_table(const Nodes &architecture) {
  Rows rows("parameters", {text("node"), text("parameter"), real("value"), text("unit"), text("text"), text("source")});
  for (const auto &node : architecture) {
    for (const auto &parameter : node.parameters) {
      const Cell value = parameter.text.empty() ? Cell(parameter.value) : Cell();
      rows.add({node.name, parameter.name, value, parameter.unit, parameter.text, parameter.source});
    }
  }
  return rows.take();
}

}  // namespace

std::vector<Table> architecture_tables(const Nodes &architecture) {
  std::vector<Table> result;
  result.push_back(nodes_table(architecture));
  result.push_back(actions_table(architecture));
  result.push_back(parameters_table(architecture));
  return result;
}

std::vector<Table> model_tables(const Nodes &architecture) {
  std::vector<Table> result;
  result.push_back(parts_table(architecture));
  result.push_back(part_actions_table(architecture));
  result.push_back(model_answers_table(architecture));
  result.push_back(chip_table(architecture));
  return result;
}

Table flat_components_table(const Nodes &architecture) {
  Rows rows("components", {text("name"), text("kind"), real("instances"), real("area", "m^2"), real("leak_power", "W"),
                           real("capacity", "bit"), text("component"), text("action"), real("energy", "J"),
                           real("throughput", "Hz"), real("width", "bit"), text("source"), real("latency", "s"),
                           real("total_area", "m^2"), real("total_leak_power", "W"), text("model_source")});
  for (const auto &node : architecture) {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, node.actions.size()); ++i) {
      std::vector<Cell> cells{node.name,       node.kind,     node.instances, node.area,
                              node.leak_power, node.capacity, node.component};
      if (i < node.actions.size()) {
        const auto &action = node.actions[i];
        cells.insert(cells.end(), {action.action, action.energy, action.throughput, width_of(action), action.source,
                                   action.latency});
      } else {
        cells.resize(cells.size() + 6);
      }
      cells.insert(cells.end(), {node.total_area(), node.total_leak_power(), node.note});
      rows.add(cells);
    }
  }
  return rows.take();
}

}  // namespace forge::report

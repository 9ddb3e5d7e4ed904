// SPDX-License-Identifier: Apache-2.0
//
// What the nodes of an architecture cost, and where each figure comes from: plain values, SI units.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace forge::pricing {

// Energy, latency and throughput of one action of a node.
struct ActionCost {
  std::string action;
  double energy = 0;                   // J per action; NaN: not modelled
  double throughput = 0;               // actions per second of one instance; infinity: never limits
  double width = 0;                    // bits per action; 0: one value
  std::string source;                  // "project", "model", or "project, model" where they share the figures
  double energy_per_bit = 0;           // J per bit moved, on top: the wires of a network; 0: none
  std::optional<double> latency = {};  // s from start to end; none: not modelled. Shown, not used
};

struct ParameterValue {
  std::string name, unit, text;  // `text` for choices, flags and texts, else empty
  double value = 0;
  std::string source;  // "model", "node", "technology", "preset", "component": who gave it
};

// Who is asked about a component whose model is named by its id: as many as are needed until one answers, or all that
// could.
enum class Answers { needed, all };

// A model that was asked, and what came of it.
struct ModelAnswer {
  std::string part;  // of a compound component, "buffer.cells"; empty: of the node itself
  std::string model, plugin;
  bool taken = false;
  std::string reason;  // "states 8 % accuracy, takes 4 of the given parameters", "needs 'file'"
};

// A part of a compound component.
struct PartCost {
  std::string name;  // "buffer", "buffer.cells" in a compound inside
  double count = 1;  // in one instance of the node
  std::string component, plugin, plugin_version, note;
  std::optional<double> area, leak_power;  // of one
  std::vector<ActionCost> actions;
};

// A node of the architecture with its resolved figures.
struct NodeCost {
  std::string name, kind, parent;
  double instances = 1;              // in the whole chip
  std::optional<double> area;        // m^2 of one instance; none: not modelled
  std::optional<double> leak_power;  // W of one instance
  std::optional<double> capacity;    // bits of one instance; memories only
  std::vector<ActionCost> actions;
  std::string component, plugin, plugin_version, note;  // empty without a model; no plugin: a compound component
  std::vector<ParameterValue> parameters;
  std::vector<PartCost> parts = {};  // of a compound component
  std::vector<ModelAnswer> answers = {};
  std::vector<std::string> warnings = {};  // "GLB: model sram extrapolates: ..."

  // Of all instances.
  std::optional<double> total_area() const;
  std::optional<double> total_leak_power() const;
};

// Sums over all nodes that have the figure; none: no node has it.
struct ChipCost {
  std::optional<double> area, leak_power;
};
ChipCost chip_cost(const std::vector<NodeCost> &nodes);

}  // namespace forge::pricing

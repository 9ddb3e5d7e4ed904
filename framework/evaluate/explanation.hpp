// SPDX-License-Identifier: Apache-2.0
//
// The formulas behind the figures of a result, with the numbers put in.
#pragma once

#include <string>
#include <vector>

#include "evaluate/evaluator.hpp"

namespace forge::evaluate {

// One term of a sum: so many values of a tensor become actions.
struct ActionTerm {
  std::string tensor, transfer;  // "I", "reads"; empty where the count does not come from a tensor
  std::uint64_t values = 0;
  double actions_per_value = 1;  // bits per value / bits per action, times the node's count_scale
  double bits = 0, width = 0;    // of these; width 0: an action moves one value
};

struct ActionExplanation {
  std::string action;
  std::vector<ActionTerm> terms;
  double count = 0;                           // sum of values * actions_per_value, over all instances
  double energy_each = 0, energy = 0;         // J
  double throughput = 0;                      // actions per second of one instance; infinite: never limits
  std::string source;                         // "project", "model sram of sram 1.0.0"
  double bits_moved = 0, energy_per_bit = 0;  // networks with wires: J on top
};

struct ComponentExplanation {
  const ComponentUse *use = nullptr;  // of the result
  std::vector<ActionExplanation> actions;
  double leak_power = 0;          // W of one instance; NaN: not modelled
  double copies = 1;              // parallel copies at one place that share its work
  std::string latency_rule;       // "sum of its actions", "slowest action", or the user's expression
  std::vector<std::string> kept;  // "I 8192 x 16 b": the terms of the occupancy
  std::vector<std::string> way;   // networks: "mesh of PE.x x PE.y ...", what its wires are
};

// In the order of the result's components; `result` must come from this evaluator and outlive the answer.
std::vector<ComponentExplanation> explain(const Evaluator &evaluator, const EinsumResult &result);

}  // namespace forge::evaluate

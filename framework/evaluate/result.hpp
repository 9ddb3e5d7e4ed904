// SPDX-License-Identifier: Apache-2.0
//
// What an evaluation says: plain values, SI units. Counts are exact and summed over instances; model.md defines them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/mapping.hpp"
#include "model/mapping_tree.hpp"
#include "pricing/node_cost.hpp"

namespace forge::evaluate {

using pricing::ActionCost;
using pricing::NodeCost;

// Counts of one tensor in one memory, elements summed over instances.
struct StorageCounts {
  std::string memory, tensor;
  std::uint64_t tile = 0;       // elements of the largest tile of one instance
  std::uint64_t instances = 1;  // that the mapping uses
  std::uint64_t fills = 0, reads = 0, updates = 0, drains = 0;
  double energy = 0;         // J of its actions
  std::uint64_t copies = 1;  // of the tile: one for each run of a persistent tensor, in its outermost memory
};

struct ComponentAction {
  std::string action;
  double count = 0;   // actions, summed over instances
  double energy = 0;  // J
};

struct ComponentUse {
  std::string name, kind;
  std::vector<ComponentAction> actions;
  double energy = 0;       // J, dynamic
  double leak_energy = 0;  // J, all instances over the Einsum's latency
  double latency = 0;      // s that the busiest instance needs
  double utilization = 0;  // latency / latency of the Einsum
  std::uint64_t instances_used = 0;
  double instances = 0;
  std::optional<double> occupancy, capacity;  // bits of one instance; memories only
  // Converters and networks only: values that it charges for, summed over instances.
  struct Passage {
    std::string tensor;
    std::uint64_t values = 0;  // networks: of these the ones on their way `up`, or down
    bool up = false;           // networks only
    std::uint64_t hops = 0;    // networks only: values times links
  };
  std::vector<Passage> passed;
  double busiest_link = 0;  // networks only: actions of the busiest link, one way
};

// A limit that a mapping breaks: demand > bound (or < for a minimum).
struct Violation {
  std::string what;  // "capacity of GLB", "utilization of PE.x"
  double demand = 0, bound = 0;
  std::string unit;
  std::string detail;  // the terms: "I 1.2 Mibit + O 300 Kibit"
};

// A part of a latency: the latency is the sum of its terms.
struct LatencyTerm {
  std::string name;  // a component, "exchange of GLB", "pipeline fill"
  double seconds = 0;
};

struct EinsumResult {
  std::string name;
  std::uint64_t repeat = 1;
  std::uint64_t computes = 0, steps = 0;
  double latency = 0;           // s, of one run
  double energy = 0;            // J, of one run, leakage included
  double utilization = 0;       // computes / (steps * computes' instances in the chip)
  std::string bottleneck;       // the component that the latency would gain most from, were it infinitely fast
  std::string next_bottleneck;  // what would limit next; empty: nothing
  std::vector<LatencyTerm> latency_terms;  // empty where no option is on: then it is the slowest component's
  std::string counted_by;                  // "closed form" or "replay": how the counts were obtained; both are exact
  model::Mapping mapping;
  std::vector<std::uint64_t> iterations;  // of each nest node
  std::vector<StorageCounts> storage;     // outermost memory first, tensors in the order of the Einsum
  std::vector<ComponentUse> components;   // in the order of the architecture, fan-outs left out
  std::vector<Violation> violations;      // empty: valid
};

// A tile of a tree in a memory, and for how long it lives.
struct Lifetime {
  std::string memory, tensor;
  std::size_t node = 0;             // which keep: see TreeNode; of a branch's own keep: position in the nest
  bool shared = false;              // the keep stands above a split
  std::uint64_t tile = 0;           // elements of the largest tile
  double bits = 0;                  // of one instance, one copy
  std::uint64_t copies = 1;         // for pipelined branches, and for the runs of a persistent tensor
  std::size_t first = 0, last = 0;  // Einsums, by place in TreeResult::einsums
  std::vector<std::size_t> users;   // those that touch it
};

struct TreeMemory {
  std::string memory;
  double peak = 0, capacity = 0;  // bits of one instance
  std::string at;                 // the Einsum (or Einsums) during which the peak is reached
  std::string detail;             // its terms
};

// Several Einsums that are mapped together.
struct TreeResult {
  std::vector<std::size_t> einsums;  // into RunResult::einsums, in the order in which they run
  std::uint64_t repeat = 1;
  double latency = 0;        // s, of one run
  double energy = 0;         // J, of one run, leakage included
  double pipeline_fill = 0;  // s, of the latency: first and last tiles of pipelined branches, where that option is on
  std::string bottleneck;
  std::vector<TreeMemory> memories;  // those that hold something
  std::vector<Lifetime> lifetimes;
  std::vector<Violation> violations;
  std::vector<std::string> warnings;
  model::MappingTree tree;
};

// How a mapping was found.
struct SearchOutcome {
  std::string einsum, strategy;
  bool optimal = false;
  std::optional<double> bound, gap;
  std::uint64_t evaluated = 0, valid = 0;
  double mapspace = 0;  // points
  double seconds = 0;
  std::uint64_t seed = 0;
  std::string stopped_by;  // evaluations, timeout, patience, invalid_patience, exhausted, solved, interrupted
};

struct ParetoPoint {
  std::string einsum;
  std::vector<double> objectives;  // in the order of the project's list
  model::Mapping mapping;
};

struct Totals {
  std::uint64_t computes = 0, steps = 0;  // all Einsums with their repeats
  double latency = 0, energy = 0, edp = 0, utilization = 0;
};

struct RunResult {
  Totals totals;
  std::vector<NodeCost> architecture;
  std::vector<EinsumResult> einsums;
  std::vector<TreeResult> trees;
  std::vector<SearchOutcome> searches;  // empty where the mapping was given
  std::vector<ParetoPoint> pareto;
  std::vector<std::string> warnings;
};

}  // namespace forge::evaluate

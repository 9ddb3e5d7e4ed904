// SPDX-License-Identifier: Apache-2.0
//
// One Einsum on one path, prepared for pricing: what one value of each tensor costs in each memory, what the compute
// costs, and what leaks. Shared by the evaluation of a mapping and by the scoring of points.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "evaluate/latency_expression.hpp"
#include "evaluate/nest_counts.hpp"
#include "evaluate/network.hpp"
#include "evaluate/passage.hpp"
#include "evaluate/result.hpp"

namespace forge::evaluate {

// The four counts that are priced, as in the ABI: fill, read, update, drain.
inline constexpr std::size_t n_transfers = 4;
inline constexpr std::array<const char *, n_transfers> transfer_names{"fill", "read", "update", "drain"};
// Besides, one address for each of their actions.
inline constexpr const char *address_action = "address";
inline std::array<std::uint64_t, n_transfers> transfers(const Counts &counts) {
  return {counts.fills, counts.reads, counts.updates, counts.drains};
}

enum class LatencyKind { sum, max, expression };

struct MemoryModel {
  std::size_t node = 0;
  std::string name;
  double capacity = 0;  // usable bits of one instance, may be infinite
  double copies = 1;    // the node's own `instances`
  bool double_buffered = false;
  LatencyKind latency = LatencyKind::sum;
  std::string expression;
  std::vector<std::string> actions;               // names of the distinct actions
  std::array<std::size_t, n_transfers> action{};  // transfer -> action
  std::optional<std::size_t> address;             // the action that comes with each other one
  std::vector<double> throughput, energy;         // by action
  std::vector<double> bits;                       // by tensor: bits per value here
  // By tensor and transfer, of one value: actions; energy, and time on the port of one place, with the address.
  std::vector<std::array<double, n_transfers>> actions_per_value, energy_per_value, time_per_value;
};

struct ComputeModel {
  std::size_t node = 0;
  std::string name, action;
  double copies = 1;
  double actions_per_compute = 1;
  double energy_per_compute = 0;  // J
  double time_per_step = 0;       // s
  double places = 1;              // of the fan-outs above; `copies` at one place share its work
  bool elides = true;
  std::string expression;  // empty: none
  // Actions that the expression may ask for, `action` first. Those of other operations count 0 here; the general
  // action `compute` counts whatever runs.
  std::vector<std::string> counted;
};

// Charges for values that pass between the memories above and below it.
struct ConverterModel {
  std::size_t node = 0, position = 0;
  std::string name;
  double copies = 1;
  double energy = 0, throughput = 0;  // of an action
  Charge charge;
  std::string expression;  // latency; empty: none
};

// Leak power of the whole chip. Below power-gated dimensions only the places that a mapping uses leak.
struct Leakage {
  double fixed = 0;  // W
  struct Dimension {
    std::size_t node = 0, dimension = 0;  // of a fan-out
  };
  struct Gated {
    std::size_t node = 0;
    double power_per_place = 0;  // W
    std::vector<Dimension> dimensions;
  };
  std::vector<Gated> gated;
};

template <class Used> double places(const Leakage::Gated &gated, Used used) {
  double places = 1;
  for (const Leakage::Dimension &dimension : gated.dimensions)
    places *= used(dimension);
  return places;
}

struct PathModel {
  std::size_t einsum = 0;
  std::vector<std::size_t> path;
  std::vector<std::uint64_t> sizes;
  std::vector<counts::Shape> shapes;
  std::uint64_t computes = 0;
  std::vector<std::optional<MemoryModel>> memories;  // by position in the path
  std::vector<ConverterModel> converters;
  std::vector<NetworkModel> networks;
  ComputeModel compute;
  Leakage leakage;
};

// W, where `used` answers how many places of a fan-out's dimension the mapping uses.
template <class Used> double leak_power(const Leakage &leakage, Used used) {
  double power = leakage.fixed;
  for (const Leakage::Gated &gated : leakage.gated)
    power += gated.power_per_place * places(gated, used);
  return power;
}

// Throws Error{project} where an action that can be needed has no energy, or a compute no throughput.
PathModel make_path_model(const model::Workload &workload, std::size_t einsum, const model::Architecture &architecture,
                          const std::vector<NodeCost> &costs, std::vector<std::size_t> path);

// Working storage of one thread: expressions are not to be shared.
struct PathScratch {
  counts::Scratch counts;
  std::vector<std::optional<LatencyExpression>> expressions;  // by position in the path
  std::vector<double> computed;                               // what the compute's expression asks for
};
PathScratch make_scratch(const PathModel &model);

// The one action of a converter.
inline constexpr const char *convert_action = "convert";

// Seconds of the busiest instance, which works at each of the steps.
double compute_latency(const ComputeModel &compute, std::uint64_t steps, PathScratch &scratch);

// Actions of the busiest instance -> seconds.
double converter_latency(const ConverterModel &converter, double actions, std::optional<LatencyExpression> &expression);
double memory_latency(const MemoryModel &memory, std::span<const double> action_counts,
                      std::optional<LatencyExpression> &expression);

}  // namespace forge::evaluate

// SPDX-License-Identifier: Apache-2.0
//
// What a search minimizes: what all of an Einsum costs, or what it uses of one node.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace forge::model {

// In the order of the ABI: FORGE_ENERGY ...
enum class Measure { energy, latency, energy_delay_product, energy_delay_squared, occupancy, instances };

struct Objective {
  static constexpr std::size_t no_node = std::numeric_limits<std::size_t>::max();

  Measure measure = Measure::energy;
  std::size_t node = no_node;  // occupancy: a memory of the architecture; instances: a memory or a compute

  bool has_node() const { return measure == Measure::occupancy || measure == Measure::instances; }
  friend bool operator==(const Objective &, const Objective &) = default;

  static const Objective energy, latency, energy_delay_product, energy_delay_squared;
};

inline constexpr Objective Objective::energy{Measure::energy};
inline constexpr Objective Objective::latency{Measure::latency};
inline constexpr Objective Objective::energy_delay_product{Measure::energy_delay_product};
inline constexpr Objective Objective::energy_delay_squared{Measure::energy_delay_squared};

// The word that projects and reports use for it.
constexpr std::string_view name_of(Measure measure) {
  switch (measure) {
    case Measure::energy:
      return "energy";
    case Measure::latency:
      return "latency";
    case Measure::energy_delay_product:
      return "edp";
    case Measure::energy_delay_squared:
      return "ed2p";
    case Measure::occupancy:
      return "occupancy";
    case Measure::instances:
      return "instances";
  }
  return "";
}

// "J", "s", "J*s", "J*s^2", "bit", or empty for a count
constexpr std::string_view unit_of(Measure measure) {
  switch (measure) {
    case Measure::energy:
      return "J";
    case Measure::latency:
      return "s";
    case Measure::energy_delay_product:
      return "J*s";
    case Measure::energy_delay_squared:
      return "J*s^2";
    case Measure::occupancy:
      return "bit";
    case Measure::instances:
      return "";
  }
  return "";
}

// An objective in reports: "energy" in J, "GLB.occupancy" in bits.
struct Quantity {
  std::string name;
  std::string_view unit;
};

// `node`: the name of the objective's node, where it has one.
inline Quantity quantity_of(const Objective &objective, std::string_view node) {
  std::string name(name_of(objective.measure));
  return {objective.has_node() ? std::string(node) + "." + name : name, unit_of(objective.measure)};
}

// What all of an Einsum costs; not of a node.
constexpr double value_of(Measure measure, double energy, double latency) {
  switch (measure) {
    case Measure::latency:
      return latency;
    case Measure::energy_delay_product:
      return energy * latency;
    case Measure::energy_delay_squared:
      return energy * latency * latency;
    default:
      return energy;
  }
}

}  // namespace forge::model

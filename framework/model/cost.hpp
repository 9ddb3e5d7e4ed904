// SPDX-License-Identifier: Apache-2.0
//
// What a search minimizes, and how it follows from energy and latency.
#pragma once

#include <string_view>
#include <vector>

namespace forge::model {

enum class Objective { energy, latency, energy_delay_product, energy_delay_squared };

inline constexpr Objective all_objectives[] = {Objective::energy, Objective::latency, Objective::energy_delay_product,
                                               Objective::energy_delay_squared};

// The word that projects and reports use for it.
constexpr std::string_view name_of(Objective objective) {
  switch (objective) {
    case Objective::energy:
      return "energy";
    case Objective::latency:
      return "latency";
    case Objective::energy_delay_product:
      return "edp";
    case Objective::energy_delay_squared:
      return "ed2p";
  }
  return "";
}

// "J", "s", "J*s", "J*s^2"
constexpr std::string_view unit_of(Objective objective) {
  switch (objective) {
    case Objective::energy:
      return "J";
    case Objective::latency:
      return "s";
    case Objective::energy_delay_product:
      return "J*s";
    case Objective::energy_delay_squared:
      return "J*s^2";
  }
  return "";
}

constexpr double value_of(Objective objective, double energy, double latency) {
  switch (objective) {
    case Objective::energy:
      return energy;
    case Objective::latency:
      return latency;
    case Objective::energy_delay_product:
      return energy * latency;
    case Objective::energy_delay_squared:
      return energy * latency * latency;
  }
  return energy;
}

}  // namespace forge::model

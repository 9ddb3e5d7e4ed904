// SPDX-License-Identifier: Apache-2.0
#include "evaluate/objectives.hpp"

#include <algorithm>
#include <string>

namespace forge::evaluate {

using model::Measure;
using model::Objective;

namespace {

double value_of(const Objective &objective, const model::Architecture &architecture, const EinsumResult &result) {
  if (!objective.has_node())
    return model::value_of(objective.measure, result.energy, result.latency);
  const std::string &name = architecture.nodes[objective.node].name;
  const auto use = std::find_if(result.components.begin(), result.components.end(),
                                [&](const ComponentUse &one) { return one.name == name; });
  if (use == result.components.end())
    return 0;
  return objective.measure == Measure::occupancy ? use->occupancy.value_or(0)
                                                 : static_cast<double>(use->instances_used);
}

}  // namespace

std::vector<double> values_of(std::span<const Objective> objectives, const model::Architecture &architecture,
                              const EinsumResult &result) {
  std::vector<double> values;
  for (const Objective &objective : objectives)
    values.push_back(value_of(objective, architecture, result));
  return values;
}

std::vector<model::Quantity> quantities_of(std::span<const Objective> objectives,
                                           const model::Architecture &architecture) {
  std::vector<model::Quantity> quantities;
  for (const Objective &objective : objectives) {
    const bool has_node = objective.has_node();
    quantities.push_back(quantity_of(objective, has_node ? architecture.nodes[objective.node].name : std::string()));
  }
  return quantities;
}

}  // namespace forge::evaluate

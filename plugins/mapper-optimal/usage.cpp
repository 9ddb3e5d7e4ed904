// SPDX-License-Identifier: Apache-2.0
#include "usage.hpp"

#include <algorithm>
#include <string>

#include "forge/sdk/error.hpp"

namespace forge::plugins::optimal {

std::vector<Usage> find_usages(const forge_problem &problem) {
  std::vector<Usage> usages;
  for (std::size_t o = 0; o < problem.n_objectives; ++o) {
    const std::int32_t objective = problem.objective[o];
    if (objective != FORGE_OCCUPANCY && objective != FORGE_INSTANCES)
      continue;
    if (o >= most_usages)
      throw sdk::Unsupported("objectives of nodes beyond the first " + std::to_string(most_usages) + " objectives");
    if (const std::int32_t node = problem.objective_node[o]; node >= 0)
      usages.push_back({o, static_cast<std::size_t>(node), objective == FORGE_OCCUPANCY});
  }
  return usages;
}

bool asks_for_costs(const forge_problem &problem) {
  return std::any_of(problem.objective, problem.objective + problem.n_objectives,
                     [](std::int32_t objective) { return objective < FORGE_OCCUPANCY; });
}

}  // namespace forge::plugins::optimal

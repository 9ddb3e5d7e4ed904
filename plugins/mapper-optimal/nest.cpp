// SPDX-License-Identifier: Apache-2.0
#include "nest.hpp"

#include <cstddef>

namespace forge::plugins::optimal {

std::vector<forge_nest_node> make_nest(const Instance &instance, const History &history, std::uint32_t record) {
  std::vector<forge_nest_node> nest;
  const std::int32_t retain = instance.retains() ? 1 : 0;
  // The last step is the outermost one.
  for (; record != 0; record = history[record].before) {
    const Step &step = history[record].step;
    const auto inner = instance.lattice().extents(history[history[record].before].tile);
    if (step.kind == Step::complete) {
      for (std::size_t t = 0; t < instance.n_tensors(); ++t) {
        if (has(step.operand, t))
          nest.push_back({FORGE_NEST_KEEP, static_cast<std::int32_t>(t), step.node, retain, 0});
      }
    } else if (step.kind == Step::keep) {
      nest.push_back({FORGE_NEST_KEEP, static_cast<std::int32_t>(step.operand), step.node, retain, 0});
    } else if (step.kind == Step::loop) {
      const auto variable = static_cast<std::int32_t>(instance.lattice().axes()[step.operand].variable);
      if (!nest.empty() && nest.back().kind == FORGE_NEST_FOR && nest.back().operand == variable) {
        nest.back().tile = inner[static_cast<std::size_t>(variable)];
      } else {
        nest.push_back({FORGE_NEST_FOR, variable, -1, 0, inner[static_cast<std::size_t>(variable)]});
      }
    } else if (step.kind == Step::spread) {
      const Spread &spread = instance.spreads(step.node)[step.operand];
      for (std::size_t v = 0; v < spread.factors.size(); ++v) {
        if (spread.factors[v] > 1)
          nest.push_back({FORGE_NEST_PAR, static_cast<std::int32_t>(v), step.node, 0, inner[v]});
      }
    }
  }
  nest.push_back({FORGE_NEST_COMPUTE, 0, static_cast<std::int32_t>(instance.n_nodes() - 1), 0, 0});
  return nest;
}

}  // namespace forge::plugins::optimal

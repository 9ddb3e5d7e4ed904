// SPDX-License-Identifier: Apache-2.0
#include "imperfect/transfers.hpp"

#include <algorithm>

#include "imperfect/chains.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

std::span<const std::uint64_t> sizes_of(const forge_problem &problem) {
  return {problem.variable_size, problem.n_variables};
}

}  // namespace

void Transfers::look_at(std::span<const forge_nest_node> nest) {
  const forge_problem &problem = charges_.problem();
  nest_ = nest;
  loops_.clear();
  depths_.clear();
  std::vector<std::uint64_t> extents(problem.variable_size, problem.variable_size + problem.n_variables);
  for (const forge_nest_node &node : nest) {
    depths_.push_back(static_cast<std::uint32_t>(loops_.size()));
    if (node.kind != FORGE_NEST_FOR && node.kind != FORGE_NEST_PAR)
      continue;
    const auto variable = static_cast<std::uint32_t>(node.operand);
    counts::Loop loop;
    loop.variable = variable;
    loop.spatial = node.kind == FORGE_NEST_PAR;
    loop.iterations = iterations(extents[variable], node.tile);
    loop.tile = extents[variable] = node.tile;
    loop.multicast = loop.reduce = 0;
    for (std::size_t t = 0; loop.spatial && t < charges_.n_tensors(); ++t) {
      const auto at = static_cast<std::size_t>(node.node);
      loop.multicast |= std::uint64_t{charges_.multicasts(at, t)} << t;
      loop.reduce |= std::uint64_t{charges_.reduces(at, t)} << t;
    }
    loops_.push_back(loop);
  }
}

bool Transfers::charge(std::size_t tensor, std::size_t inner, std::span<double> cost) {
  const forge_problem &problem = charges_.problem();
  const auto holder = std::find_if(nest_.rbegin(), nest_.rend(), [&](const forge_nest_node &node) {
    return node.kind == FORGE_NEST_KEEP && static_cast<std::size_t>(node.operand) == tensor;
  });
  if (holder == nest_.rend())
    return true;
  const auto outer = static_cast<std::size_t>(holder->node);
  const bool compute = inner + 1 == charges_.n_nodes();
  counts::Way way;
  way.begin = depths_[static_cast<std::size_t>(nest_.rend() - holder) - 1];
  way.end = loops_.size();
  way.retain = !compute && charges_.retains();
  way.elide = problem.elide_first_read[outer] != 0 && (!compute || problem.elide_first_read[inner] != 0);
  bool exact = true;
  const auto add = [&](bool busiest, std::size_t begin, std::size_t end) {
    counts::Transfer moved;
    exact = counts::count_pair_imperfect(charges_.shape(tensor), static_cast<unsigned>(tensor), loops_,
                                         sizes_of(problem), way, busiest, moved) == counts::Exactness::exact &&
            exact;
    if (!exact)
      return;
    for (std::size_t m = begin; m < end; ++m) {
      cost[m] += static_cast<double>(moved.reads) * charges_.price(m, outer, tensor, FORGE_READ) +
                 static_cast<double>(moved.updates) * charges_.price(m, outer, tensor, FORGE_UPDATE);
      if (!compute) {
        cost[m] += static_cast<double>(moved.fills) * charges_.price(m, inner, tensor, FORGE_FILL) +
                   static_cast<double>(moved.drains) * charges_.price(m, inner, tensor, FORGE_DRAIN);
      }
    }
  };
  add(false, 0, 1);
  if (charges_.n_metrics() > 1)
    add(true, 1, charges_.n_metrics());
  const counts::Holder above{static_cast<std::uint32_t>(way.begin), charges_.retains(), true};
  return exact &&
         (charges_.n_metrics() == 1 ||
          counts::first_place_is_busiest(charges_.shape(tensor), static_cast<unsigned>(tensor), loops_, {&above, 1}));
}

bool Transfers::knows_busiest(std::size_t tensor) const {
  std::vector<counts::Holder> holders;
  for (std::size_t i = 0; i < nest_.size(); ++i) {
    if (nest_[i].kind == FORGE_NEST_KEEP && static_cast<std::size_t>(nest_[i].operand) == tensor)
      holders.push_back({depths_[i], charges_.retains(), true});
  }
  return counts::first_place_is_busiest(charges_.shape(tensor), static_cast<unsigned>(tensor), loops_, holders);
}

double Transfers::steps() const {
  return static_cast<double>(counts::steps_imperfect(loops_, sizes_of(charges_.problem())));
}

}  // namespace forge::plugins::optimal::imperfect

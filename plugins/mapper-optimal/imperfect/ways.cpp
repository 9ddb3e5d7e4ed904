// SPDX-License-Identifier: Apache-2.0
#include "imperfect/ways.hpp"

namespace forge::plugins::optimal::imperfect {

Ways::Ways(const Charges &charges, const Stages &stages) {
  const std::size_t n = stages.all().size();
  edges_.resize(n);
  is_last_.assign(n, false);
  to_hold_.assign(n, 0);
  next_inner_.assign(n, std::vector<NodeSet>(charges.n_tensors(), 0));
  for (const StageId start : stages.starts())
    is_last_[start] = true;
  for (StageId id = 0; id < n; ++id) {
    const Stage &stage = stages[id];
    for (std::size_t t = 0; t < stage.kept.size(); ++t) {
      for (const StageId kept : stage.kept[t])
        edges_[kept].push_back({Edge::keep, id, t});
    }
    if (stage.after != no_stage)
      edges_[stage.after].push_back({Edge::spread, id});
    if (stage.complete != no_stage)
      edges_[stage.complete].push_back({Edge::complete, id});
  }
  // The outermost stages come last.
  for (StageId id = 0; id < n; ++id) {
    for (const Edge &edge : edges_[id]) {
      to_hold_[id] |= to_hold_[edge.to];
      for (std::size_t t = 0; t < charges.n_tensors(); ++t) {
        const bool kept = (edge.kind == Edge::keep && edge.tensor == t) ||
                          (edge.kind == Edge::complete && has(stages[edge.to].pending, t));
        next_inner_[id][t] |= kept ? NodeSet{1} << stages[edge.to].position : next_inner_[edge.to][t];
        to_hold_[id] |= kept ? TensorSet{1} << t : 0;
      }
    }
  }
}

}  // namespace forge::plugins::optimal::imperfect

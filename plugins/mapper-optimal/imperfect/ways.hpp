// SPDX-License-Identifier: Apache-2.0
//
// The steps between stages, inwards: stages themselves lead outwards.
#pragma once

#include <cstddef>
#include <vector>

#include "charges.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

struct Edge {
  enum Kind { keep, spread, complete } kind;
  StageId to;
  std::size_t tensor = 0;  // keep
};

class Ways {
 public:
  Ways(const Charges &charges, const Stages &stages);

  const std::vector<Edge> &edges(StageId stage) const { return edges_[stage]; }
  bool is_last(StageId stage) const { return is_last_[stage]; }  // nothing but the compute follows
  // Tensors that a memory further in may hold.
  TensorSet to_hold(StageId stage) const { return to_hold_[stage]; }
  // Memories that may be the next to hold the tensor.
  NodeSet next_inner(StageId stage, std::size_t tensor) const { return next_inner_[stage][tensor]; }

 private:
  std::vector<std::vector<Edge>> edges_;
  std::vector<bool> is_last_;
  std::vector<TensorSet> to_hold_;
  std::vector<std::vector<NodeSet>> next_inner_;
};

}  // namespace forge::plugins::optimal::imperfect

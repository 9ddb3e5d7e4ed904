// SPDX-License-Identifier: Apache-2.0
//
// A mapping: how one Einsum runs on one path of the architecture, as a nest, outermost node first.
// (Trees for several Einsums get a further kind of node, a split with branches.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "model/workload.hpp"

namespace forge::model {

enum class NestKind {
  keep,    // a tile of these tensors lives in this memory from here down
  loop,    // temporal loop ("for")
  spread,  // spatial loop ("par") over a dimension of a fan-out
  compute
};

struct NestNode {
  NestKind kind = NestKind::keep;
  std::vector<std::size_t> tensors;  // keep: into Einsum::tensors
  bool retain = true;                // keep: what consecutive tiles share stays
  std::size_t node = 0;              // keep: memory; spread: fan-out; compute: compute; into Architecture::nodes
  std::size_t dimension = 0;         // spread: into Node::dimensions
  std::size_t variable = 0;          // loop, spread: into Einsum::variables
  std::uint64_t tile = 1;            // loop, spread: how much of the variable one iteration covers
  Position position;                 // where the user wrote it; empty for a mapping that was found
};

struct Mapping {
  std::size_t einsum = 0;  // into Workload::einsums
  std::vector<NestNode> nest;
  Position position;
};

// Iterations of each node of the nest: ceil(extent / tile) for loops and spreads, where the extent is that of a
// full (not last) tile of the loops above; 1 for the others.
std::vector<std::uint64_t> iterations(const Einsum &einsum, const std::vector<NestNode> &nest);

// What is wrong with the structure of a mapping; empty when nothing is: loops that do not cover or exceed their
// extent, keeps and spreads out of the order of the architecture, a tensor that nothing holds, a fan-out that is
// too small, no or two computes. Capacities are checked by the evaluation.
std::vector<Error> structural_errors(const Workload &workload, const Architecture &architecture,
                                     const Mapping &mapping);

}  // namespace forge::model

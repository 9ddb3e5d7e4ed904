// SPDX-License-Identifier: Apache-2.0
//
// A mapping: how one Einsum runs on one path of the architecture, as a nest, outermost node first. How several Einsums
// share the outer nodes of their nests stands in mapping_tree.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "model/workload.hpp"

namespace forge::model {

// Which tiles a mapper may choose.
enum class Factors {
  perfect,           // each divides the one around it
  imperfect,         // any
  imperfect_spatial  // those of temporal loops divide, those of spatial loops need not
};

enum class NestKind {
  keep,    // a tile of these tensors lives in this memory from here down
  loop,    // temporal loop ("for")
  spread,  // spatial loop ("par") over a dimension of a fan-out
  compute
};

// A loop that a producer shares with its consumer covers what the consumer needs: iteration i begins at i * tile (+ lead,
// where i > 0) and covers tile + overlap (+ lead, where i = 0). `lead` is a halo that is kept, `overlap` one that is
// computed again.
struct NestNode {
  NestKind kind = NestKind::keep;
  std::vector<std::size_t> tensors;   // keep: into Einsum::tensors
  bool retain = true;                 // keep: what consecutive tiles share stays
  std::size_t node = 0;               // keep: memory; spread: fan-out; compute: compute; into Architecture::nodes
  std::size_t dimension = 0;          // spread: into Node::dimensions
  std::size_t variable = 0;           // loop, spread: into Einsum::variables
  std::uint64_t tile = 1;             // loop, spread: how much of the variable one iteration covers
  std::uint64_t lead = 0;             // loop, spread: see below
  std::int64_t overlap = 0;           // loop, spread: see below
  bool derived = false;               // loop, spread: its tile follows from what a consumer needs
  std::optional<std::size_t> shared;  // number of the node in the tree that this nest is a branch of
  std::vector<std::size_t> served_elsewhere;  // keep: tensors whose way from above is counted for another Einsum
  Position position;                          // where the user wrote it; empty for a mapping that was found
};

// A loop in time or in space.
inline bool is_loop(const NestNode &node) {
  return node.kind == NestKind::loop || node.kind == NestKind::spread;
}

struct Mapping {
  std::size_t einsum = 0;  // into Workload::einsums
  std::vector<NestNode> nest;
  Position position;
};

// What the loops of a nest leave of each rank variable, followed from the outside in: the largest extent, that of the
// first iterations.
class Extents {
 public:
  explicit Extents(const Einsum &einsum);
  std::uint64_t of(std::size_t variable) const { return extents_[variable]; }
  // Iterations of the loop; from here on the extent is that of its first one.
  std::uint64_t enter(const NestNode &loop);

 private:
  std::vector<std::uint64_t> extents_;  // by rank variable
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

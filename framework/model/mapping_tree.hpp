// SPDX-License-Identifier: Apache-2.0
//
// A mapping of several Einsums at once: a tree whose outer nodes the Einsums share, with a split into branches at the
// end of each section. Every Einsum has a Mapping of its own, the way from the root to its leaf; the tree says which
// nodes of these nests are one and the same, and how the branches run.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "model/mapping.hpp"

namespace forge::model {

enum class SplitKind {
  sequential,  // one branch after the other
  pipelined,   // a branch works on a tile while the next one works on the tile before
  parallel     // at the same time, independent of each other
};

constexpr std::string_view name_of(SplitKind kind) {
  return kind == SplitKind::sequential ? "sequential" : kind == SplitKind::pipelined ? "pipelined" : "parallel";
}

struct MappingTree {
  // A row of nodes, then a split or, in a leaf, the compute of one Einsum.
  struct Section {
    std::vector<std::size_t> nodes;  // NestNode::shared of the nests below
    SplitKind split = SplitKind::sequential;
    std::vector<Section> branches;  // in the order of the project; none: a leaf
    std::size_t mapping = 0;        // of a leaf: into the project's mappings
    Position position;              // of the split
  };
  Section root;
  Position position;
};

// The mappings of the leaves, in the order in which they run.
std::vector<std::size_t> leaves(const MappingTree::Section &section);

// A keep, loop or spread of the tree as the nest of one of its Einsums has it; none: it does not concern this Einsum.
std::optional<std::size_t> find_shared(const Mapping &mapping, std::size_t shared);

// A loop of the tree over a rank variable that this Einsum does not have, before complete() has found out what it
// means for it.
inline constexpr std::size_t absent_variable = ~std::size_t{0};

// Completes the nests of a tree, and says what is wrong with it; the nests are of no use then.
//
// A loop above a split over a rank variable of a consumer makes its producer compute what the consumer needs at a time,
// and no more: the smallest box of its result that covers it. What the consumer needed before, too (the halo of a
// sliding window), is kept where the result's outermost keep still holds it (`retain`), and computed again elsewhere.
//
// A tile that several Einsums share comes from the next memory above once: for the producer, else for the first of
// those Einsums that need most of it (NestNode::served_elsewhere in the others).
std::vector<Error> complete(const Workload &workload, const MappingTree &tree, std::vector<Mapping> &mappings);

}  // namespace forge::model

// SPDX-License-Identifier: Apache-2.0
//
// How long the tiles of a mapping tree live, and what the memories hold at most.
#pragma once

#include <vector>

#include "evaluate/result.hpp"
#include "model/architecture.hpp"
#include "model/mapping_tree.hpp"
#include "model/workload.hpp"

namespace forge::evaluate {

// A leaf of a tree with the result of its Einsum.
struct TreeLeaf {
  const model::Mapping *mapping = nullptr;
  const model::Einsum *einsum = nullptr;
  EinsumResult *result = nullptr;
};

// Fills `memories`, `lifetimes` and `violations`. `leaves`: in the order of model::leaves(tree.root).
void find_lifetimes(const model::Architecture &architecture, const model::MappingTree &tree,
                    const std::vector<TreeLeaf> &leaves, TreeResult &result);

}  // namespace forge::evaluate

// SPDX-License-Identifier: Apache-2.0
//
// What the Einsums of a mapping tree cost together: how their branches overlap in time, and how long the tiles that they
// share live in the memories.
#pragma once

#include <vector>

#include "evaluate/evaluator.hpp"
#include "evaluate/result.hpp"
#include "model/mapping_tree.hpp"

namespace forge::evaluate {

// `einsums`: the results of all mappings of the project, by number of the mapping; those of the tree get their share of
// its leakage.
//
// Latency: sequential branches add up; pipelined and parallel ones overlap, but for the components that they share,
// whose times add up. The pipeline is taken as filled, unless the option `pipeline_fill` is on: of n iterations of the
// loops above, one then takes the sum of the branches.
//
// Occupancy: a tile lives from the first Einsum of its scope that touches it to the last one; throughout the scope where
// a loop between its keep and the split comes back to it, or where it retains something for the next iteration of a loop
// above the split. Sequential branches take the maximum, concurrent ones the sum; what pipelined branches pass on is held
// once for each branch that it passes.
TreeResult evaluate_tree(const Evaluator &evaluator, const model::MappingTree &tree,
                         const std::vector<model::Mapping> &mappings, std::vector<EinsumResult> &einsums);

}  // namespace forge::evaluate

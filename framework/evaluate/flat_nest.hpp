// SPDX-License-Identifier: Apache-2.0
//
// A mapping as the counts need it: loops in a row, and for each tensor the memories that hold it.
#pragma once

#include <forge/sdk/counts.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/architecture.hpp"
#include "model/mapping.hpp"
#include "model/workload.hpp"

namespace forge::evaluate {

namespace counts = sdk::counts;

struct FlatNest {
  // Parallel to each other, outermost first.
  std::vector<counts::Loop> loops;
  std::vector<std::size_t> positions;  // spatial loops: position of the fan-out in the path; else 0

  struct Holder {
    std::size_t position = 0;  // of the memory in the path
    counts::Holder holder;
    bool served_elsewhere = false;  // its way from the next holder above is counted for another Einsum
  };
  std::vector<std::vector<Holder>> holders;  // for each tensor, outermost first
  bool perfect = true;  // every tile divides the extent that it is cut from, none leads or overlaps
};

// What tensor sets with the names of memories see: what the memories hold in this mapping.
model::TensorSet::Held held_by(const model::Architecture &architecture, const std::vector<model::NestNode> &nest);

// Flattens a structurally correct mapping. `path`: from the root to the compute of the mapping.
FlatNest flatten(const model::Workload &workload, const model::Architecture &architecture,
                 const std::vector<std::size_t> &path, const model::Mapping &mapping);

// The nest as a node at `position` of the path sees it that values pass on their way: the places of the fan-outs above
// it are served, and send, each for themselves.
FlatNest seen_from(const FlatNest &nest, std::size_t position);

}  // namespace forge::evaluate

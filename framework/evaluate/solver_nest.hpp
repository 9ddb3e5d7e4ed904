// SPDX-License-Identifier: Apache-2.0
//
// The way back from the flat nests of solvers to mappings. A plugin wrote them: nothing in them is taken for granted.
#pragma once

#include <forge/abi/problem.h>

#include <cstddef>
#include <span>
#include <vector>

#include "model/architecture.hpp"
#include "model/mapping.hpp"
#include "model/workload.hpp"

namespace forge::evaluate {

// A node of the path as solvers number them: each dimension of a fan-out is one.
struct PathNode {
  std::size_t node = 0;       // into Architecture::nodes
  std::size_t dimension = 0;  // of a fan-out
};

// Throws Error{plugin} where the nest is no mapping of this Einsum on this path.
model::Mapping read_nest(const model::Workload &workload, std::size_t einsum, const model::Architecture &architecture,
                         std::span<const PathNode> path, std::span<const forge_nest_node> nest);

}  // namespace forge::evaluate

// SPDX-License-Identifier: Apache-2.0
//
// Which action of a compute prices the operation of an Einsum, and so which computes can run it.
//
// An Einsum with operation = "exp" takes the action `exp` of a compute; a compute without one, but with the general
// action `compute`, prices every operation by that. An Einsum that names no operation takes `compute`, and nothing
// else: what a compute with other actions would do for it can't be known.
#pragma once

#include <cstddef>
#include <vector>

#include "evaluate/result.hpp"
#include "model/architecture.hpp"
#include "model/workload.hpp"

namespace forge::evaluate {

// The action for what is not told apart.
inline constexpr const char *general_action = "compute";

// Null where the compute has no price for the Einsum's operation.
const ActionCost *price_of(const NodeCost &compute, const model::Einsum &einsum);

// Throws Error{project}: which actions the compute has, and what was looked for.
[[noreturn]] void refuse_operation(const model::Node &node, const NodeCost &compute, const model::Einsum &einsum);

// A path for each compute that may run the Einsum and prices its operation. A compute whose actions are all for other
// operations is left out, unless its `einsums` name this one. Throws Error{project} where no compute is left.
std::vector<std::vector<std::size_t>> runnable_paths(const model::Einsum &einsum,
                                                     const model::Architecture &architecture,
                                                     const std::vector<NodeCost> &costs);

}  // namespace forge::evaluate

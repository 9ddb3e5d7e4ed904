// SPDX-License-Identifier: Apache-2.0
//
// Which Einsums of a workload are the same to a mapper: a network repeats its layers under other names, and what was
// searched for one of them holds for all.
#pragma once

#include <string>

#include "model/architecture.hpp"
#include "model/workload.hpp"

namespace forge::app {

// Equal for Einsums with the same loops, tensors and bits whose tensors are treated alike by every node of the
// architecture. Tensors count by their place in the equation, not by name.
std::string fingerprint(const model::Workload &workload, const model::Architecture &architecture,
                        const model::Einsum &einsum);

}  // namespace forge::app

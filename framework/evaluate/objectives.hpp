// SPDX-License-Identifier: Apache-2.0
//
// The objectives of a search as an evaluated mapping has them.
#pragma once

#include <span>
#include <vector>

#include "evaluate/result.hpp"
#include "model/architecture.hpp"
#include "model/cost.hpp"

namespace forge::evaluate {

// In the order of `objectives`. What an Einsum does not reach on its path is empty, and works in no instance.
std::vector<double> values_of(std::span<const model::Objective> objectives, const model::Architecture &architecture,
                              const EinsumResult &result);

// Names and units, likewise.
std::vector<model::Quantity> quantities_of(std::span<const model::Objective> objectives,
                                           const model::Architecture &architecture);

}  // namespace forge::evaluate

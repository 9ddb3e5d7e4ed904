// SPDX-License-Identifier: Apache-2.0
//
// What the wires of networks cost: energy per bit and length, over the length of a hop.
#pragma once

#include <vector>

#include "model/architecture.hpp"
#include "pricing/node_cost.hpp"

namespace forge::pricing {

// Completes the costs of networks with a wire_energy; those of all other nodes must be known. A hop is as long as the
// project says, else as the side of a square with the area of one place of the first fan-out below: everything under it.
// Appends to `errors` where areas are missing.
void add_wires(const model::Architecture &architecture, std::vector<NodeCost> &costs, std::vector<Error> &errors);

}  // namespace forge::pricing

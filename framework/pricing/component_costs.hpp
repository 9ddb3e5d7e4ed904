// SPDX-License-Identifier: Apache-2.0
//
// What each node of the architecture costs: figures of the project first, else of its component model.
#pragma once

#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "plugin/registry.hpp"
#include "pricing/node_cost.hpp"

namespace forge::pricing {

// One NodeCost for each node, in order. A parameter of a model comes from `model`, else from the node's field of the
// same name (size, width, depth = size / width), else from `technology`, else from the model's preset. Throws
// Errors{project, plugin} with the positions of the project.
std::vector<NodeCost> component_costs(const model::Architecture &architecture, const model::ModelParameters &technology,
                                      const std::string &directory, plugin::Registry &registry,
                                      const plugin::Host &host, Answers answers = Answers::needed);

}  // namespace forge::pricing

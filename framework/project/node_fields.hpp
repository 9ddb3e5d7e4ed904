// SPDX-License-Identifier: Apache-2.0
//
// The fields of a node of the architecture: figures, sizes, tensor sets, dimensions.
#pragma once

#include "project/reader.hpp"

namespace forge::project {

// Reads everything but name and parent into `node`, whose kind is set.
void read_node_fields(const Reader &reader, const model::Workload &workload, Context &context, model::Node &node);

}  // namespace forge::project

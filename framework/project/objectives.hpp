// SPDX-License-Identifier: Apache-2.0
//
// The words for what a search minimizes: "energy", "GLB.occupancy", "resource_usage".
#pragma once

#include <string_view>
#include <vector>

#include "model/architecture.hpp"
#include "model/cost.hpp"
#include "project/reader.hpp"

namespace forge::project {

// Replaces `objectives` by those that stand under the key, if it is given.
void read_objectives(const Reader &mapper, std::string_view key, const model::Architecture &architecture,
                     Context &context, std::vector<model::Objective> &objectives);

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
// Nests and trees in the form of the project file: what stands in the results can be pasted there.
#pragma once

#include <string_view>

#include "emitter.hpp"
#include "forge/sdk/report.hpp"

namespace forge::plugins {

// "W,I,O" as an array.
void write_names(JsonEmitter &json, std::string_view list);

// A row of the tables mapping, pareto_mapping and tree_nodes: a keep, loop or compute.
void write_node(JsonEmitter &json, const sdk::Table &table, std::size_t row);

// The member "trees": Einsums that are mapped together. Nothing where there are none.
void write_trees(JsonEmitter &json, const sdk::Tables &tables);

}  // namespace forge::plugins

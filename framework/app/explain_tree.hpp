// SPDX-License-Identifier: Apache-2.0
//
// What `forge explain` says of a mapping tree on top of its Einsums: who pays for shared tiles, how the branches overlap
// in time, and what the memories hold at most.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluate/result.hpp"
#include "model/workload.hpp"

namespace forge::app {

// `einsums`: the results with the tree's shares of the leakage. `component`: only what concerns this one.
std::string explain_tree(const model::Workload &workload, const evaluate::TreeResult &tree,
                         const std::vector<evaluate::EinsumResult> &einsums,
                         const std::optional<std::string> &component);

}  // namespace forge::app

// SPDX-License-Identifier: Apache-2.0
// Parts of the report. Each is empty where its tables are.
#pragma once

#include <string>

#include "forge/sdk/report.hpp"

namespace forge::plugins {

// Nodes with their figures, then which models gave them, from which parameters.
std::string architecture_text(const sdk::Tables &tables, bool explain);  // explain: why which model answers

// Einsums that are mapped together: their tree, what lives how long, and what the memories hold at most.
std::string trees_text(const sdk::Tables &tables);

}  // namespace forge::plugins

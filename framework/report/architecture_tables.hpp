// SPDX-License-Identifier: Apache-2.0
//
// The tables about the hardware alone: what `forge components` shows, and a part of every run's report.
#pragma once

#include <vector>

#include "evaluate/result.hpp"
#include "support/table.hpp"

namespace forge::report {

// architecture, actions and parameters; sdk/README.md has their columns.
std::vector<Table> architecture_tables(const std::vector<pricing::NodeCost> &architecture);

// parts, part_actions and model_answers: what compound components are made of, and which models were asked.
std::vector<Table> model_tables(const std::vector<pricing::NodeCost> &architecture);

// All of it as one flat table for spreadsheets: a row for each action of each node.
Table flat_components_table(const std::vector<pricing::NodeCost> &architecture);

}  // namespace forge::report

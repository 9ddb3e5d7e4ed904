// SPDX-License-Identifier: Apache-2.0
//
// Rows of inputs for a component model.
#pragma once

#include <vector>

#include "check/batch.hpp"
#include "check/random.hpp"

namespace forge::check {

// Within the declared ranges.
Row random_row(const plugin::ComponentModel &model, Random &random);

// Presets, lowest, highest, and then random ones: `count` in all, within the declared ranges.
std::vector<Row> ordinary_rows(const plugin::ComponentModel &model, Random &random, std::size_t count);

// One value after the other replaced by NaN, infinities, huge, negative and tiny ones: what a host may hand over by
// mistake.
std::vector<Row> hostile_rows(const plugin::ComponentModel &model, Random &random);

}  // namespace forge::check

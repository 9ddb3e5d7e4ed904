// SPDX-License-Identifier: Apache-2.0
//
// The stages of a path and its hops, out of the counts of one mapping: what `latency.hpp` adds up.
#pragma once

#include <vector>

#include "evaluate/latency.hpp"

namespace forge::evaluate {

// `busy`: seconds of the busiest instance, by position in the path.
std::vector<Stage> make_stages(const PathModel &model, const FlatNest &nest, const NestCounts &counts,
                               const std::vector<double> &busy, PathScratch &scratch);

std::vector<HopPart> make_hops(const PathModel &model, const FlatNest &nest, const NestCounts &counts,
                               PathScratch &scratch);

}  // namespace forge::evaluate

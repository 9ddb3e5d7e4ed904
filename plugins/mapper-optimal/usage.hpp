// SPDX-License-Identifier: Apache-2.0
//
// Objectives about one node of the path: the bits that a memory holds, or how many of a memory or compute work.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "forge/abi/problem.h"

namespace forge::plugins::optimal {

inline constexpr std::size_t most_usages = 8;

struct Usage {
  std::size_t objective;  // which of the problem's
  std::size_t node;
  bool is_occupancy;  // else: instances

  // A place has so many of a node whose own number need not be whole; all together are counted whole.
  double figure(double sum) const { return is_occupancy ? sum : std::round(sum); }
};

// Throws sdk::Unsupported where there are too many. Left out: nodes that are not on the path, of which nothing is used.
std::vector<Usage> find_usages(const forge_problem &problem);

// Is there an objective that is not about one node?
bool asks_for_costs(const forge_problem &problem);

}  // namespace forge::plugins::optimal

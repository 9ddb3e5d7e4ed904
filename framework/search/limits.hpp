// SPDX-License-Identifier: Apache-2.0
//
// The limits of a mapping problem that a user could lift.
#pragma once

#include <forge/abi/problem.h>

#include <cstdint>
#include <vector>

namespace forge::search {

struct Limit {
  enum class Kind { capacity, min_utilization, max_utilization, reuse, loops, order, places, keep };
  Kind kind = Kind::capacity;
  std::uint32_t node = 0;   // of the table; max_utilization: the first node that has it
  std::uint32_t which = 0;  // loops: the constraint; keep: the tensor

  bool operator==(const Limit &) const = default;
};

// From the outermost node inwards. What can't rule anything out by its kind is left out: an infinite capacity, a fan-out
// with more places than the Einsum has points, and what the first memory that may hold a tensor must hold: data has to
// live somewhere.
std::vector<Limit> limits_of(const forge_problem &problem);

// How often the loops of an Einsum iterate at most; clamped to what a double holds exactly.
std::uint64_t most_iterations(const forge_problem &problem);

// What a limit allows, as its demand is measured: bits; used places (min_utilization, max_utilization, places);
// iterations (loops). 0: it has no number.
double bound_of(const forge_problem &problem, const Limit &limit);

}  // namespace forge::search

// SPDX-License-Identifier: Apache-2.0
//
// Constraints on loops: those of a fan-out, and those of the block of temporal loops below the keeps of a memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "forge/abi/problem.h"

namespace forge::plugins::optimal {

// Does the product of the iterations of some loops meet constraint `number`?
inline bool is_met(const forge_problem &problem, std::uint32_t number, double product) {
  const double bound = problem.constraint_bound[number];
  const std::int32_t relation = problem.constraint_relation[number];
  return (product <= bound || relation == FORGE_GREATER_EQUAL) && (product >= bound || relation == FORGE_LESS_EQUAL);
}

// No loop over this rank variable in the block of this memory: "v == 1".
inline bool may_loop(const forge_problem &problem, std::size_t node, std::size_t variable) {
  for (std::uint32_t c = 0; c < problem.n_constraints; ++c) {
    const std::uint32_t begin = problem.constraint_begin[c], end = problem.constraint_begin[c + 1];
    if (problem.constraint_node[c] == node && problem.constraint_relation[c] != FORGE_GREATER_EQUAL &&
        problem.constraint_bound[c] < 2 && end - begin == 1 && problem.constraint_variable[begin] == variable)
      return false;
  }
  return true;
}

// May the block have no loops at all? Constraints bind a memory that may hold something even where it holds nothing.
inline bool may_be_empty(const forge_problem &problem, std::size_t node) {
  bool may_hold = false;
  for (std::size_t t = 0; t < problem.n_tensors; ++t)
    may_hold = may_hold || problem.keep[node * problem.n_tensors + t] != FORGE_BYPASS;
  for (std::uint32_t c = 0; may_hold && c < problem.n_constraints; ++c) {
    if (problem.constraint_node[c] == node && !is_met(problem, c, 1))
      return false;
  }
  return true;
}

// Place of a rank variable in the order that the project prescribes for a block, from the inside: 0 for what is not
// listed, and so stands innermost.
inline std::uint32_t order_rank(const forge_problem &problem, std::size_t node, std::size_t variable) {
  const std::uint32_t begin = problem.order_begin[node], end = problem.order_begin[node + 1];
  for (std::uint32_t i = begin; i < end; ++i) {
    if (problem.order_variable[i] == variable)
      return end - i;
  }
  return 0;
}

}  // namespace forge::plugins::optimal

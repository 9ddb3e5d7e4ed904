// SPDX-License-Identifier: Apache-2.0
//
// The mapping problem of one Einsum on one path as the ABI hands it to solvers, and the way back from their flat
// nests to mappings.
#pragma once

#include <forge/abi/problem.h>

#include <memory>
#include <span>
#include <vector>

#include "evaluate/evaluator.hpp"
#include "model/cost.hpp"

namespace forge::evaluate {

struct ProblemSettings {
  std::vector<model::Objective> objectives;
  bool pareto = false, retain = true;
  model::Factors factors = model::Factors::perfect;
  double tolerance = 0;
  double deadline = 0;  // s from now, may be infinite
};

class Problem {
 public:
  Problem(const Evaluator &evaluator, std::size_t einsum, std::vector<std::size_t> path, ProblemSettings settings);
  ~Problem();

  const forge_problem &table() const;

  // Throws Error{plugin} where the nest is no mapping of this problem (unknown indices, wrong structure).
  model::Mapping mapping(std::span<const forge_nest_node> nest) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace forge::evaluate

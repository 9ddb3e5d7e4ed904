// SPDX-License-Identifier: Apache-2.0
//
// Small problems on which `forge plugin check` runs solvers, with the model's verdict on what they claim, and the tables
// of a run of one of them, for report writers.
#pragma once

#include <memory>
#include <vector>

#include "check/check.hpp"
#include "support/table.hpp"

namespace forge::app {

class SolverCases {
 public:
  SolverCases();
  ~SolverCases();

  // Refer to this object.
  std::vector<check::SolverCase> all() const;

  // What a writer gets after a run of the first case.
  std::vector<Table> run_tables() const;

 private:
  struct Case;
  std::vector<std::unique_ptr<Case>> cases_;
};

}  // namespace forge::app

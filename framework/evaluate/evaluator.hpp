// SPDX-License-Identifier: Apache-2.0
//
// The one place where results come from, whoever found the mapping.
#pragma once

#include <vector>

#include "evaluate/result.hpp"
#include "model/architecture.hpp"
#include "model/mapping.hpp"
#include "model/workload.hpp"

namespace forge::evaluate {

class Evaluator {
 public:
  // Keeps references: workload, architecture and costs must outlive it. Throws Errors{project} for latency
  // expressions that can't be evaluated.
  Evaluator(const model::Workload &workload, const model::Architecture &architecture,
            const std::vector<NodeCost> &costs);

  // Counts, energy, latency and occupancy of a structurally correct mapping. Broken limits stand in `violations`.
  // Throws Error{mapping} where a count can't be given exactly, or overflows 64 bits. [any]
  EinsumResult evaluate(const model::Mapping &mapping) const;

  // Sums over the Einsums of a run, with their repeats. Those of a tree take as long as the tree.
  Totals totals(const std::vector<EinsumResult> &einsums, const std::vector<TreeResult> &trees = {}) const;

  const model::Workload &workload() const { return *workload_; }
  const model::Architecture &architecture() const { return *architecture_; }
  const std::vector<NodeCost> &costs() const { return *costs_; }

 private:
  const model::Workload *workload_;
  const model::Architecture *architecture_;
  const std::vector<NodeCost> *costs_;
};

}  // namespace forge::evaluate

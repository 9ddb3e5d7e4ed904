// SPDX-License-Identifier: Apache-2.0
//
// The one place where results come from, whoever found the mapping.
#pragma once

#include <vector>

#include "evaluate/result.hpp"
#include "model/architecture.hpp"
#include "model/latency.hpp"
#include "model/mapping.hpp"
#include "model/workload.hpp"

namespace forge::evaluate {

class Evaluator {
 public:
  // Keeps references: workload, architecture and costs must outlive it. Throws Errors{project} for latency
  // expressions that can't be evaluated, and for Einsums that no compute can run.
  Evaluator(const model::Workload &workload, const model::Architecture &architecture,
            const std::vector<NodeCost> &costs, model::LatencyOptions latency = {});

  // Counts, energy, latency and occupancy of a structurally correct mapping. Broken limits stand in `violations`.
  // Throws Error{mapping} where a count can't be given exactly, or overflows 64 bits. [any]
  EinsumResult evaluate(const model::Mapping &mapping) const;

  // Sums over the Einsums of a run, with their repeats. Those of a tree take as long as the tree.
  Totals totals(const std::vector<EinsumResult> &einsums, const std::vector<TreeResult> &trees = {}) const;

  const model::Workload &workload() const { return *workload_; }
  const model::Architecture &architecture() const { return *architecture_; }
  const std::vector<NodeCost> &costs() const { return *costs_; }
  const model::LatencyOptions &latency_options() const { return latency_; }
  // A path for each compute that can run the Einsum and has a price for its operation; at least one.
  const std::vector<std::vector<std::size_t>> &paths_for(std::size_t einsum) const { return paths_[einsum]; }

 private:
  const model::Workload *workload_;
  const model::Architecture *architecture_;
  const std::vector<NodeCost> *costs_;
  model::LatencyOptions latency_;
  std::vector<std::vector<std::vector<std::size_t>>> paths_;  // by Einsum
};

}  // namespace forge::evaluate

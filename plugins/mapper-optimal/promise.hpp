// SPDX-License-Identifier: Apache-2.0
//
// What a nest that a label may grow into costs at least.
#pragma once

#include <cstddef>
#include <vector>

#include "bounds.hpp"
#include "instance.hpp"
#include "label.hpp"
#include "objective.hpp"
#include "sharings.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal {

class Promise {
 public:
  Promise(const Instance &instance, const Stages &stages, const Bounds &bounds, const Layout &layout);

  Costs least_costs(StageId stage, Tile tile, const Label &label) const;

 private:
  double least_energy(StageId stage, Tile tile, const Label &label) const;
  double least_latency(StageId stage, Tile tile, const Label &label) const;
  double least_usage(StageId stage, Tile tile, const Label &label, std::size_t number) const;
  void find_least_places();

  const Instance &instance_;
  const Stages &stages_;
  const Bounds &bounds_;
  const Layout &layout_;
  std::vector<Sharings> sharings_;  // by stage
  double least_power_ = 0;
  std::vector<double> least_places_;  // by node: of the spreads over it
};

}  // namespace forge::plugins::optimal

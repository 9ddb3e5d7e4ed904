// SPDX-License-Identifier: Apache-2.0
//
// What a nest that a label may grow into costs at least.
#pragma once

#include "charges.hpp"
#include "imperfect/bounds.hpp"
#include "imperfect/label.hpp"
#include "imperfect/steps.hpp"
#include "imperfect/tiles.hpp"
#include "objective.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class Promise {
 public:
  Promise(const Charges &charges, const Stages &stages, const Tiles &tiles, const Bounds &bounds, const Steps &steps);

  Costs least_costs(const Label &label) const;

 private:
  double least_energy(const Label &label) const;
  double least_latency(const Label &label) const;
  double least_power(const Label &label) const;

  const Charges &charges_;
  const Stages &stages_;
  const Tiles &tiles_;
  const Bounds &bounds_;
  const Steps &steps_;
};

}  // namespace forge::plugins::optimal::imperfect

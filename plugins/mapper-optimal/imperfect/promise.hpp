// SPDX-License-Identifier: Apache-2.0
//
// What a nest that a label may grow into costs at least.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "charges.hpp"
#include "imperfect/arrivals.hpp"
#include "imperfect/bounds.hpp"
#include "imperfect/label.hpp"
#include "imperfect/least_steps.hpp"
#include "imperfect/nests.hpp"
#include "imperfect/prices.hpp"
#include "imperfect/steps.hpp"
#include "imperfect/tiles.hpp"
#include "imperfect/ways.hpp"
#include "objective.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class Promise {
 public:
  Promise(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles, const Prices &prices,
          const Bounds &bounds, const LeastSteps &least_steps, const Steps &steps, const Nests &nests);

  Costs least_costs(const Label &label);

 private:
  double least_energy(const Label &label);
  double least_energy(const Bounds::State &state, Tile box) const;
  double least_latency(const Label &label) const;
  double least_power(const Label &label) const;

  const Charges &charges_;
  const Stages &stages_;
  const Ways &ways_;
  const Tiles &tiles_;
  const Prices &prices_;
  const Bounds &bounds_;
  const LeastSteps &least_steps_;
  const Steps &steps_;
  Arrivals arrivals_;
  std::array<std::size_t, most_tensors> last_relevant_{};  // by tensor: of its rank variables, counted from 1; 0: none
  // Of the box that is looked at.
  Arrivals::Parts parts_{};
  std::array<double, most_tensors> arriving_{};
};

}  // namespace forge::plugins::optimal::imperfect

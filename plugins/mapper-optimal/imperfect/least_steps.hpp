// SPDX-License-Identifier: Apache-2.0
//
// How many steps in time the first place takes at least for a box, from some node of the path inwards, if every box may
// have a nest of its own. Which tensors are kept makes no difference to it.
#pragma once

#include <cstddef>
#include <vector>

#include "charges.hpp"
#include "imperfect/boxes.hpp"
#include "imperfect/tiles.hpp"
#include "imperfect/ways.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class LeastSteps {
 public:
  // Empty where no objective is about latency.
  LeastSteps(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles, const Boxes &boxes);

  // `position`: of a stage.
  double of(int position, Tile box) const { return steps_[static_cast<std::size_t>(position + 1)][box]; }

 private:
  std::vector<std::vector<double>> steps_;  // [position + 1][box]
};

}  // namespace forge::plugins::optimal::imperfect

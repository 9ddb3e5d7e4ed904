// SPDX-License-Identifier: Apache-2.0
//
// What a nest that a label may grow into costs at least.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

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
  // What is sure of the energy of keeping the tensor in this memory next.
  double least_of_keep(const Label &label, std::size_t tensor, std::size_t node);

 private:
  double least_energy(const Label &label);
  void find_parts(const Label &label);
  void find_waiting(const Label &label, std::size_t tensor);
  double least_of_box(const double *rest) const;
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
  // Of the label that is looked at.
  struct Part {
    const Cuts::Part *part;
    Tile extent;  // what it adds to the number of a box
    double times;
  };
  std::array<std::vector<Part>, most_variables> parts_;
  std::array<std::size_t, most_variables> place_{};  // in the parts of each rank variable
  struct Waiting {
    std::size_t tensor;
    std::array<std::size_t, most_variables> steps;  // from one part to the next, in `staying`
    std::vector<double> staying;  // what it costs if it stays, by its parts; infinite where it has moved with all loops
    std::size_t wait = 0, paid = 0;  // what these add to the number of a way in which it moves
  };
  std::array<Waiting, most_tensors> waiting_;
  std::size_t n_waiting_ = 0;
};

}  // namespace forge::plugins::optimal::imperfect

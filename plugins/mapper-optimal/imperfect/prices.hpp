// SPDX-License-Identifier: Apache-2.0
//
// What moving a tensor to its next holder costs at least, in energy, for one box of an Einsum: the part of it that the
// inside of some loops works on.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "charges.hpp"
#include "imperfect/sharings.hpp"
#include "imperfect/tiles.hpp"
#include "imperfect/ways.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class Prices {
 public:
  struct Unit {
    double arrival = 0, first = 0;  // per value of the box
    double once = 0;                // per value of the tensor, for the whole Einsum
  };
  // For each arrival of its tile, less what is not read because it is the first touch of a value, once for all boxes of it.
  struct Price {
    double arrival = 0, first = 0;
  };

  Prices(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles, const Sharings &sharings);

  // From the holder at this stage to that memory further in.
  Unit unit(StageId stage, SharingId sharing, std::size_t tensor, std::size_t inner) const;
  Price price(const Unit &unit, std::size_t tensor, Tile box) const {
    const double values = tiles_.volume(tensor, box);
    return {unit.arrival * values + unit.once * points_[box], unit.first * values};
  }
  // To those that may be next, at least.
  Price next(StageId stage, SharingId sharing, std::size_t tensor, Tile box) const {
    return price(next_[stage][sharing][tensor], tensor, box);
  }
  // If so many values arrive in all.
  double to(StageId stage, SharingId sharing, std::size_t tensor, std::size_t inner, double values) const {
    const Unit one = unit(stage, sharing, tensor, inner);
    return one.arrival * values + one.once - one.first * tiles_.whole_volume(tensor);
  }
  // Of the visits of a value one is the first: each bears its part.
  double visit(const Price &price, std::size_t tensor, Tile box) const {
    return price.arrival - price.first * share_[tensor][box];
  }
  // The box's part of what it costs if the tile comes once, for all boxes that it serves together.
  double once(const Price &price, std::size_t tensor, Tile box) const {
    return (price.arrival - price.first) * share_[tensor][box];
  }
  // Of the holders and the compute, for one point.
  double compute(StageId stage, SharingId sharing) const;

 private:
  Unit least_unit(NodeSet inner, StageId stage, SharingId sharing, std::size_t tensor) const;
  const Charges &charges_;
  const Stages &stages_;
  const Tiles &tiles_;
  const Sharings &sharings_;
  std::vector<std::vector<std::array<Unit, most_tensors>>> next_;  // [stage][sharing][tensor]
  std::vector<std::vector<double>> share_;  // [tensor][box]: part of all that its index does not contain
  std::vector<double> points_;              // [box]: part of all points
};

}  // namespace forge::plugins::optimal::imperfect

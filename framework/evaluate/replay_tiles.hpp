// SPDX-License-Identifier: Apache-2.0
//
// The replay of a mapping: every point is visited, and what each place holds at each time is a set of elements. Whoever
// counts by the executable definition counts on these sets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "evaluate/flat_nest.hpp"

namespace forge::evaluate::replay {

// One point: its loop indices and the values of the rank variables.
struct Point {
  std::vector<std::uint64_t> index, value;
};

// All points, as the nest visits them.
std::vector<Point> all_points(const model::Einsum &einsum, const FlatNest &nest);

// Loop indices packed into one number, in lexicographic order.
class Packer {
 public:
  Packer(const FlatNest &nest, std::vector<std::size_t> axes) : nest_(&nest), axes_(std::move(axes)) {}
  std::uint64_t operator()(const std::vector<std::uint64_t> &index) const {
    std::uint64_t packed = 0;
    for (const std::size_t axis : axes_)
      packed = packed * nest_->loops[axis].iterations + index[axis];
    return packed;
  }

 private:
  const FlatNest *nest_;
  std::vector<std::size_t> axes_;
};

// The spatial, or the temporal, loops among begin ... end - 1.
std::vector<std::size_t> axes(const FlatNest &nest, std::size_t begin, std::size_t end, bool spatial);

using Element = std::uint64_t;

// The elements of the tensor that each point touches, point by point: as many as the tensor has accesses. Any numbering
// will do. Results that overlapping iterations compute
// again are other elements each time.
std::vector<Element> elements_of(const model::Tensor &tensor, const FlatNest &nest, const std::vector<Point> &points);

// The tile of a holder at one time and place: sorted elements.
struct Tile {
  std::uint64_t time, place, parent, apart_in, apart_out;
  std::size_t point;  // one of its points
  std::vector<Element> elements;
};

// Tiles of the holder below `depth` loops, in order of place and time. `above`: the loops above the next holder.
std::vector<Tile> tiles_of(const FlatNest &nest, const std::vector<Point> &points, const std::vector<Element> &elements,
                           std::size_t tensor, std::size_t above, std::size_t depth);

// What comes into a tile when its time begins, and what leaves it when it ends.
struct Movement {
  const Tile *tile;
  std::vector<Element> need, leave;
};

// Of tiles as tiles_of gives them, in order of time. An output's first touches need nothing where it `elides`; an input
// has nothing that leaves.
std::vector<Movement> movements(const std::vector<Tile> &tiles, bool output, bool retains, bool elides);

}  // namespace forge::evaluate::replay

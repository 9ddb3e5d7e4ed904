// SPDX-License-Identifier: Apache-2.0
//
// The tiles of an Einsum whose factors need not divide: for each rank variable any extent that a loop may leave, counted
// off so that a smaller tile has a smaller number. Tile 0 is one point, the last one is the whole Einsum. What the last one
// of several tiles is left with has a number, too.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "charges.hpp"

namespace forge::plugins::optimal::imperfect {

using Tile = std::uint32_t;

inline constexpr std::size_t most_variables = 16;

class Tiles {
 public:
  // Throws sdk::Unsupported where there are too many tiles.
  explicit Tiles(const Charges &charges);

  std::size_t count() const { return count_; }
  Tile whole() const { return static_cast<Tile>(count_ - 1); }
  std::size_t n_variables() const { return extents_of_.size(); }
  // Extents of one rank variable, ascending; a tile's number is the sum of their positions times `stride`.
  const std::vector<std::uint64_t> &extents_of(std::size_t variable) const { return extents_of_[variable]; }
  Tile position_of(std::uint64_t extent, std::size_t variable) const {
    const auto &extents = extents_of_[variable];
    return static_cast<Tile>(std::lower_bound(extents.begin(), extents.end(), extent) - extents.begin());
  }
  Tile stride(std::size_t variable) const { return strides_[variable]; }
  std::size_t position(Tile tile, std::size_t variable) const {
    return tile / strides_[variable] % extents_of_[variable].size();
  }
  std::span<const std::uint64_t> extents(Tile tile) const {
    return {extents_.data() + tile * n_variables(), n_variables()};
  }
  std::uint64_t extent(Tile tile, std::size_t variable) const { return extents_[tile * n_variables() + variable]; }

  // May a loop leave tiles of `inner` in tiles of `outer`?
  bool may_loop(std::uint64_t outer, std::uint64_t inner) const {
    return inner < outer && (any_temporal_ || outer % inner == 0);
  }

  double volume(std::size_t tensor, Tile tile) const { return volumes_[tensor][tile]; }
  double whole_volume(std::size_t tensor) const { return volumes_[tensor][whole()]; }

 private:
  void find_extents(const Charges &charges);
  void make_tables(const Charges &charges);

  bool any_temporal_;
  std::vector<std::vector<std::uint64_t>> extents_of_;
  std::vector<Tile> strides_;
  std::size_t count_ = 1;
  std::vector<std::uint64_t> extents_;        // [tile][rank variable]
  std::vector<std::vector<double>> volumes_;  // [tensor][tile]
};

}  // namespace forge::plugins::optimal::imperfect

// SPDX-License-Identifier: Apache-2.0
//
// The tiles of an Einsum whose factors divide: vectors of prime exponents, one axis for each prime of each rank
// variable, numbered so that multiplying a tile by a prime adds the stride of its axis. Tile 0 is one point, the last one
// is the whole Einsum; a larger tile has a larger number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace forge::plugins::optimal {

using Tile = std::uint32_t;

struct Axis {
  std::uint32_t variable;
  std::uint32_t prime;
  std::uint32_t exponent;
  std::uint32_t stride;
};

class Lattice {
 public:
  // Throws sdk::Unsupported where there are too many tiles.
  explicit Lattice(std::span<const std::uint64_t> sizes);

  std::size_t count() const { return count_; }
  Tile whole() const { return static_cast<Tile>(count_ - 1); }
  const std::vector<Axis> &axes() const { return axes_; }
  std::uint32_t digit(Tile tile, std::size_t axis) const { return digits_[tile * axes_.size() + axis]; }
  bool can_grow(Tile tile, std::size_t axis) const { return digit(tile, axis) < axes_[axis].exponent; }
  // By so many primes of each axis.
  bool can_grow(Tile tile, std::span<const std::uint8_t> digits) const {
    for (std::size_t a = 0; a < axes_.size(); ++a) {
      if (digit(tile, a) + digits[a] > axes_[a].exponent)
        return false;
    }
    return true;
  }
  // How much of each rank variable a tile covers.
  std::span<const std::uint64_t> extents(Tile tile) const {
    return {extents_.data() + tile * sizes_.size(), sizes_.size()};
  }
  const std::vector<std::uint64_t> &sizes() const { return sizes_; }

 private:
  std::vector<std::uint64_t> sizes_;
  std::vector<Axis> axes_;
  std::size_t count_ = 1;
  std::vector<std::uint8_t> digits_;    // [tile][axis]
  std::vector<std::uint64_t> extents_;  // [tile][rank variable]
};

}  // namespace forge::plugins::optimal

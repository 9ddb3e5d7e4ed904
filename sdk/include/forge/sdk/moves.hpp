// SPDX-License-Identifier: Apache-2.0
// What samplers do to points at random: draw whole ones, and change a variable of one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "forge/sdk/random.hpp"
#include "forge/sdk/sampler.hpp"

namespace forge::sdk {

class Moves {
 public:
  explicit Moves(const Space &space) {
    for (std::size_t v = 0; v < space.n_variables(); ++v) {
      n_values_.push_back(static_cast<std::uint32_t>(std::max(space.n_values(v), 1)));
      if (n_values_.back() > 1) {
        free_.push_back(v);
      }
    }
  }

  // Variables that leave a choice. Without any the space is a single point.
  std::size_t n_free() const noexcept { return free_.size(); }

  // Every variable uniformly and by itself.
  void draw(std::span<std::int32_t> point, SplitMix64 &random) const {
    for (std::size_t v = 0; v < n_values_.size(); ++v) {
      point[v] = static_cast<std::int32_t>(random.below(n_values_[v]));
    }
  }

  // Gives one variable another value; a single point stays as it is. Half of the steps go to a value nearby: codes
  // that are close often mean similar mappings. The other half goes anywhere, so that every value is one step away.
  void change(std::span<std::int32_t> point, SplitMix64 &random) const {
    if (free_.empty()) {
      return;
    }
    const std::size_t v = free_[random.below(static_cast<std::uint32_t>(free_.size()))];
    const std::uint32_t n = n_values_[v];
    const auto value = static_cast<std::uint32_t>(point[v]);
    const std::uint32_t distance = random.below(2) == 0 ? 1 + random.below(std::min(n - 1, nearby)) : 0;
    std::uint32_t shift = distance > 0 ? distance : 1 + random.below(n - 1);
    if (distance > 0 && random.below(2) == 0) {
      shift = n - distance;  // downwards: values are a ring
    }
    point[v] = static_cast<std::int32_t>((std::uint64_t{value} + shift) % n);
  }

  // One change, and another one with this probability, and so on: 1 / (1 - again) on average.
  void change_some(std::span<std::int32_t> point, double again, SplitMix64 &random) const {
    do {
      change(point, random);
    } while (free_.size() > 1 && random.unit() < again);
  }

 private:
  static constexpr std::uint32_t nearby = 3;

  std::vector<std::uint32_t> n_values_;
  std::vector<std::size_t> free_;
};

}  // namespace forge::sdk

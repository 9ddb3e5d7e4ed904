// SPDX-License-Identifier: Apache-2.0
// Strategy "hybrid": factors and keeps are drawn at random; of each valid draw the orders of its loops that can make a
// difference are tried one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "forge/sdk/moves.hpp"
#include "forge/sdk/order_walk.hpp"
#include "forge/sdk/sampler.hpp"

namespace forge::plugins {

class Hybrid {
 public:
  static constexpr std::string_view id = "hybrid";
  static constexpr std::string_view summary =
      "random factors and keeps, each with the loop orders that matter; never ends by itself, so give it a budget";
  static constexpr forge_column_info options[] = {sdk::OrderWalk::most_option, sdk::OrderWalk::prune_option};

  explicit Hybrid(const sdk::SamplerSetup &setup)
      : random_(setup.seed),
        moves_(setup.space),
        orders_(setup.space, sdk::OrderWalk::limits_of(setup.options)),
        walked_(sdk::OrderWalk::orders_of(setup.space)) {}

  std::size_t ask(sdk::Points &points) {
    return orders_.ask(points, [this](std::span<std::int32_t> point) {
      moves_.draw(point, random_);
      for (const std::size_t v : walked_) {
        point[v] = 0;
      }
      return true;
    });
  }
  void tell(const sdk::Scores &scores) { orders_.tell(scores); }

 private:
  sdk::SplitMix64 random_;
  sdk::Moves moves_;
  sdk::OrderWalk orders_;
  std::vector<std::size_t> walked_;
};

}  // namespace forge::plugins

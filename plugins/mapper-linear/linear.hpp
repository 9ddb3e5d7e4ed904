// SPDX-License-Identifier: Apache-2.0
// Strategy "linear": every choice of factors and keeps once, and of each valid one the orders of its loops that can make
// a difference.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "forge/sdk/order_walk.hpp"
#include "forge/sdk/sampler.hpp"
#include "forge/sdk/spread_counter.hpp"

namespace forge::plugins {

class Linear {
 public:
  static constexpr std::string_view id = "linear";
  static constexpr std::string_view summary =
      "all factors and keeps, each with the loop orders that matter; ends when all were seen";
  static constexpr forge_str walks[] = {sdk::to_abi("spread"), sdk::to_abi("counter")};
  static constexpr forge_column_info options[] = {
      sdk::OrderWalk::most_option,
      sdk::OrderWalk::prune_option,
      sdk::choice("walk", "spread: factors from all over the mapspace; counter: neighbours, from one corner on", walks),
  };

  explicit Linear(const sdk::SamplerSetup &setup)
      : orders_(setup.space, sdk::OrderWalk::limits_of(setup.options)),
        walked_(others_of(setup.space)),
        counter_(values_of(setup.space, walked_), setup.options.choice("walk") == 0) {}

  std::size_t ask(sdk::Points &points) {
    return orders_.ask(points, [this](std::span<std::int32_t> point) { return pick(point); });
  }
  void tell(const sdk::Scores &scores) { orders_.tell(scores); }

 private:
  static std::vector<std::size_t> others_of(const sdk::Space &space) {
    const auto orders = sdk::OrderWalk::orders_of(space);
    std::vector<std::size_t> others;
    for (std::size_t v = 0; v < space.n_variables(); ++v) {
      if (std::find(orders.begin(), orders.end(), v) == orders.end()) {
        others.push_back(v);
      }
    }
    return others;
  }
  static std::vector<std::int32_t> values_of(const sdk::Space &space, const std::vector<std::size_t> &variables) {
    std::vector<std::int32_t> n_values;
    for (const std::size_t v : variables) {
      n_values.push_back(space.n_values(v));
    }
    return n_values;
  }

  bool pick(std::span<std::int32_t> point) {
    if (!is_more_) {
      return false;
    }
    for (std::size_t i = 0; i < walked_.size(); ++i) {
      point[walked_[i]] = counter_.digits()[i];
    }
    is_more_ = counter_.advance();
    return true;
  }

  sdk::OrderWalk orders_;
  std::vector<std::size_t> walked_;  // the variables that are no orders
  sdk::SpreadCounter counter_;
  bool is_more_ = true;
};

}  // namespace forge::plugins

// SPDX-License-Identifier: Apache-2.0
// Strategy "exhaustive": every point of the mapspace once, in the order of a counter whose digits are the decision
// variables, the last one running fastest. The counter is the point itself, so a mapspace may be of any size.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "forge/sdk/sampler.hpp"

namespace forge::plugins {

class Exhaustive {
 public:
  static constexpr std::string_view id = "exhaustive";
  static constexpr std::string_view summary = "every point once, in order; ends when all were seen";

  explicit Exhaustive(const sdk::SamplerSetup &setup) : next_(setup.space.n_variables(), 0) {
    for (std::size_t v = 0; v < setup.space.n_variables(); ++v) {
      n_values_.push_back(setup.space.n_values(v));
      is_done_ = is_done_ || n_values_.back() < 1;  // a variable without values: no point at all
    }
  }

  std::size_t ask(sdk::Points &points) {
    std::size_t row = 0;
    for (; row < points.capacity() && !is_done_; ++row) {
      std::copy(next_.begin(), next_.end(), points.row(row).begin());
      advance();
    }
    return row;
  }

 private:
  void advance() noexcept {
    for (std::size_t v = next_.size(); v-- > 0;) {
      if (++next_[v] < n_values_[v]) {
        return;
      }
      next_[v] = 0;
    }
    is_done_ = true;
  }

  std::vector<std::int32_t> n_values_;
  std::vector<std::int32_t> next_;
  bool is_done_ = false;
};

}  // namespace forge::plugins

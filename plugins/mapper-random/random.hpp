// SPDX-License-Identifier: Apache-2.0
// Strategy "random": points drawn uniformly and independently, each decision variable by itself.
//
// The stream of points is a function of the seed and of the numbers of values alone: it does not depend on how
// many points are asked for at once, on scores, threads, or the machine. A point may come twice.
#pragma once

#include <cstddef>
#include <string_view>

#include "forge/sdk/moves.hpp"
#include "forge/sdk/random.hpp"
#include "forge/sdk/sampler.hpp"

namespace forge::plugins {

class Random {
 public:
  static constexpr std::string_view id = "random";
  static constexpr std::string_view summary = "uniform independent draws; never ends by itself, so give it a budget";

  explicit Random(const sdk::SamplerSetup &setup) : draw_(setup.seed), moves_(setup.space) {}

  std::size_t ask(sdk::Points &points) {
    for (std::size_t row = 0; row < points.capacity(); ++row) {
      moves_.draw(points.row(row), draw_);
    }
    return points.capacity();
  }

 private:
  sdk::SplitMix64 draw_;
  sdk::Moves moves_;
};

}  // namespace forge::plugins

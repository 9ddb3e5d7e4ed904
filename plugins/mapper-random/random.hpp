// SPDX-License-Identifier: Apache-2.0
// Strategy "random": points drawn uniformly and independently, each decision variable by itself.
//
// The stream of points is a function of the seed and of the numbers of values alone: it does not depend on how
// many points are asked for at once, on scores, threads, or the machine. A point may come twice.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "forge/sdk/sampler.hpp"

namespace forge::plugins {

// SplitMix64: a counter through a mixing function. G. L. Steele, D. Lea, C. H. Flood, "Fast splittable
// pseudorandom number generators", OOPSLA 2014; constants of the mixing function: D. Stafford's variant 13.
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) noexcept : state_(seed) {}
  std::uint64_t operator()() noexcept {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

 private:
  std::uint64_t state_;
};

class Random {
 public:
  static constexpr std::string_view id = "random";
  static constexpr std::string_view summary = "uniform independent draws; never ends by itself, so give it a budget";

  explicit Random(const sdk::SamplerSetup &setup) : draw_(setup.seed) {
    for (std::size_t v = 0; v < setup.space.n_variables(); ++v) {
      const auto n = static_cast<std::uint32_t>(std::max(setup.space.n_values(v), 1));
      variables_.push_back({n, (0U - n) % n});
    }
  }

  std::size_t ask(sdk::Points &points) {
    for (std::size_t row = 0; row < points.capacity(); ++row) {
      std::int32_t *value = points.row(row).data();
      for (const Variable variable : variables_) {
        *value++ = static_cast<std::int32_t>(below(variable));
      }
    }
    return points.capacity();
  }

 private:
  struct Variable {
    std::uint32_t n;
    std::uint32_t rest;  // 2^32 mod n: so many products are drawn again, which makes the rest uniform
  };

  // Multiply and reject: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
  std::uint32_t below(Variable variable) noexcept {
    if (variable.n == 1) {
      return 0;  // nothing to decide, nothing drawn
    }
    std::uint64_t product = 0;
    do {
      product = (draw_() >> 32U) * variable.n;
    } while (static_cast<std::uint32_t>(product) < variable.rest);
    return static_cast<std::uint32_t>(product >> 32U);
  }

  SplitMix64 draw_;
  std::vector<Variable> variables_;
};

}  // namespace forge::plugins

// SPDX-License-Identifier: Apache-2.0
//
// Random values for columns and options, the same for a seed on every machine.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "plugin/description.hpp"

namespace forge::check {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // 0 <= x < 1
  double share() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }

  // A value that the description allows; over many decades where the range is wide.
  double value(const plugin::Description &description) {
    if (description.optional && below(4) == 0) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    const double lowest = std::max(description.lowest, description.highest < 0 ? -far : 0.0);
    const double highest = std::min(description.highest, far);
    double value = 0;
    if (highest > 100 * std::max(lowest, near)) {
      const double from = std::log(std::max(lowest, near));
      value = std::exp(from + share() * (std::log(highest) - from));
    } else {
      value = lowest + share() * (highest - lowest);
    }
    if (description.kind != plugin::ValueKind::real) {
      value = std::round(value);
    }
    return std::min(std::max(value, description.lowest), description.highest);
  }

 private:
  // What a range without end is taken as: beyond it, figures of hardware mean nothing.
  static constexpr double far = 1e9;
  static constexpr double near = 1e-9;

  std::mt19937_64 engine_;
};

}  // namespace forge::check

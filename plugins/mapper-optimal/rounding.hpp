// SPDX-License-Identifier: Apache-2.0
//
// Costs are compared as sums: in another order they differ by less than this.
#pragma once

namespace forge::plugins::optimal {

inline bool exceeds(double a, double b) {
  constexpr double rounding = 1e-13;
  return a > b + rounding * b;
}

}  // namespace forge::plugins::optimal

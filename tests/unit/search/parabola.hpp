// SPDX-License-Identifier: Apache-2.0
// A search without mappings: 2 variables of 100 values, least at (30, 70), and every point whose sum is divisible by 3 is
// no valid mapping. Shared by the tests of search/sample.
#pragma once

#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>

#include "search/sample.hpp"
#include "support/fake_strategies.hpp"

namespace forge::test::parabola {

using search::Found;
using search::SampleSettings;
using search::Scorer;
using search::ScoreRange;

inline double parabola(const std::int32_t *point) {
  return std::pow(point[0] - 30, 2) + std::pow(point[1] - 70, 2);
}

inline bool is_valid(const std::int32_t *point) {
  return (point[0] + point[1]) % 3 != 0;
}

inline void score_one(const ScoreRange &range) {
  for (std::uint64_t row = 0; row < range.rows; ++row) {
    const std::int32_t *point = range.points + 2 * row;
    range.valid[row] = is_valid(point) ? 1 : 0;
    range.objectives[row] = is_valid(point) ? parabola(point) : std::numeric_limits<double>::quiet_NaN();
  }
}

// Distance in each direction: two objectives.
inline void score_two(const ScoreRange &range) {
  for (std::uint64_t row = 0; row < range.rows; ++row) {
    const std::int32_t *point = range.points + 2 * row;
    range.valid[row] = is_valid(point) ? 1 : 0;
    range.objectives[2 * row] = std::abs(point[0] - 30) + point[1] / 10;
    range.objectives[2 * row + 1] = std::abs(point[1] - 70) + point[0] / 20;
  }
}

// Points without end, the same for the same seed.
inline SamplerScript random_points(std::uint64_t seed) {
  return row_by_row(
      [state = seed](std::int32_t *point) mutable {
        for (int i = 0; i < 2; ++i) {
          state = state * 6364136223846793005u + 1442695040888963407u;
          point[i] = static_cast<std::int32_t>((state >> 33) % 100);
        }
        return true;
      },
      2);
}

// Every point once, row by row.
inline SamplerScript all_points() {
  return row_by_row(
      [next = 0](std::int32_t *point) mutable {
        point[0] = next / 100;
        point[1] = next % 100;
        return next++ < 10'000;
      },
      2);
}

struct Run {
  FakeSpace space{{100, 100}};
  SampleSettings settings{.n_variables = 2};
  std::atomic<bool> cancelled{false};
  unsigned threads = 1;

  Found operator()(SamplerScript script, const Scorer &scorer = score_one) {
    Pool pool(threads);
    search::Progress progress(false);
    const auto sampler = fake_sampler(script, space);
    return search::sample(*sampler, settings, scorer, pool, cancelled, progress);
  }
};

}  // namespace forge::test::parabola

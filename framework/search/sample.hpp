// SPDX-License-Identifier: Apache-2.0
//
// The loop around a sampler: ask, score on all cores, tell, until the budget is spent, nothing is left, or the user
// interrupts. Knows neither mappings nor the model: points are rows of integers, the scorer gives their objectives.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "model/cost.hpp"
#include "plugin/strategy.hpp"
#include "search/budget.hpp"
#include "search/progress.hpp"
#include "support/parallel.hpp"

namespace forge::search {

// Scores some rows of a batch. `objectives` is [rows][n_objectives], lower is better and never NaN; a row that is no
// valid mapping gets 0 in `valid`, and its objectives are not looked at. Called concurrently for disjoint ranges,
// `thread` < threads of the pool.
struct ScoreRange {
  const std::int32_t *points;  // first row of the range
  std::uint64_t rows;
  double *objectives;   // first row of the range
  std::uint8_t *valid;  // likewise
  unsigned thread;
};
using Scorer = std::function<void(const ScoreRange &)>;

struct Point {
  std::vector<std::int32_t> values;
  std::vector<double> objectives;
};

struct Found {
  std::vector<Point> best;  // one point, or the Pareto set sorted by objectives; empty: nothing valid
  std::uint64_t evaluated = 0, valid = 0;
  double seconds = 0;
  StoppedBy stopped_by = StoppedBy::exhausted;
};

struct SampleSettings {
  Budget budget;
  bool pareto = false;
  std::uint32_t n_variables = 0, n_objectives = 1;
  std::uint64_t batch = 4096;                    // rows asked at once; the same for every number of threads
  std::vector<model::Quantity> objectives = {};  // names for the progress line; may be empty
};

// Among points with equal objectives the one that was asked first wins: the answer depends on the seed and the
// budget only (on the clock where the budget has seconds). However slow the scorer is, timeout and `cancelled` are
// looked at every few rows.
Found sample(plugin::Sampler &sampler, const SampleSettings &settings, const Scorer &scorer, Pool &pool,
             const std::atomic<bool> &cancelled, Progress &progress);

}  // namespace forge::search

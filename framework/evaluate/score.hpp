// SPDX-License-Identifier: Apache-2.0
//
// Scores points of a mapspace: the same figures as Evaluator, without building a result. No heap allocation after the
// first points of a thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "evaluate/evaluator.hpp"
#include "model/cost.hpp"
#include "model/mapspace.hpp"

namespace forge::evaluate {

// What ruled points out: one entry for each limit that was broken at least once.
struct Rejection {
  std::string limit;         // "capacity of GLB", "places of PE.x", "utilization of PE.x", "loops of PE.x: k == 1"
  std::uint64_t points = 0;  // that broke it (a point may break several)
  double best_demand = 0, bound = 0;  // of the point that missed it by least
  std::string unit;
};

class PointScorer {
 public:
  // `threads`: how many threads will call score() at once.
  PointScorer(const Evaluator &evaluator, const model::Mapspace &mapspace, std::vector<model::Objective> objectives,
              unsigned threads);
  ~PointScorer();

  // Objectives of one point; false where a limit is broken (then they are infinite). [any], one call per `thread`.
  bool score(const std::int32_t *point, double *objectives, unsigned thread);

  // Sums over all threads, most frequent first. Not while score() runs.
  std::vector<Rejection> rejections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace forge::evaluate

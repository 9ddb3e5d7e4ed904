// SPDX-License-Identifier: Apache-2.0
//
// What the speed of an evaluation is judged by: a convolution of 7 rank variables on four levels of memory.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "evaluate/evaluator.hpp"
#include "evaluate/score.hpp"
#include "model/mapspace.hpp"
#include "unit/evaluate/designs.hpp"

namespace forge::test {

// O[n,m,p,q] = I[n,c,p+r,q+s] * W[m,c,r,s]
inline model::Einsum large_convolution() {
  model::Einsum einsum{.name = "conv"};
  einsum.variables = {{"n", 2}, {"m", 64}, {"c", 64}, {"p", 56}, {"q", 56}, {"r", 3}, {"s", 3}};
  einsum.tensors = {{"I", false, {{{0, 1}}, {{2, 1}}, {{3, 1}, {5, 1}}, {{4, 1}, {6, 1}}}, 16},
                    {"W", false, {{{1, 1}}, {{2, 1}}, {{5, 1}}, {{6, 1}}}, 16},
                    {"O", true, {{{0, 1}}, {{1, 1}}, {{3, 1}}, {{4, 1}}}, 16}};
  return einsum;
}

class ConvolutionBench {
 public:
  explicit ConvolutionBench(model::LatencyOptions latency = {})
      : workload{{large_convolution()}},
        design(four_levels()),
        costs(design.costs()),
        evaluator(workload, design.architecture, costs, latency),
        mapspace(workload, 0, design.architecture, evaluator.paths_for(0).at(0), true),
        scorer(evaluator, mapspace, {model::Objective::energy, model::Objective::latency}, 1) {}
  ConvolutionBench(const ConvolutionBench &) = delete;
  ConvolutionBench &operator=(const ConvolutionBench &) = delete;

  bool score(const std::vector<std::int32_t> &point) { return scorer.score(point.data(), objectives, 0); }

  // Valid points, by a random walk.
  std::vector<std::vector<std::int32_t>> valid_points(std::size_t n) {
    std::mt19937_64 random(1);
    std::vector<std::vector<std::int32_t>> found;
    while (found.size() < n) {
      std::vector<std::int32_t> point;
      for (const auto &variable : mapspace.variables())
        point.push_back(static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(variable.n_values)));
      if (score(point))
        found.push_back(std::move(point));
    }
    return found;
  }

  const model::Workload workload;
  const tests::Design design;
  const std::vector<pricing::NodeCost> costs;
  const evaluate::Evaluator evaluator;
  const model::Mapspace mapspace;
  evaluate::PointScorer scorer;
  double objectives[2];

 private:
  static tests::Design four_levels() {
    tests::Design design;
    design.memory("DRAM", tests::unlimited, 200, 8);
    design.memory("Global", 8.0 * 1024 * 1024 * 8, 12, 64).last().leak_power = 0.1;
    design.fanout("PE", {{.name = "x", .size = 16}, {.name = "y", .size = 16}});
    design.memory("Local", 8.0 * 1024 * 64, 1, 4).memory("Registers", 8.0 * 1024 * 2, 0.1, 16).compute("MAC", 1);
    return design;
  }
};

}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
//
// Latency expressions that solvers can be told about: sums of counts times seconds, or the largest of such products.
// The expression's library shows no syntax tree, so an expression is probed: it is taken for linear where it agrees at
// many counts, small, huge, and fractional ones. What a solver finds is evaluated with the expression itself anyway.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace forge::evaluate {

struct LinearLatency {
  bool is_sum = true;           // else: the largest
  std::vector<double> seconds;  // by action: of one
};

using LatencyOfCounts = std::function<double(std::span<const double>)>;

std::optional<LinearLatency> find_linear(std::size_t n_actions, const LatencyOfCounts &latency);

}  // namespace forge::evaluate

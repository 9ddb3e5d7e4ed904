// SPDX-License-Identifier: Apache-2.0
#include "evaluate/linear_latency.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "support/error.hpp"

namespace forge::evaluate {

namespace {

double predict(const LinearLatency &linear, std::span<const double> counts) {
  double latency = 0;
  for (std::size_t a = 0; a < counts.size(); ++a) {
    const double time = counts[a] * linear.seconds[a];
    latency = linear.is_sum ? latency + time : std::max(latency, time);
  }
  return latency;
}

// Counts of all magnitudes, whole and broken ones, the same each time.
std::vector<std::vector<double>> probes(std::size_t n_actions) {
  constexpr std::size_t n_probes = 64;
  std::vector<std::vector<double>> probes;
  std::uint64_t state = 0x2545f4914f6cdd1d;
  for (std::size_t i = 0; i < n_probes; ++i) {
    auto &counts = probes.emplace_back();
    for (std::size_t a = 0; a < n_actions; ++a) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      const double random = static_cast<double>(state >> 11) / 9007199254740992.0;
      const double count = std::pow(10, random * static_cast<double>(i % 16));
      counts.push_back((state >> 3 & 7) == 0 ? 0 : (i % 2 == 0 ? std::floor(count) : count));
    }
  }
  return probes;
}

bool agrees(const LinearLatency &linear, const LatencyOfCounts &latency) {
  for (const auto &counts : probes(linear.seconds.size())) {
    const double expected = predict(linear, counts), actual = latency(counts);
    if (std::abs(actual - expected) > 1e-12 * std::max(actual, expected))
      return false;
  }
  return true;
}

}  // namespace

std::optional<LinearLatency> find_linear(std::size_t n_actions, const LatencyOfCounts &latency) {
  try {
    std::vector<double> counts(n_actions, 0.0);
    if (latency(counts) != 0)
      return std::nullopt;
    LinearLatency linear;
    for (std::size_t a = 0; a < n_actions; ++a) {
      counts[a] = 1;
      linear.seconds.push_back(latency(counts));
      counts[a] = 0;
    }
    for (const bool is_sum : {true, false}) {
      linear.is_sum = is_sum;
      if (agrees(linear, latency))
        return linear;
    }
  } catch (const Error &) {  // not finite, or negative, for some counts
  }
  return std::nullopt;
}

}  // namespace forge::evaluate

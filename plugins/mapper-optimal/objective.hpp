// SPDX-License-Identifier: Apache-2.0
//
// What is minimized, and the best that was found so far: one nest, or a front of them.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "forge/abi/problem.h"
#include "usage.hpp"

namespace forge::plugins::optimal {

// Energy without leakage, latency, leak power, and what is used of nodes make up every objective; each grows with each
// of them.
struct Costs {
  double energy = 0, latency = 0, power = 0;
  std::array<double, most_usages> usage{};  // by number of the objective: of its node
};

// `number`: of the objective in its problem.
inline double value_of(std::int32_t objective, std::size_t number, const Costs &costs) {
  const double energy = costs.power > 0 ? costs.energy + costs.power * costs.latency : costs.energy;
  switch (objective) {
    case FORGE_ENERGY:
      return energy;
    case FORGE_LATENCY:
      return costs.latency;
    case FORGE_ENERGY_DELAY_PRODUCT:
      return energy * costs.latency;
    case FORGE_ENERGY_DELAY_SQUARED:
      return energy * costs.latency * costs.latency;
    default:
      return costs.usage[number];
  }
}

class Incumbents {
 public:
  struct Entry {
    std::vector<double> values;  // by objective
    std::uint32_t record;        // in the history of the search that found it
  };

  Incumbents(std::span<const std::int32_t> objectives, bool pareto, double tolerance)
      : objectives_(objectives), pareto_(pareto), factor_(1 - tolerance) {}

  std::size_t n_objectives() const { return objectives_.size(); }
  // Of the objective with this number.
  double value(std::size_t objective, const Costs &costs) const {
    return value_of(objectives_[objective], objective, costs);
  }
  const std::vector<Entry> &entries() const { return entries_; }
  bool empty() const { return entries_.empty(); }
  double best() const { return entries_.empty() ? std::numeric_limits<double>::infinity() : entries_[0].values[0]; }

  std::vector<double> values_of(const Costs &costs) const {
    std::vector<double> values;
    for (std::size_t o = 0; o < objectives_.size(); ++o)
      values.push_back(value(o, costs));
    return values;
  }

  // Nothing whose costs are at least these is worth finding: not better by more than rounding, or the tolerance.
  bool covers(const Costs &least) const {
    return covers([&](std::size_t o) { return value(o, least); });
  }
  bool covers(std::span<const double> least) const {
    return covers([&](std::size_t o) { return least[o]; });
  }

  // Keeps what is not covered.
  void offer(std::vector<double> values, std::uint32_t record) {
    Entry entry{std::move(values), record};
    std::erase_if(entries_, [&](const Entry &old) { return !pareto_ || is_dominated(old, entry); });
    entries_.push_back(std::move(entry));
  }

 private:
  static constexpr double rounding = 1e-10;

  template <std::invocable<std::size_t> Least> bool covers(const Least &least) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry &entry) { return covers(entry, least); });
  }

  template <class Least> bool covers(const Entry &entry, const Least &least) const {
    for (std::size_t o = 0; o < objectives_.size(); ++o) {
      const double lowest = least(o), found = entry.values[o] * (o == 0 ? factor_ : 1.0);
      if (lowest < found * (1 - rounding))
        return false;
      if (!pareto_ && lowest > found * (1 + rounding))
        return true;
    }
    return true;
  }

  static bool is_dominated(const Entry &old, const Entry &by) {
    for (std::size_t o = 0; o < old.values.size(); ++o) {
      if (old.values[o] < by.values[o])
        return false;
    }
    return true;
  }

  std::span<const std::int32_t> objectives_;
  bool pareto_;
  double factor_;
  std::vector<Entry> entries_;
};

}  // namespace forge::plugins::optimal

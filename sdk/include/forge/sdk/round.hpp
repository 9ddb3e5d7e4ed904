// SPDX-License-Identifier: Apache-2.0
// A round: points of which a strategy learns together. The host may fetch and score them in parts of any size, so what
// a strategy makes of a round depends neither on the host's storage nor on its threads.
//
//   std::size_t ask(Points &points) {
//     if (round_.is_asked()) {
//       learn();                              // from round_.objectives(i); then round_.clear() and round_.add()
//     }
//     return round_.ask(points);
//   }
//   void tell(const Scores &scores) { round_.tell(scores); }
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "forge/sdk/sampler.hpp"

namespace forge::sdk {

class Round {
 public:
  explicit Round(const Space &space) : n_variables_(space.n_variables()), n_objectives_(space.n_objectives()) {}

  void clear() noexcept {
    n_points_ = asked_ = first_ = 0;
    values_.clear();
    objectives_.clear();
    valid_.clear();
  }

  // A point more, all zeros, to be filled in. The view ends with the next one.
  std::span<std::int32_t> add() {
    values_.resize(++n_points_ * n_variables_, 0);
    objectives_.resize(n_points_ * n_objectives_, std::numeric_limits<double>::infinity());
    valid_.resize(n_points_, 0);
    return std::span(values_).last(n_variables_);
  }
  void add(std::span<const std::int32_t> point) { std::copy(point.begin(), point.end(), add().begin()); }

  std::size_t size() const noexcept { return n_points_; }
  std::span<const std::int32_t> point(std::size_t i) const {
    return std::span(values_).subspan(i * n_variables_, n_variables_);
  }

  // As many as there is room for of the points that were not asked yet.
  std::size_t ask(Points &points) {
    first_ = asked_;
    const std::size_t n = std::min(points.capacity(), n_points_ - asked_);
    for (std::size_t row = 0; row < n; ++row) {
      std::copy_n(point(asked_++).begin(), n_variables_, points.row(row).begin());
    }
    return n;
  }
  bool is_asked() const noexcept { return asked_ == n_points_; }

  // The scores of the last ask().
  void tell(const Scores &scores) {
    for (std::size_t row = 0; row < scores.rows() && first_ + row < asked_; ++row) {
      valid_[first_ + row] = scores.is_valid(row) ? 1 : 0;
      for (std::size_t o = 0; o < n_objectives_ && scores.is_valid(row); ++o) {
        objectives_[(first_ + row) * n_objectives_ + o] = scores.objective(o, row);
      }
    }
  }

  // A point of which nothing was told is not valid. Objectives of what is not valid are infinite.
  bool is_valid(std::size_t i) const { return valid_[i] != 0; }
  std::span<const double> objectives(std::size_t i) const {
    return std::span(objectives_).subspan(i * n_objectives_, n_objectives_);
  }

 private:
  std::size_t n_variables_, n_objectives_;
  std::size_t n_points_ = 0;
  std::size_t asked_ = 0, first_ = 0;  // of the last ask()
  std::vector<std::int32_t> values_;
  std::vector<double> objectives_;
  std::vector<char> valid_;
};

// The first objective decides, the next one breaks ties: as the host ranks mappings.
inline bool is_better(std::span<const double> a, std::span<const double> b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace forge::sdk

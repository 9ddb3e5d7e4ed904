// SPDX-License-Identifier: Apache-2.0
//
// The elements that one tensor rank takes over a tile: { sum of c_i * x_i : 0 <= x_i < e_i } for the coefficients c_i
// of its rank variables and their extents e_i. How many there are, how many stay when the tile moves, and how many
// several places need together. Exact: an arithmetic progression where the sums leave no holes, else an explicit set.
//
// Such sets are symmetric (x -> max - x), so a shift and its negative give the same counts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace forge::sdk::counts {

// `count` steps of `step` each: an extent scaled by a coefficient, or the offsets of the places of a spatial loop.
struct Steps {
  std::uint64_t step;   // >= 1
  std::uint64_t count;  // >= 1
};

// Working storage that is reused from call to call, so that counting does not allocate once it is warm.
struct Scratch {
  std::vector<std::uint64_t> values, moved, united;
};

class IndexSet {
 public:
  // Explicit sets beyond this many values are refused: exact() is false then.
  static constexpr std::uint64_t limit = std::uint64_t{1} << 22;

  // `terms` in ascending order of step; an empty list is the set {0}. The set refers to `scratch` until it dies.
  IndexSet(std::span<const Steps> terms, Scratch &scratch) : scratch_(&scratch) {
    std::uint64_t divisor = 0;
    for (const Steps &term : terms) {
      if (term.count > 1)
        divisor = std::gcd(divisor, term.step);
    }
    if (divisor == 0)
      return;
    step_ = divisor;
    for (const Steps &term : terms) {
      if (term.count == 1)
        continue;
      const std::uint64_t step = term.step / divisor;
      if (step > size_) {  // a hole
        enumerate(terms);
        return;
      }
      size_ += step * (term.count - 1);
    }
  }

  bool exact() const { return exact_; }
  // An explicit set lives in the scratch: it ends where the next one begins.
  bool is_explicit() const { return explicit_; }
  std::uint64_t size() const { return size_; }

  // Elements that the set and itself moved by `shift` share.
  std::uint64_t overlap(std::int64_t shift) const {
    const std::uint64_t distance = magnitude(shift);
    if (distance == 0)
      return size_;
    if (!explicit_)
      return size_ - progression_left(distance);
    std::uint64_t shared = 0;
    const auto &values = scratch_->values;
    for (auto low = values.begin(), high = values.begin(); high != values.end(); ++high) {
      if (*high < distance)
        continue;
      while (*low < *high - distance)
        ++low;
      if (*low == *high - distance)
        ++shared;
    }
    return shared;
  }

  // Elements in the union of the copies at all `places` (sums of their steps). Sets exact() where it gives up.
  std::uint64_t united(std::span<const Steps> places) {
    if (!explicit_ && aligned(places))
      return united_progressions(size_, places);
    fill_values();
    return exact_ ? united_explicit(scratch_->values, places) : 0;
  }

  // The same for the elements that are new after a move by `shift`: the set without itself moved by -shift.
  std::uint64_t united_new(std::int64_t shift, std::span<const Steps> places) {
    const std::uint64_t distance = magnitude(shift);
    if (distance == 0)
      return 0;
    if (!explicit_ && aligned(places))
      return united_progressions(progression_left(distance), places);
    fill_values();
    if (!exact_)
      return 0;
    auto &fresh = scratch_->moved;
    fresh.clear();
    const auto &values = scratch_->values;
    for (const std::uint64_t value : values) {
      if (!std::binary_search(values.begin(), values.end(), value + distance))
        fresh.push_back(value);
    }
    return united_explicit(fresh, places);
  }

 private:
  static std::uint64_t magnitude(std::int64_t shift) {
    return shift < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(shift) : static_cast<std::uint64_t>(shift);
  }

  // How much of a progression is left behind by a move.
  std::uint64_t progression_left(std::uint64_t distance) const {
    if (distance % step_ != 0)
      return size_;
    return std::min(distance / step_, size_);
  }

  bool aligned(std::span<const Steps> places) const {
    return std::all_of(places.begin(), places.end(),
                       [this](const Steps &place) { return size_ == 1 || place.step % step_ == 0; });
  }

  // Union of progressions of `length` elements that start at all sums of `places` (ascending): neighbours that touch
  // grow together; ones that stay apart multiply.
  std::uint64_t united_progressions(std::uint64_t length, std::span<const Steps> places) {
    if (length == 0)
      return 0;
    const std::uint64_t unit = size_ == 1 ? 1 : step_;
    std::uint64_t elements = length, span = length;
    for (const Steps &place : places) {
      if (place.count == 1)
        continue;
      const std::uint64_t step = place.step / unit;
      const bool solid = elements == span;
      if (solid && step <= span) {
        span += step * (place.count - 1);
        elements = span;
      } else if (step >= span) {
        elements *= place.count;
        span += step * (place.count - 1);
      } else {  // copies reach into each other's holes
        auto &run = scratch_->moved;
        run.clear();
        if (length > limit)
          return give_up();
        for (std::uint64_t i = 0; i < length; ++i)
          run.push_back(i * unit);
        return united_explicit(run, places);
      }
    }
    return elements;
  }

  std::uint64_t united_explicit(const std::vector<std::uint64_t> &values, std::span<const Steps> places) {
    auto &all = scratch_->united;
    all.assign(values.begin(), values.end());
    for (const Steps &place : places) {
      const std::size_t before = all.size();
      if (before * place.count > limit)
        return give_up();
      for (std::uint64_t i = 1; i < place.count; ++i) {
        for (std::size_t j = 0; j < before; ++j)
          all.push_back(all[j] + i * place.step);
      }
      std::sort(all.begin(), all.end());
      all.erase(std::unique(all.begin(), all.end()), all.end());
    }
    return all.size();
  }

  void enumerate(std::span<const Steps> terms) {
    explicit_ = true;
    auto &values = scratch_->values;
    values.assign(1, 0);
    for (const Steps &term : terms) {
      if (term.count == 1)
        continue;
      const std::size_t before = values.size();
      if (term.count > limit || before * term.count > limit) {
        size_ = give_up();
        return;
      }
      for (std::uint64_t i = 1; i < term.count; ++i) {
        for (std::size_t j = 0; j < before; ++j)
          values.push_back(values[j] + i * term.step);
      }
      std::sort(values.begin(), values.end());
      values.erase(std::unique(values.begin(), values.end()), values.end());
    }
    size_ = values.size();
  }

  void fill_values() {
    if (explicit_)
      return;
    if (size_ > limit) {
      give_up();
      return;
    }
    auto &values = scratch_->values;
    values.clear();
    for (std::uint64_t i = 0; i < size_; ++i)
      values.push_back(i * step_);
  }

  std::uint64_t give_up() {
    exact_ = false;
    return 0;
  }

  Scratch *scratch_;
  std::uint64_t step_ = 1, size_ = 1;
  bool explicit_ = false, exact_ = true;
};

}  // namespace forge::sdk::counts

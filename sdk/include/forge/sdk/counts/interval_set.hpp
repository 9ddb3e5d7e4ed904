// SPDX-License-Identifier: Apache-2.0
//
// Sets of integers as sorted, disjoint intervals: tiles of one tensor dimension, wherever they stand and whatever holes
// strides leave in them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace forge::sdk::counts {

struct Interval {
  std::uint64_t begin = 0, end = 0;  // end is outside
  friend bool operator==(const Interval &, const Interval &) = default;
};

using Intervals = std::vector<Interval>;

namespace intervals {

inline constexpr std::size_t limit = std::size_t{1} << 20;

inline std::uint64_t size(const Intervals &set) {
  std::uint64_t elements = 0;
  for (const Interval &interval : set)
    elements += interval.end - interval.begin;
  return elements;
}

// Sorts, and joins what touches.
inline void normalize(Intervals &set) {
  std::sort(set.begin(), set.end(), [](const Interval &a, const Interval &b) { return a.begin < b.begin; });
  std::size_t n = 0;
  for (const Interval &interval : set) {
    if (interval.begin == interval.end)
      continue;
    if (n > 0 && interval.begin <= set[n - 1].end) {
      set[n - 1].end = std::max(set[n - 1].end, interval.end);
    } else {
      set[n++] = interval;
    }
  }
  set.resize(n);
}

// The set and its copies at 1 ... count - 1 steps. False where there would be too many intervals.
inline bool repeat(Intervals &set, std::uint64_t step, std::uint64_t count) {
  if (count == 1)
    return true;
  if (set.size() == 1 && step <= set[0].end - set[0].begin) {
    set[0].end += step * (count - 1);
    return true;
  }
  if (count > limit || set.size() * count > limit)
    return false;
  const std::size_t before = set.size();
  for (std::uint64_t i = 1; i < count; ++i) {
    for (std::size_t j = 0; j < before; ++j)
      set.push_back({set[j].begin + i * step, set[j].end + i * step});
  }
  normalize(set);
  return true;
}

inline Intervals intersection(const Intervals &a, const Intervals &b) {
  Intervals result;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::uint64_t begin = std::max(a[i].begin, b[j].begin), end = std::min(a[i].end, b[j].end);
    if (begin < end)
      result.push_back({begin, end});
    (a[i].end < b[j].end ? i : j) += 1;
  }
  return result;
}

inline Intervals difference(const Intervals &a, const Intervals &b) {
  Intervals result;
  std::size_t j = 0;
  for (Interval rest : a) {
    while (j < b.size() && b[j].end <= rest.begin)
      ++j;
    for (std::size_t k = j; k < b.size() && b[k].begin < rest.end; ++k) {
      if (b[k].begin > rest.begin)
        result.push_back({rest.begin, b[k].begin});
      rest.begin = std::min(rest.end, b[k].end);
    }
    if (rest.begin < rest.end)
      result.push_back(rest);
  }
  return result;
}

}  // namespace intervals

}  // namespace forge::sdk::counts

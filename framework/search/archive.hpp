// SPDX-License-Identifier: Apache-2.0
//
// What a search keeps: the best point by a prioritized list of objectives (the first decides, the next breaks ties),
// or the Pareto set. All objectives are lower-is-better. Points are offered in the order in which they were asked; of
// points with equal objectives the first stays, so that what is kept depends on that order only. One thread.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace forge::search {

// Is `a` no worse than `b` in every objective? (Equal ones dominate each other: the first asked stays.)
bool dominates(std::span<const double> a, std::span<const double> b);

// Payload: whatever tells how to make the point again.
template <class Payload> class Archive {
 public:
  struct Entry {
    std::vector<double> objectives;
    Payload payload;
  };

  explicit Archive(bool pareto) : pareto_(pareto) {}

  // True when the point is kept: better than all before, or a new point of the front. `make` builds the payload and
  // is called only then. Objectives are not NaN.
  template <class Make> bool offer(std::span<const double> objectives, const Make &make) {
    return pareto_ ? offer_to_front(objectives, make) : offer_to_best(objectives, make);
  }

  bool empty() const { return entries_.empty(); }
  // Sorted by objectives, the first decides; one entry at most unless it is a Pareto set.
  const std::vector<Entry> &entries() const { return entries_; }
  std::vector<Entry> take() { return std::move(entries_); }

 private:
  static bool less(std::span<const double> a, std::span<const double> b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
  }

  template <class Make> bool offer_to_best(std::span<const double> objectives, const Make &make) {
    if (!entries_.empty() && !less(objectives, entries_.front().objectives)) {
      return false;
    }
    entries_.assign(1, Entry{{objectives.begin(), objectives.end()}, make()});
    return true;
  }

  // In lexicographical order a point can be dominated only by those before it, and dominate only those after it.
  // With two objectives the second falls along the front: the nearest one before decides.
  template <class Make> bool offer_to_front(std::span<const double> objectives, const Make &make) {
    const auto after = std::upper_bound(
        entries_.begin(), entries_.end(), objectives,
        [](std::span<const double> point, const Entry &entry) { return less(point, entry.objectives); });
    const auto first = objectives.size() <= 2 && after != entries_.begin() ? after - 1 : entries_.begin();
    if (std::any_of(first, after, [&](const Entry &entry) { return dominates(entry.objectives, objectives); })) {
      return false;
    }
    const auto end = std::remove_if(after, entries_.end(),
                                    [&](const Entry &entry) { return dominates(objectives, entry.objectives); });
    const auto position = after - entries_.begin();
    entries_.erase(end, entries_.end());
    entries_.insert(entries_.begin() + position, Entry{{objectives.begin(), objectives.end()}, make()});
    return true;
  }

  bool pareto_;
  std::vector<Entry> entries_;
};

}  // namespace forge::search

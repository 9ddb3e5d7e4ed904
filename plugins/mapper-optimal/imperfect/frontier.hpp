// SPDX-License-Identifier: Apache-2.0
//
// The labels that wait for being extended, the most promising one first. Of two labels of a stage and tile whose insides
// cost the same whatever they are, one goes where the other one is at least as good.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "charges.hpp"
#include "imperfect/key.hpp"
#include "imperfect/label.hpp"
#include "imperfect/steps.hpp"
#include "imperfect/ways.hpp"
#include "objective.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class Frontier {
 public:
  Frontier(const Charges &charges, const Stages &stages, const Ways &ways, const Steps &steps);

  // Adds a label unless another one is at least as good, also one that was taken already; drops those that are not better
  // than it. `promise`: a lower bound of the first objective.
  bool add(const Label &label, const Costs &least, double promise);
  bool is_empty();
  double least_promise() const { return waiting_.top().promise; }  // not empty
  struct Entry {
    Label label;
    Costs least;  // of what it may grow into
    bool is_waiting = true, is_dropped = false;
  };
  const Entry &take();  // not empty; it stays where it is

 private:
  using Number = std::uint32_t;
  struct Waiting {
    double promise;
    StageId stage;
    Number number;
    // Where they promise the same, those that are further in, and then the first ones.
    bool operator<(const Waiting &other) const {
      return std::tie(other.promise, other.stage, other.number) < std::tie(promise, stage, number);
    }
  };

  void find_key(const Label &label);
  bool dominates(const Label &a, const Label &b) const;
  bool arrives_less(const Label &a, const Label &b, std::size_t tensor) const;

  const Charges &charges_;
  const Stages &stages_;
  const Ways &ways_;
  const Steps &steps_;
  std::deque<Entry> entries_;
  std::vector<Number> free_;                                     // entries that nothing refers to any more
  Key key_;                                                      // of the label that is looked at
  std::unordered_map<Key, std::vector<Number>, KeyHash> alike_;  // those that are not dropped
  std::priority_queue<Waiting> waiting_;
};

}  // namespace forge::plugins::optimal::imperfect

// SPDX-License-Identifier: Apache-2.0
//
// The labels that wait for being extended, by stage and tile. Of two labels whose insides cost the same whatever they
// are, one goes where the other one is at least as good.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

#include "charges.hpp"
#include "imperfect/bounds.hpp"
#include "imperfect/key.hpp"
#include "imperfect/label.hpp"
#include "imperfect/steps.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class Frontier {
 public:
  struct Waiting {
    Label label;
    double promise;  // a lower bound of the first objective
    bool is_dropped = false;
  };
  using Labels = std::vector<Waiting>;

  Frontier(const Charges &charges, const Stages &stages, const Bounds &bounds, const Steps &steps);

  void clear();
  // Adds a label unless another one is at least as good; drops those that are not better than it.
  bool add(const Label &label, double promise);
  bool is_empty(StageId stage) const { return buckets_[stage].empty(); }
  // Those of the largest tile of a stage.
  Labels take(StageId stage);

 private:
  struct Bucket {
    Labels labels;
    std::unordered_map<Key, std::vector<std::size_t>, KeyHash> by_key;
  };

  Key key_of(const Label &label) const;
  bool dominates(const Label &a, const Label &b) const;
  bool arrives_less(const Label &a, const Label &b, std::size_t tensor) const;

  const Charges &charges_;
  const Stages &stages_;
  const Bounds &bounds_;
  const Steps &steps_;
  std::vector<std::map<Tile, Bucket, std::greater<>>> buckets_;  // by stage
};

}  // namespace forge::plugins::optimal::imperfect

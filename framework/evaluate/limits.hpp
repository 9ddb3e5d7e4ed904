// SPDX-License-Identifier: Apache-2.0
//
// What can rule a point of a mapspace out, and the tally of what did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "evaluate/score.hpp"
#include "model/mapspace.hpp"

namespace forge::evaluate {

// A limit as messages name it. Its index in the list is its number in the tally.
struct Limit {
  std::string name, unit;
  double bound = 0;
};
using Limits = std::vector<Limit>;

// Counts broken limits: for each the points and the demand that came closest. One for each thread, then merged.
class Tally {
 public:
  explicit Tally(std::size_t limits) : points_(limits), demand_(limits), miss_(limits) {}
  // `miss`: how far off, as a ratio >= 1; infinity where it can't be said.
  void broken(std::size_t limit, double demand, double miss);
  void merge(const Tally &other);
  std::uint64_t points(std::size_t limit) const { return points_[limit]; }
  double demand(std::size_t limit) const { return demand_[limit]; }

 private:
  std::vector<std::uint64_t> points_;
  std::vector<double> demand_, miss_;
};

// Limits on the loops of the blocks: places of fan-outs, their utilization, the user's constraints.
class LoopLimits {
 public:
  // Appends its limits to `limits`.
  LoopLimits(const model::Einsum &einsum, const model::Architecture &architecture, const model::Mapspace &mapspace,
             Limits &limits);

  // Does a point keep all limits? Those that it breaks go into the tally. `products` is working storage.
  bool within(const model::Mapspace::Decoded &point, std::vector<double> &products, Tally &tally) const;

 private:
  enum class Relation { at_most, equal, at_least };
  struct One {
    std::size_t number = 0;  // in the tally
    std::uint32_t block = 0;
    bool all_variables = false;   // product over all loops of the block
    std::uint64_t variables = 0;  // else: bit v: over the loops of rank variable v
    Relation relation = Relation::at_most;
    double bound = 0;
  };

  void add_fanout(std::uint32_t block, const std::string &name, const model::FanoutDimension &dimension,
                  Limits &limits);
  void add_constraints(const model::Einsum &einsum, std::uint32_t block, const std::string &where,
                       const std::vector<model::LoopConstraint> &constraints, Limits &limits);

  std::vector<One> ones_;
  // Fan-outs with min_utilization = "max": the product of their used places is to be the highest.
  std::vector<std::uint32_t> highest_blocks_;
  std::size_t highest_number_ = 0;
  double highest_ = 0;
};

// The largest product of used places, over the dimensions of the path with min_utilization = "max", that any spread of
// the Einsum's sizes reaches.
double most_places(const model::Einsum &einsum, const model::Architecture &architecture,
                   const model::Mapspace &mapspace);

}  // namespace forge::evaluate

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

// Limits on the loops of a block: places of a fan-out, its utilization, the user's constraints.
struct LoopLimit {
  enum class Relation { at_most, equal, at_least };
  std::size_t number = 0;              // in the tally
  std::uint32_t block = 0;
  bool all_variables = false;          // product over all loops of the block
  std::uint64_t variables = 0;         // else: bit v: over the loops of rank variable v
  Relation relation = Relation::at_most;
  double bound = 0;
};

// Counts broken limits: for each the points and the demand that came closest. One for each thread, then merged.
class Tally {
 public:
  explicit Tally(std::size_t limits) : points_(limits), demand_(limits), miss_(limits) {}
  // `miss`: how far off, as a ratio >= 1; infinity where it can't be said.
  void broken(std::size_t limit, double demand, double miss);
  void merge(const Tally& other);
  std::uint64_t points(std::size_t limit) const { return points_[limit]; }
  double demand(std::size_t limit) const { return demand_[limit]; }

 private:
  std::vector<std::uint64_t> points_;
  std::vector<double> demand_, miss_;
};

// The largest product of used places, over the dimensions of the path with min_utilization = "max", that any spread of
// the Einsum's sizes reaches.
double most_places(const model::Einsum& einsum, const model::Architecture& architecture,
                   const model::Mapspace& mapspace);

}  // namespace forge::evaluate

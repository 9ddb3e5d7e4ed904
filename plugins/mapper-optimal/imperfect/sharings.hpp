// SPDX-License-Identifier: Apache-2.0
//
// What a nest's spreads have made places share: part of what tells the costs of its inside apart.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "charges.hpp"
#include "imperfect/tiles.hpp"
#include "imperfect/ways.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

using SharingId = std::uint32_t;

// By tensor: among how many places a read, or an update, of its innermost holder is shared at the most.
struct Sharing {
  std::array<double, most_tensors> reads{}, updates{};
  TensorSet spread = 0;  // outputs: places add to the same values
  auto operator<=>(const Sharing &) const = default;
};

class Sharings {
 public:
  Sharings(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles);

  std::size_t count(StageId stage) const { return all_[stage].size(); }
  const Sharing &of(StageId stage, SharingId id) const { return all_[stage][id]; }
  // After a step from this stage, of which `outer` is the tile before and `inner` that after it.
  SharingId after(StageId stage, SharingId id, const Edge &edge, Tile outer, Tile inner) const;

 private:
  using Factors = std::array<std::uint64_t, most_variables>;  // places by rank variable
  Sharing next(StageId stage, const Sharing &sharing, const Edge &edge, const Factors &factors) const;
  SharingId find(StageId stage, const Sharing &sharing) const;
  void add(StageId stage, const Sharing &sharing);
  void add_spreads(StageId stage, const Edge &edge, std::size_t variable, std::uint64_t places, Factors &factors,
                   std::size_t &room);
  void merge(StageId stage);
  void merge_all(StageId stage, const Edge &edge);

  const Charges &charges_;
  const Stages &stages_;
  const Tiles &tiles_;
  std::size_t most_;                       // of a stage: each has a table of bounds
  std::vector<std::vector<Sharing>> all_;  // by stage, sorted; where there would be too many, one that has most of all
  std::vector<bool> is_merged_;            // by stage
};

}  // namespace forge::plugins::optimal::imperfect

// SPDX-License-Identifier: Apache-2.0
#include "evaluate/limits.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace forge::evaluate {

void Tally::broken(std::size_t limit, double demand, double miss) {
  if (points_[limit]++ == 0 || miss < miss_[limit]) {
    miss_[limit] = miss;
    demand_[limit] = demand;
  }
}

void Tally::merge(const Tally& other) {
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (other.points_[i] == 0) continue;
    // Equal misses have equal demands, so the order of merging does not show.
    if (points_[i] == 0 || other.miss_[i] < miss_[i]) {
      miss_[i] = other.miss_[i];
      demand_[i] = other.demand_[i];
    }
    points_[i] += other.points_[i];
  }
}

namespace {

// Best product over blocks `at` ... with these sizes left, remembered by both.
class Spreading {
 public:
  Spreading(const std::vector<model::Mapspace::Block>& blocks, const std::vector<std::uint64_t>& places)
      : blocks_(blocks), places_(places) {}

  double best(std::size_t at, const std::vector<std::uint64_t>& left) {
    if (at == blocks_.size()) return 1;
    const auto known = known_.find({at, left});
    if (known != known_.end()) return known->second;
    double most = 0;
    auto rest = left;
    spread(at, 0, 1, rest, most);
    known_[{at, left}] = most;
    return most;
  }

 private:
  void spread(std::size_t at, std::size_t which, std::uint64_t used, std::vector<std::uint64_t>& left, double& most) {
    if (which == blocks_[at].variables.size()) {
      most = std::max(most, static_cast<double>(used) * best(at + 1, left));
      return;
    }
    const std::size_t v = blocks_[at].variables[which];
    const std::uint64_t size = left[v];
    for (std::uint64_t factor = 1; factor <= size && factor <= places_[at] / used; ++factor) {
      if (size % factor != 0) continue;
      left[v] = size / factor;
      spread(at, which + 1, used * factor, left, most);
    }
    left[v] = size;
  }

  const std::vector<model::Mapspace::Block>& blocks_;
  const std::vector<std::uint64_t>& places_;
  std::map<std::pair<std::size_t, std::vector<std::uint64_t>>, double> known_;
};

}  // namespace

double most_places(const model::Einsum& einsum, const model::Architecture& architecture,
                   const model::Mapspace& mapspace) {
  std::vector<model::Mapspace::Block> blocks;
  std::vector<std::uint64_t> places, sizes;
  for (const auto& block : mapspace.blocks()) {
    if (!block.spatial) continue;
    const auto& dimension = architecture.nodes[mapspace.path()[block.position]].dimensions[block.dimension];
    if (!dimension.max_utilization) continue;
    blocks.push_back(block);
    places.push_back(dimension.size);
  }
  for (const auto& variable : einsum.variables) sizes.push_back(variable.size);
  return Spreading(blocks, places).best(0, sizes);
}

}  // namespace forge::evaluate

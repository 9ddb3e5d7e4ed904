// SPDX-License-Identifier: Apache-2.0
#include "evaluate/stages.hpp"

#include <algorithm>
#include <map>

namespace forge::evaluate {

namespace {

// Actions of one instance: while it serves what is below, and while it exchanges tiles with what is above.
struct Actions {
  MemoryActions serving{}, exchanging{};

  void add(const MemoryModel &memory, std::size_t tensor, const Counts &counts, double share) {
    const auto values = transfers(counts);
    for (std::size_t k = 0; k < n_transfers; ++k) {
      const bool serves = k == 1 || k == 2;  // as transfer_names
      add_actions(memory, tensor, k, share * static_cast<double>(values[k]), serves ? serving : exchanging);
    }
  }
};

// Of each instance where they differ, else of one that stands for all.
std::map<std::uint64_t, Actions> actions_of(const PathModel &model, const FlatNest &nest, const NestCounts &counts,
                                            std::size_t position) {
  const MemoryModel &memory = *model.memories[position];
  const auto places = static_cast<double>(places_above(nest, model.sizes, position));
  std::map<std::uint64_t, Actions> instances;
  for (std::size_t t = 0; t < nest.holders.size(); ++t) {
    for (std::size_t h = 0; h < nest.holders[t].size(); ++h) {
      if (nest.holders[t][h].position != position)
        continue;
      if (!counts.by_place.empty()) {
        for (const auto &at : counts.by_place[t][h])
          instances[at.place].add(memory, t, at.counts, 1);
      } else if (!counts.busiest.empty()) {
        instances[0].add(memory, t, counts.busiest[t][h], 1);
      } else {
        instances[0].add(memory, t, counts.tensors[t][h], 1 / places);
      }
    }
  }
  return instances;
}

}  // namespace

std::vector<Stage> make_stages(const PathModel &model, const FlatNest &nest, const NestCounts &counts,
                               const std::vector<double> &busy, PathScratch &scratch) {
  std::vector<Stage> stages;
  for (std::size_t p = 0; p < model.path.size(); ++p) {
    Stage &stage = stages.emplace_back(Stage{.busy = busy[p]});
    if (!model.memories[p])
      continue;
    const MemoryModel &memory = *model.memories[p];
    for (const auto &[place, actions] : actions_of(model, nest, counts, p)) {
      Stage one;
      set_exchange(memory, std::span(actions.serving.data(), memory.actions.size()),
                   std::span(actions.exchanging.data(), memory.actions.size()), scratch.expressions[p], one);
      stage.overlaps = one.overlaps;
      stage.serve = std::max(stage.serve, one.serve);
      stage.exchange = std::max(stage.exchange, one.exchange);
    }
  }
  return stages;
}

std::vector<HopPart> make_hops(const PathModel &model, const FlatNest &nest, const NestCounts &counts,
                               PathScratch &scratch) {
  std::vector<std::uint64_t> tiles(model.path.size() * model.shapes.size(), 0);
  std::vector<std::uint8_t> elsewhere(tiles.size(), 0);
  for (std::size_t t = 0; t < nest.holders.size(); ++t) {
    for (std::size_t h = 0; h < nest.holders[t].size(); ++h) {
      const std::size_t at = nest.holders[t][h].position * model.shapes.size() + t;
      tiles[at] = counts.tensors[t][h].tile;
      elsewhere[at] = nest.holders[t][h].served_elsewhere ? 1 : 0;
    }
  }
  std::vector<HopPart> hops;
  find_hops(model, tiles, elsewhere, scratch, hops);
  return hops;
}

}  // namespace forge::evaluate

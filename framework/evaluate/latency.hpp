// SPDX-License-Identifier: Apache-2.0
//
// The latency of an Einsum out of the times of its components, by the options of model/latency.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "evaluate/path_model.hpp"
#include "model/latency.hpp"

namespace forge::evaluate {

// Actions of one instance of a memory, by action; with room for one beyond those of the transfers.
using MemoryActions = std::array<double, n_transfers + 1>;

// Adds those that a transfer of so many values makes.
inline void add_actions(const MemoryModel &memory, std::size_t tensor, std::size_t transfer, double values,
                        MemoryActions &actions) {
  const double made = values * memory.actions_per_value[tensor][transfer];
  actions[memory.action[transfer]] += made;
  if (memory.address)
    actions[*memory.address] += made;
}

// What stands at one position of the path, in seconds of its busiest instance.
struct Stage {
  double busy = 0;  // all its actions
  // Memories that do not overlap their exchange with what is below:
  bool overlaps = true;
  double serve = 0;     // reads and updates
  double exchange = 0;  // fills and drains
};

// Part of the way of first tiles or last results. The parts of one hop happen at the same time, the hops one by one.
struct HopPart {
  std::size_t hop = 0;
  bool fill = true;          // else drain
  std::size_t position = 0;  // of the memory in the path
  double seconds = 0;
};

inline constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

// Latency without the component at one position, as if it were infinitely fast. Stages by position, outermost first.
double latency_of(const model::LatencyOptions &options, std::span<const Stage> stages, std::span<const HopPart> hops,
                  std::size_t without = nowhere);

// Replaces `hops` by those of the first tiles and the last results. `tiles`: elements of one instance, for each position
// one for each tensor; 0: does not live there. `elsewhere`: likewise, not 0 where the way from above is another
// Einsum's; empty: nowhere.
void find_hops(const PathModel &model, std::span<const std::uint64_t> tiles, std::span<const std::uint8_t> elsewhere,
               PathScratch &scratch, std::vector<HopPart> &hops);

// Serve and exchange of a memory out of the actions of its busiest instance.
void set_exchange(const MemoryModel &memory, std::span<const double> serving, std::span<const double> exchanging,
                  std::optional<LatencyExpression> &expression, Stage &stage);

// The latency as a sum. `names` by position.
std::vector<LatencyTerm> latency_terms(const model::LatencyOptions &options, std::span<const Stage> stages,
                                       std::span<const HopPart> hops, const std::vector<std::string> &names);

// The component that the latency would gain most from, were it infinitely fast (where none would help, the busiest),
// and the one that limits then; `nowhere` if nothing takes time.
struct Bottlenecks {
  std::size_t first = nowhere, next = nowhere;
};
Bottlenecks bottlenecks(const model::LatencyOptions &options, std::vector<Stage> stages, std::vector<HopPart> hops);

}  // namespace forge::evaluate

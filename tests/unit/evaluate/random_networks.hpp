// SPDX-License-Identifier: Apache-2.0
//
// Random nests with a network in the middle: fan-outs above it, fan-outs below it that it serves, and some that a second
// network further in serves.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "evaluate/network.hpp"
#include "unit/evaluate/random_nests.hpp"

namespace forge::tests {

struct NetworkCase {
  RandomCase sample;
  evaluate::NetworkModel network;
};

inline NetworkCase draw_network(std::uint64_t seed, bool perfect, std::uint64_t most_points, bool halos = false) {
  // Positions on the path: memory 0, fan-out 1, network 2, fan-outs 3 and 5, network 6, fan-out 7, memory 8.
  RandomNests random(seed);
  NetworkCase result{.sample = random.draw(perfect, most_points, halos), .network = {}};
  auto &nest = result.sample.nest;
  // Loops begin ... end - 1 lie between all memories above and all memories below.
  std::size_t begin = random.number(0, nest.loops.size()), end = random.number(0, nest.loops.size());
  if (begin > end)
    std::swap(begin, end);
  std::vector<std::size_t> over{1, 3, 3, 5, 7};
  std::size_t next = 0;
  for (std::size_t i = 0; i < nest.loops.size(); ++i) {
    while (i >= begin && next + 1 < over.size() && random.chance(30))
      ++next;
    nest.positions[i] = i < begin ? 1 : i < end ? over[next] : 7;
    nest.dimensions[i] = random.number(0, 1);
  }
  for (auto &chain : nest.holders) {
    for (auto &[position, holder, served_elsewhere] : chain) {
      served_elsewhere = random.chance(5);
      if (holder.depth > begin && holder.depth < end)
        holder.depth = static_cast<std::uint32_t>(random.chance(50) ? begin : end);
      position = holder.depth < begin || (holder.depth == begin && random.chance(50)) ? 0 : 8;
      // A memory below all fan-outs stands below their loops.
      if (position == 8)
        holder.depth = std::max(holder.depth, static_cast<std::uint32_t>(end));
    }
    // Outermost first; at least one stands above the network, so that something passes.
    if (random.chance(80)) {
      chain[0].position = 0;
      chain[0].holder.depth = std::min(chain[0].holder.depth, static_cast<std::uint32_t>(begin));
    }
    std::stable_sort(chain.begin(), chain.end(), [](const auto &a, const auto &b) {
      return std::pair(a.position, a.holder.depth) < std::pair(b.position, b.holder.depth);
    });
  }
  auto &network = result.network;
  network.position = 2;
  network.name = "NoC";
  network.topology = random.chance(70) ? evaluate::Topology::mesh : evaluate::Topology::all_to_all;
  network.separate = random.chance(30);
  for (const std::size_t fanout : {3U, 5U}) {
    for (const std::size_t dimension : {0U, 1U})
      network.axes.push_back({fanout, dimension, ""});
  }
  for (std::size_t t = 0; t < result.sample.einsum.tensors.size(); ++t) {
    network.charge.actions_per_value.push_back(0.5 * static_cast<double>(random.number(1, 4)));
    if (random.chance(80))
      network.charge.down |= std::uint64_t{1} << t;
    if (random.chance(80))
      network.charge.up |= std::uint64_t{1} << t;
  }
  return result;
}

}  // namespace forge::tests

// SPDX-License-Identifier: Apache-2.0
//
// Random Einsums with random nests for property tests: sliding windows with strides and dilations, uneven storage,
// fan-outs with each mix of multicast and reduction. Small enough to be replayed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "evaluate/flat_nest.hpp"
#include "model/workload.hpp"

namespace forge::tests {

struct RandomCase {
  model::Einsum einsum;
  evaluate::FlatNest nest;
  bool compute_elides = true;
};

class RandomNests {
 public:
  // Counts up when a seed comes to mean another nest; failed_seeds.txt says for which it was written.
  static constexpr int draws = 1;

  explicit RandomNests(std::uint64_t seed) : random_(seed) {}

  // An integer in low ... high. Not std::uniform_int_distribution: that differs between libraries.
  std::uint64_t number(std::uint64_t low, std::uint64_t high) { return low + random_() % (high - low + 1); }
  bool chance(unsigned percent) { return number(1, 100) <= percent; }

  // `perfect`: all tiles divide. `most_points`: bound on the iteration space. `halos`: outer loops may lead or overlap.
  RandomCase draw(bool perfect, std::uint64_t most_points, bool halos = false) {
    halos_ = halos;
    RandomCase result;
    result.compute_elides = chance(85);
    draw_einsum(result.einsum, most_points);
    draw_loops(result, perfect);
    draw_holders(result);
    return result;
  }

 private:
  void draw_einsum(model::Einsum &einsum, std::uint64_t most_points) {
    const std::uint64_t n = number(1, 7);
    std::uint64_t points = 1;
    for (std::uint64_t v = 0; v < n; ++v) {
      static constexpr std::uint64_t sizes[] = {1, 2, 2, 3, 4, 4, 5, 6, 8, 12};
      std::uint64_t size = sizes[number(0, 9)];
      if (points * size > most_points)
        size = 1;
      points *= size;
      einsum.variables.push_back({std::string(1, static_cast<char>('a' + v)), size});
    }
    const std::uint64_t operands = number(1, 3);
    for (std::uint64_t t = 0; t < operands; ++t)
      einsum.tensors.push_back(draw_input(n, std::string(1, static_cast<char>('A' + t))));
    einsum.tensors.push_back(draw_output(n));
  }

  model::Tensor draw_input(std::uint64_t variables, std::string name) {
    model::Tensor tensor{.name = std::move(name), .output = false, .index = {}, .bits = 8};
    std::vector<std::size_t> order = shuffled(variables);
    std::size_t next = 0;
    for (std::uint64_t rank = number(0, 3); rank > 0 && next < order.size(); --rank) {
      auto &index = tensor.index.emplace_back();
      for (std::uint64_t terms = chance(50) ? 1 : number(2, 3); terms > 0 && next < order.size(); --terms) {
        index.push_back({order[next++], static_cast<std::int64_t>(chance(60) ? 1 : number(1, 4))});
      }
    }
    if (chance(8) && !tensor.index.empty())
      tensor.index.push_back(tensor.index[0]);  // a diagonal
    return tensor;
  }

  model::Tensor draw_output(std::uint64_t variables) {
    model::Tensor tensor{.name = "Z", .output = true, .index = {}, .bits = 8};
    const std::vector<std::size_t> order = shuffled(variables);
    const std::size_t ranks = number(0, std::min<std::uint64_t>(4, variables));
    for (std::size_t i = 0; i < ranks; ++i)
      tensor.index.push_back({{order[i], chance(80) ? 1 : 2}});
    if (chance(5) && ranks < variables && ranks > 0)
      tensor.index[0].push_back({order[ranks], 1});  // a window
    return tensor;
  }

  void draw_loops(RandomCase &result, bool perfect) {
    const auto &variables = result.einsum.variables;
    std::vector<std::uint64_t> left;
    for (const auto &variable : variables)
      left.push_back(variable.size);
    std::vector<std::size_t> open;
    for (std::size_t v = 0; v < variables.size(); ++v) {
      if (left[v] > 1)
        open.push_back(v);
    }
    const unsigned spatial_share = static_cast<unsigned>(number(0, 50));
    while (!open.empty()) {
      const std::size_t which = number(0, open.size() - 1), v = open[which];
      std::vector<std::uint64_t> tiles;
      for (std::uint64_t tile = 1; tile < left[v]; ++tile) {
        if (!perfect || left[v] % tile == 0)
          tiles.push_back(tile);
      }
      const std::uint64_t tile = tiles[number(0, tiles.size() - 1)];
      evaluate::counts::Loop loop;
      loop.variable = static_cast<std::uint32_t>(v);
      loop.spatial = chance(spatial_share);
      loop.tile = tile;
      if (halos_)
        draw_halo(result, v, left[v], loop);
      loop.iterations =
          evaluate::counts::chain_loop(loop, 0, evaluate::counts::Sharing::apart).iterations(left[v], true);
      if (loop.spatial) {
        loop.multicast = chance(60) ? ~std::uint64_t{0} : random_();
        loop.reduce = chance(60) ? ~std::uint64_t{0} : random_();
      }
      if (left[v] % tile != 0 || loop.lead != 0 || loop.overlap != 0)
        result.nest.perfect = false;
      left[v] = std::min(left[v], tile + loop.lead + static_cast<std::uint64_t>(loop.overlap));
      if (left[v] == 1)
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
      result.nest.loops.push_back(loop);
      result.nest.positions.push_back(0);
      result.nest.dimensions.push_back(0);
    }
  }

  // As loops that are shared with a consumer: they stand outside of the others over their rank variable, which has one
  // halo, kept or computed again by each of them. What is computed again is a result.
  void draw_halo(const RandomCase &result, std::size_t v, std::uint64_t left, evaluate::counts::Loop &loop) {
    const evaluate::counts::Loop *outer = nullptr;
    for (const auto &other : result.nest.loops)
      outer = other.variable == v ? &other : outer;
    const auto halo_of = [](const evaluate::counts::Loop &other) {
      return static_cast<std::int64_t>(other.lead) + other.overlap;
    };
    if (chance(40) || (outer != nullptr && (halo_of(*outer) == 0 || outer->tile < loop.tile)))
      return;
    bool result_moves = false;
    for (const auto &rank : result.einsum.tensors.back().index)
      result_moves = result_moves || (rank.size() == 1 && rank[0].variable == v);
    if (outer != nullptr && (outer->overlap < 0 || (outer->lead > 0 && outer->overlap > 0)))
      return;
    if (outer == nullptr && chance(10) && loop.tile > 1) {
      loop.overlap = -static_cast<std::int64_t>(number(1, loop.tile - 1));
      return;
    }
    const std::uint64_t halo =
        outer != nullptr ? static_cast<std::uint64_t>(halo_of(*outer)) : number(1, left - loop.tile);
    // What an outer loop keeps, the loops inside keep too; only a single loop may keep one part and repeat another.
    const bool keeps = !result_moves || chance(40) || (outer != nullptr && outer->lead > 0);
    loop.lead = keeps ? halo : outer != nullptr || chance(60) ? 0 : number(0, halo);
    loop.overlap = static_cast<std::int64_t>(halo - loop.lead);
  }

  void draw_holders(RandomCase &result) {
    const std::uint64_t memories = number(1, 4);
    const bool retain = chance(75);
    for (std::size_t t = 0; t < result.einsum.tensors.size(); ++t) {
      // Results are computed again because nothing outside of the overlapping loops holds them.
      std::uint64_t least = 0;
      for (std::size_t l = 0; l < result.nest.loops.size(); ++l) {
        if (result.einsum.tensors[t].output && result.nest.loops[l].overlap > 0)
          least = l + 1;
      }
      std::vector<std::uint64_t> depths{chance(85) ? least : number(least, result.nest.loops.size())};
      for (std::uint64_t m = 1; m < memories; ++m) {
        if (chance(75))
          depths.push_back(number(depths[0], result.nest.loops.size()));
      }
      std::sort(depths.begin(), depths.end());
      auto &holders = result.nest.holders.emplace_back();
      for (std::size_t i = 0; i < depths.size(); ++i) {
        holders.push_back(
            {i, {.depth = static_cast<std::uint32_t>(depths[i]), .retain = retain || chance(50), .elide = chance(85)}});
      }
    }
  }

  std::vector<std::size_t> shuffled(std::uint64_t n) {
    std::vector<std::size_t> order(n);
    for (std::size_t i = 0; i < n; ++i)
      order[i] = i;
    for (std::size_t i = n; i > 1; --i)
      std::swap(order[i - 1], order[number(0, i - 1)]);
    return order;
  }

  std::mt19937_64 random_;
  bool halos_ = false;
};

}  // namespace forge::tests

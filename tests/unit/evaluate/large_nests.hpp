// SPDX-License-Identifier: Apache-2.0
//
// Perfect nests of up to 2^63 points, and the formulas of the access counts in 128 bits: what no replay can check.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "evaluate/flat_nest.hpp"
#include "evaluate/nest_counts.hpp"

namespace forge::tests {

__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): __extension__ takes no using

struct LargeCase {
  model::Einsum einsum;
  evaluate::FlatNest nest;
};

class LargeNests {
 public:
  explicit LargeNests(std::uint64_t seed) : random_(seed) {}

  // Rank variables whose sizes multiply to `most_bits` bits or a few less.
  LargeCase draw(unsigned most_bits, bool window, bool spatial) {
    LargeCase result;
    const std::uint64_t n = number(3, 5);
    double left = most_bits;
    std::vector<std::vector<std::uint64_t>> primes(n);
    for (std::uint64_t v = 0; v < n; ++v)
      result.einsum.variables.push_back({std::string(1, static_cast<char>('a' + v)), 1});
    for (;;) {
      static constexpr std::pair<std::uint64_t, double> factors[] = {{2, 1}, {3, 1.59}, {5, 2.33}, {101, 6.66}};
      const auto &[prime, bits] = factors[number(0, 3)];
      if (left < bits)
        break;
      left -= bits;
      const std::uint64_t v = number(0, n - 1);
      result.einsum.variables[v].size *= prime;
      primes[v].push_back(prime);
    }
    draw_tensors(result.einsum, n, window);
    draw_loops(result, primes, spatial);
    draw_holders(result);
    return result;
  }

 private:
  std::uint64_t number(std::uint64_t low, std::uint64_t high) { return low + random_() % (high - low + 1); }

  void draw_tensors(model::Einsum &einsum, std::uint64_t n, bool window) {
    model::Tensor a{.name = "A", .output = false, .index = {}, .bits = 8}, z{.name = "Z", .output = true, .index = {}};
    for (std::size_t v = 0; v < n; ++v) {
      if (number(0, 1) == 0)
        a.index.push_back({{v, 1}});
      if (number(0, 1) == 0)
        z.index.push_back({{v, 1}});
    }
    if (window) {  // a sum of neighbours, everything else apart
      a.index = {{{0, 1}, {1, 1}}};
      if (n > 3)
        a.index.push_back({{2, 1}});
    }
    einsum.tensors = {std::move(a), std::move(z)};
  }

  void draw_loops(LargeCase &result, std::vector<std::vector<std::uint64_t>> &primes, bool spatial) {
    std::vector<std::uint64_t> left;
    for (const auto &variable : result.einsum.variables)
      left.push_back(variable.size);
    for (;;) {
      const std::size_t v = number(0, primes.size() - 1);
      if (std::all_of(primes.begin(), primes.end(), [](const auto &some) { return some.empty(); }))
        return;
      if (primes[v].empty())
        continue;
      evaluate::counts::Loop loop{.variable = static_cast<std::uint32_t>(v)};
      loop.spatial = spatial && number(0, 9) == 0;
      for (std::uint64_t i = loop.spatial ? 1 : number(1, primes[v].size()); i > 0; --i) {
        loop.iterations *= primes[v].back();
        primes[v].pop_back();
      }
      left[v] /= loop.iterations;
      loop.tile = left[v];
      result.nest.loops.push_back(loop);
      result.nest.positions.push_back(0);
    }
  }

  void draw_holders(LargeCase &result) {
    for (std::size_t t = 0; t < result.einsum.tensors.size(); ++t) {
      std::vector<std::uint64_t> depths{0, number(0, result.nest.loops.size()), number(0, result.nest.loops.size())};
      std::sort(depths.begin(), depths.end());
      auto &holders = result.nest.holders.emplace_back();
      for (std::size_t i = 0; i < depths.size(); ++i)
        holders.push_back({i, {.depth = static_cast<std::uint32_t>(depths[i])}});
    }
  }

  std::mt19937_64 random_;
};

// Counts of one tensor in 128 bits, by the formulas of the definition's document.
struct WideCounts {
  Wide tile = 0, fills = 0, reads = 0, updates = 0, drains = 0;
};

class WideFormulas {
 public:
  explicit WideFormulas(const LargeCase &sample) : sample_(sample) {}

  std::vector<WideCounts> count(std::size_t tensor) const {
    const model::Tensor &one = sample_.einsum.tensors[tensor];
    const auto &chain = sample_.nest.holders[tensor];
    std::vector<WideCounts> counts(chain.size());
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const bool compute = i + 1 == chain.size();
      const std::size_t above = chain[i].holder.depth;
      const std::size_t depth = compute ? sample_.nest.loops.size() : chain[i + 1].holder.depth;
      counts[i].tile = volume(one, above);
      Wide shared = 1;  // places that one read serves, and one update merges
      for (std::size_t l = above; l < depth; ++l)
        shared *= spatial(l) && !model::uses(one, variable(l)) ? iterations(l) : 1;
      const Wide moved = is_window(one) ? window_moves(one, depth, !compute) : visits(one, depth, !compute);
      const Wide back = one.output ? moved - first_touches(one, depth) : moved;
      counts[i].reads = back / shared;
      counts[i].updates = one.output ? moved / shared : 0;
      if (!compute) {
        counts[i + 1].fills = back;
        counts[i + 1].drains = one.output ? moved : 0;
      }
    }
    return counts;
  }

 private:
  bool spatial(std::size_t l) const { return sample_.nest.loops[l].spatial; }
  std::size_t variable(std::size_t l) const { return sample_.nest.loops[l].variable; }
  Wide iterations(std::size_t l) const { return static_cast<Wide>(sample_.nest.loops[l].iterations); }
  Wide tile_of(std::size_t v, std::size_t depth) const {
    Wide extent = static_cast<Wide>(sample_.einsum.variables[v].size);
    for (std::size_t l = 0; l < depth; ++l)
      extent = variable(l) == v ? static_cast<Wide>(sample_.nest.loops[l].tile) : extent;
    return extent;
  }

  static bool is_window(const model::Tensor &tensor) {
    return std::any_of(tensor.index.begin(), tensor.index.end(), [](const auto &rank) { return rank.size() > 1; });
  }

  Wide width(const std::vector<model::Term> &rank, std::size_t depth) const {
    Wide width = 1;  // coefficients are 1: no holes
    for (const model::Term &term : rank)
      width += tile_of(term.variable, depth) - 1;
    return width;
  }

  Wide volume(const model::Tensor &tensor, std::size_t depth) const {
    Wide volume = 1;
    for (const auto &rank : tensor.index)
      volume *= width(rank, depth);
    return volume;
  }

  // volume * iterations of the temporal loops from the outermost to the one that closes the holder * places
  Wide visits(const model::Tensor &tensor, std::size_t depth, bool keeps) const {
    Wide visits = volume(tensor, depth);
    bool closed = !keeps;
    for (std::size_t l = depth; l-- > 0;) {
      if (spatial(l)) {
        visits *= iterations(l);
        continue;
      }
      closed = closed || model::uses(tensor, variable(l));
      visits *= closed ? iterations(l) : 1;
    }
    return visits;
  }

  Wide first_touches(const model::Tensor &tensor, std::size_t depth) const {
    Wide touches = volume(tensor, 0);
    for (std::size_t l = 0; l < depth; ++l)
      touches *= spatial(l) && !model::uses(tensor, variable(l)) ? iterations(l) : 1;
    return touches;
  }

  // V + sum over loops j of (iterations outside of j) * (n_j - 1) * (V - overlap after a step of j); no spatial loops
  Wide window_moves(const model::Tensor &tensor, std::size_t depth, bool keeps) const {
    const Wide whole = volume(tensor, depth);
    Wide moved = keeps ? whole : 0, steps = 1;
    for (std::size_t j = 0; j < depth; ++j) {
      Wide overlap = 1;
      for (const auto &rank : tensor.index) {
        Wide shift = 0;
        for (const model::Term &term : rank) {
          shift += variable(j) == term.variable ? static_cast<Wide>(sample_.nest.loops[j].tile) : 0;
          for (std::size_t i = j + 1; i < depth; ++i)
            shift -= variable(i) == term.variable ? sample_.nest.loops[i].tile * (iterations(i) - 1) : 0;
        }
        const Wide left = width(rank, depth) - (shift < 0 ? -shift : shift);
        overlap *= left > 0 ? left : 0;
      }
      moved += keeps ? steps * (iterations(j) - 1) * (whole - overlap) : 0;
      steps *= iterations(j);
    }
    return keeps ? moved : whole * steps;
  }

  const LargeCase &sample_;
};

}  // namespace forge::tests

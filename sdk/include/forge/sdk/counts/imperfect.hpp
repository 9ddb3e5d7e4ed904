// SPDX-License-Identifier: Apache-2.0
//
// The closed forms for nests whose tiles need not divide (imperfect factorization), under sliding windows too. How they
// come about stands in imperfect_count.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "forge/sdk/counts/chain.hpp"
#include "forge/sdk/counts/imperfect_count.hpp"
#include "forge/sdk/counts/perfect.hpp"

namespace forge::sdk::counts {

// As count_transfers, for any tiles. `busiest`: of the first place of each holder (no place has more to do) instead of
// the sum over all places.
Exactness count_transfers_imperfect(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                                    std::span<const std::uint64_t> sizes, std::span<const Holder> holders,
                                    bool compute_elides, bool busiest, std::span<Transfer> out);

// What moves between two holders that have the loops begin ... end - 1 between them.
struct Way {
  std::size_t begin = 0, end = 0;
  bool retain = true;           // the inner one keeps what consecutive tiles share
  bool elide = true;            // partial sums that were never written are not read
  std::size_t first_below = 0;  // of the spatial loops above this one only the first place is looked at
};

// Reads and updates of the outer holder (`fills` and `drains` stay 0), for any tiles.
Exactness count_way_imperfect(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                              std::span<const std::uint64_t> sizes, const Way &way, Transfer &out);

// What the outer holder and the inner one (at `end`) do for each other, for any tiles. `busiest`: of the first place of
// each instead of the sum over all places; `first_below` is not looked at.
Exactness count_pair_imperfect(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                               std::span<const std::uint64_t> sizes, const Way &way, bool busiest, Transfer &out);

// Has the first place of each holder the most to do? Not for sure where a rank variable is spread over places both
// above a holder and below it, and the sums that the latter merge leave them at different times.
bool first_place_is_busiest(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                            std::span<const Holder> holders);

// Elements of the largest tile below the first `depth` loops.
Exactness tile_volume_imperfect(const Shape &shape, std::span<const Loop> loops, std::size_t depth,
                                std::span<const std::uint64_t> sizes, std::uint64_t &volume);

// Points that are computed: those that overlapping iterations share count for each of them.
Product computes_imperfect(std::span<const Loop> loops, std::span<const std::uint64_t> sizes);

// Distinct times of the whole nest.
std::uint64_t steps_imperfect(std::span<const Loop> loops, std::span<const std::uint64_t> sizes);

// Places in space that ever work, told apart by the spatial loops for which `counted` holds (by number of the loop).
template <class Counted>
std::uint64_t places_imperfect(std::span<const Loop> loops, std::span<const std::uint64_t> sizes, Counted counted);

inline Exactness count_way_imperfect(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                                     std::span<const std::uint64_t> sizes, const Way &way, Transfer &out) {
  out = {};
  detail::ImperfectCount down(shape, tensor, loops, sizes, way.begin, way.end, &Loop::multicast, way.first_below);
  out.reads = way.retain ? down.moved_in().together : down.all_tiles().together;
  if (shape.output && way.elide)
    out.reads -= down.first_touches().together;
  bool exact = down.exact(), overflow = down.overflow();
  if (shape.output) {
    detail::ImperfectCount up(shape, tensor, loops, sizes, way.begin, way.end, &Loop::reduce, way.first_below);
    out.updates = up.all_tiles().together - (way.retain ? up.stays() : 0);
    exact = exact && up.exact();
    overflow = overflow || up.overflow();
  }
  return overflow ? Exactness::overflow : exact ? Exactness::exact : Exactness::unknown;
}

inline Exactness count_pair_imperfect(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                                      std::span<const std::uint64_t> sizes, const Way &way, bool busiest,
                                      Transfer &out) {
  // Fills and drains belong to the inner holder, reads and updates to the outer one.
  detail::ImperfectCount inner(shape, tensor, loops, sizes, way.begin, way.end, &Loop::multicast,
                               busiest ? way.end : 0);
  const std::uint64_t in = way.retain ? inner.moved_in().alone : inner.all_tiles().alone;
  const std::uint64_t fills = shape.output && way.elide ? in - inner.first_touches().alone : in;
  const Exactness served = count_way_imperfect(
      shape, tensor, loops, sizes, {way.begin, way.end, way.retain, way.elide, busiest ? way.begin : 0}, out);
  out.fills = fills;
  out.drains = shape.output ? in : 0;
  return worse(served, inner.overflow() ? Exactness::overflow : inner.exact() ? Exactness::exact : Exactness::unknown);
}

inline Exactness count_transfers_imperfect(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                                           std::span<const std::uint64_t> sizes, std::span<const Holder> holders,
                                           bool compute_elides, bool busiest, std::span<Transfer> out) {
  if (!shape.countable)
    return Exactness::unknown;
  Exactness exactness = Exactness::exact;
  for (std::size_t i = 0; i < holders.size(); ++i) {
    const bool compute = i + 1 == holders.size();
    const Way way{holders[i].depth, compute ? loops.size() : holders[i + 1].depth, !compute && holders[i + 1].retain,
                  holders[i].elide && (!compute || compute_elides)};
    exactness = worse(exactness, count_pair_imperfect(shape, tensor, loops, sizes, way, busiest, out[i]));
  }
  return exactness;
}

inline bool first_place_is_busiest(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                                   std::span<const Holder> holders) {
  if (!shape.output)
    return true;
  for (const Holder &holder : holders) {
    for (std::size_t below = holder.depth; below < loops.size(); ++below) {
      const Loop &merged = loops[below];
      if (!merged.spatial || (merged.reduce >> tensor & 1) == 0 || detail::contains(shape.relevant, merged.variable)) {
        continue;
      }
      for (std::size_t above = 0; above < holder.depth; ++above) {
        if (loops[above].spatial && loops[above].variable == merged.variable)
          return false;
      }
    }
  }
  return true;
}

inline Exactness tile_volume_imperfect(const Shape &shape, std::span<const Loop> loops, std::size_t depth,
                                       std::span<const std::uint64_t> sizes, std::uint64_t &volume) {
  if (!shape.countable || detail::leaves_gaps(shape, loops, depth))
    return Exactness::unknown;
  std::vector<std::uint64_t> extents(sizes.begin(), sizes.end());
  for (std::size_t i = 0; i < depth; ++i) {
    // The first iteration covers most.
    const std::uint64_t most = chain_loop(loops[i], i, Sharing::together).covers(0, true);
    extents[loops[i].variable] = std::min(extents[loops[i].variable], most);
  }
  Product product;
  for (const Dimension &dimension : shape.dimensions) {
    Intervals set{{0, 1}};
    for (const Coefficient &term : dimension) {
      if (!intervals::repeat(set, term.value, extents[term.variable]))
        return Exactness::unknown;
    }
    product *= intervals::size(set);
  }
  volume = product.total;
  return product.overflow ? Exactness::overflow : Exactness::exact;
}

inline Product computes_imperfect(std::span<const Loop> loops, std::span<const std::uint64_t> sizes) {
  Product points;
  for (std::uint32_t v = 0; v < sizes.size(); ++v) {
    std::vector<ChainLoop> loops_of_v;
    for (std::size_t i = 0; i < loops.size(); ++i) {
      if (loops[i].variable == v)
        loops_of_v.push_back(chain_loop(loops[i], i, Sharing::apart));
    }
    std::uint64_t points_of_v = 0;
    chain::contexts({{sizes[v], 0, 0, true}}, loops_of_v, 1, [&](const chain::Places &places, std::uint64_t times) {
      for (const ChainPlace &place : places)
        points_of_v += times * place.extent;
    });
    points *= points_of_v;
  }
  return points;
}

inline std::uint64_t steps_imperfect(std::span<const Loop> loops, std::span<const std::uint64_t> sizes) {
  Product steps;
  for (std::uint32_t v = 0; v < sizes.size(); ++v) {
    std::vector<ChainLoop> loops_of_v;
    for (std::size_t i = 0; i < loops.size(); ++i) {
      if (loops[i].variable == v)
        loops_of_v.push_back(chain_loop(loops[i], i, Sharing::first));
    }
    std::uint64_t times_of_v = 0;
    chain::contexts({{sizes[v], 0, 0, true}}, loops_of_v, 1,
                    [&](const chain::Places &, std::uint64_t times) { times_of_v += times; });
    steps *= times_of_v;
  }
  return steps.total;
}

template <class Counted>
std::uint64_t places_imperfect(std::span<const Loop> loops, std::span<const std::uint64_t> sizes, Counted counted) {
  Product places;
  for (std::uint32_t v = 0; v < sizes.size(); ++v) {
    std::vector<ChainLoop> loops_of_v;
    for (std::size_t i = 0; i < loops.size(); ++i) {
      if (loops[i].variable != v)
        continue;
      const Sharing sharing = loops[i].spatial && !counted(i) ? Sharing::first : Sharing::apart;
      loops_of_v.push_back(chain_loop(loops[i], i, sharing));
    }
    std::uint64_t working = 0;
    for (const auto &place : chain::inner_places(sizes[v], loops_of_v, true))
      working += place.need[0] <= sizes[v] ? 1 : 0;
    places *= working;
  }
  return places.total;
}

}  // namespace forge::sdk::counts

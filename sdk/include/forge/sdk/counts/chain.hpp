// SPDX-License-Identifier: Apache-2.0
//
// One rank variable through a nest whose tiles need not divide: which part of it a place works on at a time. Only the
// last iteration of a loop can be short, and the first one long (see Loop::lead), so iterations that look the same to
// every place are handled as one run.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "forge/sdk/counts/perfect.hpp"

namespace forge::sdk::counts {

// How places of a spatial loop are told apart by whoever serves them.
enum class Sharing {
  together,  // one group
  apart,     // each place is served separately
  first      // only the first place is looked at
};

// A loop over one rank variable; `at` is its number in the nest.
struct ChainLoop {
  std::size_t at = 0;
  bool spatial = false;
  std::uint64_t tile = 1;
  Sharing sharing = Sharing::together;
  std::uint64_t lead = 0;    // see Loop
  std::int64_t overlap = 0;  // see Loop
  // Results that are computed again are other elements each time: where this is not 0, elements are numbered anew for
  // each iteration, so far apart.
  std::uint64_t spacing = 0;

  // Where iteration i begins in an extent; `leads`: all leading loops outside are in their first iteration.
  std::uint64_t begin(std::uint64_t i, bool leads) const { return i == 0 ? 0 : i * tile + (leads ? lead : 0); }
  // The same in the numbering of elements.
  std::uint64_t offset(std::uint64_t i, bool leads) const { return spacing > 0 ? i * spacing : begin(i, leads); }
  std::uint64_t covers(std::uint64_t i, bool leads) const {
    return tile + static_cast<std::uint64_t>(overlap) + (i == 0 && leads ? lead : 0);
  }
  std::uint64_t again() const { return overlap > 0 ? static_cast<std::uint64_t>(overlap) : 0; }
  std::uint64_t iterations(std::uint64_t extent, bool leads) const {
    const std::uint64_t first = tile + again() + (leads ? lead : 0);
    return extent == 0 ? 0 : extent <= first ? 1 : 1 + (extent - first + tile - 1) / tile;
  }
  // Iterations that cover all that they can.
  std::uint64_t full(std::uint64_t extent, bool leads) const {
    const std::uint64_t first = covers(0, leads);
    return extent < first ? 0 : 1 + (extent - first) / tile;
  }
  std::uint64_t part(std::uint64_t extent, std::uint64_t i, bool leads) const {
    const std::uint64_t from = begin(i, leads);
    return i >= iterations(extent, leads) || extent <= from ? 0 : std::min(covers(i, leads), extent - from);
  }
  // The last iteration that covers at least `need` of an extent whose first one does; `later`: others than the first
  // one of a leading loop suffice, too.
  std::uint64_t last(std::uint64_t extent, std::uint64_t need, bool leads, bool later) const {
    const std::uint64_t n = iterations(extent, leads);
    if (n < 2 || need > covers(1, leads) || (leads && lead > 0 && !later))
      return 0;
    return part(extent, n - 1, leads) >= need ? n - 1 : n - 2;
  }
  bool leads_after(std::uint64_t i, bool leads) const { return leads && (i == 0 || lead == 0); }
};

inline ChainLoop chain_loop(const Loop &loop, std::size_t at, Sharing sharing) {
  return {at, loop.spatial, loop.tile, sharing, loop.lead, loop.overlap};
}

// Numbers the results of overlapping iterations apart; false where the numbers do not suffice.
inline bool space_out(std::vector<ChainLoop> &chain, std::uint64_t extent) {
  const auto overlaps = [](const ChainLoop &loop) { return loop.overlap > 0; };
  const auto innermost = std::find_if(chain.rbegin(), chain.rend(), overlaps);
  std::vector<std::uint64_t> extents;
  for (const ChainLoop &loop : chain) {
    extents.push_back(extent);
    extent = std::min(extent, loop.covers(0, true));
  }
  Product spacing;
  for (auto loop = innermost; loop != chain.rend(); ++loop) {
    const std::size_t at = static_cast<std::size_t>(chain.rend() - loop) - 1;
    if (loop == innermost)
      spacing *= loop->covers(0, true);
    loop->spacing = spacing.total;
    spacing *= loop->iterations(extents[at], true);
  }
  return !spacing.overflow;
}

// A place in space, as far as the loops passed so far tell: what is left of the variable there, and where it begins.
struct ChainPlace {
  std::uint64_t extent = 0;  // 0: nothing to do at this time
  std::uint64_t offset = 0;  // of spatial loops; temporal ones move all places alike
  std::uint64_t group = 0;   // places with equal groups are served together
  bool leads = true;         // all leading loops passed so far are in their first iteration
};

// What a place holds of the variable: offset ... offset + extent - 1.
struct Range {
  std::uint64_t offset = 0, extent = 0;
};

namespace chain {

using Places = std::vector<ChainPlace>;

inline std::uint64_t most(const Places &places) {
  std::uint64_t extent = 0;
  for (const ChainPlace &place : places)
    extent = std::max(extent, place.extent);
  return extent;
}

// The most iterations that the loop makes at any place.
inline std::uint64_t iterations(const Places &places, const ChainLoop &loop) {
  std::uint64_t n = 0;
  for (const ChainPlace &place : places)
    n = std::max(n, loop.iterations(place.extent, place.leads));
  return n;
}

// Every place becomes one for each iteration of a spatial loop, idle ones included while any works.
inline Places spread(const Places &places, const ChainLoop &loop) {
  const std::uint64_t n = iterations(places, loop);
  Places result;
  for (const ChainPlace &place : places) {
    for (std::uint64_t i = 0; i < (loop.sharing == Sharing::first ? std::min<std::uint64_t>(n, 1) : n); ++i) {
      result.push_back({loop.part(place.extent, i, place.leads), place.offset + loop.offset(i, place.leads),
                        loop.sharing == Sharing::apart ? place.group * n + i
                                                       : place.group * (loop.sharing == Sharing::together ? 1 : n),
                        loop.leads_after(i, place.leads)});
    }
  }
  return result;
}

inline Places step(const Places &places, const ChainLoop &loop, std::uint64_t iteration) {
  Places result = places;
  for (ChainPlace &place : result) {
    place.extent = loop.part(place.extent, iteration, place.leads);
    place.leads = loop.leads_after(iteration, place.leads);
  }
  return result;
}

// Runs of iterations of a temporal loop that look the same to every place: (first iteration, how many).
inline std::vector<std::pair<std::uint64_t, std::uint64_t>> runs(const Places &places, const ChainLoop &loop) {
  const std::uint64_t n = iterations(places, loop);
  std::vector<std::uint64_t> cuts{0, n};
  if (loop.lead > 0 && n > 1)
    cuts.push_back(1);
  for (const ChainPlace &place : places) {
    for (const std::uint64_t cut : {loop.full(place.extent, place.leads), loop.iterations(place.extent, place.leads)}) {
      if (cut < n)
        cuts.push_back(cut);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<std::pair<std::uint64_t, std::uint64_t>> result;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
    result.emplace_back(cuts[i], cuts[i + 1] - cuts[i]);
  return result;
}

// Calls visit(places, times) for each different situation below `loops`: `times` iterations of the temporal loops.
template <class Visit>
void contexts(const Places &places, std::span<const ChainLoop> loops, std::uint64_t times, Visit &&visit) {
  if (loops.empty()) {
    visit(places, times);
    return;
  }
  const ChainLoop &loop = loops[0];
  if (loop.spatial) {
    contexts(spread(places, loop), loops.subspan(1), times, visit);
    return;
  }
  for (const auto &[first, count] : runs(places, loop)) {
    contexts(step(places, loop, first), loops.subspan(1), times * count, visit);
  }
}

// A place below all loops: how much of the variable the inner loops must leave for it to have work, its position in
// the spatial loops among them, and its group.
struct InnerPlace {
  std::vector<std::uint64_t> index;  // by loop; temporal: 0
  std::vector<std::uint64_t> need;   // by loop: the extent that it needs there and below; one more at the end
  std::vector<bool> later;           // by loop: works in others than its first iteration, as far as inner loops tell
  std::uint64_t group = 0;
};

// All places that the spatial loops among `loops` make out of an extent. Loops with a lead on both sides of a spatial
// one with a lead are not provided for.
inline std::vector<InnerPlace> inner_places(std::uint64_t extent, std::span<const ChainLoop> loops, bool leads) {
  struct Growing {
    InnerPlace place;
    std::uint64_t left;
    bool leads;
  };
  std::vector<Growing> growing{{InnerPlace{}, extent, leads}};
  for (const ChainLoop &loop : loops) {
    std::uint64_t n = 1;
    for (const Growing &each : growing)
      n = std::max(n, loop.spatial ? loop.iterations(each.left, each.leads) : 1);
    const std::uint64_t taken = loop.sharing == Sharing::first ? std::min<std::uint64_t>(n, 1) : n;
    std::vector<Growing> next;
    for (const Growing &each : growing) {
      for (std::uint64_t i = 0; i < taken; ++i) {
        Growing &place = next.emplace_back(each);
        place.place.index.push_back(i);
        if (loop.spatial) {
          place.place.group = loop.sharing == Sharing::apart
                                  ? each.place.group * n + i
                                  : each.place.group * (loop.sharing == Sharing::together ? 1 : n);
        }
        place.left = std::min(each.left, loop.covers(i, each.leads));
        place.leads = loop.leads_after(i, each.leads);
      }
    }
    growing = std::move(next);
  }
  // A place that needs more than a tile can hold never works.
  std::vector<InnerPlace> result;
  for (Growing &each : growing) {
    InnerPlace &place = each.place;
    std::vector<bool> leading{leads};  // before each loop
    for (std::size_t l = 0; l < loops.size(); ++l)
      leading.push_back(loops[l].leads_after(place.index[l], leading[l]));
    bool works = true, later = true;
    place.later.assign(loops.size(), true);
    place.need.assign(loops.size() + 1, 1);
    for (std::size_t l = loops.size(); l-- > 0;) {
      const std::uint64_t i = place.index[l];
      // An iteration that begins with what the one before covered too must go beyond that.
      const std::uint64_t least = i > 0 ? std::max(place.need[l + 1], loops[l].again() + 1) : place.need[l + 1];
      place.later[l] = later;
      later = later && place.need[l + 1] <= loops[l].covers(i, false);
      works = works && place.need[l + 1] <= loops[l].covers(i, leading[l]);
      place.need[l] = least + loops[l].begin(i, leading[l]);
    }
    if (works)
      result.push_back(std::move(place));
  }
  return result;
}

// The first and the last tile of a place over the temporal loops among `loops`. Call only where extent >= need[0].
inline Range first_tile(std::uint64_t extent, bool leads, std::span<const ChainLoop> loops, const InnerPlace &place) {
  Range range{0, extent};
  for (std::size_t l = 0; l < loops.size(); ++l) {
    const std::uint64_t i = place.index[l];
    range.offset += loops[l].offset(i, leads);
    range.extent = loops[l].part(range.extent, i, leads);
    leads = loops[l].leads_after(i, leads);
  }
  return range;
}
inline Range last_tile(std::uint64_t extent, bool leads, std::span<const ChainLoop> loops, const InnerPlace &place) {
  Range range{0, extent};
  for (std::size_t l = 0; l < loops.size(); ++l) {
    const std::uint64_t i =
        loops[l].spatial ? place.index[l] : loops[l].last(range.extent, place.need[l + 1], leads, place.later[l]);
    range.offset += loops[l].offset(i, leads);
    range.extent = loops[l].part(range.extent, i, leads);
    leads = loops[l].leads_after(i, leads);
  }
  return range;
}

// When a place works for the last time: the iterations of the temporal loops.
inline std::vector<std::uint64_t> last_time(std::uint64_t extent, bool leads, std::span<const ChainLoop> loops,
                                            const InnerPlace &place) {
  std::vector<std::uint64_t> time;
  for (std::size_t l = 0; l < loops.size(); ++l) {
    const std::uint64_t i =
        loops[l].spatial ? place.index[l] : loops[l].last(extent, place.need[l + 1], leads, place.later[l]);
    if (!loops[l].spatial)
      time.push_back(i);
    extent = loops[l].part(extent, i, leads);
    leads = loops[l].leads_after(i, leads);
  }
  return time;
}

}  // namespace chain

}  // namespace forge::sdk::counts

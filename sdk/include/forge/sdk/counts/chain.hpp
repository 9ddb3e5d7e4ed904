// SPDX-License-Identifier: Apache-2.0
//
// One rank variable through a nest whose tiles need not divide: which part of it a place works on at a time. Only the
// last iteration of a loop can be short, so iterations that look the same to every place are handled as one run.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

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
};

// A place in space, as far as the loops passed so far tell: what is left of the variable there, and where it begins.
struct ChainPlace {
  std::uint64_t extent = 0;  // 0: nothing to do at this time
  std::uint64_t offset = 0;  // of spatial loops; temporal ones move all places alike
  std::uint64_t group = 0;   // places with equal groups are served together
};

// What a place holds of the variable: offset ... offset + extent - 1.
struct Range {
  std::uint64_t offset = 0, extent = 0;
};

namespace chain {

using Places = std::vector<ChainPlace>;

inline std::uint64_t part(std::uint64_t extent, std::uint64_t tile, std::uint64_t iteration) {
  const std::uint64_t begin = tile * iteration;
  return extent <= begin ? 0 : std::min(tile, extent - begin);
}

inline std::uint64_t most(const Places &places) {
  std::uint64_t extent = 0;
  for (const ChainPlace &place : places)
    extent = std::max(extent, place.extent);
  return extent;
}

// Every place becomes one for each iteration of a spatial loop, idle ones included while any works.
inline Places spread(const Places &places, const ChainLoop &loop) {
  const std::uint64_t n = (most(places) + loop.tile - 1) / loop.tile;
  Places result;
  for (const ChainPlace &place : places) {
    for (std::uint64_t i = 0; i < (loop.sharing == Sharing::first ? std::min<std::uint64_t>(n, 1) : n); ++i) {
      result.push_back({part(place.extent, loop.tile, i), place.offset + i * loop.tile,
                        loop.sharing == Sharing::apart ? place.group * n + i
                                                       : place.group * (loop.sharing == Sharing::together ? 1 : n)});
    }
  }
  return result;
}

inline Places step(const Places &places, std::uint64_t tile, std::uint64_t iteration) {
  Places result = places;
  for (ChainPlace &place : result)
    place.extent = part(place.extent, tile, iteration);
  return result;
}

// Runs of iterations of a temporal loop that look the same to every place: (first iteration, how many).
inline std::vector<std::pair<std::uint64_t, std::uint64_t>> runs(const Places &places, std::uint64_t tile) {
  const std::uint64_t n = (most(places) + tile - 1) / tile;
  std::vector<std::uint64_t> cuts{0, n};
  for (const ChainPlace &place : places) {
    const std::uint64_t full = place.extent / tile;
    for (const std::uint64_t cut : {full, full + (place.extent % tile != 0 ? 1U : 0U)}) {
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
  for (const auto &[first, count] : runs(places, loop.tile)) {
    contexts(step(places, loop.tile, first), loops.subspan(1), times * count, visit);
  }
}

// A place below all loops: how much of the variable the inner loops must leave for it to have work, its position in
// the spatial loops among them, and its group.
struct InnerPlace {
  std::vector<std::uint64_t> index;  // by loop; temporal: 0
  std::vector<std::uint64_t> need;   // by loop: the extent that it needs there and below; one more at the end
  std::uint64_t group = 0;
};

// All places that the spatial loops among `loops` make out of an extent.
inline std::vector<InnerPlace> inner_places(std::uint64_t extent, std::span<const ChainLoop> loops) {
  std::vector<InnerPlace> result{InnerPlace{}};
  std::uint64_t left = extent;
  for (const ChainLoop &loop : loops) {
    const std::uint64_t n = loop.spatial ? (left + loop.tile - 1) / loop.tile : 1;
    const std::uint64_t taken = loop.sharing == Sharing::first ? std::min<std::uint64_t>(n, 1) : n;
    std::vector<InnerPlace> next;
    for (const InnerPlace &place : result) {
      for (std::uint64_t i = 0; i < taken; ++i) {
        next.push_back(place);
        next.back().index.push_back(i);
        if (loop.spatial) {
          next.back().group = loop.sharing == Sharing::apart
                                  ? place.group * n + i
                                  : place.group * (loop.sharing == Sharing::together ? 1 : n);
        }
      }
    }
    result = std::move(next);
    left = std::min(left, loop.tile);
  }
  // A place that needs more than a tile can hold never works.
  const auto idle = [&](InnerPlace &place) {
    bool works = true;
    place.need.assign(loops.size() + 1, 1);
    for (std::size_t l = loops.size(); l-- > 0;) {
      works = works && place.need[l + 1] <= loops[l].tile;
      place.need[l] = place.need[l + 1] + (loops[l].spatial ? place.index[l] * loops[l].tile : 0);
    }
    return !works;
  };
  result.erase(std::remove_if(result.begin(), result.end(), idle), result.end());
  return result;
}

// The first and the last tile of a place over the temporal loops among `loops`. Call only where extent >= need[0].
inline Range first_tile(std::uint64_t extent, std::span<const ChainLoop> loops, const InnerPlace &place) {
  Range range{0, extent};
  for (std::size_t l = 0; l < loops.size(); ++l) {
    const std::uint64_t i = loops[l].spatial ? place.index[l] : 0;
    range.offset += i * loops[l].tile;
    range.extent = part(range.extent, loops[l].tile, i);
  }
  return range;
}
inline Range last_tile(std::uint64_t extent, std::span<const ChainLoop> loops, const InnerPlace &place) {
  Range range{0, extent};
  for (std::size_t l = 0; l < loops.size(); ++l) {
    const std::uint64_t tile = loops[l].tile;
    std::uint64_t i = loops[l].spatial ? place.index[l] : (range.extent - place.need[l + 1]) / tile;
    range.offset += i * tile;
    range.extent = part(range.extent, tile, i);
  }
  return range;
}

// When a place works for the last time: the iterations of the temporal loops.
inline std::vector<std::uint64_t> last_time(std::uint64_t extent, std::span<const ChainLoop> loops,
                                            const InnerPlace &place) {
  std::vector<std::uint64_t> time;
  for (std::size_t l = 0; l < loops.size(); ++l) {
    const std::uint64_t i = loops[l].spatial ? place.index[l] : (extent - place.need[l + 1]) / loops[l].tile;
    if (!loops[l].spatial)
      time.push_back(i);
    extent = part(extent, loops[l].tile, i);
  }
  return time;
}

}  // namespace chain

}  // namespace forge::sdk::counts

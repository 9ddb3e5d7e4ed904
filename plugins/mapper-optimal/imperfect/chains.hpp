// SPDX-License-Identifier: Apache-2.0
//
// The loops over one rank variable, from the outside up to some loop, reduced to what the loops inside of it can tell:
// into parts of which extents they cut the variable. Chains that cut it alike are one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace forge::plugins::optimal::imperfect {

using ChainId = std::uint32_t;

// Of a loop over an extent; the last one may be shorter.
inline std::uint64_t iterations(std::uint64_t extent, std::uint64_t tile) {
  return (extent + tile - 1) / tile;
}

class Chains {
 public:
  // Parts of one extent each, and how many of them there are.
  using Parts = std::vector<std::pair<std::uint64_t, double>>;

  struct Chain {
    std::uint64_t tile = 0;            // the largest extent
    std::vector<std::size_t> spreads;  // nodes of its spatial loops, outermost first
    // Parts where of the innermost k spatial loops only the first place is looked at: [k]. At first those of all places.
    std::vector<Parts> parts;
    std::vector<double> n_parts;  // how many they are
    // [k]: how much of the variable there is where of all but the innermost k spatial loops only the first place is
    // looked at.
    std::vector<double> covers;
    double places = 1;    // that ever work, if there is one spatial loop at most
    bool is_even = true;  // places work at the same times

    double n_first() const { return n_parts.back(); }
  };

  // Share of the variable that lies in larger parts.
  static double share_above(const Parts &parts, std::uint64_t tile);

  // Does a loop that leaves this tile bring only one of full size, and a smaller one, to some part?
  static bool leaves_some(const Parts &parts, std::uint64_t tile) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const auto &part) { return part.first / tile == 1 && part.first != tile; });
  }

  // Share of it that lies in places which all parts have, where a loop over places leaves this tile.
  static double share_of_busy_places(const Parts &parts, std::uint64_t tile);

  explicit Chains(std::span<const std::uint64_t> sizes);

  // The whole rank variable.
  static ChainId whole(std::size_t variable) { return static_cast<ChainId>(variable); }
  // With one more loop inside, temporal or over places of a node.
  ChainId loop(ChainId outer, std::uint64_t tile) { return inside(outer, tile, temporal); }
  ChainId spread(ChainId outer, std::uint64_t tile, std::size_t node) {
    return inside(outer, tile, static_cast<std::uint32_t>(node));
  }
  const Chain &operator[](ChainId id) const { return chains_[id]; }

 private:
  static constexpr std::uint32_t temporal = UINT32_MAX;
  ChainId inside(ChainId outer, std::uint64_t tile, std::uint32_t node);

  std::vector<Chain> chains_;
  std::vector<std::uint32_t> variable_;  // by chain
  std::map<std::tuple<ChainId, std::uint64_t, std::uint32_t>, ChainId> inside_;
  std::map<std::pair<std::uint32_t, Parts>, ChainId> without_places_;
};

}  // namespace forge::plugins::optimal::imperfect

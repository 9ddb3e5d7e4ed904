// SPDX-License-Identifier: Apache-2.0
//
// Loops and spreads cut an Einsum into boxes, the last ones of which may be smaller: what may become of one box.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "charges.hpp"
#include "imperfect/chains.hpp"
#include "imperfect/tiles.hpp"

namespace forge::plugins::optimal::imperfect {

class Boxes {
 public:
  // What a loop may make of one extent.
  struct Cut {
    static constexpr std::uint32_t none = UINT32_MAX;
    double times;        // full tiles
    double reached;      // by the last, smaller one, as a share of the tile
    std::uint32_t tile;  // position of its extent
    std::uint32_t left;  // that of the smaller one, or none
    bool has_left() const { return left != none; }
  };

  Boxes(const Charges &charges, const Tiles &tiles);

  // Of the extent at this position.
  const std::vector<Cut> &cuts(std::size_t variable, std::size_t position) const { return cuts_[variable][position]; }

  // All boxes that the first place of a fan-out may have, or only the smallest for so many places. Boxes may be smaller
  // than the tile whose spread they take part in, so constraints that ask for more places do not bind them.
  enum class Spreads { all, smallest };
  template <class Use> void for_spreads(std::size_t node, Tile box, Spreads which, const Use &use) const {
    choose(node, box, which, use, 0, 1, box);
  }

 private:
  template <class Use>
  void choose(std::size_t node, Tile box, Spreads which, const Use &use, std::size_t variable, std::uint64_t places,
              Tile inner) const;

  const Charges &charges_;
  const Tiles &tiles_;
  std::vector<std::vector<std::vector<Cut>>> cuts_;  // [rank variable][position]
};

template <class Use>
void Boxes::choose(std::size_t node, Tile box, Spreads which, const Use &use, std::size_t variable,
                   std::uint64_t places, Tile inner) const {
  if (variable == tiles_.n_variables()) {
    use(inner);
    return;
  }
  choose(node, box, which, use, variable + 1, places, inner);
  if (charges_.problem().node_kind[node] != FORGE_FANOUT || !charges_.may_spread(node, variable))
    return;
  const std::size_t position = tiles_.position(box, variable);
  const auto &extents = tiles_.extents_of(variable);
  for (std::size_t down = 1; down <= position; ++down) {
    const std::uint64_t factor = iterations(extents[position], extents[position - down]);
    if (places * factor > charges_.problem().fanout_size[node])
      return;
    const bool is_smallest = down == position || iterations(extents[position], extents[position - down - 1]) != factor;
    if (which == Spreads::all || is_smallest)
      choose(node, box, which, use, variable + 1, places * factor,
             inner - static_cast<Tile>(down) * tiles_.stride(variable));
  }
}

}  // namespace forge::plugins::optimal::imperfect

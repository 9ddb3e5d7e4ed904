// SPDX-License-Identifier: Apache-2.0
#include "imperfect/boxes.hpp"

namespace forge::plugins::optimal::imperfect {

Boxes::Boxes(const Charges &charges, const Tiles &tiles) : charges_(charges), tiles_(tiles) {
  for (std::size_t v = 0; v < tiles.n_variables(); ++v) {
    const auto &extents = tiles.extents_of(v);
    auto &cuts = cuts_.emplace_back(extents.size());
    for (std::size_t position = 0; position < extents.size(); ++position) {
      for (std::size_t tile = 0; tile < position; ++tile) {
        const std::uint64_t left = extents[position] % extents[tile];
        cuts[position].push_back({static_cast<double>(extents[position] / extents[tile]),
                                  static_cast<double>(left) / static_cast<double>(extents[tile]),
                                  static_cast<std::uint32_t>(tile), left > 0 ? tiles.position_of(left, v) : Cut::none});
      }
    }
  }
}

}  // namespace forge::plugins::optimal::imperfect

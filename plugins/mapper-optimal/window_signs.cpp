// SPDX-License-Identifier: Apache-2.0
//
// When two partial nests of a window are alike: all that is to come changes what they cost by the same.
#include "windows.hpp"

namespace forge::plugins::optimal {

namespace {

std::uint64_t mix(std::uint64_t seed, std::uint64_t value) {
  seed ^= value + 0x9e3779b97f4a7c15u + (seed << 6) + (seed >> 2);
  seed *= 0xff51afd7ed558ccdu;
  return seed ^ seed >> 32;
}

// How far one iteration of a loop moves a tile.
std::uint64_t step_of(const counts::Dimension &dimension, const counts::Loop &loop) {
  for (const counts::Coefficient &term : dimension) {
    if (term.variable == loop.variable)
      return term.value * loop.tile;
  }
  return 0;
}

}  // namespace

// Everything but the tile that decides by how much the cost of a window changes from here on.
void Windows::sign(std::size_t tensor, const Stage &after) {
  std::uint64_t signature = 0;
  const std::size_t first = after.next[tensor] >= 0 ? 1 : 0;  // pair that ends at the outermost holder so far
  for (std::size_t h = 0; h < held_.size() && !counted_.closed; ++h) {
    signature = mix(signature, sign_holder(tensor, held_[h]));
    if (h + first == 0)
      continue;
    const std::size_t pair = h + first - 1, begin = holders_[pair].depth;
    signature = mix(signature, sign_sends(tensor, begin, held_[h].depth));
    for (const Crossed &crossed : crossed_) {
      if (crossed.pair != pair)
        continue;
      signature = mix(mix(signature, crossed.node), static_cast<std::uint64_t>(places_above(crossed.depth)));
      signature = mix(signature, sign_sends(tensor, crossed.depth, held_[h].depth));
    }
  }
  // Fan-outs to come share what all loops so far make the next holder serve.
  if (has(after.fanout_ahead, tensor)) {
    const Held *const inner = held_.empty() ? nullptr : held_.data();
    signature = mix(signature, inner != nullptr ? sign_tile(tensor, inner->tile) : 1);
    signature = mix(signature, sign_sends(tensor, 0, inner != nullptr ? inner->depth : loops_.size()));
    signature = mix(signature, sign_overlaps(tensor, inner));
  }
  counted_.signature = signature;
}

std::uint64_t Windows::sign_tile(std::size_t tensor, Tile tile) const {
  std::uint64_t signature = 5;
  for (const counts::Dimension &dimension : instance_.shape(tensor).dimensions) {
    for (const counts::Coefficient &term : dimension)
      signature = mix(signature, instance_.lattice().extents(tile)[term.variable]);
  }
  return signature;
}

// A holder's tile, how far it has moved, and in how many places.
std::uint64_t Windows::sign_holder(std::size_t tensor, const Held &holder) const {
  std::uint64_t signature = mix(sign_tile(tensor, holder.tile), holder.node);
  for (const counts::Dimension &dimension : instance_.shape(tensor).dimensions) {
    std::uint64_t moved = 0;
    for (std::size_t i = 0; i < holder.depth; ++i)
      moved += loops_[i].spatial ? 0 : step_of(dimension, loops_[i]) * (loops_[i].iterations - 1);
    signature = mix(signature, moved);
  }
  return mix(signature, static_cast<std::uint64_t>(places_above(holder.depth)));
}

// The places that loops share from `begin` on, and how many times they are served apart.
std::uint64_t Windows::sign_sends(std::size_t tensor, std::size_t begin, std::size_t end) const {
  std::uint64_t apart = 1, together = 0;
  for (std::size_t i = 0; i < end; ++i) {
    const counts::Loop &loop = loops_[i];
    if (!loop.spatial)
      continue;
    if (i < begin || !has(loop.multicast, tensor)) {
      apart *= loop.iterations;
    } else if (instance_.is_relevant(tensor, loop.variable)) {  // in any order
      together += mix(mix(mix(3, loop.variable), loop.tile), loop.iterations);
    }
  }
  return mix(apart, together);
}

// How often a tile has moved by how much less than its width. Places that share it save the same of each move that finds no
// overlap, however many these are.
std::uint64_t Windows::sign_overlaps(std::size_t tensor, const Held *inner) {
  if (inner == nullptr || !instance_.retains())
    return 0;
  std::uint64_t outer = 1;
  for (std::size_t i = 0; i < inner->depth; ++i)
    outer *= loops_[i].spatial ? 1 : loops_[i].iterations;
  const auto &dimensions = instance_.shape(tensor).dimensions;
  const auto extents = instance_.lattice().extents(inner->tile);
  wrapped_.assign(dimensions.size(), 0);
  std::uint64_t overlaps = 0;
  for (std::size_t i = inner->depth; i-- > 0;) {
    const counts::Loop &loop = loops_[i];
    if (loop.spatial)
      continue;
    outer /= loop.iterations;
    std::uint64_t shifts = 2;
    bool moved = false, overlapping = true;
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
      const std::uint64_t step = step_of(dimensions[d], loop);
      std::uint64_t width = 1;
      for (const counts::Coefficient &term : dimensions[d])
        width += term.value * (extents[term.variable] - 1);
      const std::uint64_t shift = step > wrapped_[d] ? step - wrapped_[d] : wrapped_[d] - step;
      wrapped_[d] += step * (loop.iterations - 1);
      shifts = mix(shifts, shift);
      moved = moved || shift != 0;
      overlapping = overlapping && shift < width;
    }
    overlaps += moved && overlapping ? outer * (loop.iterations - 1) * shifts : 0;
  }
  return overlaps;
}

}  // namespace forge::plugins::optimal

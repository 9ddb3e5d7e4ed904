// SPDX-License-Identifier: Apache-2.0
//
// What consecutive iterations of a shared loop need in common: is it still held?
#include "model/fusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace forge::model {

std::optional<bool> Completion::keeps_halo(std::size_t producer, std::size_t n, std::size_t keep, std::size_t rank,
                                           std::size_t consumer) {
  const auto &nest = leaf(producer).nest;
  if (keep < n) {
    if (nest[n].kind == NestKind::spread && continues_inside(producer, n, consumer)) {
      complain(nest[n].position, fmt::format("the places of this loop make parts of {} that their neighbours need "
                                             "earlier",
                                             result_of(producer).name))
          .note("keep it below this loop, or move the inner loop over the same rank variable into the branches");
      return std::nullopt;
    }
    return true;
  }
  if (nest[n].kind == NestKind::spread || !nest[keep].retain)
    return false;
  // The loops between start over when this one advances.
  bool continues = false;  // one of them is over the same rank variable
  const Mapping &reader = leaf(consumer);
  const std::size_t tensor = *tensor_called(consumer, result_of(producer).name);
  const NestNode &moving = reader.nest[*find_shared(reader, *nest[n].shared)];
  for (std::size_t inner = n + 1; inner < keep; ++inner) {
    const auto at = is_loop(nest[inner]) ? find_shared(reader, *nest[inner].shared) : std::nullopt;
    if (!at)
      continue;
    if (nest[inner].kind == NestKind::spread) {
      if (reader.nest[*at].variable != moving.variable)
        continue;
      // Each place moves on by the whole step, over its own part only.
      if (continues) {
        complain_of_halo(n, producer);
        return std::nullopt;
      }
      const Motion part = motion(consumer, tensor, rank, reader.nest[*at]);
      if (motion(consumer, tensor, rank, moving).step >= part.step + part.overlap)
        return false;
      complain_of_halo(n, producer);
      return std::nullopt;
    }
    const auto [fewest, most] = iterations_of(consumer, *at);
    if (most == 1)
      continue;
    const NestNode &loop = reader.nest[*at];
    for (std::size_t r = 0; r < einsum(consumer).tensors[tensor].index.size(); ++r) {
      const Motion moved = motion(consumer, tensor, r, loop);
      if (moved.step == 0)
        continue;
      if (r == rank && loop.variable == moving.variable) {
        continues = true;
        if (moving.overlap <= 0)
          continue;  // it goes on where the inner loop has ended
        complain_of_halo(n, producer);
        return std::nullopt;
      }
      const std::int64_t width = moved.step + moved.overlap;
      if (static_cast<std::int64_t>(fewest - 1) * moved.step >= width && !idles_some(consumer, *at, keep))
        return false;
      complain_of_halo(n, producer);
      return std::nullopt;
    }
  }
  return true;
}

Completion::Parts Completion::parts(const NestNode &loop, std::uint64_t extent) {
  const auto again = static_cast<std::uint64_t>(std::max<std::int64_t>(loop.overlap, 0));
  const std::uint64_t first = loop.tile + loop.lead + again;
  if (extent <= first)
    return {1, {extent}};
  const std::uint64_t others = (extent - first + loop.tile - 1) / loop.tile;
  const std::uint64_t last = extent - (loop.lead + others * loop.tile);
  return {1 + others, {first, others > 1 ? loop.tile + again : last, last}};
}

bool Completion::continues_inside(std::size_t producer, std::size_t n, std::size_t consumer) const {
  const auto &nest = leaf(producer).nest;
  const Mapping &reader = leaf(consumer);
  const std::size_t variable = reader.nest[*find_shared(reader, *nest[n].shared)].variable;
  return std::any_of(nest.begin() + static_cast<std::ptrdiff_t>(n) + 1, nest.end(), [&](const NestNode &inner) {
    const auto at = inner.kind == NestKind::loop && inner.shared ? find_shared(reader, *inner.shared) : std::nullopt;
    return at && reader.nest[*at].variable == variable;
  });
}

void Completion::complain_of_halo(std::size_t n, std::size_t producer) {
  complain(leaf(producer).nest[n].position,
           fmt::format("when this loop advances, part of the halo of {} is still held and part is not",
                       result_of(producer).name))
      .note("smaller tiles in the loops below, or retain = false, make it clear");
}

bool Completion::idles_some(std::size_t i, std::size_t n, std::size_t keep) const {
  const auto &nest = leaf(i).nest;
  bool is_spread = false;
  for (std::size_t inner = n + 1; inner < std::min(keep, nest.size()); ++inner)
    is_spread = is_spread || (nest[inner].kind == NestKind::spread && nest[inner].variable == nest[n].variable);
  const auto covered = parts(nest[n], extents_below(i, n)[nest[n].variable]).covered;
  return is_spread && covered.front() != covered.back();
}

std::pair<std::uint64_t, std::uint64_t> Completion::iterations_of(std::size_t i, std::size_t n) const {
  const auto &nest = leaf(i).nest;
  std::set<std::uint64_t> extents{einsum(i).variables[nest[n].variable].size};
  for (std::size_t outer = 0; outer < n; ++outer) {
    if (!is_loop(nest[outer]) || nest[outer].variable != nest[n].variable)
      continue;
    std::set<std::uint64_t> inside;
    for (const std::uint64_t extent : extents) {
      const auto covered = parts(nest[outer], extent).covered;
      inside.insert(covered.begin(), covered.end());
    }
    extents = std::move(inside);
  }
  std::uint64_t fewest = ~std::uint64_t{0}, most = 1;
  for (const std::uint64_t extent : extents) {
    const std::uint64_t iterations = parts(nest[n], extent).iterations;
    fewest = std::min(fewest, iterations);
    most = std::max(most, iterations);
  }
  return {fewest, most};
}

}  // namespace forge::model

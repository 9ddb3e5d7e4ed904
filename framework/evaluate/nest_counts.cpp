// SPDX-License-Identifier: Apache-2.0
#include "evaluate/nest_counts.hpp"

#include <array>

namespace forge::evaluate {

using counts::Exactness;

std::vector<std::uint64_t> sizes_of(const model::Einsum& einsum) {
  std::vector<std::uint64_t> sizes;
  for (const auto& variable : einsum.variables) sizes.push_back(variable.size);
  return sizes;
}

std::vector<counts::Shape> make_shapes(const model::Einsum& einsum) {
  const std::vector<std::uint64_t> sizes = sizes_of(einsum);
  std::vector<counts::Shape> shapes;
  for (const model::Tensor& tensor : einsum.tensors) {
    std::vector<std::vector<counts::Coefficient>> index;
    for (const auto& rank : tensor.index) {
      auto& terms = index.emplace_back();
      for (const model::Term& term : rank) {
        terms.push_back({static_cast<std::uint32_t>(term.variable), static_cast<std::uint64_t>(term.coefficient)});
      }
    }
    shapes.push_back(counts::make_shape(index, sizes, tensor.output));
  }
  return shapes;
}

namespace {

Exactness worse(Exactness a, Exactness b) { return a == Exactness::exact ? b : a; }

// Steps and places: products of the iterations.
Exactness count_loops(const FlatNest& nest, NestCounts& result) {
  counts::Product steps, places;
  for (const counts::Loop& loop : nest.loops) (loop.spatial ? places : steps) *= loop.iterations;
  result.steps = steps.total;
  result.places = places.total;
  return steps.overflow || places.overflow ? Exactness::overflow : Exactness::exact;
}

Exactness count_tensor(const counts::Shape& shape, unsigned tensor, std::span<const std::uint64_t> sizes,
                       const FlatNest& nest, bool compute_elides, counts::Scratch& scratch,
                       std::vector<Counts>& result) {
  constexpr std::size_t max_holders = 64;
  const auto& chain = nest.holders[tensor];
  if (chain.size() > max_holders) return Exactness::unknown;
  std::array<counts::Holder, max_holders> holders;
  std::array<counts::Transfer, max_holders> transfers;
  for (std::size_t i = 0; i < chain.size(); ++i) holders[i] = chain[i].holder;
  Exactness exactness =
      counts::count_transfers(shape, tensor, nest.loops, sizes, std::span(holders.data(), chain.size()),
                              compute_elides, std::span(transfers.data(), chain.size()), scratch);
  result.assign(chain.size(), Counts{});
  for (std::size_t i = 0; i < chain.size(); ++i) {
    result[i].reads = transfers[i].reads;
    result[i].updates = transfers[i].updates;
    if (i + 1 < chain.size()) {
      result[i + 1].fills = transfers[i].fills;
      result[i + 1].drains = transfers[i].drains;
    }
    exactness = worse(
        exactness, counts::tile_volume(shape, nest.loops, holders[i].depth, sizes, scratch, result[i].tile));
  }
  return exactness;
}

}  // namespace

Exactness count_by_closed_forms(const std::vector<counts::Shape>& shapes, std::span<const std::uint64_t> sizes,
                                const FlatNest& nest, bool compute_elides, counts::Scratch& scratch,
                                NestCounts& result) {
  if (!nest.perfect) return Exactness::unknown;
  Exactness exactness = count_loops(nest, result);
  result.tensors.resize(shapes.size());
  result.by_place.clear();
  for (std::size_t t = 0; t < shapes.size() && exactness == Exactness::exact; ++t) {
    exactness = count_tensor(shapes[t], static_cast<unsigned>(t), sizes, nest, compute_elides, scratch,
                             result.tensors[t]);
  }
  return exactness;
}

}  // namespace forge::evaluate

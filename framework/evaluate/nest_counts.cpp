// SPDX-License-Identifier: Apache-2.0
#include "evaluate/nest_counts.hpp"

#include <fmt/format.h>
#include <forge/sdk/counts.hpp>

#include <array>
#include <numeric>

namespace forge::evaluate {

using counts::Exactness;

std::vector<std::uint64_t> sizes_of(const model::Einsum &einsum) {
  std::vector<std::uint64_t> sizes;
  for (const auto &variable : einsum.variables)
    sizes.push_back(variable.size);
  return sizes;
}

namespace {

counts::Shape make_shape(const model::Index &index, std::span<const std::uint64_t> sizes, bool output) {
  std::vector<std::vector<counts::Coefficient>> ranks;
  for (const auto &rank : index) {
    auto &terms = ranks.emplace_back();
    for (const model::Term &term : rank) {
      terms.push_back({static_cast<std::uint32_t>(term.variable), static_cast<std::uint64_t>(term.coefficient)});
    }
  }
  return counts::make_shape(ranks, sizes, output);
}

}  // namespace

std::vector<counts::Shape> make_shapes(const model::Einsum &einsum) {
  const std::vector<std::uint64_t> sizes = sizes_of(einsum);
  std::vector<counts::Shape> shapes;
  for (const model::Tensor &tensor : einsum.tensors) {
    counts::Shape &shape = shapes.emplace_back(make_shape(tensor.index, sizes, tensor.output));
    for (const model::Index &index : tensor.further) {
      shape.relevant |= make_shape(index, sizes, tensor.output).relevant;
      shape.countable = false;  // a union of tiles is no product of independent ranks
    }
  }
  return shapes;
}

std::string advice_on_accesses(const model::Einsum &einsum) {
  for (const model::Tensor &tensor : einsum.tensors) {
    if (!tensor.further.empty()) {
      return fmt::format(
          "tensor '{0}' stands twice with different indices; give the second one a name of its own, such "
          "as {0}2: then each is held and counted by itself",
          tensor.name);
    }
  }
  return "";
}

namespace {

// Steps and places: products of the iterations.
Exactness count_loops(const FlatNest &nest, NestCounts &result) {
  counts::Product steps, places;
  for (const counts::Loop &loop : nest.loops)
    (loop.spatial ? places : steps) *= loop.iterations;
  result.steps = steps.total;
  result.places = places.total;
  return steps.overflow || places.overflow ? Exactness::overflow : Exactness::exact;
}

constexpr std::size_t max_holders = 64;
using Transfers = std::array<counts::Transfer, max_holders>;

// What moves between neighbours of a chain, as counts of the memories.
void distribute(const Transfers &transfers, std::vector<Counts> &counts) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    counts[i].reads = transfers[i].reads;
    counts[i].updates = transfers[i].updates;
    if (i + 1 == counts.size())
      break;
    counts[i + 1].fills = transfers[i].fills;
    counts[i + 1].drains = transfers[i].drains;
  }
}

Exactness count_tensor(const counts::Shape &shape, unsigned tensor, std::span<const std::uint64_t> sizes,
                       const FlatNest &nest, bool compute_elides, counts::Scratch &scratch,
                       std::vector<Counts> &result) {
  const auto &chain = nest.holders[tensor];
  if (chain.size() > max_holders)
    return Exactness::unknown;
  std::array<counts::Holder, max_holders> holders;
  Transfers transfers;
  for (std::size_t i = 0; i < chain.size(); ++i)
    holders[i] = chain[i].holder;
  Exactness exactness =
      counts::count_transfers(shape, tensor, nest.loops, sizes, std::span(holders.data(), chain.size()), compute_elides,
                              std::span(transfers.data(), chain.size()), scratch);
  result.assign(chain.size(), Counts{});
  distribute(transfers, result);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    exactness =
        worse(exactness, counts::tile_volume(shape, nest.loops, holders[i].depth, sizes, scratch, result[i].tile));
  }
  return exactness;
}

Exactness count_imperfect_tensor(const counts::Shape &shape, unsigned tensor, std::span<const std::uint64_t> sizes,
                                 const FlatNest &nest, bool compute_elides, std::vector<Counts> &result,
                                 std::vector<Counts> &busiest) {
  std::vector<counts::Holder> holders;
  for (const auto &holder : nest.holders[tensor])
    holders.push_back(holder.holder);
  if (holders.size() > max_holders || !counts::first_place_is_busiest(shape, tensor, nest.loops, holders)) {
    return Exactness::unknown;
  }
  Transfers transfers;
  const std::span out(transfers.data(), holders.size());
  Exactness exactness = Exactness::exact;
  for (auto *counts : {&result, &busiest}) {
    exactness = worse(exactness, counts::count_transfers_imperfect(shape, tensor, nest.loops, sizes, holders,
                                                                   compute_elides, counts == &busiest, out));
    counts->assign(holders.size(), Counts{});
    distribute(transfers, *counts);
    for (std::size_t i = 0; i < holders.size(); ++i) {
      exactness = worse(exactness,
                        counts::tile_volume_imperfect(shape, nest.loops, holders[i].depth, sizes, (*counts)[i].tile));
    }
  }
  return exactness;
}

}  // namespace

Exactness count_by_closed_forms(const std::vector<counts::Shape> &shapes, std::span<const std::uint64_t> sizes,
                                const FlatNest &nest, bool compute_elides, counts::Scratch &scratch,
                                NestCounts &result) {
  Exactness exactness = count_loops(nest, result);
  const counts::Product computes =
      nest.perfect ? std::accumulate(sizes.begin(), sizes.end(), counts::Product{},
                                     [](counts::Product product, std::uint64_t size) { return product *= size; })
                   : counts::computes_imperfect(nest.loops, sizes);
  result.computes = computes.total;
  if (computes.overflow)
    exactness = Exactness::overflow;
  result.tensors.resize(shapes.size());
  result.busiest.clear();
  result.by_place.clear();
  if (!nest.perfect) {
    result.busiest.resize(shapes.size());
    result.steps = counts::steps_imperfect(nest.loops, sizes);
    result.places = counts::places_imperfect(nest.loops, sizes, [](std::size_t) { return true; });
    for (std::size_t t = 0; t < shapes.size(); ++t) {
      exactness = worse(exactness, count_imperfect_tensor(shapes[t], static_cast<unsigned>(t), sizes, nest,
                                                          compute_elides, result.tensors[t], result.busiest[t]));
    }
    return exactness;
  }
  for (std::size_t t = 0; t < shapes.size() && exactness == Exactness::exact; ++t) {
    exactness =
        count_tensor(shapes[t], static_cast<unsigned>(t), sizes, nest, compute_elides, scratch, result.tensors[t]);
  }
  return exactness;
}

void leave_out_served_elsewhere(const FlatNest &nest, NestCounts &counts) {
  for (std::size_t t = 0; t < nest.holders.size(); ++t) {
    for (std::size_t h = 1; h < nest.holders[t].size(); ++h) {
      if (!nest.holders[t][h].served_elsewhere)
        continue;
      const auto drop = [&](Counts &outer, Counts &inner) {
        outer.reads = outer.updates = inner.fills = inner.drains = 0;
      };
      drop(counts.tensors[t][h - 1], counts.tensors[t][h]);
      if (!counts.busiest.empty())
        drop(counts.busiest[t][h - 1], counts.busiest[t][h]);
      if (counts.by_place.empty())
        continue;
      for (auto &at : counts.by_place[t][h - 1])
        at.counts.reads = at.counts.updates = 0;
      for (auto &at : counts.by_place[t][h])
        at.counts.fills = at.counts.drains = 0;
    }
  }
}

std::uint64_t places_above(const FlatNest &nest, std::span<const std::uint64_t> sizes, std::size_t position) {
  if (!nest.perfect) {
    return counts::places_imperfect(nest.loops, sizes, [&](std::size_t i) { return nest.positions[i] < position; });
  }
  counts::Product places;  // every place works
  for (std::size_t i = 0; i < nest.loops.size(); ++i) {
    if (nest.loops[i].spatial && nest.positions[i] < position)
      places *= nest.loops[i].iterations;
  }
  return places.total;
}

}  // namespace forge::evaluate

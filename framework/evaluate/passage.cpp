// SPDX-License-Identifier: Apache-2.0
#include "evaluate/passage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace forge::evaluate {

using counts::Exactness;

std::optional<Crossing> crossing(const FlatNest &nest, std::size_t tensor, std::size_t position) {
  const auto &chain = nest.holders[tensor];
  const auto below =
      std::find_if(chain.begin(), chain.end(), [&](const auto &holder) { return holder.position > position; });
  if (below == chain.begin() || (below != chain.end() && below->served_elsewhere))
    return std::nullopt;
  Crossing result;
  result.above = static_cast<std::size_t>(below - chain.begin()) - 1;
  result.begin = chain[result.above].holder.depth;
  result.to_compute = below == chain.end();
  result.end = result.to_compute ? nest.loops.size() : below->holder.depth;
  return result;
}

namespace {

// Loops above the node: the spatial ones among them tell its places apart.
std::size_t loops_above(const FlatNest &nest, std::size_t position, const Crossing &crossing) {
  std::size_t above = crossing.begin;
  for (std::size_t i = crossing.begin; i < crossing.end; ++i) {
    if (nest.loops[i].spatial && nest.positions[i] < position)
      above = i + 1;
  }
  return above;
}

Exactness count_imperfect_sends(const Counted &counted, const FlatNest &seen, std::size_t tensor, std::size_t above,
                                const Crossing &crossing, Passage &total, Passage &first) {
  const counts::Shape &shape = counted.shapes[tensor];
  const auto &chain = seen.holders[tensor];
  const counts::Holder outer = chain[crossing.above].holder;
  counts::Way way{.begin = crossing.begin, .end = crossing.end};
  way.retain = !crossing.to_compute && chain[crossing.above + 1].holder.retain;
  way.elide = outer.elide && (!crossing.to_compute || counted.compute_elides);
  counts::Transfer all, one;
  Exactness exactness =
      counts::count_way_imperfect(shape, static_cast<unsigned>(tensor), seen.loops, counted.sizes, way, all);
  way.first_below = above;
  const counts::Holder node{.depth = static_cast<std::uint32_t>(above)};
  if (!counts::first_place_is_busiest(shape, static_cast<unsigned>(tensor), seen.loops, std::span(&node, 1)))
    return Exactness::unknown;
  if (exactness == Exactness::exact) {
    exactness = counts::count_way_imperfect(shape, static_cast<unsigned>(tensor), seen.loops, counted.sizes, way, one);
  }
  total = {all.reads, all.updates};
  first = {one.reads, one.updates};
  return exactness;
}

}  // namespace

Exactness count_sends(const Counted &counted, const FlatNest &seen, std::size_t tensor, std::size_t position,
                      const Crossing &crossing, counts::Scratch &scratch, Passage &total, Passage &first) {
  const std::size_t above = loops_above(seen, position, crossing);
  if (!seen.perfect) {
    if (!counted.shapes[tensor].countable)
      return Exactness::unknown;
    return count_imperfect_sends(counted, seen, tensor, above, crossing, total, first);
  }
  const auto &chain = seen.holders[tensor];
  const std::size_t n = crossing.to_compute ? 1 : 2;
  std::array<counts::Holder, 2> holders;
  std::array<counts::Transfer, 2> transfers;
  for (std::size_t i = 0; i < n; ++i)
    holders[i] = chain[crossing.above + i].holder;
  const Exactness exactness = counts::count_transfers(counted.shapes[tensor], static_cast<unsigned>(tensor), seen.loops,
                                                      counted.sizes, std::span(holders.data(), n),
                                                      counted.compute_elides, std::span(transfers.data(), n), scratch);
  total = {transfers[0].reads, transfers[0].updates};
  std::uint64_t places = 1;  // all do the same
  for (std::size_t i = 0; i < above; ++i) {
    if (seen.loops[i].spatial && seen.positions[i] < position)
      places *= seen.loops[i].iterations;
  }
  first = {total.down / places, total.up / places};
  return exactness;
}

PassageCounts count_passing(const Counted &counted, const FlatNest &nest, std::size_t position, const Charge &charge,
                            const std::string &name, counts::Scratch &scratch) {
  PassageCounts result;
  result.counted_by = "closed form";
  result.tensors.resize(counted.shapes.size());
  const FlatNest seen = seen_from(nest, position);
  for (std::size_t t = 0; t < counted.shapes.size(); ++t) {
    const auto way = crossing(nest, t, position);
    const bool down = (charge.down >> t & 1) != 0, up = (charge.up >> t & 1) != 0;
    if (!way || (!down && !up))
      continue;
    Passage total, first;
    const Exactness exactness = count_sends(counted, seen, t, position, *way, scratch, total, first);
    if (exactness == Exactness::overflow) {
      throw Error{ErrorKind::mapping, fmt::format("what passes '{}' does not fit into 64 bits", name)}.at(
          counted.einsum.position);
    }
    if (exactness == Exactness::unknown) {
      require_replay(counted.einsum, fmt::format("what passes '{}'", name),
                     "no closed form covers tensor '" + counted.einsum.tensors[t].name + "' in this mapping");
      return replay_passing(counted, nest, position, charge);
    }
    result.tensors[t] = {down ? total.down : 0, up ? total.up : 0};
    result.busiest += charge.actions_per_value[t] *
                      (static_cast<double>(down ? first.down : 0) + static_cast<double>(up ? first.up : 0));
  }
  return result;
}

void require_replay(const model::Einsum &einsum, const std::string &what, const std::string &why) {
  const std::uint64_t points = model::computes(einsum);
  if (points <= replay_limit)
    return;
  throw Error{ErrorKind::mapping,
              fmt::format("{} can't be counted exactly in this mapping of Einsum '{}'", what, einsum.name)}
      .at(einsum.position)
      .note(why)
      .note(fmt::format("such mappings are replayed point by point, up to {} points; this Einsum has {}", replay_limit,
                        points));
}

}  // namespace forge::evaluate

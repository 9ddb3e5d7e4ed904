// SPDX-License-Identifier: Apache-2.0
#include "imperfect/cuts.hpp"

#include <algorithm>

#include "imperfect/chains.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

// What one place has to do, as a tree: a node for each part that a loop leaves, alike ones together.
struct Node {
  std::uint64_t extent = 0;  // of the largest part inside that is not cut any more; 0: nothing to do
  double times = 1;
  std::vector<Node> inside;
  bool is_cut = false;  // by a temporal loop
};

template <class Loops>
Node tree(const Loops &loops, std::size_t number, const std::vector<std::uint64_t> &place, std::size_t spread,
          std::uint64_t extent) {
  Node node;
  if (number == loops.size()) {
    node.extent = extent;
    return node;
  }
  const auto [tile, spatial] = loops[number];
  if (spatial) {
    const std::uint64_t before = place[spread] * tile;
    return before < extent ? tree(loops, number + 1, place, spread + 1, std::min(tile, extent - before)) : Node{};
  }
  node.is_cut = true;
  const auto add = [&](std::uint64_t part, double times) {
    Node inner = tree(loops, number + 1, place, spread, part);
    if (inner.extent == 0 || times == 0)
      return;
    inner.times = times;
    node.extent = std::max(node.extent, inner.extent);
    node.inside.push_back(std::move(inner));
  };
  add(std::min(tile, extent), static_cast<double>(std::max<std::uint64_t>(extent / tile, 1)));
  add(extent > tile ? extent % tile : 0, extent > tile && extent % tile != 0 ? 1.0 : 0.0);
  return node;
}

using Last = std::vector<std::uint32_t>;  // by offset

void collect(const Node &node, double times, std::size_t depth, const Last &last, Cuts::Sequence &sequence,
             std::map<std::pair<std::uint64_t, Last>, double> &parts) {
  times *= node.times;
  if (node.extent == 0)
    return;
  sequence.n_parts[depth] += times;
  if (!node.is_cut) {
    parts[{node.extent, Last(last.begin(), last.begin() + static_cast<std::ptrdiff_t>(node.extent))}] += times;
    return;
  }
  Last next = last;
  for (std::uint64_t offset = 0; offset < next.size(); ++offset) {
    double moving = 0;
    for (const Node &inner : node.inside)
      moving += inner.extent > offset ? inner.times : 0.0;
    next[offset] = moving > 1 ? static_cast<std::uint32_t>(depth + 1) : next[offset];
  }
  for (const Node &inner : node.inside)
    collect(inner, times, depth + 1, next, sequence, parts);
}

template <class Loops> Cuts::Sequence sequence_of(const Loops &loops, std::uint64_t size) {
  Cuts::Sequence sequence;
  std::vector<std::uint64_t> place, places;
  std::uint64_t extent = size;
  std::size_t temporal = 0;
  for (const auto &[tile, spatial] : loops) {
    if (spatial)
      places.push_back(iterations(extent, tile));
    temporal += spatial ? 0 : 1;
    extent = tile;
  }
  sequence.n_parts.assign(temporal + 1, 0.0);
  place.assign(places.size(), 0);
  std::map<std::pair<std::uint64_t, Last>, double> parts;
  for (bool more = true; more;) {
    collect(tree(loops, 0, place, 0, size), 1, 0, Last(size, 0), sequence, parts);
    more = false;
    for (std::size_t i = 0; i < place.size() && !more; ++i) {
      more = ++place[i] < places[i];
      place[i] = more ? place[i] : 0;
    }
  }
  sequence.first_last = static_cast<std::uint32_t>(temporal);
  for (const auto &[part, times] : parts) {
    sequence.first_last = std::min(sequence.first_last, *std::min_element(part.second.begin(), part.second.end()));
    Cuts::Part &one = sequence.parts.emplace_back(Cuts::Part{part.first, {}, times});
    for (const std::uint32_t last : part.second) {
      if (one.last.empty() || one.last.back().second != last)
        one.last.emplace_back(0.0, last);
      one.last.back().first += 1 / static_cast<double>(part.first);
    }
  }
  return sequence;
}

}  // namespace

Cuts::Cuts(std::span<const std::uint64_t> sizes) {
  for (const std::uint64_t size : sizes) {
    loops_.push_back({{size, true}});  // one place
    sequences_.push_back({{{size, {{1.0, 0}}, 1.0}}, {1.0}, 0});
  }
}

CutsId Cuts::loop(CutsId outer, std::uint64_t tile, bool spatial) {
  const auto key = std::make_tuple(outer, tile, spatial);
  if (const auto known = inside_.find(key); known != inside_.end())
    return known->second;
  const auto next = static_cast<CutsId>(sequences_.size());
  auto loops = loops_[outer];
  loops.push_back({tile, spatial});
  sequences_.push_back(sequence_of(loops, loops.front().tile));
  loops_.push_back(std::move(loops));
  inside_.emplace(key, next);
  return next;
}

}  // namespace forge::plugins::optimal::imperfect

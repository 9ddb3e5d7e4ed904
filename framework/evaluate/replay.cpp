// SPDX-License-Identifier: Apache-2.0
//
// The executable definition of the access counts, after shared/reference/trace.py: what moves between the holders of a
// tensor is counted as sets of elements. Slow and simple on purpose.
#include <algorithm>
#include <map>
#include <set>

#include "evaluate/nest_counts.hpp"
#include "evaluate/replay_tiles.hpp"

namespace forge::evaluate {

using namespace replay;

namespace {

// Distinct elements for each (parent, group of places): what is sent once.
using Sent = std::map<std::pair<std::uint64_t, std::uint64_t>, std::set<Element>>;

struct Step {
  std::map<std::uint64_t, Counts> up, down;  // by place
};

// What moves between a holder and the next one inside it, whose tiles these are.
Step replay_step(const std::vector<Tile> &tiles, bool output, bool retains, bool elides) {
  const std::vector<Movement> events = movements(tiles, output, retains, elides);
  Step step;
  const auto send = [](const Sent &sent, std::map<std::uint64_t, Counts> &by_parent, std::uint64_t Counts::*count) {
    for (const auto &[to, elements] : sent)
      by_parent[to.first].*count += elements.size();
  };
  for (std::size_t begin = 0, end = 0; begin < events.size(); begin = end) {
    Sent served, drained;
    for (; end < events.size() && events[end].tile->time == events[begin].tile->time; ++end) {
      const auto &[tile, need, leave] = events[end];
      step.down[tile->place].fills += need.size();
      step.down[tile->place].drains += leave.size();
      served[{tile->parent, tile->apart_in}].insert(need.begin(), need.end());
      drained[{tile->parent, tile->apart_out}].insert(leave.begin(), leave.end());
    }
    send(served, step.up, &Counts::reads);
    send(drained, step.up, &Counts::updates);
  }
  for (const Tile &tile : tiles) {
    std::uint64_t &largest = step.down[tile.place].tile;
    largest = std::max<std::uint64_t>(largest, tile.elements.size());
  }
  return step;
}

void add(Counts &sum, const Counts &more) {
  sum.tile = std::max(sum.tile, more.tile);
  sum.fills += more.fills;
  sum.reads += more.reads;
  sum.updates += more.updates;
  sum.drains += more.drains;
}

// All holders of one tensor: counts of each instance.
std::vector<std::map<std::uint64_t, Counts>> replay_tensor(const model::Tensor &tensor, std::size_t number,
                                                           const FlatNest &nest, const std::vector<Point> &points,
                                                           bool compute_elides) {
  const auto &chain = nest.holders[number];
  const std::vector<Element> elements = elements_of(tensor, nest, points);
  std::vector<std::map<std::uint64_t, Counts>> result(chain.size());
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const bool compute = i + 1 == chain.size();
    const std::size_t above = chain[i].holder.depth;
    const std::size_t depth = compute ? nest.loops.size() : chain[i + 1].holder.depth;
    const bool elides = chain[i].holder.elide && (!compute || compute_elides);
    const Step step = replay_step(tiles_of(nest, points, elements, number, above, depth), tensor.output,
                                  !compute && chain[i + 1].holder.retain, elides);
    for (const auto &[place, more] : step.up)
      add(result[i][place], more);
    if (!compute) {
      for (const auto &[place, more] : step.down)
        add(result[i + 1][place], more);
    }
    if (i == 0) {
      for (const Tile &tile : tiles_of(nest, points, elements, number, 0, above)) {
        std::uint64_t &largest = result[0][tile.place].tile;
        largest = std::max<std::uint64_t>(largest, tile.elements.size());
      }
    }
  }
  return result;
}

}  // namespace

NestCounts count_by_replay(const model::Einsum &einsum, const FlatNest &nest, bool compute_elides) {
  const std::vector<Point> points = all_points(einsum, nest);
  NestCounts result;
  const Packer time(nest, axes(nest, 0, nest.loops.size(), false)), place(nest, axes(nest, 0, nest.loops.size(), true));
  std::set<std::uint64_t> times, places;
  for (const Point &point : points) {
    times.insert(time(point.index));
    places.insert(place(point.index));
  }
  result.computes = points.size();
  result.steps = times.size();
  result.places = places.size();
  for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
    const auto chain = replay_tensor(einsum.tensors[t], t, nest, points, compute_elides);
    auto &totals = result.tensors.emplace_back(chain.size());
    auto &at_places = result.by_place.emplace_back(chain.size());
    for (std::size_t i = 0; i < chain.size(); ++i) {
      for (const auto &[at, more] : chain[i]) {
        add(totals[i], more);
        at_places[i].push_back({at, more});
      }
    }
  }
  return result;
}

}  // namespace forge::evaluate

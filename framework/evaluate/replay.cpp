// SPDX-License-Identifier: Apache-2.0
//
// The executable definition of the access counts, after shared/reference/trace.py: every point of the nest is visited,
// and what moves between the holders of a tensor is counted as sets of elements. Slow and simple on purpose.
#include <algorithm>
#include <map>
#include <set>

#include "evaluate/nest_counts.hpp"

namespace forge::evaluate {

namespace {

// One point: its loop indices and the values of the rank variables.
struct Point {
  std::vector<std::uint64_t> index, value;
};

std::vector<Point> all_points(const model::Einsum &einsum, const FlatNest &nest) {
  std::vector<Point> points;
  Point point{std::vector<std::uint64_t>(nest.loops.size()), std::vector<std::uint64_t>(einsum.variables.size())};
  std::vector<std::uint64_t> extent = sizes_of(einsum);
  std::vector<bool> leads(extent.size(), true);  // all leading loops outside are in their first iteration
  const auto walk = [&](const auto &self, std::size_t depth) -> void {
    if (depth == nest.loops.size()) {
      points.push_back(point);
      return;
    }
    const counts::Loop &loop = nest.loops[depth];
    const std::uint64_t left = extent[loop.variable], base = point.value[loop.variable];
    const bool leading = leads[loop.variable];
    const std::uint64_t lead = leading ? loop.lead : 0;
    std::uint64_t done = 0;  // of `left`: an iteration without anything new is none
    for (std::uint64_t i = 0; done < left; ++i) {
      const std::uint64_t begin = i == 0 ? 0 : i * loop.tile + lead;
      const std::uint64_t end = (i + 1) * loop.tile + lead + static_cast<std::uint64_t>(loop.overlap);
      done = loop.overlap < 0 ? (i + 1) * loop.tile + lead : end;
      if (begin >= left)
        break;
      point.index[depth] = i;
      point.value[loop.variable] = base + begin;
      extent[loop.variable] = std::min(end, left) - begin;
      leads[loop.variable] = leading && (i == 0 || loop.lead == 0);
      self(self, depth + 1);
    }
    extent[loop.variable] = left;
    point.value[loop.variable] = base;
    leads[loop.variable] = leading;
  };
  walk(walk, 0);
  return points;
}

// Loop indices packed into one number, in lexicographic order.
class Packer {
 public:
  Packer(const FlatNest &nest, std::vector<std::size_t> axes) : nest_(&nest), axes_(std::move(axes)) {}
  std::uint64_t operator()(const std::vector<std::uint64_t> &index) const {
    std::uint64_t packed = 0;
    for (const std::size_t axis : axes_)
      packed = packed * nest_->loops[axis].iterations + index[axis];
    return packed;
  }

 private:
  const FlatNest *nest_;
  std::vector<std::size_t> axes_;
};

std::vector<std::size_t> axes(const FlatNest &nest, std::size_t begin, std::size_t end, bool spatial) {
  std::vector<std::size_t> result;
  for (std::size_t i = begin; i < end; ++i) {
    if (nest.loops[i].spatial == spatial)
      result.push_back(i);
  }
  return result;
}

// Spatial loops between two holders whose places are served apart from each other.
std::vector<std::size_t> axes_apart(const FlatNest &nest, std::size_t begin, std::size_t end, std::size_t tensor,
                                    std::uint64_t counts::Loop::*shared) {
  std::vector<std::size_t> result;
  for (const std::size_t axis : axes(nest, begin, end, true)) {
    if ((nest.loops[axis].*shared >> tensor & 1) == 0)
      result.push_back(axis);
  }
  return result;
}

using Element = std::uint64_t;

// The tile of a holder at one time and place: sorted elements.
struct Tile {
  std::uint64_t time, place, parent, apart_in, apart_out;
  std::vector<Element> elements;
};

std::vector<Element> without(const std::vector<Element> &a, const std::vector<Element> &b) {
  std::vector<Element> result;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

// Distinct elements for each (parent, group of places): what is sent once.
using Sent = std::map<std::pair<std::uint64_t, std::uint64_t>, std::set<Element>>;

struct Step {
  Counts total_up, total_down;
  std::map<std::uint64_t, Counts> up, down;  // by place
};

// Tiles of the holder below `depth` loops, in order of place and time.
std::vector<Tile> tiles_of(const FlatNest &nest, const std::vector<Point> &points, const std::vector<Element> &elements,
                           std::size_t tensor, std::size_t above, std::size_t depth) {
  const std::size_t per_point = points.empty() ? 0 : elements.size() / points.size();
  const Packer place(nest, axes(nest, 0, depth, true)), time(nest, axes(nest, 0, depth, false));
  const Packer parent(nest, axes(nest, 0, above, true));
  const Packer apart_in(nest, axes_apart(nest, above, depth, tensor, &counts::Loop::multicast));
  const Packer apart_out(nest, axes_apart(nest, above, depth, tensor, &counts::Loop::reduce));
  std::map<std::pair<std::uint64_t, std::uint64_t>, Tile> grid;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto &index = points[i].index;
    const std::uint64_t p = place(index), t = time(index);
    const auto [at, fresh] = grid.try_emplace({p, t});
    if (fresh)
      at->second = {t, p, parent(index), apart_in(index), apart_out(index), {}};
    const auto touched = elements.begin() + static_cast<std::ptrdiff_t>(i * per_point);
    at->second.elements.insert(at->second.elements.end(), touched, touched + static_cast<std::ptrdiff_t>(per_point));
  }
  std::vector<Tile> tiles;
  for (auto &[key, tile] : grid) {
    std::sort(tile.elements.begin(), tile.elements.end());
    tile.elements.erase(std::unique(tile.elements.begin(), tile.elements.end()), tile.elements.end());
    tiles.push_back(std::move(tile));
  }
  return tiles;
}

// What moves between a holder and the next one inside it, whose tiles these are.
Step replay_step(const std::vector<Tile> &tiles, bool output, bool retains, bool elides) {
  struct Event {
    const Tile *tile;
    std::vector<Element> need, leave;
  };
  std::vector<Event> events;
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    const bool first = i == 0 || tiles[i - 1].place != tiles[i].place;
    const bool last = i + 1 == tiles.size() || tiles[i + 1].place != tiles[i].place;
    const auto &now = tiles[i].elements;
    events.push_back({&tiles[i], retains && !first ? without(now, tiles[i - 1].elements) : now,
                      retains && !last ? without(now, tiles[i + 1].elements) : now});
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event &a, const Event &b) { return a.tile->time < b.tile->time; });
  Step step;
  std::map<std::uint64_t, std::set<Element>> written;  // by parent: partial sums that exist in or below it
  const auto send = [](const Sent &sent, std::map<std::uint64_t, Counts> &by_parent, std::uint64_t Counts::*count) {
    for (const auto &[to, elements] : sent)
      by_parent[to.first].*count += elements.size();
  };
  for (std::size_t begin = 0, end = 0; begin < events.size(); begin = end) {
    while (end < events.size() && events[end].tile->time == events[begin].tile->time)
      ++end;
    Sent served, drained;
    for (std::size_t i = begin; i < end; ++i) {
      const Tile &tile = *events[i].tile;
      for (const Element x : events[i].need) {
        if (output && elides && !written[tile.parent].contains(x))
          continue;  // first touch: nothing to read
        ++step.down[tile.place].fills;
        served[{tile.parent, tile.apart_in}].insert(x);
      }
    }
    for (std::size_t i = begin; i < end && output; ++i) {
      const Tile &tile = *events[i].tile;
      step.down[tile.place].drains += events[i].leave.size();
      drained[{tile.parent, tile.apart_out}].insert(events[i].leave.begin(), events[i].leave.end());
      written[tile.parent].insert(events[i].leave.begin(), events[i].leave.end());
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

// The elements that each point touches, point by point: as many as the tensor has accesses. Results that overlapping
// iterations compute again are other elements each time.
std::vector<Element> elements_of(const model::Tensor &tensor, const FlatNest &nest, const std::vector<Point> &points) {
  std::vector<std::size_t> again;
  for (std::size_t i = 0; i < nest.loops.size() && tensor.output; ++i) {
    if (nest.loops[i].overlap > 0)
      again.push_back(i);
  }
  std::map<std::vector<std::uint64_t>, Element> number;  // any numbering will do
  std::vector<Element> elements;
  const auto accesses = model::accesses(tensor);
  for (const Point &point : points) {
    for (const model::Index *index : accesses) {
      std::vector<std::uint64_t> at;
      for (const auto &rank : *index) {
        std::uint64_t sum = 0;
        for (const model::Term &term : rank)
          sum += static_cast<std::uint64_t>(term.coefficient) * point.value[term.variable];
        at.push_back(sum);
      }
      for (const std::size_t loop : again)
        at.push_back(point.index[loop]);
      elements.push_back(number.try_emplace(std::move(at), number.size()).first->second);
    }
  }
  return elements;
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

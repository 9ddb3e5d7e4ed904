// SPDX-License-Identifier: Apache-2.0
#include "evaluate/replay_tiles.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "evaluate/nest_counts.hpp"

namespace forge::evaluate::replay {

namespace {

// Spatial loops between two holders whose places are served apart from each other.
std::vector<std::size_t> axes_apart(const FlatNest &nest, std::size_t begin, std::size_t end, std::size_t tensor,
                                    std::uint64_t counts::Loop::*shared) {
  std::vector<std::size_t> result;
  for (const std::size_t axis : replay::axes(nest, begin, end, true)) {
    if ((nest.loops[axis].*shared >> tensor & 1) == 0)
      result.push_back(axis);
  }
  return result;
}

std::vector<Element> without(const std::vector<Element> &a, const std::vector<Element> &b) {
  std::vector<Element> result;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

}  // namespace

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

std::vector<std::size_t> axes(const FlatNest &nest, std::size_t begin, std::size_t end, bool spatial) {
  std::vector<std::size_t> result;
  for (std::size_t i = begin; i < end; ++i) {
    if (nest.loops[i].spatial == spatial)
      result.push_back(i);
  }
  return result;
}

std::vector<Element> elements_of(const model::Tensor &tensor, const FlatNest &nest, const std::vector<Point> &points) {
  std::vector<std::size_t> again;
  for (std::size_t i = 0; i < nest.loops.size() && tensor.output; ++i) {
    if (nest.loops[i].overlap > 0)
      again.push_back(i);
  }
  std::map<std::vector<std::uint64_t>, Element> number;
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
      at->second = {t, p, parent(index), apart_in(index), apart_out(index), i, {}};
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

std::vector<Movement> movements(const std::vector<Tile> &tiles, bool output, bool retains, bool elides) {
  std::vector<Movement> result;
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    const bool first = i == 0 || tiles[i - 1].place != tiles[i].place;
    const bool last = i + 1 == tiles.size() || tiles[i + 1].place != tiles[i].place;
    const auto &now = tiles[i].elements;
    result.push_back({&tiles[i], retains && !first ? without(now, tiles[i - 1].elements) : now, {}});
    if (output)
      result.back().leave = retains && !last ? without(now, tiles[i + 1].elements) : now;
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const Movement &a, const Movement &b) { return a.tile->time < b.tile->time; });
  std::map<std::uint64_t, std::set<Element>> written;  // by parent: partial sums that exist in or below it
  for (std::size_t begin = 0, end = 0; output && begin < result.size(); begin = end) {
    while (end < result.size() && result[end].tile->time == result[begin].tile->time)
      ++end;
    for (std::size_t i = begin; i < end && elides; ++i) {
      const auto &known = written[result[i].tile->parent];
      auto &need = result[i].need;  // first touch: nothing to read
      need.erase(std::remove_if(need.begin(), need.end(), [&](Element x) { return !known.contains(x); }), need.end());
    }
    for (std::size_t i = begin; i < end; ++i)
      written[result[i].tile->parent].insert(result[i].leave.begin(), result[i].leave.end());
  }
  return result;
}

}  // namespace forge::evaluate::replay

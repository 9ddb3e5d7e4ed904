// SPDX-License-Identifier: Apache-2.0
//
// The executable definition of what passes a node: at every time, each element that a place needs is sent once to all
// places that share it; what leaves comes back in the same way.
#include <algorithm>
#include <map>
#include <utility>

#include "evaluate/passage.hpp"
#include "evaluate/replay_tiles.hpp"

namespace forge::evaluate {

namespace {

using replay::Movement;

// Loops whose places are served each for themselves: all that part the node or the holder above it, and of those on the
// way the ones that do not share.
std::vector<std::size_t> apart(const FlatNest &nest, std::size_t tensor, std::size_t position, const Crossing &way,
                               std::uint64_t counts::Loop::*shared) {
  std::vector<std::size_t> result;
  for (const std::size_t i : replay::axes(nest, 0, way.end, true)) {
    if (i < way.begin || nest.positions[i] < position || (nest.loops[i].*shared >> tensor & 1) == 0)
      result.push_back(i);
  }
  return result;
}

std::vector<std::size_t> places_of(const FlatNest &nest, std::size_t position, const Crossing &way) {
  std::vector<std::size_t> result;
  for (const std::size_t i : replay::axes(nest, 0, way.end, true)) {
    if (nest.positions[i] < position)
      result.push_back(i);
  }
  return result;
}

// All sends of a tensor one way. `moves`: what each place needs, or what leaves it.
void visit_way(const std::vector<replay::Point> &points, const std::vector<Movement> &movements,
               std::vector<replay::Element> Movement::*moves, const replay::Packer &group, const replay::Packer &place,
               Send send, const std::function<void(const Send &)> &visit) {
  for (std::size_t begin = 0, end = 0; begin < movements.size(); begin = end) {
    std::map<std::pair<std::uint64_t, replay::Element>, std::vector<std::size_t>> sent;  // to these points
    for (; end < movements.size() && movements[end].tile->time == movements[begin].tile->time; ++end) {
      const std::size_t point = movements[end].tile->point;
      const std::uint64_t to = group(points[point].index);
      for (const replay::Element x : movements[end].*moves)
        sent[{to, x}].push_back(point);
    }
    for (const auto &[to, at] : sent) {
      send.place = place(points[at[0]].index);
      send.places.clear();
      for (const std::size_t point : at)
        send.places.push_back(&points[point].index);
      visit(send);
    }
  }
}

}  // namespace

void replay_sends(const Counted &counted, const FlatNest &nest, std::size_t position, const Charge &charge,
                  const std::function<void(const Send &)> &visit) {
  const auto points = replay::all_points(counted.einsum, nest);
  for (std::size_t t = 0; t < counted.einsum.tensors.size(); ++t) {
    const auto way = crossing(nest, t, position);
    const bool down = (charge.down >> t & 1) != 0, up = (charge.up >> t & 1) != 0;
    if (!way || (!down && !up))
      continue;
    const auto &chain = nest.holders[t];
    const bool retain = !way->to_compute && chain[way->above + 1].holder.retain;
    const bool elide = chain[way->above].holder.elide && (!way->to_compute || counted.compute_elides);
    const model::Tensor &tensor = counted.einsum.tensors[t];
    const auto tiles =
        replay::tiles_of(nest, points, replay::elements_of(tensor, nest, points), t, way->begin, way->end);
    const auto movements = replay::movements(tiles, tensor.output, retain, elide);
    const replay::Packer place(nest, places_of(nest, position, *way));
    Send send{.tensor = t, .crossing = &*way};
    if (down) {
      const replay::Packer group(nest, apart(nest, t, position, *way, &counts::Loop::multicast));
      visit_way(points, movements, &Movement::need, group, place, send, visit);
    }
    send.up = true;
    if (up && tensor.output) {
      const replay::Packer group(nest, apart(nest, t, position, *way, &counts::Loop::reduce));
      visit_way(points, movements, &Movement::leave, group, place, send, visit);
    }
  }
}

PassageCounts replay_passing(const Counted &counted, const FlatNest &nest, std::size_t position, const Charge &charge) {
  PassageCounts result;
  result.counted_by = "replay";
  result.tensors.resize(counted.einsum.tensors.size());
  std::map<std::uint64_t, double> places;
  replay_sends(counted, nest, position, charge, [&](const Send &send) {
    ++(send.up ? result.tensors[send.tensor].up : result.tensors[send.tensor].down);
    places[send.place] += charge.actions_per_value[send.tensor];
  });
  for (const auto &[place, actions] : places)
    result.busiest = std::max(result.busiest, actions);
  return result;
}

}  // namespace forge::evaluate

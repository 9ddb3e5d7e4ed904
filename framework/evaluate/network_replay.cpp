// SPDX-License-Identifier: Apache-2.0
//
// The executable definition of a network's hops: for every send the set of links between the source and the places.
#include <algorithm>
#include <set>

#include "evaluate/network.hpp"

namespace forge::evaluate {

namespace {

using Coordinates = std::vector<std::uint64_t>;
using Link = std::vector<std::uint64_t>;  // mesh: coordinates up to its axis, as many as the axis says; else all

// Where a place stands: the loops over one dimension count in mixed radix, the outermost one first.
Coordinates coordinates_of(const FlatNest &nest, const NetworkModel &network, const Crossing &way,
                           const std::vector<std::uint64_t> &index) {
  Coordinates at(network.axes.size());
  for (std::size_t i = way.begin; i < way.end; ++i) {
    if (!nest.loops[i].spatial)
      continue;
    const std::size_t axis = network.axis_of(nest.positions[i], nest.dimensions[i]);
    if (axis < at.size())
      at[axis] = at[axis] * nest.loops[i].iterations + index[i];
  }
  return at;
}

// The links on the way to a place: along the first axis, then along the second one ...
void add_route(Topology topology, const Coordinates &to, std::set<Link> &links) {
  if (topology == Topology::all_to_all) {
    if (std::any_of(to.begin(), to.end(), [](std::uint64_t c) { return c != 0; }))
      links.insert(to);
    return;
  }
  Link link;
  for (const std::uint64_t coordinate : to) {
    link.push_back(0);
    for (; link.back() < coordinate; ++link.back())
      links.insert(link);
  }
}

}  // namespace

NetworkCounts count_hops_by_replay(const Counted &counted, const FlatNest &nest, const NetworkModel &network) {
  NetworkCounts result;
  result.counted_by = "replay";
  result.tensors.resize(counted.einsum.tensors.size());
  struct Instance {
    double hops = 0;
    std::map<std::pair<std::size_t, Link>, double> down, up;  // by network of its own, where tensors have such
  };
  std::map<std::uint64_t, Instance> instances;
  std::set<Link> links;
  replay_sends(counted, nest, network.position, network.charge, [&](const Send &send) {
    links.clear();
    for (const auto *index : send.places)
      add_route(network.topology, coordinates_of(nest, network, *send.crossing, *index), links);
    auto &[sends, hops] = result.tensors[send.tensor];
    ++(send.up ? sends.up : sends.down);
    (send.up ? hops.up : hops.down) += links.size();
    const double weight = network.charge.actions_per_value[send.tensor];
    Instance &instance = instances[send.place];
    instance.hops += weight * static_cast<double>(links.size());
    for (const Link &link : links)
      (send.up ? instance.up : instance.down)[{network.separate ? send.tensor : 0, link}] += weight;
  });
  for (const auto &[place, instance] : instances) {
    result.busiest_hops = std::max(result.busiest_hops, instance.hops);
    for (const auto *loads : {&instance.down, &instance.up}) {
      for (const auto &[link, load] : *loads)
        result.busiest_link = std::max(result.busiest_link, load);
    }
  }
  return result;
}

}  // namespace forge::evaluate

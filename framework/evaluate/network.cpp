// SPDX-License-Identifier: Apache-2.0
#include "evaluate/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "evaluate/spread.hpp"

namespace forge::evaluate {

using counts::Exactness;

namespace {

// The loads of the links of one instance, one way: per axis what is the same in all columns, and what is not.
struct WayLoads {
  std::vector<double> alike;
  LinkLoads apart;

  // Of the busiest link; starts over.
  double take_busiest() {
    double most = alike.empty() ? 0 : *std::max_element(alike.begin(), alike.end());
    for (const auto &[link, load] : apart)
      most = std::max(most, load + (alike.empty() ? 0 : alike[link[0]]));
    std::fill(alike.begin(), alike.end(), 0.0);
    apart.clear();
    return most;
  }
};

Spread spread_of(const FlatNest &nest, const NetworkModel &network, const counts::Shape &shape, std::size_t tensor,
                 const Crossing &way, std::uint64_t counts::Loop::*shared) {
  Spread spread(network.axes.size());
  for (std::size_t i = way.end; i-- > way.begin;) {
    const counts::Loop &loop = nest.loops[i];
    const std::size_t axis =
        loop.spatial ? network.axis_of(nest.positions[i], nest.dimensions[i]) : network.axes.size();
    if (axis == network.axes.size())
      continue;
    const bool relevant = counts::detail::contains(shape.relevant, loop.variable);
    spread.add(axis, loop.iterations, !relevant && (loop.*shared >> tensor & 1) != 0);
  }
  return spread;
}

}  // namespace

Exactness count_hops_by_closed_forms(const Counted &counted, const FlatNest &nest, const NetworkModel &network,
                                     counts::Scratch &scratch, NetworkCounts &result) {
  if (!nest.perfect)
    return Exactness::unknown;
  result = {};
  result.counted_by = "closed form";
  result.tensors.resize(counted.shapes.size());
  const FlatNest seen = seen_from(nest, network.position);
  const auto instances = static_cast<double>(places_above(nest, counted.sizes, network.position));
  WayLoads down, up;
  down.alike.resize(network.axes.size());
  up.alike.resize(network.axes.size());
  Exactness exactness = Exactness::exact;
  for (std::size_t t = 0; t < counted.shapes.size() && exactness == Exactness::exact; ++t) {
    if (network.separate)
      result.busiest_link = std::max({result.busiest_link, down.take_busiest(), up.take_busiest()});
    const counts::Shape &shape = counted.shapes[t];
    const auto way = crossing(nest, t, network.position);
    const bool goes_down = (network.charge.down >> t & 1) != 0, goes_up = (network.charge.up >> t & 1) != 0;
    if (!way || (!goes_down && !goes_up))
      continue;
    if (!shape.countable)
      return Exactness::unknown;
    auto &[sends, hops] = result.tensors[t];
    Passage first;
    exactness = count_sends(counted, seen, t, network.position, *way, scratch, sends, first);
    sends = {goes_down ? sends.down : 0, goes_up ? sends.up : 0};
    const double weight = network.charge.actions_per_value[t];
    if (goes_down && !shape.simple) {
      exactness = worse(exactness, count_window_hops(counted, nest, network, t, *way, hops.down, down.apart));
    } else if (goes_down) {
      const Spread spread = spread_of(seen, network, shape, t, *way, &counts::Loop::multicast);
      exactness = worse(exactness, spread.hops(network.topology, sends.down, hops.down));
      spread.add_loads(network.topology, static_cast<double>(sends.down) / instances * weight, down.alike);
    }
    if (goes_up && shape.output) {
      const Spread spread = spread_of(seen, network, shape, t, *way, &counts::Loop::reduce);
      exactness = worse(exactness, spread.hops(network.topology, sends.up, hops.up));
      spread.add_loads(network.topology, static_cast<double>(sends.up) / instances * weight, up.alike);
    }
    result.busiest_hops += weight * (static_cast<double>(hops.down) + static_cast<double>(hops.up)) / instances;
  }
  result.busiest_link = std::max({result.busiest_link, down.take_busiest(), up.take_busiest()});
  return exactness;
}

NetworkCounts count_hops(const Counted &counted, const FlatNest &nest, const NetworkModel &network,
                         counts::Scratch &scratch) {
  NetworkCounts result;
  const Exactness exactness = count_hops_by_closed_forms(counted, nest, network, scratch, result);
  if (exactness == Exactness::exact)
    return result;
  const std::string what = fmt::format("the hops of network '{}'", network.name);
  if (exactness == Exactness::overflow) {
    throw Error{ErrorKind::mapping, what + " do not fit into 64 bits"}.at(counted.einsum.position);
  }
  require_replay(counted.einsum, what,
                 nest.perfect ? "a tensor's tiles are no products of independent ranks, or its windows cross too many "
                                "places"
                              : "the closed forms of networks know factors that divide only");
  return count_hops_by_replay(counted, nest, network);
}

}  // namespace forge::evaluate

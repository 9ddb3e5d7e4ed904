// SPDX-License-Identifier: Apache-2.0
//
// What a hop costs, and where the places of a network stand.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "evaluate/network.hpp"
#include "evaluate/spread.hpp"

namespace forge::evaluate {

std::size_t NetworkModel::axis_of(std::size_t fanout_position, std::size_t dimension) const {
  return static_cast<std::size_t>(
      std::find_if(axes.begin(), axes.end(),
                   [&](const Axis &axis) { return axis.position == fanout_position && axis.dimension == dimension; }) -
      axes.begin());
}

NetworkModel make_network(const model::Workload &workload, const model::Einsum &einsum,
                          const model::Architecture &architecture, const std::vector<std::size_t> &path,
                          std::size_t position, const NodeCost &cost) {
  const model::Node &node = architecture.nodes[path[position]];
  const auto action = std::find_if(cost.actions.begin(), cost.actions.end(),
                                   [](const ActionCost &candidate) { return candidate.action == hop_action; });
  const bool priced = action != cost.actions.end() && (!std::isnan(action->energy) || action->energy_per_bit > 0);
  if (!priced) {
    throw Error{ErrorKind::project, fmt::format("network '{}' has no energy for the action 'hop'", node.name)}
        .at(node.position)
        .note("give actions.hop.energy, wire_energy, or a model that knows it");
  }
  NetworkModel network;
  network.node = path[position];
  network.position = position;
  network.name = node.name;
  network.topology = node.topology;
  network.copies = node.instances;
  network.throughput = std::isnan(action->throughput) ? std::numeric_limits<double>::infinity() : action->throughput;
  network.separate = node.separate_ports;
  network.expression = node.latency.value_or("");
  for (std::size_t p = position + 1; p < path.size(); ++p) {
    const model::Node &below = architecture.nodes[path[p]];
    if (below.kind == model::NodeKind::network)
      break;
    for (std::size_t d = 0; d < below.dimensions.size(); ++d)
      network.axes.push_back({p, d, below.name + "." + below.dimensions[d].name});
  }
  if (network.axes.size() > Spread::most_axes) {
    throw Error{ErrorKind::project,
                fmt::format("network '{}' serves fan-outs with {} dimensions, at most {} are modelled", node.name,
                            network.axes.size(), Spread::most_axes)}
        .at(node.position);
  }
  const model::TensorMask charged = node.tensors.resolve(workload, einsum);
  for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
    const double bits = einsum.tensors[t].bits;
    network.charge.actions_per_value.push_back(node.count_scale * (action->width > 0 ? bits / action->width : 1.0));
    network.energy_per_hop.push_back((std::isnan(action->energy) ? 0 : action->energy) +
                                     action->energy_per_bit * (action->width > 0 ? action->width : bits));
    if ((charged >> t & 1) == 0)
      continue;
    const auto direction = model::direction_of(node, einsum, t);
    if (direction != model::Node::Direction::up)
      network.charge.down |= model::TensorMask{1} << t;
    if (direction != model::Node::Direction::down)
      network.charge.up |= model::TensorMask{1} << t;
  }
  return network;
}

double network_latency(const NetworkModel &network, double busiest_link, double busiest_hops,
                       std::optional<LatencyExpression> &expression) {
  if (expression)
    return (*expression)(std::span(&busiest_hops, 1));
  return busiest_link / network.throughput / network.copies;
}

}  // namespace forge::evaluate

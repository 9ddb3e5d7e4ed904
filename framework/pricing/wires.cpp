// SPDX-License-Identifier: Apache-2.0
#include "pricing/wires.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace forge::pricing {

namespace {

using model::NodeKind;

bool hangs_under(const model::Architecture &architecture, std::size_t node, std::size_t above) {
  for (auto at = architecture.nodes[node].parent; at; at = architecture.nodes[*at].parent) {
    if (*at == above)
      return true;
  }
  return false;
}

// The fan-outs that a network meets first on its way down.
std::vector<std::size_t> first_fanouts(const model::Architecture &architecture, std::size_t network) {
  std::vector<std::size_t> result;
  for (std::size_t i = network + 1; i < architecture.nodes.size(); ++i) {
    if (architecture.nodes[i].kind != NodeKind::fanout || !hangs_under(architecture, i, network))
      continue;
    if (std::none_of(result.begin(), result.end(),
                     [&](std::size_t first) { return hangs_under(architecture, i, first); })) {
      result.push_back(i);
    }
  }
  return result;
}

// Side of one place of a fan-out. Throws Error{project} where an area under it is not known.
double side_of_place(const model::Architecture &architecture, const std::vector<NodeCost> &costs, std::size_t network,
                     std::size_t fanout) {
  const model::Node &node = architecture.nodes[fanout];
  double places = architecture.total_instances(fanout) / node.instances;
  for (const auto &dimension : node.dimensions)
    places *= static_cast<double>(dimension.size);
  double area = 0;
  std::string unknown;
  for (std::size_t i = fanout + 1; i < costs.size(); ++i) {
    if (!hangs_under(architecture, i, fanout))
      continue;
    if (costs[i].area)
      area += *costs[i].area * costs[i].instances / places;
    else if (architecture.nodes[i].kind != NodeKind::fanout)
      unknown += (unknown.empty() ? "'" : ", '") + costs[i].name + "'";
  }
  if (unknown.empty() && area > 0)
    return std::sqrt(area);
  throw Error{ErrorKind::project,
              fmt::format("the hop length of network '{}' can't be derived from the area of a place "
                          "of '{}'",
                          costs[network].name, costs[fanout].name)}
      .at(architecture.nodes[network].position)
      .note(unknown.empty() ? "that area is 0" : "no area is known of " + unknown)
      .note("give hop_length, or the areas");
}

double hop_length(const model::Architecture &architecture, const std::vector<NodeCost> &costs, std::size_t network) {
  const auto fanouts = first_fanouts(architecture, network);
  if (fanouts.size() == 1)
    return side_of_place(architecture, costs, network, fanouts[0]);
  throw Error{ErrorKind::project,
              fmt::format("the hop length of network '{}' can't be derived: {}", costs[network].name,
                          fanouts.empty() ? "there is no fan-out under it" : "there are several fan-outs under it")}
      .at(architecture.nodes[network].position)
      .note("give hop_length");
}

void add_wire(const model::Architecture &architecture, std::vector<NodeCost> &costs, std::size_t network) {
  const model::Node &node = architecture.nodes[network];
  const bool given = node.hop_length.has_value();
  const double length = given ? *node.hop_length : hop_length(architecture, costs, network);
  NodeCost &cost = costs[network];
  auto hop = std::find_if(cost.actions.begin(), cost.actions.end(),
                          [](const ActionCost &action) { return action.action == "hop"; });
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  if (hop == cost.actions.end()) {
    hop = cost.actions.insert(hop, {.action = "hop", .energy = unknown, .throughput = unknown, .source = "project"});
  }
  hop->energy_per_bit = *node.wire_energy * length;
  cost.parameters.push_back({"wire_energy", "J/bit/m", "", *node.wire_energy, "node"});
  cost.parameters.push_back({"hop_length", "m", "", length, given ? "node" : "area"});
  const std::string note =
      fmt::format("wire {:.4g} pJ/b a hop: {:.4g} pJ/b/mm x {:.4g} mm{}", 1e12 * hop->energy_per_bit,
                  1e9 * *node.wire_energy, 1e3 * length, given ? "" : " (side of one place of the fan-out below)");
  cost.note += (cost.note.empty() ? "" : "; ") + note;
}

}  // namespace

void add_wires(const model::Architecture &architecture, std::vector<NodeCost> &costs, std::vector<Error> &errors) {
  for (std::size_t i = 0; i < architecture.nodes.size(); ++i) {
    if (architecture.nodes[i].kind != NodeKind::network || !architecture.nodes[i].wire_energy)
      continue;
    try {
      add_wire(architecture, costs, i);
    } catch (const Error &error) {
      errors.push_back(error);
    }
  }
}

}  // namespace forge::pricing

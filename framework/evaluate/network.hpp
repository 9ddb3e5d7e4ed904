// SPDX-License-Identifier: Apache-2.0
//
// Networks: how many hops the values make on their way from a memory to the places that it serves, and back.
//
// The dimensions of the fan-outs below a network, up to the next network, are the axes of a mesh, in path order. The
// source stands at coordinate 0 of all axes. What is sent once to several places goes along the tree of their
// dimension-ordered routes, first axis first: its hops are the links of that tree. Results come up the same tree.
// Tensors that go the same way share the links (`ports = "shared"`), or each has a network of its own ("separate"). In an
// all-to-all topology each place has a link of its own; that at coordinate 0 is the source's and needs none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "evaluate/latency_expression.hpp"
#include "evaluate/passage.hpp"
#include "evaluate/result.hpp"
#include "model/architecture.hpp"

namespace forge::evaluate {

using Topology = model::Node::Topology;

struct NetworkModel {
  std::size_t node = 0, position = 0;
  std::string name;
  Topology topology = Topology::mesh;
  struct Axis {
    std::size_t position = 0, dimension = 0;  // of the fan-out in the path, and of the fan-out
    std::string name;
  };
  std::vector<Axis> axes;
  double copies = 1;
  Charge charge;
  std::vector<double> energy_per_hop;  // J, by tensor: one action
  double throughput = 0;               // actions per second of a link
  bool separate = false;               // each tensor has links of its own
  std::string expression;              // latency; empty: none

  // The axis that the places of a spatial loop lie on; axes.size() for all other loops.
  std::size_t axis_of(std::size_t fanout_position, std::size_t dimension) const;
};

// The one action of a network.
inline constexpr const char *hop_action = "hop";

// `next`: position of the next network on the path, or the length of the path.
NetworkModel make_network(const model::Workload &workload, const model::Einsum &einsum,
                          const model::Architecture &architecture, const std::vector<std::size_t> &path,
                          std::size_t position, const NodeCost &cost);

struct NetworkCounts {
  struct OfTensor {
    Passage sends, hops;  // values, and values times links; summed over the instances of the network
  };
  std::vector<OfTensor> tensors;
  double busiest_link = 0;  // actions of the busiest link, one way
  double busiest_hops = 0;  // actions of the busiest instance
  std::string counted_by;   // "closed form" or "replay"
};

// Throws Error{mapping} where the hops can't be counted.
NetworkCounts count_hops(const Counted &counted, const FlatNest &nest, const NetworkModel &network,
                         counts::Scratch &scratch);

// `exact`: whatever closed forms say (unspecified otherwise).
counts::Exactness count_hops_by_closed_forms(const Counted &counted, const FlatNest &nest, const NetworkModel &network,
                                             counts::Scratch &scratch, NetworkCounts &result);

// The executable definition, link by link.
NetworkCounts count_hops_by_replay(const Counted &counted, const FlatNest &nest, const NetworkModel &network);

// Seconds.
double network_latency(const NetworkModel &network, double busiest_link, double busiest_hops,
                       std::optional<LatencyExpression> &expression);

// A link by its axis and the coordinates up to that axis; links further out on the same trunk carry no more.
using LinkLoads = std::map<std::vector<std::uint64_t>, double>;

// An input under a sliding window, perfect factors: the hops of all instances, and adds to the loads of the links of one
// instance, in actions.
counts::Exactness count_window_hops(const Counted &counted, const FlatNest &nest, const NetworkModel &network,
                                    std::size_t tensor, const Crossing &way, std::uint64_t &hops, LinkLoads &loads);

}  // namespace forge::evaluate

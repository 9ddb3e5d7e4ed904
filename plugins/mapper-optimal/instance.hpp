// SPDX-License-Identifier: Apache-2.0
//
// The mapping problem of one Einsum, prepared for the search: what tiles take, what moves, and what everything costs.
//
// Costs have several metrics: the first is energy (J), the others are the busy times (s) of the ports that can limit
// the latency, one for each action where ports are separate.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "forge/abi/problem.h"
#include "forge/sdk/counts.hpp"
#include "lattice.hpp"
#include "usage.hpp"

namespace forge::plugins::optimal {

namespace counts = sdk::counts;

using TensorSet = std::uint32_t;  // bit t: tensor t
using NodeSet = std::uint64_t;    // bit n: node n of the path

inline bool has(std::uint64_t set, std::size_t element) {
  return (set >> element & 1) != 0;
}

// How a fan-out's dimension may be spread over rank variables.
struct Spread {
  std::vector<std::uint8_t> digits;  // by axis
  Tile step = 0;                     // what it adds to the number of a tile
  std::uint64_t places = 1;
  std::vector<std::uint64_t> factors;   // by rank variable
  std::vector<std::uint64_t> unshared;  // by tensor: product of the factors that its index does not contain
};

class Instance {
 public:
  // Throws sdk::Unsupported where the problem is beyond this search. The table must outlive the instance.
  explicit Instance(const forge_problem &problem);

  const forge_problem &problem() const { return *problem_; }
  std::size_t n_tensors() const { return problem_->n_tensors; }
  std::size_t n_nodes() const { return problem_->n_nodes; }
  std::size_t n_metrics() const { return 1 + ports_.size(); }
  const Lattice &lattice() const { return lattice_; }
  const counts::Shape &shape(std::size_t tensor) const { return shapes_[tensor]; }

  bool is_output(std::size_t tensor) const { return problem_->is_output[tensor] != 0; }
  bool is_window(std::size_t tensor) const { return !shapes_[tensor].simple; }
  bool is_relevant(std::size_t tensor, std::size_t variable) const { return has(shapes_[tensor].relevant, variable); }
  // Of a sliding window: a loop over this rank variable moves the tile by less than its width.
  bool slides(std::size_t tensor, std::size_t variable) const { return has(sliding_[tensor], variable); }

  double volume(std::size_t tensor, Tile tile) const { return volumes_[tensor][tile]; }
  // How often a tile is worked on: in all places together.
  double visits(Tile tile) const { return visits_[tile]; }
  // One over the iterations of the loops around a tile that the tensor's index does not contain: by so much the cost of
  // a holder can shrink at most.
  double least_share(std::size_t tensor, Tile tile) const { return least_shares_[tensor][tile]; }
  double whole_volume(std::size_t tensor) const { return volumes_[tensor][lattice_.whole()]; }

  // Cost of one value: metric 0 is energy; transfer as in FORGE_FILL ... . 0 where node is no memory of that port.
  double price(std::size_t metric, std::size_t node, std::size_t tensor, std::size_t transfer) const {
    return prices_[((metric * n_nodes() + node) * n_tensors() + tensor) * FORGE_N_TRANSFERS + transfer];
  }
  std::size_t node_of_metric(std::size_t metric) const { return ports_[metric - 1].node; }  // metric > 0

  const std::vector<Spread> &spreads(std::size_t node) const { return spreads_[node]; }
  bool shares(std::size_t node, std::size_t tensor) const {
    return problem_->multicast[node * n_tensors() + tensor] != 0 || problem_->reduce[node * n_tensors() + tensor] != 0;
  }
  bool multicasts(std::size_t node, std::size_t tensor) const {
    return problem_->multicast[node * n_tensors() + tensor] != 0;
  }
  bool reduces(std::size_t node, std::size_t tensor) const {
    return problem_->reduce[node * n_tensors() + tensor] != 0;
  }

  // Does the node charge for values of the tensor that pass?
  bool converts(std::size_t node, std::size_t tensor) const {
    const std::size_t first = (node * n_tensors() + tensor) * FORGE_N_TRANSFERS;
    return problem_->node_kind[node] == FORGE_CONVERTER &&
           (problem_->energy_per_value[first + FORGE_READ] > 0 ||
            problem_->energy_per_value[first + FORGE_UPDATE] > 0 || problem_->time_per_value[first + FORGE_READ] > 0 ||
            problem_->time_per_value[first + FORGE_UPDATE] > 0);
  }

  const std::vector<Usage> &usages() const { return usages_; }
  // Is the occupancy of this memory an objective?
  bool counts_occupancy(std::size_t node) const {
    return std::any_of(usages_.begin(), usages_.end(),
                       [&](const Usage &usage) { return usage.is_occupancy && usage.node == node; });
  }
  // Does latency matter for any objective?
  bool has_latency() const { return has_latency_; }
  bool has_gated_power() const { return has_gated_power_; }
  double fixed_power() const { return fixed_power_; }  // W that leaks whatever the mapping is, if none is gated
  bool retains() const { return problem_->retain != 0; }
  double compute_energy() const { return compute_energy_; }
  double compute_time() const { return compute_time_; }  // s in one place
  double steps() const { return visits_[0]; }

 private:
  struct Port {
    std::size_t node;
    std::int32_t action;  // -1: all of them
  };

  void check() const;
  void make_shapes();
  void make_tables();
  void make_ports();
  void make_prices(bool has_costs);
  void make_spreads();
  void keep_highest_spreads();
  void add_spreads(std::size_t node, std::size_t axis, Spread &spread, std::vector<Spread> &all) const;
  bool is_good_spread(std::size_t node, const Spread &spread) const;
  bool may_spread(std::size_t node, std::size_t variable) const;

  const forge_problem *problem_;
  Lattice lattice_;
  std::vector<counts::Shape> shapes_;
  std::vector<std::uint64_t> sliding_;
  std::vector<std::vector<double>> volumes_, least_shares_;  // [tensor][tile]
  std::vector<double> visits_;
  std::vector<Usage> usages_;
  std::vector<Port> ports_;
  std::vector<double> prices_;
  std::vector<std::vector<Spread>> spreads_;  // [node]
  bool has_latency_ = false, has_gated_power_ = false;
  double fixed_power_ = 0, compute_energy_ = 0, compute_time_ = 0;
};

}  // namespace forge::plugins::optimal

// SPDX-License-Identifier: Apache-2.0
//
// The mapping problem of one Einsum as far as it does not depend on the tiles that it is cut into: the shapes of its
// tensors, and what moving a value costs.
//
// Costs have several metrics: the first is energy (J), the others are the busy times (s) of the ports that can limit
// the latency, one for each action where ports are separate.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "forge/abi/problem.h"
#include "forge/sdk/counts.hpp"
#include "usage.hpp"

namespace forge::plugins::optimal {

namespace counts = sdk::counts;

using TensorSet = std::uint32_t;  // bit t: tensor t
using NodeSet = std::uint64_t;    // bit n: node n of the path

inline constexpr std::size_t most_tensors = 8;

inline bool has(std::uint64_t set, std::size_t element) {
  return (set >> element & 1) != 0;
}

class Charges {
 public:
  // Throws sdk::Unsupported where the problem is beyond this strategy. The table must outlive this.
  explicit Charges(const forge_problem &problem);

  const forge_problem &problem() const { return *problem_; }
  std::size_t n_tensors() const { return problem_->n_tensors; }
  std::size_t n_nodes() const { return problem_->n_nodes; }
  std::size_t n_metrics() const { return 1 + ports_.size(); }
  const counts::Shape &shape(std::size_t tensor) const { return shapes_[tensor]; }

  bool is_output(std::size_t tensor) const { return problem_->is_output[tensor] != 0; }
  bool is_window(std::size_t tensor) const { return !shapes_[tensor].simple; }
  bool is_relevant(std::size_t tensor, std::size_t variable) const { return has(shapes_[tensor].relevant, variable); }
  // Of a sliding window: a loop over this rank variable moves the tile by less than its width.
  bool slides(std::size_t tensor, std::size_t variable) const { return has(sliding_[tensor], variable); }
  // Of a tile that covers so much of each rank variable.
  double elements(std::size_t tensor, std::span<const std::uint64_t> extents, counts::Scratch &scratch) const;
  // May this dimension of a fan-out be spread over this rank variable (`reuse`)?
  bool may_spread(std::size_t node, std::size_t variable) const;
  // Do the constraints of a fan-out's dimension allow these factors, by rank variable?
  bool is_good_spread(std::size_t node, std::uint64_t places, const std::vector<std::uint64_t> &factors) const;

  // Cost of one value: metric 0 is energy; transfer as in FORGE_FILL ... . 0 where node is no memory of that port.
  double price(std::size_t metric, std::size_t node, std::size_t tensor, std::size_t transfer) const {
    return prices_[((metric * n_nodes() + node) * n_tensors() + tensor) * FORGE_N_TRANSFERS + transfer];
  }
  std::size_t node_of_metric(std::size_t metric) const { return ports_[metric - 1].node; }  // metric > 0

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
  double points() const { return points_; }
  double compute_energy() const { return has_costs_ ? problem_->energy_per_step[n_nodes() - 1] * points_ : 0; }
  // s in one place
  double compute_time() const { return has_costs_ ? problem_->time_per_step[n_nodes() - 1] * points_ : 0; }

 private:
  struct Port {
    std::size_t node;
    std::int32_t action;  // -1: all of them
  };

  void check() const;
  void make_shapes();
  void make_ports();
  void make_prices();

  const forge_problem *problem_;
  std::vector<counts::Shape> shapes_;
  std::vector<std::uint64_t> sliding_;
  std::vector<Usage> usages_;
  std::vector<Port> ports_;
  std::vector<double> prices_;
  bool has_costs_;  // false: all objectives are about nodes, and nothing has a price
  bool has_latency_ = false, has_gated_power_ = false;
  double fixed_power_ = 0, points_ = 1;
};

}  // namespace forge::plugins::optimal

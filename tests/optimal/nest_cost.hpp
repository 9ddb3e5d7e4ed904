// SPDX-License-Identifier: Apache-2.0
//
// Energy, latency and the use of nodes of a nest with perfect factors, straight from a problem's table and the closed forms of the SDK:
// thirty times as fast as an evaluation. Built from the outside in, as an enumeration walks.
#pragma once

#include <forge/abi/problem.h>
#include <forge/sdk/counts.hpp>

#include <cstdint>
#include <optional>
#include <vector>

#include "optimal/loaded_problem.hpp"

namespace forge::test {

class NestCost {
 public:
  explicit NestCost(const forge_problem &problem);

  // The nest so far, outermost node first. What was added last is removed first.
  void keep(std::uint32_t node, std::uint32_t tensor);
  void remove_keep(std::uint32_t tensor);
  void loop(std::uint32_t variable, std::uint64_t iterations, std::uint64_t tile);
  void spread(std::uint32_t node, std::uint32_t variable, std::uint64_t iterations, std::uint64_t tile);
  void remove_loop() { loops_.pop_back(), nodes_.pop_back(); }

  // Bits of a tile of the tensor in this memory that is kept here; nothing where the closed forms do not apply.
  std::optional<double> bits(std::uint32_t node, std::uint32_t tensor) { return bits(node, tensor, loops_.size()); }

  // Of a complete nest; nothing where the closed forms do not apply, or the table does not say how long things take.
  std::optional<Figures> figures();

 private:
  struct Holder {
    std::uint32_t node, depth;
  };

  // Below so many loops.
  std::optional<double> bits(std::uint32_t node, std::uint32_t tensor, std::size_t depth);
  bool add_transfers(std::uint32_t tensor, double &energy);
  bool add_passing(std::uint32_t converter, std::uint32_t tensor, double &energy);
  void add(std::uint32_t node, std::uint32_t tensor, std::uint32_t transfer, std::uint64_t values, double &energy);
  double latency() const;
  double leak_power() const;
  double places_above(std::uint32_t node) const;
  std::optional<double> usage(std::uint32_t objective);

  const forge_problem &problem_;
  std::vector<std::uint64_t> sizes_;
  std::vector<sdk::counts::Shape> shapes_;
  std::vector<std::uint64_t> multicast_, reduce_;  // by node
  std::vector<sdk::counts::Loop> loops_;
  std::vector<std::uint32_t> nodes_;          // parallel: the fan-out of a spatial loop
  std::vector<std::vector<Holder>> holders_;  // by tensor
  double computes_ = 1;
  // Working storage.
  sdk::counts::Scratch scratch_;
  std::vector<sdk::counts::Holder> chain_;
  std::vector<sdk::counts::Loop> seen_;
  std::vector<sdk::counts::Transfer> transfers_;
  std::vector<double> busy_;  // by node and action
};

}  // namespace forge::test

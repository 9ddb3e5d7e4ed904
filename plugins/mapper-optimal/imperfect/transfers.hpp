// SPDX-License-Identifier: Apache-2.0
//
// What moves between two holders in a nest whose tiles need not divide, counted by the closed forms of the SDK.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "charges.hpp"

namespace forge::plugins::optimal::imperfect {

class Transfers {
 public:
  explicit Transfers(const Charges &charges) : charges_(charges) {}

  // From now on this nest is looked at, outermost node first.
  void look_at(std::span<const forge_nest_node> nest);

  // Adds to `cost` by metric what the innermost holder of the tensor and `inner`, a memory that keeps it inside of the
  // whole nest, or the compute, have to do for each other. False where only a replay can tell: then it may be more.
  bool charge(std::size_t tensor, std::size_t inner, std::span<double> cost);

  double steps() const;  // distinct times
  // Do the closed forms know the busiest places of all holders of the tensor?
  bool knows_busiest(std::size_t tensor) const;

 private:
  const Charges &charges_;
  std::span<const forge_nest_node> nest_;
  std::vector<counts::Loop> loops_;
  std::vector<std::uint32_t> depths_;  // by node of the nest: loops outside of it
};

}  // namespace forge::plugins::optimal::imperfect

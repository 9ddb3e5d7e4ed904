// SPDX-License-Identifier: Apache-2.0
//
// The mapping problem of one Einsum whose factors divide, prepared for the search: what tiles take and what moves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "charges.hpp"
#include "lattice.hpp"

namespace forge::plugins::optimal {

// How a fan-out's dimension may be spread over rank variables.
struct Spread {
  std::vector<std::uint8_t> digits;  // by axis
  Tile step = 0;                     // what it adds to the number of a tile
  std::uint64_t places = 1;
  std::vector<std::uint64_t> factors;   // by rank variable
  std::vector<std::uint64_t> unshared;  // by tensor: product of the factors that its index does not contain
};

class Instance : public Charges {
 public:
  // Throws sdk::Unsupported where the problem is beyond this search. The table must outlive the instance.
  explicit Instance(const forge_problem &problem);

  const Lattice &lattice() const { return lattice_; }
  double volume(std::size_t tensor, Tile tile) const { return volumes_[tensor][tile]; }
  // How often a tile is worked on: in all places together.
  double visits(Tile tile) const { return visits_[tile]; }
  // One over the iterations of the loops around a tile that the tensor's index does not contain: by so much the cost of
  // a holder can shrink at most.
  double least_share(std::size_t tensor, Tile tile) const { return least_shares_[tensor][tile]; }
  double whole_volume(std::size_t tensor) const { return volumes_[tensor][lattice_.whole()]; }

  const std::vector<Spread> &spreads(std::size_t node) const { return spreads_[node]; }

 private:
  void make_tables();
  void make_spreads();
  void keep_highest_spreads();
  void add_spreads(std::size_t node, std::size_t axis, Spread &spread, std::vector<Spread> &all) const;

  Lattice lattice_;
  std::vector<std::vector<double>> volumes_, least_shares_;  // [tensor][tile]
  std::vector<double> visits_;
  std::vector<std::vector<Spread>> spreads_;  // [node]
};

}  // namespace forge::plugins::optimal

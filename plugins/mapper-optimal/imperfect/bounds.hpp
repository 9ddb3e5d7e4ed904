// SPDX-License-Identifier: Apache-2.0
//
// What the inside of a nest costs at least, in energy: an ordinary shortest path from the compute outwards, in which each
// rank variable is cut into as few parts as its tile allows, what is free in a memory is rounded up to one of some levels,
// and fan-outs share what they can.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <vector>

#include "charges.hpp"
#include "imperfect/steps.hpp"
#include "imperfect/tiles.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

// Steps between stages, inwards.
struct Edge {
  enum Kind { keep, spread, complete } kind;
  StageId to;
  std::size_t tensor = 0;  // keep
};

class Bounds {
 public:
  // `check` is called now and then, and may throw. Throws sdk::Unsupported where the tables would not fit into memory.
  Bounds(const Charges &charges, const Stages &stages, const Tiles &tiles, const Steps &steps,
         const std::function<void()> &check);

  const std::vector<Edge> &edges(StageId stage) const { return edges_[stage]; }
  bool is_last(StageId stage) const { return is_last_[stage]; }  // nothing but the compute follows
  // Tensors that a memory further in may hold.
  TensorSet to_hold(StageId stage) const { return to_hold_[stage]; }
  // What is to be added at least. `moved`: tensors that move with all loops around the tile; what others move until their
  // next holder is reached is not contained. `level`: of what is free in the memory of the stage.
  double rest(StageId stage, TensorSet moved, Tile tile, std::size_t level) const {
    return rest_[stage][((moved & to_hold_[stage]) * n_levels_[stage] + level) * tiles_.count() + tile];
  }
  // Of the memory of the stage, of which so many bits are taken.
  std::size_t level(StageId stage, double occupancy) const;
  // What a tensor that arrives so often in all places costs at least, from its holder to the next.
  double next_transfer(StageId stage, std::size_t tensor, double arrivals) const;

 private:
  void find_edges();
  double transfer(StageId stage, std::size_t tensor, std::size_t inner, double arrivals) const;
  double compute_transfers(StageId stage) const;
  double least_arrivals(StageId stage, std::size_t tensor, Tile tile) const;
  void choose_levels();
  TensorSet find_idle(StageId from, StageId to, Tile outer, Tile inner, std::array<double, most_tensors> &least) const;
  double most_free(StageId stage, std::size_t level) const;
  void fill(StageId stage, Tile tile, std::size_t level);

  const Charges &charges_;
  const Stages &stages_;
  const Tiles &tiles_;
  const Steps &steps_;
  std::vector<std::vector<Edge>> edges_;          // by stage
  std::vector<bool> is_last_;                     // by stage
  std::vector<TensorSet> to_hold_;                // by stage
  std::vector<std::size_t> most_cuts_;            // by stage: places for loops around it
  std::vector<std::vector<NodeSet>> next_inner_;  // by stage and tensor: memories that may be the next to hold it
  std::vector<std::size_t> n_levels_;             // by stage; 1: all is free
  std::vector<std::vector<double>> rest_;         // [stage][(moved * levels + level) * tiles + tile]
};

}  // namespace forge::plugins::optimal::imperfect

// SPDX-License-Identifier: Apache-2.0
//
// What the rest of a nest costs at least, in energy: an ordinary shortest path from the outside inwards, in which each
// tile alone fits into its memory, whatever else is there, and sliding windows reuse all that they could.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "instance.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal {

// Bits that the pending tensors need in the memory of the stage, at least: tiles only grow until they are kept.
double pending_bits(const Instance &instance, const Stage &stage, Tile tile);

// What a converter charges for each value that has to pass: of a result all that comes back may be first touches.
double least_toll(const Instance &instance, std::size_t node, std::size_t tensor);

class Bounds {
 public:
  // `check` is called now and then, and may throw. Throws sdk::Unsupported where the tables would not fit into memory.
  Bounds(const Instance &instance, const Stages &stages, const std::function<void()> &check);

  // Tensors with holders inside and outside, of which the inner one may be open.
  TensorSet can_open(StageId stage) const { return can_open_[stage]; }
  // At least this much is to be added to what a nest costs so far without its open holders.
  double rest(StageId stage, TensorSet open, Tile tile) const { return rest_[stage][open * tiles_ + tile]; }
  // What the innermost and the next holder of an open tensor pay to each other if it closes here, at least, fan-outs
  // being accounted for by their loops.
  double waiting(StageId stage, std::size_t tensor, Tile tile) const {
    const std::size_t i = stage * instance_.n_tensors() + tensor;
    return (filling_price_[i] + serving_price_[i]) * instance_.volume(tensor, tile) * instance_.visits(tile);
  }

 private:
  // The same where it does close: fan-outs to come may share what is served.
  double closing(StageId stage, std::size_t tensor, Tile tile) const;
  void find_holders();
  void find_prices(StageId stage, std::size_t tensor, double fill, double drain);
  void fill(StageId stage);
  void fill_memory(StageId stage, Tile tile);
  void fill_spreads(StageId stage, Tile tile);
  double least_passing(const Stage &stage, TensorSet open) const;
  void add_keep(StageId stage, StageId kept, Tile tile, std::size_t tensor);

  const Instance &instance_;
  const Stages &stages_;
  std::size_t tiles_;
  std::vector<TensorSet> can_open_;                    // by stage
  std::vector<double> filling_price_, serving_price_;  // by stage and tensor
  // By stage and tensor: fan-outs around the innermost holder may make all that it reads first touches.
  std::vector<bool> may_be_first_;
  std::vector<TensorSet> closed_by_;       // by axis
  std::vector<std::vector<double>> rest_;  // [stage][open * tiles + tile]
  // Of the stage that is filled: sets of tensors that may be open, and by axis what its loops lead from and to, and close.
  struct Move {
    std::size_t from, to;
    TensorSet closes;
  };
  std::vector<TensorSet> opens_;
  std::vector<double> passing_;  // by number of the set: what a converter charges for them
  std::vector<std::pair<std::size_t, std::vector<Move>>> loops_;
  std::vector<double> closing_all_;  // by set of tensors, of the tile that is filled
};

}  // namespace forge::plugins::optimal

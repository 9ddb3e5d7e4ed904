// SPDX-License-Identifier: Apache-2.0
//
// Sliding windows: what moves between the holders of a tensor whose tiles overlap depends on all loops since the
// innermost of them, so it is counted anew after each loop until no overlap is left that loops to come could use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "history.hpp"
#include "instance.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal {

class Windows {
 public:
  Windows(const Instance &instance, const History &history) : instance_(instance), history_(history) {}

  struct Counted {
    std::vector<double> cost;     // by metric
    std::vector<double> slack;    // by metric: how much less it may become
    double served = 0;            // energy of what the next holder serves at least, unless fan-outs to come share it
    bool closed = false;          // no loop to come finds anything left in the tile of any holder
    std::uint64_t signature = 0;  // of what decides, besides the tile, what becomes of the cost
  };

  // Counts from the holder kept by record `since` (0: the compute) up to the label `before` and then `step`.
  // `next`: the memory that is to hold the tensor next, or -1. `places_ahead`: of the fan-outs to come.
  const Counted &count(std::size_t tensor, std::uint32_t since, std::uint32_t before, const Step &step, Tile tile,
                       int next, double places_ahead);

 private:
  struct Held {
    std::size_t node;
    Tile tile;
    std::uint32_t depth;
  };

  void collect(std::size_t tensor, std::uint32_t since, std::uint32_t before, const Step &step, Tile tile);
  void add_loops(const Step &step, Tile inner);
  void add_loop(std::uint32_t variable, bool spatial, std::uint64_t iterations, std::uint64_t tile, std::size_t node);
  double most_kept(std::size_t tensor, const Held &holder, Tile tile, double places_ahead) const;
  std::uint64_t sign(std::size_t tensor, const Held &holder, bool &plain) const;

  const Instance &instance_;
  const History &history_;
  std::vector<counts::Loop> loops_;  // outermost first
  std::vector<Held> held_;           // outermost first
  bool from_compute_ = false;
  std::vector<counts::Holder> holders_;
  std::vector<counts::Transfer> transfers_;
  counts::Scratch scratch_;
  Counted counted_;
};

}  // namespace forge::plugins::optimal

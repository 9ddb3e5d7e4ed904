// SPDX-License-Identifier: Apache-2.0
//
// Sliding windows: what moves between the holders of a tensor whose tiles overlap depends on all loops since the
// innermost of them, so it is counted anew after each loop until no overlap is left that loops to come could use. So is
// what passes the converters between them: what the outer holder would serve if no fan-out outside of the converter shared
// anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "history.hpp"
#include "instance.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal {

class Windows {
 public:
  Windows(const Instance &instance, const History &history) : instance_(instance), history_(history) {}

  struct Counted {
    std::vector<double> cost;   // by metric
    std::vector<double> slack;  // by metric: how much less it may become
    // Values that the next holder serves, and how many overlaps leave of them at least, unless fan-outs to come share them.
    double reads = 0, least_reads = 0;
    bool closed = false;          // no loop to come finds anything left in the tile of any holder
    std::uint64_t signature = 0;  // of what decides, besides the tile, by how much the cost changes from here on
  };

  // Counts from the holder kept by record `since` (0: the compute) up to the label `before` and then `step`, which leads
  // to the stage `after`.
  const Counted &count(std::size_t tensor, std::uint32_t since, std::uint32_t before, const Step &step, Tile tile,
                       const Stage &after);

 private:
  struct Held {
    std::size_t node;
    Tile tile;
    std::uint32_t depth;
  };

  // A converter between two holders of the tensor.
  struct Crossed {
    std::size_t node;
    std::uint32_t depth;  // of the loops outside of it
    std::size_t pair;     // of holders
  };

  void collect(std::size_t tensor, std::uint32_t since, std::uint32_t before, const Step &step, Tile tile);
  void add_loops(const Step &step, Tile inner);
  void add_loop(std::uint32_t variable, bool spatial, std::uint64_t iterations, std::uint64_t tile, std::size_t node);
  void count_exactly(std::size_t tensor, std::span<const counts::Loop> loops, Tile tile,
                     std::span<const counts::Holder> holders, std::vector<counts::Transfer> &transfers);
  void add(std::size_t tensor, std::size_t node, std::size_t transfer, double values, double kept, double places);
  double count_sends(std::size_t tensor, const Crossed &crossed, Tile tile);
  const std::vector<std::uint64_t> &find_widenings(std::uint64_t left, std::uint64_t places);
  double most_kept(std::size_t tensor, const Held &holder, Tile tile, double places_ahead);
  double places_above(std::size_t depth) const;
  void sign(std::size_t tensor, const Stage &after);
  std::uint64_t sign_tile(std::size_t tensor, Tile tile) const;
  std::uint64_t sign_holder(std::size_t tensor, const Held &holder) const;
  std::uint64_t sign_sends(std::size_t tensor, std::size_t begin, std::size_t end) const;
  std::uint64_t sign_overlaps(std::size_t tensor, const Held *inner);

  const Instance &instance_;
  const History &history_;
  // Outermost first.
  std::vector<counts::Loop> loops_;
  std::vector<Held> held_;
  std::vector<Crossed> crossed_;
  bool from_compute_ = false;
  std::vector<counts::Loop> seen_;      // as a converter sees them
  std::vector<std::uint64_t> wrapped_;  // by dimension: how far the loops so far move a tile back when they start over
  std::vector<counts::Holder> holders_;
  std::vector<counts::Transfer> transfers_, sends_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<std::uint64_t>> widenings_;
  counts::Scratch scratch_;
  Counted counted_;
};

}  // namespace forge::plugins::optimal

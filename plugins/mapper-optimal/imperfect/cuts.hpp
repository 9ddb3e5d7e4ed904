// SPDX-License-Identifier: Apache-2.0
//
// The loops over one rank variable, one by one, and what they make of it: parts, and for each part which loop brought it
// to its place last. A loop that has only one iteration where a part lies does not move it; nor do iterations in which its
// place has nothing to do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace forge::plugins::optimal::imperfect {

using CutsId = std::uint32_t;

class Cuts {
 public:
  // Parts of one extent that the same loops brought. `last`: shares of the part by its latest loop, counted from 1 at the
  // outermost temporal one; 0: none. Shares, because a place of fan-outs to come may find other parts too short: the first
  // places come first.
  struct Part {
    std::uint64_t extent;
    std::vector<std::pair<double, std::uint32_t>> last;
    double times;  // in all places
  };
  struct Sequence {
    std::vector<Part> parts;
    // By number of temporal loops from the outside: how many parts they make, those of all places together.
    std::vector<double> n_parts;
    std::uint32_t first_last = 0;  // of all that is the latest loop of something, the outermost one
  };

  explicit Cuts(std::span<const std::uint64_t> sizes);

  // The whole rank variable.
  static CutsId whole(std::size_t variable) { return static_cast<CutsId>(variable); }
  CutsId loop(CutsId outer, std::uint64_t tile, bool spatial);
  const Sequence &operator[](CutsId id) const { return sequences_[id]; }

 private:
  struct Loop {
    std::uint64_t tile;
    bool spatial;
  };

  std::vector<Sequence> sequences_;
  std::vector<std::vector<Loop>> loops_;  // by sequence; the first one leaves the whole
  std::map<std::tuple<CutsId, std::uint64_t, bool>, CutsId> inside_;
};

}  // namespace forge::plugins::optimal::imperfect

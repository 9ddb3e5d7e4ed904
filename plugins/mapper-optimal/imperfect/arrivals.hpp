// SPDX-License-Identifier: Apache-2.0
//
// How often the parts of a tensor come along in a partial nest. A part comes anew with each iteration of the loops outside
// of the latest loop that brought it to its place; loops inside of that do not touch it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "charges.hpp"
#include "imperfect/cuts.hpp"
#include "imperfect/label.hpp"
#include "imperfect/nests.hpp"

namespace forge::plugins::optimal::imperfect {

class Arrivals {
 public:
  using Parts = std::array<const Cuts::Part *, most_variables>;  // by rank variable

  Arrivals(const Charges &charges, const Cuts &cuts, const Nests &nests)
      : charges_(charges), cuts_(cuts), nests_(nests) {}

  // From now on this label is looked at.
  void look_at(const Label &label);

  // If all loops count, in all places.
  double all(std::size_t tensor) const { return counts_[tensor][n_loops_]; }
  // Is there a part that comes less often than that?
  bool may_wait(std::size_t tensor) const;
  // Of what these parts touch: on average, where fan-outs to come may spread it over places, and at the most.
  struct Range {
    double average = 0, most = 0;
  };
  Range of(std::size_t tensor, const Parts &parts) const;
  // Of all values, in all places: how many values are brought.
  double brought(std::size_t tensor) const;

 private:
  const Charges &charges_;
  const Cuts &cuts_;
  const Nests &nests_;
  std::array<const Cuts::Sequence *, most_variables> sequences_{};
  std::size_t n_loops_ = 0;
  std::vector<std::uint8_t> loops_;                              // rank variables, innermost loop first
  std::array<std::vector<double>, most_tensors> counts_;         // up to each temporal loop
  std::array<std::vector<std::size_t>, most_variables> places_;  // in the nest, of each one's loops
};

}  // namespace forge::plugins::optimal::imperfect

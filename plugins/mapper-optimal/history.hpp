// SPDX-License-Identifier: Apache-2.0
//
// How labels came to be: a tree of steps, each pointing to the one before it, inside of it in the nest.
#pragma once

#include <cstdint>
#include <vector>

#include "lattice.hpp"

namespace forge::plugins::optimal {

struct Step {
  enum Kind : std::uint8_t { start, keep, loop, spread, complete };
  Kind kind = start;
  std::uint8_t node = 0;      // keep, complete: memory; spread: fan-out
  std::uint32_t operand = 0;  // keep: tensor; loop: axis; spread: number of the spread; complete: set of tensors
};

struct Record {
  std::uint32_t before;
  Step step;
  Tile tile;  // after the step
};

class History {
 public:
  History() { clear(); }
  void clear() { records_.assign(1, Record{0, {}, 0}); }
  std::uint32_t add(std::uint32_t before, Step step, Tile tile) {
    records_.push_back({before, step, tile});
    return static_cast<std::uint32_t>(records_.size() - 1);
  }
  const Record &operator[](std::uint32_t number) const { return records_[number]; }
  std::size_t size() const { return records_.size(); }

 private:
  std::vector<Record> records_;
};

}  // namespace forge::plugins::optimal

// SPDX-License-Identifier: Apache-2.0
//
// Where a nest that is built from the compute outwards stands: at which node of the path, and for each tensor which
// memories are still going to hold it. Stages are in the order in which the search visits them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "charges.hpp"

namespace forge::plugins::optimal {

using StageId = std::uint32_t;
inline constexpr StageId no_stage = UINT32_MAX;

// A converter that charges for a tensor on its way to the next memory that holds it.
struct Toll {
  std::size_t node;
  double most_shared;  // by so much fan-outs up to it can divide what passes
};

struct Stage {
  int position = 0;             // node of the path: a memory, fan-out or converter; -1: the nest is complete
  std::vector<NodeSet> chains;  // by tensor: memories from here outwards that hold it
  TensorSet pending = 0;      // memory: tensors that it is still to keep; loops may stand here as long as there are any
  std::vector<int> next;      // by tensor: the memory that holds it next, outwards, this one included; -1: none
  std::vector<StageId> kept;  // memory, by tensor: the stage after its keep
  StageId after = no_stage;   // fan-out: the stage after its spread
  bool is_memory = false;
  // The outermost memory, if it has room for everything and nobody asks how much: what it is still to keep is kept around the whole nest.
  bool is_free = false;
  StageId complete = no_stage;  // is_free: the stage after that
  bool is_tight = false;        // memory: it has a finite capacity
  // Tensors with a fan-out that shares them, or a converter that charges for them, between here and the next memory that
  // holds them; and those of them with a fan-out.
  TensorSet shared_ahead = 0, fanout_ahead = 0;
  std::vector<std::vector<Toll>> tolls;  // by tensor; empty where there are none at all
  double places_ahead = 1;               // of the fan-outs from here outwards
};

class Stages {
 public:
  // Throws sdk::Unsupported where there are too many.
  explicit Stages(const Charges &charges);

  const std::vector<Stage> &all() const { return stages_; }
  const Stage &operator[](StageId id) const { return stages_[id]; }
  const std::vector<StageId> &starts() const { return starts_; }  // one for each choice of memories

 private:
  std::vector<NodeSet> legal_chains(std::size_t tensor) const;
  StageId add(int position, std::vector<NodeSet> chains);
  void link(StageId id);
  void sort();

  const Charges &charges_;
  std::vector<Stage> stages_;
  std::vector<StageId> starts_;
};

}  // namespace forge::plugins::optimal

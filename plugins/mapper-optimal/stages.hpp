// SPDX-License-Identifier: Apache-2.0
//
// Where a nest that is built from the compute outwards stands: at which node of the path, and for each tensor which
// memory is to hold it next. What holds it beyond that is chosen when it is kept there, so that the number of stages does
// not grow with all ways to choose the memories. Stages are in the order in which the search visits them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "charges.hpp"

namespace forge::plugins::optimal {

using StageId = std::uint32_t;
inline constexpr StageId no_stage = UINT32_MAX;

// Memories from here outwards that may hold a tensor together. Of one plan all have the same innermost memory.
using Plan = std::vector<NodeSet>;
using PlanId = std::uint32_t;

struct Stage {
  int position = 0;           // node of the path: a memory, fan-out or converter; -1: the nest is complete
  std::vector<PlanId> plans;  // by tensor
  std::vector<int> next;      // by tensor: the memory that holds it next, outwards, this one included; -1: none
  std::vector<NodeSet> sure;  // by tensor: memories from here outwards that hold it whatever is chosen
  TensorSet pending = 0;      // memory: tensors that it is still to keep; loops may stand here as long as there are any
  std::vector<std::vector<StageId>> kept;  // memory, by tensor: the stages after its keep, one for each next memory
  StageId after = no_stage;                // fan-out: the stage after its spread
  bool is_memory = false;
  // The outermost memory, if it has room for everything and nobody asks how much: what it is still to keep is kept around the whole nest.
  bool is_free = false;
  StageId complete = no_stage;  // is_free: the stage after that
  bool is_tight = false;        // memory: it has a finite capacity
  TensorSet shared_ahead =
      0;                    // tensors with a fan-out that shares them between here and the next memory that holds them
  double places_ahead = 1;  // of the fan-outs from here outwards
};

class Stages {
 public:
  // Throws sdk::Unsupported where there are too many.
  explicit Stages(const Charges &charges);

  const std::vector<Stage> &all() const { return stages_; }
  const Stage &operator[](StageId id) const { return stages_[id]; }
  const std::vector<StageId> &starts() const { return starts_; }  // one for each choice of innermost memories

 private:
  std::vector<NodeSet> legal_chains(std::size_t tensor) const;
  std::vector<PlanId> plans_of(const std::vector<NodeSet> &chains);
  bool has_room(std::size_t node, TensorSet tensors) const;
  StageId add(int position, std::vector<PlanId> plans);
  void link(StageId id);
  void sort();

  const Charges &charges_;
  std::vector<Stage> stages_;
  std::vector<StageId> starts_;
  std::vector<Plan> plans_;
  std::map<Plan, PlanId> plan_numbers_;
  std::map<std::pair<int, std::vector<PlanId>>, StageId>
      stage_numbers_;  // by position and plans, before they are sorted
};

}  // namespace forge::plugins::optimal

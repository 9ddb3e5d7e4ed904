// SPDX-License-Identifier: Apache-2.0
//
// In which ways the tensors of a box may still move at each stage, as far as its costs can tell: a number for each way.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "charges.hpp"
#include "imperfect/ways.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

// Of one tensor that is still to be held further in.
enum Move : std::uint8_t {
  paid,    // to its next holder, until where no loop may move it
  moving,  // it comes with each box
  // No loop has moved its tile since a loop that does not touch it: what is not moved before it is kept again comes once
  // for all iterations of that loop. It may still move in some parts of a box and not in others.
  waiting
};

class Moves {
 public:
  Moves(const Charges &charges, const Stages &stages, const Ways &ways);

  // Are waiting tensors told from those that move? `n_ways` may be asked then, the rest after `number`.
  void tell_waiting(bool tell);
  void number();

  // The ways that a loop over one rank variable leads from and to, as sums of what tensors that it touches and others add.
  struct Loop {
    struct Others {
      std::size_t from, to;  // those that moved wait then
    };
    struct Touched {
      std::size_t way;
      std::array<Move, most_tensors> moves;
      TensorSet waiting;
    };
    std::size_t variable;
    std::uint64_t places;  // of fan-outs further in that may be spread over the variable
    std::vector<Others> others;
    std::vector<Touched> touched;  // that they all move comes first, that they all wait, if that is told, follows
  };
  // Ways after a step: where the tensor that is kept is not paid for, or stays for its next holder.
  struct After {
    std::vector<std::uint32_t> way, staying;
  };
  Loop loop(StageId stage, std::size_t variable) const;
  After after(StageId stage, const Edge &edge) const;
  TensorSet touched(std::size_t variable) const { return touched_[variable]; }

  double n_ways(StageId stage) const;
  std::size_t count(StageId stage) const { return facts_[stage].all.size(); }
  // Of all ways of a stage: how each tensor moves.
  const std::vector<std::array<Move, most_tensors>> &all(StageId stage) const { return facts_[stage].all; }
  std::size_t weight(StageId stage, std::size_t tensor) const { return facts_[stage].weight[tensor]; }
  // Where the stage does not tell how a tensor waits, it moves; tensors that it is not about make no difference.
  std::size_t way(StageId stage, const std::array<Move, most_tensors> &moves) const {
    std::size_t way = 0;
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
      way += facts_[stage].weight[t] * told(stage, t, moves[t]);
    return way;
  }
  Move told(StageId stage, std::size_t tensor, Move move) const {
    return move == waiting && !has(facts_[stage].may_wait, tensor) ? moving : move;
  }

  // Tensors with a fan-out on the way to their next holder.
  TensorSet spread_ahead(StageId stage) const { return facts_[stage].spread_ahead; }
  // May it be that the tensor waits? Where that is not told, all that may wait do.
  bool may_wait(StageId stage, std::size_t tensor, Move move) const {
    return move == waiting || (move == moving && has(facts_[stage].spread_ahead & ~facts_[stage].may_wait, tensor));
  }

 private:
  struct Facts {
    TensorSet spread_ahead = 0;
    TensorSet may_wait = 0;                          // those of them of which it is told
    std::array<std::size_t, most_tensors> weight{};  // in the number of a way
    std::vector<std::array<Move, most_tensors>> all;
  };
  std::size_t n_moves(StageId stage, std::size_t tensor) const;

  const Charges &charges_;
  const Stages &stages_;
  const Ways &ways_;
  std::vector<TensorSet> touched_;  // by rank variable: tensors that its loops move
  std::vector<Facts> facts_;        // by stage
};

}  // namespace forge::plugins::optimal::imperfect

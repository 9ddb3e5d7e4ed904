// SPDX-License-Identifier: Apache-2.0
//
// A partial nest, from the outermost memory down to some stage and tile, reduced to what decides what becomes of it. Its
// costs are exact: all that moves between holders that it has is known, whatever comes inside of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "charges.hpp"
#include "imperfect/chains.hpp"
#include "imperfect/cuts.hpp"
#include "imperfect/nests.hpp"
#include "imperfect/sharings.hpp"
#include "imperfect/tiles.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

struct Label {
  StageId stage = 0;
  SharingId sharing = 0;
  Tile tile = 0;
  NestId nest = Nests::none;
  std::array<ChainId, most_variables> chains{};  // by rank variable
  std::array<CutsId, most_variables> cuts{};     // by rank variable
  // Tensors of which some parts arrive more often than others: what moves then depends on the order of all loops.
  TensorSet irregular = 0;
  TensorSet unknown = 0;  // irregular ones whose average has no short formula
  // Tensors that all parts arrive equally often of, as long as no spread gives some parts fewer places than others: a
  // place that has nothing to do keeps what it has.
  TensorSet at_risk = 0;
  std::array<std::uint8_t, most_tensors> risk{};  // by tensor: the rank variable whose loop puts it at risk
  std::uint64_t loops = 0;                        // tells apart sequences of loops
  std::uint32_t looped = 0;                       // rank variables with a temporal loop since the last keep
  // By rank variable: iterations of the block's loops, where constraints ask for them; 1 otherwise.
  std::array<std::uint32_t, most_variables> block{};
  std::uint32_t order = UINT32_MAX;  // order_rank of the innermost loop of the block
  bool is_exact = true;              // false: costs are at least these; a replay of the whole nest tells
  // The latest step was a keep from this stage, of whose costs only so much energy is contained, at least; none: all are.
  StageId unpriced = no_stage;
  double at_least = 0;

  double energy = 0;          // so far, with all of the compute; J
  double occupancy = 0;       // bits in the memory of the stage
  double power = 0;           // W that leaks down to the stage
  double powered_share = 1;   // of what is inside of power-gated fan-outs
  double used = 1;            // places of the fan-outs with max_utilization
  std::vector<double> times;  // busy times of the ports; by metric from 1 on
  // By tensor: how often a value arrives on average if the next holder is kept here, in all places and in the first one.
  // Unknown ones: at least.
  std::array<double, most_tensors> arrivals{}, first_arrivals{};
  // Irregular ones and those at risk: no value arrives less often.
  std::array<double, most_tensors> least_arrivals{}, least_first_arrivals{};
};

}  // namespace forge::plugins::optimal::imperfect

// SPDX-License-Identifier: Apache-2.0
//
// What the inside of a nest costs at least, in energy. Loops cut the Einsum into boxes; what stands inside of them runs on
// each box. Here every box may have a nest of its own: then the least cost of a box follows from those of smaller ones, an
// ordinary shortest path. What is free in a memory is rounded up to one of some levels.
//
// A tensor whose tile no loop has moved since a loop that does not touch it is waiting: what is not moved before it is kept
// again comes once for all iterations of that loop. Waiting tensors may still move in some parts of a box and not in others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "charges.hpp"
#include "imperfect/boxes.hpp"
#include "imperfect/prices.hpp"
#include "imperfect/sharings.hpp"
#include "imperfect/tiles.hpp"
#include "imperfect/ways.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class Bounds {
 public:
  // `check` is called now and then, and may throw. Throws sdk::Unsupported where the tables would not fit into memory.
  Bounds(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles, const Boxes &boxes,
         const Sharings &sharings, const Prices &prices, const std::function<void()> &check);

  // Where a nest stands, but for the tensors and the box.
  struct State {
    StageId stage;
    SharingId sharing;
    std::size_t level;  // of what is free in the memory of the stage
  };
  // Tensors that are still to be paid for to their next holder, and those of them that wait. What the others cost until
  // there is not contained, and no loop may move them before.
  struct Moved {
    TensorSet all, waiting;
  };

  // What one box costs at least.
  double rest(const State &state, const Moved &moved, Tile box) const {
    return table(state)[number(state.stage, moved) * tiles_.count() + box];
  }
  // Of the memory of the stage, of which so many bits are taken.
  std::size_t level(StageId stage, double occupancy) const;
  // Tensors with a fan-out on the way to their next holder.
  TensorSet spread_ahead(StageId stage) const { return facts_[stage].spread_ahead; }

 private:
  // A step from one way in which tensors are moved to another one, by number.
  struct Step {
    std::size_t from, to;
    TensorSet waiting = 0;  // tensors that wait before the step, and that the loop moves
  };
  struct Facts {
    std::vector<std::pair<std::size_t, std::vector<Step>>> loops;  // rank variables that may have loops here
    TensorSet spread_ahead = 0;
    TensorSet may_wait = 0;    // that is told; where it is not all with a fan-out ahead may wait when they are moved
    std::size_t n_levels = 1;  // 1: all is free
    std::vector<std::vector<std::size_t>> after;     // [edge][number of moved tensors]: their number after a spread
    std::vector<Moved> moved;                        // all ways in which tensors may be moved
    std::array<std::size_t, most_tensors> weight{};  // of a moved tensor in the number of a way; of a waiting one twice
  };
  void find_facts(bool tell_waiting);
  void find_moved(StageId stage);
  std::vector<Step> steps_of_loop(StageId stage, std::size_t variable) const;
  void make_room();
  double bytes(std::size_t levels);  // of the tables, which have so many levels then
  std::size_t most_values(StageId stage) const;
  double held(StageId stage, Tile box) const;
  bool is_possible(const State &state, Tile box) const;
  double most_free(StageId stage, std::size_t level) const;
  std::size_t number(StageId stage, const Moved &moved) const {
    const Facts &facts = facts_[stage];
    std::size_t number = 0;
    for (std::size_t t = 0; moved.all >> t != 0; ++t)
      number += has(moved.all, t) ? facts.weight[t] * (has(moved.waiting & facts.may_wait, t) ? 2 : 1) : 0;
    return number;
  }
  std::size_t index(const State &state) const {
    const Facts &facts = facts_[state.stage];
    return (state.sharing * facts.n_levels + state.level) * facts.moved.size() * tiles_.count();
  }
  // All boxes of the first way in which tensors may be moved, then those of the next.
  const double *table(const State &state) const { return rest_[state.stage].data() + index(state); }
  double *table(const State &state) { return rest_[state.stage].data() + index(state); }
  void fill(const State &state, Tile box);
  void loop(const State &state, Tile box, std::size_t variable, const std::vector<Step> &steps);
  double larger_part(const State &state, const Moved &moved, TensorSet may_stay, Tile box, double reached) const;
  void stay(const State &state, Tile box);
  void keep(const State &state, Tile box, const Edge &edge);
  void spread(const State &state, Tile box, std::size_t edge);
  void add_places(const State &state, std::size_t edge, Tile outer, Tile inner);

  const Charges &charges_;
  const Stages &stages_;
  const Ways &ways_;
  const Tiles &tiles_;
  const Boxes &boxes_;
  const Sharings &sharings_;
  const Prices &prices_;
  std::vector<Facts> facts_;               // by stage
  std::vector<TensorSet> touched_;         // by rank variable: tensors that its loops move
  std::vector<std::vector<double>> rest_;  // by stage: tables
  struct Places {
    double times;
    Tile box;
    TensorSet smaller;  // tensors of which they have less than others
  };
  std::vector<Places> places_;  // of the spread that is looked at
};

}  // namespace forge::plugins::optimal::imperfect

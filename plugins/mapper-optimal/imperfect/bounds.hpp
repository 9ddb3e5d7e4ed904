// SPDX-License-Identifier: Apache-2.0
//
// What the inside of a nest costs at least, in energy. Loops cut the Einsum into boxes; what stands inside of them runs on
// each box. Here every box may have a nest of its own: then the least cost of a box follows from those of smaller ones, an
// ordinary shortest path. What is free in a memory is rounded up to one of some levels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "charges.hpp"
#include "imperfect/boxes.hpp"
#include "imperfect/moves.hpp"
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

  // What one box costs at least, by the way in which tensors move. What those that are paid cost until their next holder is
  // not contained.
  const double *rest(const State &state, Tile box) const { return rest_[state.stage].data() + index(state, box); }
  const Moves &moves() const { return moves_; }
  // Of the memory of the stage, of which so many bits are taken.
  std::size_t level(StageId stage, double occupancy) const;

 private:
  struct Facts {
    std::size_t n_levels = 1;  // 1: all is free
    std::size_t n_ways = 1;
    std::vector<Moves::Loop> loops;
    std::vector<Moves::After> after;  // by edge
    std::vector<TensorSet> waiting;   // by way: tensors that may wait
    // By box: its place in the tables. Those that the memory has no room for share the first one.
    std::vector<std::uint32_t> places;
    std::size_t n_places = 0;
  };
  void make_room();
  double bytes(std::size_t levels);  // of the tables, which have so many levels then
  std::size_t most_values(StageId stage) const;
  void find_steps(StageId stage);
  // In the memory of the stage.
  double bits(StageId stage, TensorSet tensors, Tile box) const;
  double held(StageId stage, Tile box) const { return bits(stage, stages_[stage].pending, box); }
  double most_free(StageId stage, std::size_t level) const;
  void find_rooms(StageId stage);
  void find_prices(const State &state);
  // All ways of the first box, then those of the next.
  std::size_t index(const State &state, Tile box) const {
    const Facts &facts = facts_[state.stage];
    return ((state.sharing * facts.n_levels + state.level) * facts.n_places + facts.places[box]) * facts.n_ways;
  }
  double *table(const State &state, Tile box) { return rest_[state.stage].data() + index(state, box); }
  void fill(const State &state, Tile box);
  void loop(const State &state, Tile box, const Moves::Loop &loop);
  using Cuts = std::span<const Boxes::Cut>;
  double parts(const State &state, Tile none, Cuts cuts, const Moves::Loop &loop, const Moves::Loop::Touched &touched,
               std::size_t to) const;
  double larger_part(const State &state, const Moves::Loop::Touched &touched, std::size_t way, Tile box,
                     double reached) const;
  void stay(const State &state, Tile box);
  void keep(const State &state, Tile box, std::size_t edge);
  void spread(const State &state, Tile box, std::size_t edge);
  void add_places(const State &state, std::size_t edge, Tile outer, Tile inner);

  const Charges &charges_;
  const Stages &stages_;
  const Ways &ways_;
  const Tiles &tiles_;
  const Boxes &boxes_;
  const Sharings &sharings_;
  const Prices &prices_;
  Moves moves_;
  std::vector<Facts> facts_;               // by stage
  std::vector<TensorSet> still_to_keep_;   // by stage: tensors that its memory may still keep
  std::vector<std::vector<double>> rest_;  // by stage: tables
  // Of the stage that is looked at.
  struct Room {
    std::size_t levels;  // that are possible: what the memory holds already is as large as the box at least
    std::size_t enough;  // more is not needed
  };
  std::vector<Room> rooms_;  // by box
  // Of the stage and sharing that are looked at.
  struct Step {
    SharingId after = 0;  // not of spreads
    Prices::Unit to;      // of what is kept
  };
  std::vector<Step> steps_;                                      // by edge
  std::vector<std::array<double, most_tensors>> visits_, once_;  // by box: what tensors cost until their next holder
  struct Places {
    double times;
    Tile box;
    TensorSet smaller;  // tensors of which they have less than others
    const double *rest = nullptr;
    std::array<double, most_tensors> once{};  // what these cost if they stay
  };
  std::vector<Places> places_;  // of the spread that is looked at
};

}  // namespace forge::plugins::optimal::imperfect

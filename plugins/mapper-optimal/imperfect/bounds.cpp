// SPDX-License-Identifier: Apache-2.0
#include "imperfect/bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "blocks.hpp"
#include "forge/sdk/error.hpp"
#include "imperfect/chains.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t most_levels = 16;
constexpr double many_bytes = 1e8, most_bytes = 4e9;

// Calls `use` with each subset of a set, smaller numbers first.
template <class Use> void for_subsets(TensorSet set, const Use &use) {
  for (TensorSet some = 0;; some = (some - set) & set) {
    use(some);
    if (some == set)
      return;
  }
}

}  // namespace

Bounds::Bounds(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles, const Boxes &boxes,
               const Sharings &sharings, const Prices &prices, const std::function<void()> &check)
    : charges_(charges),
      stages_(stages),
      ways_(ways),
      tiles_(tiles),
      boxes_(boxes),
      sharings_(sharings),
      prices_(prices),
      facts_(stages.all().size()),
      rest_(stages.all().size()) {
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
    TensorSet &touched = touched_.emplace_back(0);
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
      touched |= charges_.is_relevant(t, v) ? TensorSet{1} << t : 0;
  }
  make_room();
  for (StageId id = 0; id < rest_.size(); ++id) {
    State state{id, 0, 0};
    rest_[id].assign(sharings.count(id) * facts_[id].n_levels * facts_[id].moved.size() * tiles.count(), infinity);
    for (state.sharing = 0; state.sharing < sharings.count(id); ++state.sharing) {
      for (state.level = 0; state.level < facts_[id].n_levels; ++state.level) {
        for (Tile box = 0; box < tiles.count(); ++box) {
          if (box % 1024 == 0)
            check();
          fill(state, box);
        }
      }
    }
  }
}

void Bounds::find_facts(bool tell_waiting) {
  const forge_problem &problem = charges_.problem();
  for (StageId id = 0; id < facts_.size(); ++id) {
    Facts &facts = facts_[id];
    facts = {};
    const Stage &stage = stages_[id];
    for (const Edge &edge : ways_.edges(id)) {
      const Facts &next = facts_[edge.to];
      const auto node = static_cast<std::size_t>(stages_[edge.to].position);
      const bool is_fanout = edge.kind == Edge::spread && problem.fanout_size[node] > 1;
      const TensorSet kept = edge.kind == Edge::keep       ? TensorSet{1} << edge.tensor
                             : edge.kind == Edge::complete ? stages_[edge.to].pending
                                                           : 0;
      facts.spread_ahead |= is_fanout ? ways_.to_hold(edge.to) : next.spread_ahead & ~kept;
    }
    facts.spread_ahead = charges_.retains() ? facts.spread_ahead : 0;
    facts.may_wait = tell_waiting ? facts.spread_ahead : 0;
    find_moved(id);
    for (const Edge &edge : ways_.edges(id)) {
      auto &after = facts.after.emplace_back();
      for (const Moved &moved : facts.moved)
        after.push_back(number(edge.to, {moved.all & ways_.to_hold(edge.to), moved.waiting}));
    }
    for (std::size_t v = 0; stage.is_memory && v < tiles_.n_variables(); ++v) {
      if (may_loop(problem, static_cast<std::size_t>(stage.position), v))
        facts.loops.emplace_back(v, steps_of_loop(id, v));
    }
  }
}

// Without retention every tensor moves with all loops.
void Bounds::find_moved(StageId id) {
  Facts &facts = facts_[id];
  const TensorSet all = ways_.to_hold(id);
  if (!charges_.retains()) {
    facts.moved = {{all, 0}};
    return;
  }
  std::size_t count = 1;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    if (has(all, t)) {
      facts.weight[t] = count;
      count *= has(facts.may_wait, t) ? 3 : 2;
    }
  }
  facts.moved.resize(count);
  for_subsets(all, [&](TensorSet moved) {
    const TensorSet untold = moved & facts.spread_ahead & ~facts.may_wait;
    for_subsets(moved & facts.may_wait, [&](TensorSet waiting) {
      facts.moved[number(id, {moved, waiting})] = {moved, waiting | untold};
    });
  });
}

std::vector<Bounds::Step> Bounds::steps_of_loop(StageId id, std::size_t variable) const {
  const Facts &facts = facts_[id];
  const TensorSet touched = touched_[variable] & ways_.to_hold(id);
  std::vector<Step> steps;
  for (std::size_t from = 0; from < facts.moved.size(); ++from) {
    const Moved &moved = facts.moved[from];
    const TensorSet waiting = (moved.waiting | (moved.all & facts.spread_ahead)) & ~touched;
    if ((touched & ~moved.all) == 0)  // what stays is not touched by loops
      steps.push_back({from, number(id, {moved.all, waiting}), moved.waiting & touched});
  }
  return steps;
}

// That the memory of the stage has room for.
std::size_t Bounds::most_values(StageId id) const {
  const forge_problem &problem = charges_.problem();
  const auto node = static_cast<std::size_t>(stages_[id].position);
  double least_bits = infinity;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
    least_bits = std::min(least_bits, problem.bits_per_value[node * problem.n_tensors + t]);
  const double values = least_bits > 0 ? problem.capacity[node] / least_bits : 1;
  return values >= most_levels ? most_levels : values >= 1 ? static_cast<std::size_t>(values) : 1;
}

// Levels, and which tensors wait, are told as far as the tables have room for it.
void Bounds::make_room() {
  find_facts(true);
  for (std::size_t levels = most_levels; levels >= 1; levels /= 2) {
    if (bytes(levels) <= (levels == 1 ? most_bytes : many_bytes))
      return;
  }
  find_facts(false);
  if (bytes(1) > most_bytes)
    throw sdk::Unsupported("its " + std::to_string(tiles_.count()) + " tiles and " + std::to_string(facts_.size()) +
                           " ways through the memories take more memory than this search may use");
}

double Bounds::bytes(std::size_t levels) {
  double sum = 0;
  for (StageId id = 0; id < facts_.size(); ++id) {
    const auto &edges = ways_.edges(id);
    const bool more = std::any_of(edges.begin(), edges.end(),
                                  [&](const Edge &edge) { return stages_[edge.to].position == stages_[id].position; });
    facts_[id].n_levels = stages_[id].is_tight && more ? std::min(levels, most_values(id)) : 1;
    sum += static_cast<double>(sharings_.count(id) * facts_[id].moved.size() * facts_[id].n_levels) *
           static_cast<double>(tiles_.count()) * sizeof(double);
  }
  return sum;
}

double Bounds::most_free(StageId id, std::size_t level) const {
  const double capacity = charges_.problem().capacity[stages_[id].position];
  return capacity * static_cast<double>(level + 1) / static_cast<double>(facts_[id].n_levels);
}

std::size_t Bounds::level(StageId id, double occupancy) const {
  const std::size_t levels = facts_[id].n_levels;
  if (levels == 1)
    return 0;
  // A hair up, so that rounding takes nothing away.
  const double share = 1 - occupancy / charges_.problem().capacity[stages_[id].position] + 1e-12;
  const auto level = static_cast<std::size_t>(std::ceil(share * static_cast<double>(levels)));
  return std::min(level, levels) - (level == 0 ? 0 : 1);
}

// What the memory of the stage holds already is as large as the box at least.
double Bounds::held(StageId id, Tile box) const {
  const forge_problem &problem = charges_.problem();
  const auto node = static_cast<std::size_t>(stages_[id].position);
  double bits = 0;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    if (has(stages_[id].pending, t))
      bits += tiles_.volume(t, box) * problem.bits_per_value[node * problem.n_tensors + t];
  }
  return bits;
}

// May so much be free?
bool Bounds::is_possible(const State &state, Tile box) const {
  if (!stages_[state.stage].is_tight)
    return true;
  const double capacity = charges_.problem().capacity[stages_[state.stage].position];
  const double bits = held(state.stage, box);
  return bits <= capacity * (1 + 1e-12) && state.level <= level(state.stage, bits);
}

void Bounds::fill(const State &state, Tile box) {
  const StageId id = state.stage;
  const Facts &facts = facts_[id];
  const std::size_t tiles = tiles_.count();
  double *const rest = table(state) + box;
  if (!is_possible(state, box))
    return;
  if (ways_.is_last(id) && box == 0) {
    const double cost = prices_.compute(id, state.sharing);
    for (std::size_t moved = 0; moved < facts.moved.size(); ++moved)
      rest[moved * tiles] = cost;
  }
  // Steps that lead out of the memory do not ask what is free: those of the first level serve all.
  if (state.level > 0) {
    const double *const first = table({id, state.sharing, 0}) + box;
    for (std::size_t moved = 0; moved < facts.moved.size(); ++moved)
      rest[moved * tiles] = first[moved * tiles];
  }
  for (std::size_t i = 0; i < ways_.edges(id).size(); ++i) {
    const Edge &edge = ways_.edges(id)[i];
    if (edge.kind == Edge::keep) {
      keep(state, box, edge);
    } else if (state.level > 0) {
      continue;
    } else if (edge.kind == Edge::spread) {
      spread(state, box, i);
    } else {
      const double *const next = table({edge.to, sharings_.after(id, state.sharing, edge, box, box), 0}) + box;
      for (std::size_t moved = 0; moved < facts.moved.size(); ++moved)
        rest[moved * tiles] = std::min(rest[moved * tiles], next[facts.after[i][moved] * tiles]);
    }
  }
  for (const auto &[variable, steps] : facts.loops)
    loop(state, box, variable, steps);
  if (charges_.retains())
    stay(state, box);
}

void Bounds::loop(const State &state, Tile box, std::size_t v, const std::vector<Step> &steps) {
  const std::size_t position = tiles_.position(box, v), tiles = tiles_.count();
  const Tile stride = tiles_.stride(v), none = box - static_cast<Tile>(position) * stride;
  double *const rest = table(state);
  for (const Step &step : steps) {
    const double *const inside = rest + step.to * tiles + none;
    double least = rest[step.from * tiles + box];
    for (const Boxes::Cut &cut : boxes_.cuts(v, position)) {
      const Tile inner = cut.tile * stride;
      double cost = cut.has_left() ? inside[cut.left * stride] : 0.0;
      if (cost >= least)
        continue;
      cost += cut.times == 1 && step.waiting != 0
                  ? larger_part(state, facts_[state.stage].moved[step.to], step.waiting, none + inner, cut.reached)
                  : cut.times * inside[inner];
      least = std::min(least, cost);
    }
    rest[step.from * tiles + box] = least;
  }
}

// Of two parts the larger one: places that only this part reaches do not notice the loop. A tensor that waits, and that no
// loop inside moves, may come there once and for all.
double Bounds::larger_part(const State &state, const Moved &moved, TensorSet waiting, Tile box, double reached) const {
  double least = infinity;
  for_subsets(waiting, [&](TensorSet stay) {
    double cost = rest(state, {moved.all & ~stay, moved.waiting | (waiting & ~stay)}, box);
    for (std::size_t t = 0; stay >> t != 0; ++t) {
      if (!has(stay, t))
        continue;
      const Prices::Price price = prices_.next(state.stage, state.sharing, t, box);
      cost += charges_.is_window(t)
                  ? infinity
                  : prices_.visit(price, t, box) * reached + prices_.once(price, t, box) * (1 - reached);
    }
    least = std::min(least, cost);
  });
  return least;
}

// A tensor may be paid for here, and stay from here on.
void Bounds::stay(const State &state, Tile box) {
  const Facts &facts = facts_[state.stage];
  const std::size_t tiles = tiles_.count();
  double *const rest = table(state) + box;
  std::array<double, most_tensors> cost{};
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    cost[t] = infinity;
    if (has(ways_.to_hold(state.stage), t) && !charges_.is_window(t))
      cost[t] = prices_.visit(prices_.next(state.stage, state.sharing, t, box), t, box);
  }
  for (std::size_t moved = 1; moved < facts.moved.size(); ++moved) {
    double least = rest[moved * tiles];
    for (std::size_t t = 0; facts.moved[moved].all >> t != 0; ++t) {
      if (!has(facts.moved[moved].all, t))
        continue;
      const std::size_t without =
          moved - facts.weight[t] * (has(facts.moved[moved].waiting & facts.may_wait, t) ? 2 : 1);
      least = std::min(least, cost[t] + rest[without * tiles]);
    }
    rest[moved * tiles] = least;
  }
}

void Bounds::keep(const State &state, Tile box, const Edge &edge) {
  const forge_problem &problem = charges_.problem();
  const StageId id = state.stage;
  const Stage &stage = stages_[id], &next = stages_[edge.to];
  const auto node = static_cast<std::size_t>(next.position);
  State after{edge.to, sharings_.after(id, state.sharing, edge, box, box), 0};
  if (next.is_tight) {
    const double capacity = problem.capacity[node],
                 needed =
                     tiles_.volume(edge.tensor, box) * problem.bits_per_value[node * problem.n_tensors + edge.tensor];
    double free = capacity;
    if (next.position == stage.position) {
      free -= held(id, box);
      free = facts_[id].n_levels > 1 ? std::min(free, most_free(id, state.level)) : free;
    }
    if (needed > free + capacity * 1e-12)
      return;
    after.level = level(edge.to, capacity - free + needed);
  }
  const std::size_t t = edge.tensor;
  const TensorSet bit = TensorSet{1} << t, later = ways_.to_hold(edge.to);
  const double cost = prices_.visit(prices_.to(id, state.sharing, t, node, box), t, box);
  // One that stayed until here may stay for the next holder, too: then it comes there once.
  const double again = has(later, t) ? prices_.once(prices_.next(edge.to, after.sharing, t, box), t, box) : infinity;
  // Whether it waits is not known where it did not matter until now.
  const TensorSet unknown = bit & facts_[edge.to].spread_ahead & ~facts_[id].spread_ahead;
  double *known = table(state) + box;
  for (const Moved &moved : facts_[id].moved) {
    if (has(moved.all, t)) {
      *known = std::min(*known, cost + rest(after, {moved.all & later, moved.waiting | unknown}, box));
    } else {
      *known = std::min({*known, rest(after, {(moved.all | bit) & later, moved.waiting | bit}, box),
                         again + rest(after, {moved.all & later, moved.waiting}, box)});
    }
    known += tiles_.count();
  }
}

void Bounds::spread(const State &state, Tile box, std::size_t edge) {
  boxes_.for_spreads(static_cast<std::size_t>(stages_[ways_.edges(state.stage)[edge].to].position), box,
                     Boxes::Spreads::all, [&](Tile inner) { add_places(state, edge, box, inner); });
}

// In the smaller places tensors that wait may stay although loops move them in the larger ones.
void Bounds::add_places(const State &state, std::size_t number, Tile outer, Tile inner) {
  const Edge &edge = ways_.edges(state.stage)[number];
  const State next{edge.to, sharings_.after(state.stage, state.sharing, edge, outer, inner), 0};
  const TensorSet to_hold = ways_.to_hold(edge.to);
  places_.assign(1, {1, outer, 0});
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
    const std::size_t position = tiles_.position(outer, v), tile = tiles_.position(inner, v);
    if (position == tile)
      continue;
    const std::uint64_t extent = tiles_.extent(outer, v), size = tiles_.extent(inner, v), left = extent % size;
    const Tile stride = tiles_.stride(v);
    const std::size_t before = places_.size();
    for (std::size_t i = 0; i < before; ++i) {
      const Places places = places_[i];
      const Tile none = places.box - static_cast<Tile>(position) * stride;
      places_[i].box = none + static_cast<Tile>(tile) * stride;
      places_[i].times *= static_cast<double>(extent / size);
      if (left != 0)
        places_.push_back({places.times, none + tiles_.position_of(left, v) * stride, places.smaller | touched_[v]});
    }
  }
  const Facts &facts = facts_[state.stage];
  const double *const inside = table(next);
  double *known = table(state) + outer;
  for (std::size_t i = 0; i < facts.moved.size(); ++i, known += tiles_.count()) {
    const Moved &moved = facts.moved[i];
    double sum = 0;
    for (std::size_t p = 0; p < places_.size() && sum < *known; ++p) {
      const Places &places = places_[p];
      double least = inside[facts.after[number][i] * tiles_.count() + places.box];
      const TensorSet may_stay = places.smaller & moved.waiting & to_hold;
      for (TensorSet stay = may_stay; stay != 0; stay = (stay - 1) & may_stay) {
        double cost = rest(next, {moved.all & to_hold & ~stay, moved.waiting & ~stay}, places.box);
        for (std::size_t t = 0; stay >> t != 0; ++t)
          cost += has(stay, t) ? prices_.once(prices_.next(edge.to, next.sharing, t, places.box), t, places.box) : 0.0;
        least = std::min(least, cost);
      }
      sum += places.times * least;
    }
    *known = std::min(*known, sum);
  }
}

}  // namespace forge::plugins::optimal::imperfect

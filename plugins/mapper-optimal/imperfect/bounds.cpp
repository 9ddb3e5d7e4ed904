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
constexpr double hair = 1e-9;  // of what rounding may do to occupancies
constexpr double many_bytes = 1e8, most_bytes = 4e9;

TensorSet bit(std::size_t tensor) {
  return TensorSet{1} << tensor;
}

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
      moves_(charges, stages, ways),
      facts_(stages.all().size()),
      still_to_keep_(stages.all().size(), 0),
      rest_(stages.all().size()) {
  make_room();
  moves_.number();
  for (StageId id = 0; id < rest_.size(); ++id) {
    find_steps(id);
    find_rooms(id);
    State state{id, 0, 0};
    rest_[id].assign(sharings.count(id) * facts_[id].n_levels * facts_[id].n_places * facts_[id].n_ways, infinity);
    for (state.sharing = 0; state.sharing < sharings.count(id); ++state.sharing) {
      find_prices(state);
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

// Levels, and how tensors wait, are told as far as the tables have room for it.
void Bounds::make_room() {
  moves_.tell_waiting(true);
  for (std::size_t levels = most_levels; levels >= 1; levels /= 2) {
    if (bytes(levels) <= (levels == 1 ? most_bytes : many_bytes))
      return;
  }
  moves_.tell_waiting(false);
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
    sum += static_cast<double>(sharings_.count(id) * facts_[id].n_levels) * moves_.n_ways(id) *
           static_cast<double>(tiles_.count()) * sizeof(double);
  }
  return sum;
}

void Bounds::find_steps(StageId id) {
  Facts &facts = facts_[id];
  const Stage &stage = stages_[id];
  facts.n_ways = moves_.count(id);
  for (const std::array<Move, most_tensors> &moves : moves_.all(id)) {
    TensorSet &some = facts.waiting.emplace_back(0);
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
      some |= moves_.may_wait(id, t, moves[t]) ? bit(t) : 0;
  }
  for (const Edge &edge : ways_.edges(id)) {
    facts.after.push_back(moves_.after(id, edge));
    if (edge.kind == Edge::keep && stages_[edge.to].position == stage.position)
      still_to_keep_[id] |= bit(edge.tensor) | still_to_keep_[edge.to];
  }
  for (std::size_t v = 0; stage.is_memory && v < tiles_.n_variables(); ++v) {
    if (may_loop(charges_.problem(), static_cast<std::size_t>(stage.position), v))
      facts.loops.push_back(moves_.loop(id, v));
  }
}

double Bounds::most_free(StageId id, std::size_t level) const {
  const double capacity = charges_.problem().capacity[stages_[id].position];
  return capacity * static_cast<double>(level + 1) / static_cast<double>(facts_[id].n_levels);
}

std::size_t Bounds::level(StageId id, double occupancy) const {
  const std::size_t levels = facts_[id].n_levels;
  if (levels == 1)
    return 0;
  // A hair down: what just fits must not seem to have more room.
  const double share = 1 - occupancy / charges_.problem().capacity[stages_[id].position];
  const double up = std::ceil(share * static_cast<double>(levels) - hair);
  return up <= 1 ? 0 : std::min(static_cast<std::size_t>(up), levels) - 1;
}

double Bounds::bits(StageId id, TensorSet tensors, Tile box) const {
  const forge_problem &problem = charges_.problem();
  const auto node = static_cast<std::size_t>(stages_[id].position);
  double bits = 0;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    if (has(tensors, t))
      bits += tiles_.volume(t, box) * problem.bits_per_value[node * problem.n_tensors + t];
  }
  return bits;
}

void Bounds::find_rooms(StageId id) {
  const std::size_t levels = facts_[id].n_levels;
  rooms_.assign(tiles_.count(), {levels, 0});
  for (Tile box = 0; stages_[id].is_tight && box < tiles_.count(); ++box) {
    Room &room = rooms_[box];
    const double held_bits = held(id, box), needed = bits(id, still_to_keep_[id], box);
    room.levels =
        held_bits <= charges_.problem().capacity[stages_[id].position] * (1 + hair) ? level(id, held_bits) + 1 : 0;
    while (room.enough + 1 < levels && needed > most_free(id, room.enough))
      ++room.enough;
  }
  Facts &facts = facts_[id];
  facts.n_places = 1;
  for (const Room &room : rooms_)
    facts.places.push_back(room.levels > 0 ? static_cast<std::uint32_t>(facts.n_places++) : 0);
}

void Bounds::find_prices(const State &state) {
  steps_.clear();
  for (const Edge &edge : ways_.edges(state.stage)) {
    Step &step = steps_.emplace_back();
    if (edge.kind != Edge::spread)
      step.after = sharings_.after(state.stage, state.sharing, edge, tiles_.whole(), tiles_.whole());
    if (edge.kind == Edge::keep)
      step.to =
          prices_.unit(state.stage, state.sharing, edge.tensor, static_cast<std::size_t>(stages_[edge.to].position));
  }
  visits_.resize(tiles_.count());
  once_.resize(tiles_.count());
  for (Tile box = 0; box < tiles_.count(); ++box) {
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
      const bool may_stay = has(ways_.to_hold(state.stage), t) && !charges_.is_window(t);
      const Prices::Price price = prices_.next(state.stage, state.sharing, t, box);
      visits_[box][t] = may_stay ? prices_.visit(price, t, box) : infinity;
      once_[box][t] = may_stay ? prices_.once(price, t, box) : 0.0;
    }
  }
}

void Bounds::fill(const State &state, Tile box) {
  const StageId id = state.stage;
  const Facts &facts = facts_[id];
  if (state.level >= rooms_[box].levels)
    return;
  double *const rest = table(state, box);
  if (state.level > 0) {
    // Steps that lead out of the memory do not ask what is free.
    std::copy_n(table({id, state.sharing, state.level - 1}, box), facts.n_ways, rest);
    if (state.level > rooms_[box].enough)
      return;
  } else if (ways_.is_last(id) && box == 0) {
    std::fill_n(rest, facts.n_ways, prices_.compute(id, state.sharing));
  }
  for (std::size_t i = 0; i < ways_.edges(id).size(); ++i) {
    const Edge &edge = ways_.edges(id)[i];
    if (edge.kind == Edge::keep) {
      keep(state, box, i);
    } else if (state.level > 0) {
      continue;
    } else if (edge.kind == Edge::spread) {
      spread(state, box, i);
    } else {
      const double *const next = table({edge.to, steps_[i].after, 0}, box);
      for (std::size_t way = 0; way < facts.n_ways; ++way)
        rest[way] = std::min(rest[way], next[facts.after[i].way[way]]);
    }
  }
  for (const Moves::Loop &one : facts.loops)
    loop(state, box, one);
  if (charges_.retains())
    stay(state, box);
}

void Bounds::loop(const State &state, Tile box, const Moves::Loop &loop) {
  const std::size_t position = tiles_.position(box, loop.variable);
  if (position == 0 || loop.touched.empty())
    return;
  double *const rest = table(state, box);
  const Tile stride = tiles_.stride(loop.variable), none = box - static_cast<Tile>(position) * stride;
  Cuts cuts = boxes_.cuts(loop.variable, position);
  // Small tiles cost what they cost with less room.
  while (state.level > 0 && !cuts.empty() && state.level > rooms_[none + cuts.front().tile * stride].enough)
    cuts = cuts.subspan(1);
  if (cuts.empty())
    return;
  for (const Moves::Loop::Others &others : loop.others) {
    const Moves::Loop::Touched &moving_all = loop.touched.front();
    double all = infinity;
    if (moving_all.waiting != 0) {
      all = parts(state, none, cuts, loop, moving_all, others.to);
    } else {
      const std::size_t way = others.to + moving_all.way;
      for (const Boxes::Cut &cut : cuts) {
        const double left = cut.has_left() ? table(state, none + cut.left * stride)[way] : 0.0;
        all = std::min(all, left + cut.times * table(state, none + cut.tile * stride)[way]);
      }
    }
    // Where it makes no difference if they wait for the whole Einsum, it makes none how they wait.
    const double least = loop.touched.size() > 1 ? parts(state, none, cuts, loop, loop.touched[1], others.to) : all;
    for (std::size_t i = 0; i < loop.touched.size(); ++i) {
      const Moves::Loop::Touched &touched = loop.touched[i];
      double &known = rest[others.from + touched.way];
      if (least < known)
        known = std::min(known, i == 0 || least == all ? all
                                : i == 1               ? least
                                                       : parts(state, none, cuts, loop, touched, others.to));
    }
  }
}

// The least of these ways to cut a box where some of the tensors that the loop touches may wait.
double Bounds::parts(const State &state, Tile none, Cuts cuts, const Moves::Loop &loop,
                     const Moves::Loop::Touched &touched, std::size_t to) const {
  const Tile stride = tiles_.stride(loop.variable);
  std::size_t moved = to;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
    moved += touched.moves[t] != paid ? moves_.weight(state.stage, t) : 0;
  double least = infinity;
  for (const Boxes::Cut &cut : cuts) {
    const double left = cut.has_left() ? rest(state, none + cut.left * stride)[moved] : 0.0;
    if (left >= least)
      continue;
    double larger = 0;
    if (cut.times > 1) {
      larger = cut.times * rest(state, none + cut.tile * stride)[moved];
    } else {
      const std::uint64_t tile = tiles_.extents_of(loop.variable)[cut.tile];
      const double first_place = static_cast<double>(iterations(tile, loop.places)) / static_cast<double>(tile);
      larger =
          larger_part(state, touched, to + touched.way, none + cut.tile * stride, std::max(cut.reached, first_place));
    }
    least = std::min(least, left + larger);
  }
  return least;
}

// Of two parts the larger one: places that only this part reaches do not notice the loop. A tensor that waits, and that no
// loop inside moves, may come there once and for all.
double Bounds::larger_part(const State &state, const Moves::Loop::Touched &touched, std::size_t way, Tile box,
                           double reached) const {
  const double *const inside = rest(state, box);
  std::array<double, most_tensors> cost{};
  std::array<std::size_t, most_tensors> weight{};
  for (std::size_t t = 0; touched.waiting >> t != 0; ++t) {
    if (!has(touched.waiting, t))
      continue;
    weight[t] = moves_.weight(state.stage, t) * touched.moves[t];
    cost[t] = visits_[box][t] * reached + once_[box][t] * (1 - reached);
  }
  double least = infinity;
  for_subsets(touched.waiting, [&](TensorSet stay) {
    double sum = 0;
    std::size_t then = way;
    for (std::size_t t = 0; stay >> t != 0; ++t) {
      sum += has(stay, t) ? cost[t] : 0.0;
      then -= has(stay, t) ? weight[t] : 0;
    }
    least = std::min(least, sum + inside[then]);
  });
  return least;
}

// A tensor may be paid for here, and stay from here on.
void Bounds::stay(const State &state, Tile box) {
  const StageId id = state.stage;
  double *const rest = table(state, box);
  const auto &cost = visits_[box];
  const auto &all = moves_.all(id);
  for (std::size_t way = 1; way < all.size(); ++way) {
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
      if (all[way][t] != paid)
        rest[way] = std::min(rest[way], cost[t] + rest[way - moves_.weight(id, t) * all[way][t]]);
    }
  }
}

void Bounds::keep(const State &state, Tile box, std::size_t number) {
  const forge_problem &problem = charges_.problem();
  const StageId id = state.stage;
  const Edge &edge = ways_.edges(id)[number];
  const Stage &stage = stages_[id], &next = stages_[edge.to];
  const auto node = static_cast<std::size_t>(next.position);
  if (state.level > 0 && next.position != stage.position)
    return;
  State after{edge.to, steps_[number].after, 0};
  if (next.is_tight) {
    const double capacity = problem.capacity[node],
                 needed =
                     tiles_.volume(edge.tensor, box) * problem.bits_per_value[node * problem.n_tensors + edge.tensor];
    double free = capacity;
    if (next.position == stage.position) {
      free -= held(id, box);
      free = facts_[id].n_levels > 1 ? std::min(free, most_free(id, state.level)) : free;
    }
    if (needed > free + capacity * hair)
      return;
    after.level = level(edge.to, capacity - free + needed);
  }
  const std::size_t t = edge.tensor;
  const double cost = prices_.visit(prices_.price(steps_[number].to, t, box), t, box);
  // One that stayed until here may stay for the next holder, too: then it comes there once.
  const double again =
      has(ways_.to_hold(edge.to), t) ? prices_.once(prices_.next(edge.to, after.sharing, t, box), t, box) : infinity;
  double *const known = table(state, box);
  const double *const inside = rest(after, box);
  const auto &all = moves_.all(id);
  const Moves::After &ways = facts_[id].after[number];
  for (std::size_t way = 0; way < all.size(); ++way) {
    const double then = inside[ways.way[way]];
    known[way] =
        std::min(known[way], all[way][t] != paid ? cost + then : std::min(then, again + inside[ways.staying[way]]));
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
  places_.assign(1, {1, outer, 0, nullptr, {}});
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
        places_.push_back({places.times,
                           none + tiles_.position_of(left, v) * stride,
                           places.smaller | moves_.touched(v),
                           nullptr,
                           {}});
    }
  }
  for (Places &places : places_) {
    places.rest = rest(next, places.box);
    places.smaller &= to_hold;
    for (std::size_t t = 0; places.smaller >> t != 0; ++t) {
      if (has(places.smaller, t))
        places.once[t] = prices_.once(prices_.next(edge.to, next.sharing, t, places.box), t, places.box);
    }
  }
  const auto &all = moves_.all(state.stage);
  const Facts &facts = facts_[state.stage];
  double *const known = table(state, outer);
  for (std::size_t way = 0; way < all.size(); ++way) {
    double sum = 0;
    const std::size_t after = facts.after[number].way[way];
    for (std::size_t p = 0; p < places_.size() && sum < known[way]; ++p) {
      const Places &places = places_[p];
      double least = places.rest[after];
      const TensorSet may_stay = places.smaller & facts.waiting[way];
      for (TensorSet stay = may_stay; stay != 0; stay = (stay - 1) & may_stay) {
        double cost = 0;
        std::size_t then = after;
        for (std::size_t t = 0; stay >> t != 0; ++t) {
          if (!has(stay, t))
            continue;
          then -= moves_.weight(edge.to, t) * moves_.told(edge.to, t, all[way][t]);
          cost += places.once[t];
        }
        least = std::min(least, cost + places.rest[then]);
      }
      sum += places.times * least;
    }
    known[way] = std::min(known[way], sum);
  }
}

}  // namespace forge::plugins::optimal::imperfect

// SPDX-License-Identifier: Apache-2.0
#include "imperfect/bounds.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "blocks.hpp"
#include "forge/sdk/error.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t most_levels = 64;
constexpr double many_bytes = 1e8, most_bytes = 4e9;

// Of all fan-outs of the path between two nodes.
double places_between(const forge_problem &problem, std::size_t outer, std::size_t inner) {
  double places = 1;
  for (std::size_t n = outer; n < inner; ++n)
    places *= static_cast<double>(problem.fanout_size[n]);
  return places;
}

// Of those that share what the tensor's values need, one way or the other.
double shared_between(const forge_problem &problem, const std::int32_t *shares, std::size_t outer, std::size_t inner,
                      std::size_t tensor) {
  double places = 1;
  for (std::size_t n = outer; n < inner; ++n)
    places *= shares[n * problem.n_tensors + tensor] != 0 ? static_cast<double>(problem.fanout_size[n]) : 1.0;
  return places;
}

}  // namespace

Bounds::Bounds(const Charges &charges, const Stages &stages, const Tiles &tiles, const Steps &steps,
               const std::function<void()> &check)
    : charges_(charges), stages_(stages), tiles_(tiles), steps_(steps) {
  find_edges();
  choose_levels();
  rest_.resize(stages.all().size());
  for (StageId id = 0; id < stages.all().size(); ++id) {
    rest_[id].assign((std::size_t{to_hold_[id]} + 1) * n_levels_[id] * tiles_.count(), infinity);
    for (std::size_t level = 0; level < n_levels_[id]; ++level) {
      for (Tile tile = 0; tile < tiles_.count(); ++tile) {
        if (tile % 1024 == 0)
          check();
        fill(id, tile, level);
      }
    }
  }
}

// As many as the tables have room for.
void Bounds::choose_levels() {
  const std::size_t stages = stages_.all().size();
  for (std::size_t levels = most_levels;; levels /= 2) {
    double bytes = 0;
    n_levels_.assign(stages, 1);
    for (StageId id = 0; id < stages; ++id) {
      const bool more = std::any_of(edges_[id].begin(), edges_[id].end(), [&](const Edge &edge) {
        return stages_[edge.to].position == stages_[id].position;
      });
      if (stages_[id].is_tight && more)
        n_levels_[id] = levels;
      bytes += (static_cast<double>(to_hold_[id]) + 1) * static_cast<double>(n_levels_[id] * tiles_.count()) *
               sizeof(double);
    }
    if (bytes <= many_bytes || (levels == 1 && bytes <= most_bytes))
      return;
    if (levels == 1)
      throw sdk::Unsupported("its " + std::to_string(tiles_.count()) + " tiles and " + std::to_string(stages) +
                             " ways through the memories take more memory than this search may use");
  }
}

double Bounds::most_free(StageId id, std::size_t level) const {
  const double capacity = charges_.problem().capacity[stages_[id].position];
  return capacity * static_cast<double>(level + 1) / static_cast<double>(n_levels_[id]);
}

std::size_t Bounds::level(StageId id, double occupancy) const {
  if (n_levels_[id] == 1)
    return 0;
  // A hair up, so that rounding takes nothing away.
  const double share = 1 - occupancy / charges_.problem().capacity[stages_[id].position] + 1e-12;
  const auto level = static_cast<std::size_t>(std::ceil(share * static_cast<double>(n_levels_[id])));
  return std::min(level, n_levels_[id]) - (level == 0 ? 0 : 1);
}

// The stages' own steps lead outwards.
void Bounds::find_edges() {
  const std::size_t n = stages_.all().size();
  edges_.resize(n);
  is_last_.assign(n, false);
  to_hold_.assign(n, 0);
  next_inner_.assign(n, std::vector<NodeSet>(charges_.n_tensors(), 0));
  for (const StageId start : stages_.starts())
    is_last_[start] = true;
  for (StageId id = 0; id < n; ++id) {
    const Stage &stage = stages_[id];
    for (std::size_t t = 0; t < stage.kept.size(); ++t) {
      if (stage.kept[t] != no_stage)
        edges_[stage.kept[t]].push_back({Edge::keep, id, t});
    }
    if (stage.after != no_stage)
      edges_[stage.after].push_back({Edge::spread, id});
    if (stage.complete != no_stage)
      edges_[stage.complete].push_back({Edge::complete, id});
  }
  // The outermost stages come last.
  most_cuts_.assign(n, 0);
  for (StageId id = static_cast<StageId>(n); id-- > 0;) {
    for (const Edge &edge : edges_[id])
      most_cuts_[edge.to] = std::max(most_cuts_[edge.to], most_cuts_[id] + 1);
  }
  for (StageId id = 0; id < n; ++id) {
    for (const Edge &edge : edges_[id]) {
      to_hold_[id] |= to_hold_[edge.to];
      for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
        const bool kept = (edge.kind == Edge::keep && edge.tensor == t) ||
                          (edge.kind == Edge::complete && has(stages_[edge.to].pending, t));
        next_inner_[id][t] |= kept ? NodeSet{1} << stages_[edge.to].position : next_inner_[edge.to][t];
        to_hold_[id] |= kept ? TensorSet{1} << t : 0;
      }
    }
  }
}

// On average, of a tensor that moves with the loops around the tile.
double Bounds::least_arrivals(StageId id, std::size_t tensor, Tile tile) const {
  const std::size_t cuts = most_cuts_[id] > 0 ? most_cuts_[id] - 1 : 0;
  return 1 + (tiles_.visits(tensor, tile) - 1) * (1 - tiles_.most_stuck(tensor, tile, cuts));
}

double Bounds::transfer(StageId id, std::size_t t, std::size_t inner, double arrivals) const {
  const forge_problem &problem = charges_.problem();
  const int next = stages_[id].next[t];
  if (next < 0)
    return 0;
  const auto outer = static_cast<std::size_t>(next);
  const double whole = tiles_.whole_volume(t);
  // Tiles of sliding windows overlap; then all that is sure is that every element comes once.
  const double values = charges_.is_window(t) && charges_.retains() ? whole : whole * arrivals;
  const auto share = [&](const std::int32_t *shares) {
    const double places = shared_between(problem, shares, outer, inner, t);
    return charges_.is_window(t) ? 1 / places : 1 / std::min(places, arrivals);
  };
  const double read = charges_.price(0, outer, t, FORGE_READ), fill = charges_.price(0, inner, t, FORGE_FILL);
  if (!charges_.is_output(t)) {
    // Places of a window need every element at least once together.
    const double reads = charges_.is_window(t) ? whole : values * share(problem.multicast);
    return values * fill + reads * read;
  }
  double down = 0;
  if (problem.elide_first_read[outer] == 0) {
    down = values * fill + values * share(problem.multicast) * read;
  } else if (places_between(problem, 0, inner) == 1) {
    down = std::max(0.0, values - whole) * (fill + read);
  }
  return down + values * charges_.price(0, inner, t, FORGE_DRAIN) +
         values * share(problem.reduce) * charges_.price(0, outer, t, FORGE_UPDATE);
}

double Bounds::next_transfer(StageId id, std::size_t t, double arrivals) const {
  double least = infinity;
  for (std::size_t n = 0; n < charges_.n_nodes(); ++n) {
    if (has(next_inner_[id][t], n))
      least = std::min(least, transfer(id, t, n, arrivals));
  }
  return least;
}

// The compute reads every operand and updates the result at each step.
double Bounds::compute_transfers(StageId id) const {
  const forge_problem &problem = charges_.problem();
  const std::size_t compute = charges_.n_nodes() - 1;
  const double points = charges_.points();
  double cost = 0;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    const auto outer = static_cast<std::size_t>(stages_[id].next[t]);
    const double most = charges_.is_window(t) ? infinity : tiles_.visits(t, 0);
    const double whole = tiles_.whole_volume(t);
    const double reads = points / std::min(most, shared_between(problem, problem.multicast, outer, compute, t));
    if (!charges_.is_output(t)) {
      cost += reads * charges_.price(0, outer, t, FORGE_READ);
      continue;
    }
    const bool elides = problem.elide_first_read[outer] != 0 && problem.elide_first_read[compute] != 0;
    const double never = !elides ? 0.0 : places_between(problem, 0, compute) == 1 ? whole : reads;
    cost += std::max(0.0, reads - never) * charges_.price(0, outer, t, FORGE_READ);
    cost += points / std::min(most, shared_between(problem, problem.reduce, outer, compute, t)) *
            charges_.price(0, outer, t, FORGE_UPDATE);
  }
  return cost;
}

// Where a rank variable is cut and then spread, places that the smaller parts do not have may keep what they have although
// others move: these tensors, and what they cost to their next holder at least, if no loop inside moves them.
TensorSet Bounds::find_idle(StageId from, StageId to, Tile outer, Tile inner,
                            std::array<double, most_tensors> &least) const {
  TensorSet idle = 0;
  for (std::size_t t = 0; charges_.retains() && t < charges_.n_tensors(); ++t) {
    if (!has(to_hold_[to], t) || charges_.is_window(t))
      continue;
    double busy = 1;
    for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
      const std::uint64_t before = tiles_.extent(outer, v), after = tiles_.extent(inner, v);
      if (charges_.is_relevant(t, v) && after < before && before < tiles_.extents_of(v).back())
        busy = std::min(busy, static_cast<double>(after) / static_cast<double>(before));
    }
    if (busy == 1)
      continue;
    idle |= TensorSet{1} << t;
    least[t] = next_transfer(to, t, 1 + (least_arrivals(from, t, outer) - 1) * busy);
  }
  return idle;
}

void Bounds::fill(StageId id, Tile tile, std::size_t level) {
  const Stage &stage = stages_[id];
  const forge_problem &problem = charges_.problem();
  const TensorSet possible = to_hold_[id];
  const std::size_t tiles = tiles_.count(), step = n_levels_[id] * tiles;  // from one set to the next
  double *const rest = rest_[id].data() + level * tiles + tile;
  const auto lower = [&](TensorSet moved, double value) { rest[moved * step] = std::min(rest[moved * step], value); };
  const auto for_sets = [&](const auto &use) {
    for (TensorSet moved = 0; moved <= possible; ++moved) {
      if ((moved & ~possible) == 0)
        use(moved);
    }
  };
  const auto bits = [&](std::size_t node, std::size_t t) {
    return tiles_.volume(t, tile) * problem.bits_per_value[node * problem.n_tensors + t];
  };
  if (stage.is_tight) {
    // What this memory holds here is at least as large.
    double sum = 0;
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
      sum += has(stage.pending, t) ? bits(static_cast<std::size_t>(stage.position), t) : 0.0;
    if (sum > problem.capacity[stage.position])
      return;
  }
  if (is_last(id) && tile == 0) {
    const double cost = compute_transfers(id);
    for_sets([&](TensorSet moved) { lower(moved, cost); });
  }
  for (const Edge &edge : edges_[id]) {
    const Stage &next = stages_[edge.to];
    if (edge.kind == Edge::complete) {
      for_sets([&](TensorSet moved) { lower(moved, this->rest(edge.to, moved, tile, 0)); });
    } else if (edge.kind == Edge::keep) {
      const auto node = static_cast<std::size_t>(next.position);
      std::size_t next_level = 0;
      if (next.is_tight) {
        const double capacity = problem.capacity[node];
        const double free = next.position == stage.position && n_levels_[id] > 1 ? most_free(id, level) : capacity;
        const double needed = bits(node, edge.tensor);
        if (needed > free * (1 + 1e-12))
          continue;
        next_level = this->level(edge.to, capacity - free + needed);
      }
      const double cost = transfer(id, edge.tensor, node, least_arrivals(id, edge.tensor, tile));
      // One that stayed until here may stay for the next holder, too.
      const TensorSet bit = TensorSet{1} << edge.tensor;
      const double again = has(to_hold_[edge.to], edge.tensor) ? next_transfer(edge.to, edge.tensor, 1) : infinity;
      const auto after = [&](TensorSet moved) { return this->rest(edge.to, moved, tile, next_level); };
      for_sets([&](TensorSet moved) {
        if (has(moved, edge.tensor)) {
          lower(moved, cost + after(moved));
        } else {
          lower(moved, std::min(after(moved | bit), again + after(moved)));
        }
      });
    } else {
      const std::size_t all_free = n_levels_[edge.to] - 1;
      steps_.spreads(static_cast<std::size_t>(next.position), tile, [&](Tile inner) {
        std::array<double, most_tensors> idle{};
        const TensorSet may_idle = find_idle(id, edge.to, tile, inner, idle);
        for_sets([&](TensorSet moved) {
          const TensorSet among = moved & may_idle;
          for (TensorSet some = among;; some = (some - 1) & among) {
            double cost = this->rest(edge.to, moved & ~some, inner, all_free);
            for (std::size_t t = 0; some != 0 && t < charges_.n_tensors(); ++t)
              cost += has(some, t) ? idle[t] : 0.0;
            lower(moved, cost);
            if (some == 0)
              break;
          }
        });
      });
    }
  }
  for (std::size_t v = 0; stage.is_memory && v < tiles_.n_variables(); ++v) {
    if (tiles_.position(tile, v) == 0 || !may_loop(problem, static_cast<std::size_t>(stage.position), v))
      continue;
    const Tile inner = tile - tiles_.stride(v);
    // What stays is not touched by loops.
    TensorSet touched = 0;
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
      touched |= charges_.is_relevant(t, v) ? TensorSet{1} << t : 0;
    for_sets([&](TensorSet moved) {
      if ((touched & possible & ~moved) == 0)
        lower(moved, this->rest(id, moved, inner, level));
    });
  }
  // A tensor that moves until here may stay from here on.
  if (!charges_.retains())
    return;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    if (!has(possible, t) || charges_.is_window(t))
      continue;
    const double cost = next_transfer(id, t, least_arrivals(id, t, tile));
    for_sets([&](TensorSet moved) {
      if (has(moved, t))
        lower(moved, cost + rest[(moved & ~(TensorSet{1} << t)) * step]);
    });
  }
}

}  // namespace forge::plugins::optimal::imperfect

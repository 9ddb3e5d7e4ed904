// SPDX-License-Identifier: Apache-2.0
#include "imperfect/sharings.hpp"

#include <algorithm>

#include "imperfect/chains.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

constexpr std::size_t most_sharings = 64, most_factors = 1 << 14, many_tiles = 1 << 22;

}  // namespace

Sharings::Sharings(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles)
    : charges_(charges),
      stages_(stages),
      tiles_(tiles),
      most_(std::min(most_sharings, many_tiles / tiles.count())),
      all_(stages.all().size()),
      is_merged_(all_.size(), false) {
  Sharing none;
  none.reads.fill(1);
  none.updates.fill(1);
  Factors factors;
  factors.fill(1);
  // The outermost stages come last.
  for (StageId id = static_cast<StageId>(all_.size()); id-- > 0;) {
    if (stages[id].position < 0)
      add(id, none);
    for (const Edge &edge : ways.edges(id)) {
      if (edge.kind == Edge::spread) {
        std::size_t room = most_factors;
        add_spreads(id, edge, 0, 1, factors, room);
      } else {
        for (const Sharing &sharing : all_[id])
          add(edge.to, next(id, sharing, edge, factors));
      }
    }
  }
}

// `room`: so many ways to spread are looked at. Where there are more, each tensor gets the most that it could have.
void Sharings::add_spreads(StageId stage, const Edge &edge, std::size_t variable, std::uint64_t places,
                           Factors &factors, std::size_t &room) {
  const auto node = static_cast<std::size_t>(stages_[edge.to].position);
  const forge_problem &problem = charges_.problem();
  if (room == 0 || all_[stage].empty())
    return;
  if (variable == tiles_.n_variables()) {
    if (--room == 0)
      merge_all(stage, edge);
    for (const Sharing &sharing : all_[stage])
      add(edge.to, next(stage, sharing, edge, factors));
    return;
  }
  const bool may_spread = problem.node_kind[node] == FORGE_FANOUT && charges_.may_spread(node, variable);
  const std::uint64_t most =
      may_spread ? std::min(problem.variable_size[variable], problem.fanout_size[node] / places) : 1;
  for (std::uint64_t factor = 1; factor <= most; ++factor) {
    factors[variable] = factor;
    add_spreads(stage, edge, variable + 1, places * factor, factors, room);
  }
  factors[variable] = 1;
}

void Sharings::merge_all(StageId stage, const Edge &edge) {
  const auto node = static_cast<std::size_t>(stages_[edge.to].position);
  const forge_problem &problem = charges_.problem();
  if (!is_merged_[edge.to])
    merge(edge.to);
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
    // All places share what does not depend on one rank variable: no spread has more.
    Factors factors;
    factors.fill(1);
    factors[v] = problem.fanout_size[node];
    for (const Sharing &sharing : all_[stage])
      add(edge.to, next(stage, sharing, edge, factors));
  }
}

void Sharings::add(StageId stage, const Sharing &sharing) {
  auto &all = all_[stage];
  if (is_merged_[stage]) {
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
      all[0].reads[t] = std::max(all[0].reads[t], sharing.reads[t]);
      all[0].updates[t] = std::max(all[0].updates[t], sharing.updates[t]);
    }
    all[0].spread |= sharing.spread;
    return;
  }
  const auto place = std::lower_bound(all.begin(), all.end(), sharing);
  if (place != all.end() && *place == sharing)
    return;
  all.insert(place, sharing);
  if (all.size() <= most_)
    return;
  merge(stage);
}

// All become one that has the most of each.
void Sharings::merge(StageId stage) {
  auto &all = all_[stage];
  const std::vector<Sharing> several = std::move(all);
  all.assign(1, several[0]);
  is_merged_[stage] = true;
  for (const Sharing &one : several)
    add(stage, one);
}

SharingId Sharings::find(StageId stage, const Sharing &sharing) const {
  if (is_merged_[stage])
    return 0;
  const auto &all = all_[stage];
  return static_cast<SharingId>(std::lower_bound(all.begin(), all.end(), sharing) - all.begin());
}

Sharing Sharings::next(StageId stage, const Sharing &sharing, const Edge &edge, const Factors &factors) const {
  Sharing after = sharing;
  if (edge.kind == Edge::keep) {
    after.reads[edge.tensor] = after.updates[edge.tensor] = 1;
    return after;
  }
  if (edge.kind == Edge::complete)
    return after;
  const auto node = static_cast<std::size_t>(stages_[edge.to].position);
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    std::uint64_t places = 1;
    for (std::size_t v = 0; v < tiles_.n_variables(); ++v)
      places *= charges_.is_relevant(t, v) ? 1 : factors[v];
    if (places == 1)
      continue;
    after.spread |= charges_.is_output(t) ? TensorSet{1} << t : 0;
    if (stages_[stage].next[t] < 0)
      continue;
    after.reads[t] *= charges_.multicasts(node, t) ? static_cast<double>(places) : 1.0;
    after.updates[t] *= charges_.reduces(node, t) ? static_cast<double>(places) : 1.0;
  }
  return after;
}

SharingId Sharings::after(StageId stage, SharingId id, const Edge &edge, Tile outer, Tile inner) const {
  if (all_[edge.to].size() == 1)
    return 0;
  Factors factors;
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v)
    factors[v] = iterations(tiles_.extent(outer, v), tiles_.extent(inner, v));
  return find(edge.to, next(stage, of(stage, id), edge, factors));
}

}  // namespace forge::plugins::optimal::imperfect

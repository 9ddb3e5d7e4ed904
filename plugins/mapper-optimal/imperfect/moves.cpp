// SPDX-License-Identifier: Apache-2.0
#include "imperfect/moves.hpp"

#include <algorithm>

namespace forge::plugins::optimal::imperfect {

namespace {

TensorSet bit(std::size_t tensor) {
  return TensorSet{1} << tensor;
}

}  // namespace

Moves::Moves(const Charges &charges, const Stages &stages, const Ways &ways)
    : charges_(charges), stages_(stages), ways_(ways), facts_(stages.all().size()) {
  const forge_problem &problem = charges.problem();
  for (std::size_t v = 0; v < problem.n_variables; ++v) {
    TensorSet &touched = touched_.emplace_back(0);
    for (std::size_t t = 0; t < charges.n_tensors(); ++t)
      touched |= charges.is_relevant(t, v) ? bit(t) : 0;
  }
  for (StageId id = 0; id < facts_.size() && charges.retains(); ++id) {
    TensorSet &ahead = facts_[id].spread_ahead;
    for (const Edge &edge : ways.edges(id)) {
      const auto node = static_cast<std::size_t>(stages[edge.to].position);
      const bool is_fanout = edge.kind == Edge::spread && problem.fanout_size[node] > 1;
      const TensorSet kept = edge.kind == Edge::keep       ? bit(edge.tensor)
                             : edge.kind == Edge::complete ? stages[edge.to].pending
                                                           : 0;
      ahead |= is_fanout ? ways.to_hold(edge.to) : facts_[edge.to].spread_ahead & ~kept;
    }
  }
}

void Moves::tell_waiting(bool tell) {
  for (Facts &facts : facts_)
    facts.may_wait = tell ? facts.spread_ahead : 0;
}

std::size_t Moves::n_moves(StageId id, std::size_t tensor) const {
  return !has(ways_.to_hold(id), tensor) ? 1 : has(facts_[id].may_wait, tensor) ? 3 : 2;
}

double Moves::n_ways(StageId id) const {
  double count = 1;
  for (std::size_t t = 0; t < charges_.n_tensors() && charges_.retains(); ++t)
    count *= static_cast<double>(n_moves(id, t));
  return count;
}

// Without retention every tensor moves with all loops.
void Moves::number() {
  for (StageId id = 0; id < facts_.size(); ++id) {
    Facts &facts = facts_[id];
    facts.all.assign(1, {});
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
      if (!has(ways_.to_hold(id), t))
        continue;
      if (!charges_.retains()) {
        facts.all[0][t] = moving;
        continue;
      }
      const std::size_t count = facts.weight[t] = facts.all.size();
      for (std::size_t i = count; i < count * n_moves(id, t); ++i) {
        facts.all.push_back(facts.all[i % count]);
        facts.all[i][t] = static_cast<Move>(i / count);
      }
    }
  }
}

Moves::After Moves::after(StageId id, const Edge &edge) const {
  After after;
  // Whether it waits is not known where it did not matter until now.
  const TensorSet unknown = facts_[edge.to].spread_ahead & ~facts_[id].spread_ahead;
  for (std::array<Move, most_tensors> moves : all(id)) {
    if (edge.kind == Edge::keep && (moves[edge.tensor] == paid || has(unknown, edge.tensor)))
      moves[edge.tensor] = waiting;
    after.way.push_back(static_cast<std::uint32_t>(way(edge.to, moves)));
    if (edge.kind == Edge::keep)
      moves[edge.tensor] = paid;
    after.staying.push_back(static_cast<std::uint32_t>(way(edge.to, moves)));
  }
  return after;
}

// What stays is not touched by loops.
Moves::Loop Moves::loop(StageId id, std::size_t variable) const {
  const forge_problem &problem = charges_.problem();
  Loop loop{variable, 1, {}, {}};
  for (std::size_t n = static_cast<std::size_t>(stages_[id].position) + 1; n < charges_.n_nodes(); ++n) {
    if (problem.node_kind[n] == FORGE_FANOUT && charges_.may_spread(n, variable) && loop.places <= UINT32_MAX)
      loop.places *= std::min<std::uint64_t>(problem.fanout_size[n], UINT32_MAX);
  }
  const Facts &facts = facts_[id];
  const TensorSet touched = touched_[variable] & ways_.to_hold(id);
  for (const std::array<Move, most_tensors> &moves : facts.all) {
    bool none_else = true, none_touched = true, all_touched = true;  // is about to move
    Loop::Others others{0, 0};
    Loop::Touched mine{0, moves, 0};
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
      const std::size_t weight = facts.weight[t];
      if (has(touched, t)) {
        mine.way += weight * moves[t];
        mine.waiting |= may_wait(id, t, moves[t]) ? bit(t) : 0;
        none_touched = none_touched && weight * moves[t] == 0;
        all_touched = all_touched && moves[t] != paid;
      } else {
        others.from += weight * moves[t];
        others.to += weight * (moves[t] == paid ? paid : told(id, t, waiting));
        none_else = none_else && weight * moves[t] == 0;
      }
    }
    if (none_touched)
      loop.others.push_back(others);
    if (none_else && all_touched)
      loop.touched.push_back(mine);
  }
  const auto all_wait = [&](const Loop::Touched &one) {
    bool wait = true;
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
      wait = wait && (one.moves[t] == paid || one.moves[t] == told(id, t, waiting));
    return wait;
  };
  const auto place = std::find_if(loop.touched.begin(), loop.touched.end(), all_wait);
  if (place != loop.touched.end() && place != loop.touched.begin())
    std::iter_swap(place, loop.touched.begin() + 1);
  return loop;
}

}  // namespace forge::plugins::optimal::imperfect

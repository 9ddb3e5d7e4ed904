// SPDX-License-Identifier: Apache-2.0
#include "stages.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>

#include "blocks.hpp"
#include "forge/sdk/error.hpp"

namespace forge::plugins::optimal {

namespace {

constexpr std::size_t most_stages = 1 << 16;

int innermost_of(NodeSet chain) {
  return 63 - std::countl_zero(chain);  // -1: none
}

}  // namespace

Stages::Stages(const Charges &charges) : charges_(charges) {
  const std::size_t n = charges.n_tensors();
  std::vector<std::vector<PlanId>> plans;
  for (std::size_t t = 0; t < n; ++t) {
    plans.push_back(plans_of(legal_chains(t)));
    if (plans.back().empty())
      return;  // nothing may hold it: no start
  }
  std::vector<std::size_t> choice(n, 0);
  const int innermost = static_cast<int>(charges.n_nodes()) - 2;
  for (bool more = true; more;) {
    std::vector<PlanId> chosen;
    for (std::size_t t = 0; t < n; ++t)
      chosen.push_back(plans[t][choice[t]]);
    if (const StageId start = add(innermost, std::move(chosen)); start != no_stage)
      starts_.push_back(start);
    more = false;
    for (std::size_t t = 0; t < n && !more; ++t) {
      more = ++choice[t] < plans[t].size();
      choice[t] = more ? choice[t] : 0;
    }
  }
  for (StageId id = 0; id < stages_.size(); ++id)
    link(id);
  sort();
}

// All sets of memories that may hold a tensor together.
std::vector<NodeSet> Stages::legal_chains(std::size_t tensor) const {
  const forge_problem &problem = charges_.problem();
  std::vector<NodeSet> legal{0};
  for (std::size_t n = 0; n < charges_.n_nodes(); ++n) {
    if (problem.node_kind[n] != FORGE_MEMORY)
      continue;
    const std::int32_t keep = problem.keep[n * charges_.n_tensors() + tensor];
    const std::size_t before = legal.size();
    for (std::size_t i = 0; i < before && keep != FORGE_BYPASS; ++i) {
      if (keep == FORGE_MUST_KEEP) {
        legal[i] |= NodeSet{1} << n;
      } else {
        legal.push_back(legal[i] | NodeSet{1} << n);
      }
    }
    if (legal.size() > most_stages)
      throw sdk::Unsupported("too many ways to choose the memories of a tensor");
  }
  std::erase_if(legal, [&](NodeSet chain) {
    for (std::size_t n = 0; n < charges_.n_nodes(); ++n) {
      const std::int32_t other = problem.keep_unless[n * charges_.n_tensors() + tensor];
      if (problem.node_kind[n] != FORGE_MEMORY || other < 0)
        continue;
      const bool here = has(chain, n), there = has(chain, static_cast<std::size_t>(other));
      const bool instead = problem.keep[n * charges_.n_tensors() + tensor] == FORGE_KEEP_INSTEAD;
      if ((!here && !there) || (instead && here && there))
        return true;
    }
    return chain == 0;
  });
  return legal;
}

// One for each innermost memory.
std::vector<PlanId> Stages::plans_of(const std::vector<NodeSet> &chains) {
  std::map<int, Plan> by_next;
  for (const NodeSet chain : chains)
    by_next[innermost_of(chain)].push_back(chain);
  std::vector<PlanId> ids;
  for (auto &[next, plan] : by_next) {
    std::sort(plan.begin(), plan.end());
    plan.erase(std::unique(plan.begin(), plan.end()), plan.end());
    const auto [number, is_new] = plan_numbers_.try_emplace(plan, static_cast<PlanId>(plans_.size()));
    if (is_new)
      plans_.push_back(plan);
    ids.push_back(number->second);
  }
  return ids;
}

// Can the memory hold one value of each at least?
bool Stages::has_room(std::size_t node, TensorSet tensors) const {
  const forge_problem &problem = charges_.problem();
  double bits = 0;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
    bits += has(tensors, t) ? problem.bits_per_value[node * charges_.n_tensors() + t] : 0.0;
  return bits <= problem.capacity[node];
}

// The stage of these plans from this position on; memories that hold nothing more are passed by. Or none, where the
// constraints or the room do not allow that.
StageId Stages::add(int position, std::vector<PlanId> plans) {
  const forge_problem &problem = charges_.problem();
  Stage stage;
  for (const PlanId plan : plans) {
    stage.next.push_back(innermost_of(plans_[plan].front()));
    stage.sure.push_back(std::accumulate(plans_[plan].begin(), plans_[plan].end(), ~NodeSet{0}, std::bit_and<>()));
  }
  for (; position >= 0; --position) {
    for (std::size_t t = 0; t < plans.size(); ++t)
      stage.pending |= stage.next[t] == position ? TensorSet{1} << t : 0;
    const auto node = static_cast<std::size_t>(position);
    if (problem.node_kind[node] != FORGE_MEMORY || stage.pending != 0)
      break;
    if (!may_be_empty(problem, node))
      return no_stage;
  }
  if (stage.pending != 0 && !has_room(static_cast<std::size_t>(position), stage.pending))
    return no_stage;
  const auto [number, is_new] = stage_numbers_.try_emplace({position, plans}, static_cast<StageId>(stages_.size()));
  if (!is_new)
    return number->second;
  if (stages_.size() == most_stages)
    throw sdk::Unsupported("more than " + std::to_string(most_stages) + " ways to choose the memories of the tensors");
  stage.position = position;
  stage.is_memory = position >= 0 && problem.node_kind[position] == FORGE_MEMORY;
  for (int n = position; n >= 0; --n)
    stage.places_ahead *= static_cast<double>(problem.fanout_size[n]);
  for (std::size_t t = 0; t < plans.size(); ++t) {
    for (int n = position; n > stage.next[t]; --n) {
      const auto node = static_cast<std::size_t>(n);
      const bool shares = problem.fanout_size[n] > 1 && charges_.shares(node, t);
      if (stage.next[t] >= 0 && (shares || charges_.converts(node, t)))
        stage.shared_ahead |= TensorSet{1} << t;
    }
  }
  // Its own keeps cost nothing and take no room that matters; loops around them could not do better.
  const bool outermost =
      stage.is_memory && std::none_of(problem.node_kind, problem.node_kind + position,
                                      [](std::int32_t kind) { return kind == FORGE_MEMORY || kind == FORGE_FANOUT; });
  stage.is_tight = stage.is_memory && !std::isinf(problem.capacity[position]);
  stage.is_free = outermost && std::isinf(problem.capacity[position]) &&
                  !charges_.counts_occupancy(static_cast<std::size_t>(position));
  stage.plans = std::move(plans);
  stages_.push_back(std::move(stage));
  return static_cast<StageId>(stages_.size() - 1);
}

void Stages::link(StageId id) {
  const Stage stage = stages_[id];  // a copy: add() moves them
  if (stage.position < 0)
    return;
  if (!stage.is_memory) {
    stages_[id].after = add(stage.position - 1, stage.plans);
    return;
  }
  if (stage.is_free) {  // nothing holds anything around it
    const StageId complete = add(stage.position - 1, std::vector<PlanId>(stage.plans.size(), plans_of({0}).front()));
    stages_[id].complete = complete;
    return;
  }
  std::vector<std::vector<StageId>> kept(stage.plans.size());
  for (std::size_t t = 0; t < stage.plans.size(); ++t) {
    if (!has(stage.pending, t))
      continue;
    std::vector<NodeSet> outside = plans_[stage.plans[t]];
    for (NodeSet &chain : outside)
      chain &= ~(NodeSet{1} << stage.position);
    const bool was_last = stage.pending == TensorSet{1} << t;
    for (const PlanId plan : plans_of(outside)) {
      auto plans = stage.plans;
      plans[t] = plan;
      if (const StageId next = add(was_last ? stage.position - 1 : stage.position, std::move(plans)); next != no_stage)
        kept[t].push_back(next);
    }
  }
  stages_[id].kept = std::move(kept);
}

// From the inside outwards; of one memory those that have more to keep come first.
void Stages::sort() {
  std::vector<StageId> order(stages_.size()), number(stages_.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](StageId a, StageId b) {
    const Stage &x = stages_[a], &y = stages_[b];
    return x.position != y.position ? x.position > y.position : std::popcount(x.pending) > std::popcount(y.pending);
  });
  std::vector<Stage> sorted;
  for (StageId i = 0; i < order.size(); ++i) {
    number[order[i]] = i;
    sorted.push_back(std::move(stages_[order[i]]));
  }
  const auto renumber = [&](StageId &id) { id = id == no_stage ? no_stage : number[id]; };
  for (Stage &stage : sorted) {
    renumber(stage.after);
    renumber(stage.complete);
    for (auto &ids : stage.kept)
      std::for_each(ids.begin(), ids.end(), renumber);
  }
  for (StageId &id : starts_)
    renumber(id);
  stages_ = std::move(sorted);
  stage_numbers_.clear();
}

}  // namespace forge::plugins::optimal

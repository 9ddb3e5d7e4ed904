// SPDX-License-Identifier: Apache-2.0
#include "stages.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <string>

#include "blocks.hpp"
#include "forge/sdk/error.hpp"

namespace forge::plugins::optimal {

namespace {

constexpr std::size_t most_stages = 1 << 16;

NodeSet up_to(int position) {
  return position < 0 ? 0 : ~NodeSet{0} >> (63 - position);
}

}  // namespace

Stages::Stages(const Charges &charges) : charges_(charges) {
  const std::size_t n = charges.n_tensors();
  std::vector<std::vector<NodeSet>> legal;
  for (std::size_t t = 0; t < n; ++t) {
    legal.push_back(legal_chains(t));
    if (legal.back().empty())
      return;  // nothing may hold it: no start
  }
  std::vector<std::size_t> choice(n, 0);
  const int innermost = static_cast<int>(charges.n_nodes()) - 2;
  for (bool more = true; more;) {
    std::vector<NodeSet> chains;
    for (std::size_t t = 0; t < n; ++t)
      chains.push_back(legal[t][choice[t]]);
    if (const StageId start = add(innermost, std::move(chains)); start != no_stage)
      starts_.push_back(start);
    more = false;
    for (std::size_t t = 0; t < n && !more; ++t) {
      more = ++choice[t] < legal[t].size();
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

// The stage of these chains from this position on; memories that hold nothing more are passed by. Or none, where the
// constraints do not allow that.
StageId Stages::add(int position, std::vector<NodeSet> chains) {
  const forge_problem &problem = charges_.problem();
  Stage stage;
  for (; position >= 0; --position) {
    const auto node = static_cast<std::size_t>(position);
    for (std::size_t t = 0; t < chains.size(); ++t)
      stage.pending |= has(chains[t], node) ? TensorSet{1} << t : 0;
    if (problem.node_kind[node] != FORGE_MEMORY || stage.pending != 0)
      break;
    if (!may_be_empty(problem, node))
      return no_stage;
  }
  const auto same = std::find_if(stages_.begin(), stages_.end(), [&](const Stage &other) {
    return other.position == position && other.chains == chains;
  });
  if (same != stages_.end())
    return static_cast<StageId>(same - stages_.begin());
  if (stages_.size() == most_stages)
    throw sdk::Unsupported("more than " + std::to_string(most_stages) + " ways to choose the memories of the tensors");
  stage.position = position;
  stage.is_memory = position >= 0 && problem.node_kind[position] == FORGE_MEMORY;
  for (int n = position; n >= 0; --n)
    stage.places_ahead *= static_cast<double>(problem.fanout_size[n]);
  for (std::size_t t = 0; t < chains.size(); ++t) {
    stage.next.push_back(63 - std::countl_zero(chains[t]));
    double most_shared = 1;
    for (int n = position; n > stage.next[t] && stage.next[t] >= 0; --n) {
      const auto node = static_cast<std::size_t>(n);
      if (problem.fanout_size[n] > 1 && charges_.shares(node, t)) {
        stage.shared_ahead |= TensorSet{1} << t;
        stage.fanout_ahead |= TensorSet{1} << t;
        most_shared *= static_cast<double>(problem.fanout_size[n]);
      }
      if (charges_.converts(node, t)) {
        stage.shared_ahead |= TensorSet{1} << t;
        stage.tolls.resize(chains.size());
        stage.tolls[t].push_back({node, most_shared});
      }
    }
  }
  // Its own keeps cost nothing and take no room that matters; loops around them could not do better.
  const bool outermost =
      stage.is_memory && std::none_of(problem.node_kind, problem.node_kind + position,
                                      [](std::int32_t kind) { return kind == FORGE_MEMORY || kind == FORGE_FANOUT; });
  stage.is_tight = stage.is_memory && !std::isinf(problem.capacity[position]);
  stage.is_free = outermost && std::isinf(problem.capacity[position]) &&
                  !charges_.counts_occupancy(static_cast<std::size_t>(position));
  stage.chains = std::move(chains);
  stages_.push_back(std::move(stage));
  return static_cast<StageId>(stages_.size() - 1);
}

void Stages::link(StageId id) {
  const Stage stage = stages_[id];  // a copy: add() moves them
  if (stage.position < 0)
    return;
  if (!stage.is_memory) {
    stages_[id].after = add(stage.position - 1, stage.chains);
    return;
  }
  std::vector<StageId> kept(stage.chains.size(), no_stage);
  const NodeSet outside = up_to(stage.position - 1);
  if (stage.is_free) {
    auto chains = stage.chains;
    for (auto &chain : chains)
      chain &= outside;
    const StageId complete = add(stage.position - 1, std::move(chains));
    stages_[id].complete = complete;
  } else {
    for (std::size_t t = 0; t < stage.chains.size(); ++t) {
      if (!has(stage.pending, t))
        continue;
      auto chains = stage.chains;
      chains[t] &= outside;
      const bool was_last = stage.pending == TensorSet{1} << t;
      kept[t] = add(was_last ? stage.position - 1 : stage.position, std::move(chains));
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
    for (StageId &id : stage.kept)
      renumber(id);
  }
  for (StageId &id : starts_)
    renumber(id);
  stages_ = std::move(sorted);
}

}  // namespace forge::plugins::optimal

// SPDX-License-Identifier: Apache-2.0
#include "imperfect/prices.hpp"

#include <algorithm>
#include <limits>

namespace forge::plugins::optimal::imperfect {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Of the fan-outs of the path between two nodes, do any share what the tensor's values need?
bool is_shared_between(const forge_problem &problem, const std::int32_t *shares, std::size_t outer, std::size_t inner,
                       std::size_t tensor) {
  for (std::size_t n = outer; n < inner; ++n) {
    if (shares[n * problem.n_tensors + tensor] != 0 && problem.fanout_size[n] > 1)
      return true;
  }
  return false;
}

}  // namespace

Prices::Prices(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles,
               const Sharings &sharings)
    : charges_(charges),
      stages_(stages),
      tiles_(tiles),
      sharings_(sharings),
      next_(stages.all().size()),
      share_(charges.n_tensors(), std::vector<double>(tiles.count(), 1.0)),
      points_(tiles.count(), 1.0) {
  for (Tile box = 0; box < tiles.count(); ++box) {
    for (std::size_t v = 0; v < tiles.n_variables(); ++v) {
      const double part =
          static_cast<double>(tiles.extent(box, v)) / static_cast<double>(charges.problem().variable_size[v]);
      points_[box] *= part;
      for (std::size_t t = 0; t < charges.n_tensors(); ++t)
        share_[t][box] *= charges.is_relevant(t, v) ? 1.0 : part;
    }
  }
  for (StageId id = 0; id < next_.size(); ++id) {
    next_[id].resize(sharings.count(id));
    for (SharingId sharing = 0; sharing < sharings.count(id); ++sharing) {
      for (std::size_t t = 0; t < charges.n_tensors(); ++t)
        next_[id][sharing][t] = least_unit(ways.next_inner(id, t), id, sharing, t);
    }
  }
}

// The cheapest way in and the cheapest way out may be of different memories.
Prices::Unit Prices::least_unit(NodeSet inner, StageId id, SharingId sharing, std::size_t t) const {
  double first = infinity, others = infinity, once = infinity;
  for (std::size_t n = 0; n < charges_.n_nodes(); ++n) {
    if (!has(inner, n))
      continue;
    const Unit one = unit(id, sharing, t, n);
    first = std::min(first, one.first);
    others = std::min(others, one.arrival - one.first);
    once = std::min(once, one.once);
  }
  return {first + others, first, once};
}

Prices::Unit Prices::unit(StageId id, SharingId sharing_id, std::size_t t, std::size_t inner) const {
  const forge_problem &problem = charges_.problem();
  if (stages_[id].next[t] < 0)
    return {};
  const auto outer = static_cast<std::size_t>(stages_[id].next[t]);
  const Sharing &sharing = sharings_.of(id, sharing_id);
  const double read = charges_.price(0, outer, t, FORGE_READ), fill = charges_.price(0, inner, t, FORGE_FILL);
  if (charges_.is_window(t)) {
    // Tiles of sliding windows overlap; all that is sure then is that every element comes once.
    const bool overlap = charges_.retains(), shared = is_shared_between(problem, problem.multicast, outer, inner, t);
    const double per_value = (overlap ? 0.0 : fill) + (overlap || shared ? 0.0 : read);
    return {per_value, 0, (fill + read - per_value) * tiles_.whole_volume(t)};
  }
  const double down = fill + read / sharing.reads[t];
  if (!charges_.is_output(t))
    return {down, 0, 0};
  const double up =
      charges_.price(0, inner, t, FORGE_DRAIN) + charges_.price(0, outer, t, FORGE_UPDATE) / sharing.updates[t];
  if (problem.elide_first_read[outer] == 0)
    return {down + up, 0, 0};
  // How many places there are for the first touch is not known.
  return has(sharing.spread, t) ? Unit{up, 0, 0} : Unit{down + up, down, 0};
}

// The compute reads every operand and updates the result at each step.
double Prices::compute(StageId id, SharingId sharing_id) const {
  const forge_problem &problem = charges_.problem();
  const Sharing &sharing = sharings_.of(id, sharing_id);
  const std::size_t compute = charges_.n_nodes() - 1;
  double cost = 0;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    const auto outer = static_cast<std::size_t>(stages_[id].next[t]);
    const double read = charges_.price(0, outer, t, FORGE_READ);
    if (charges_.is_window(t)) {
      const bool shared = is_shared_between(problem, problem.multicast, outer, compute, t);
      cost += read * (shared ? tiles_.whole_volume(t) / charges_.points() : 1.0);
      continue;
    }
    if (!charges_.is_output(t)) {
      cost += read / sharing.reads[t];
      continue;
    }
    const bool elides = problem.elide_first_read[outer] != 0 && problem.elide_first_read[compute] != 0;
    const double first = !elides ? 0.0 : has(sharing.spread, t) ? 1.0 : share_[t][0];
    cost += read / sharing.reads[t] * (1 - first) + charges_.price(0, outer, t, FORGE_UPDATE) / sharing.updates[t];
  }
  return cost;
}

}  // namespace forge::plugins::optimal::imperfect

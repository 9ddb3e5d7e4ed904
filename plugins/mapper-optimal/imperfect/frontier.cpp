// SPDX-License-Identifier: Apache-2.0
#include "imperfect/frontier.hpp"

#include <algorithm>
#include <utility>

#include "rounding.hpp"

namespace forge::plugins::optimal::imperfect {

Frontier::Frontier(const Charges &charges, const Stages &stages, const Bounds &bounds, const Steps &steps)
    : charges_(charges), stages_(stages), bounds_(bounds), steps_(steps), buckets_(stages.all().size()) {}

void Frontier::clear() {
  for (auto &tiles : buckets_)
    tiles.clear();
}

// Of what the cost of the inside depends on, besides what comes from outside how often.
Key Frontier::key_of(const Label &label) const {
  const std::size_t variables = charges_.problem().n_variables;
  Key key(label.chains.begin(), label.chains.begin() + static_cast<std::ptrdiff_t>(variables));
  for (std::size_t v = 0; v < variables; ++v)
    key[v] |= std::uint64_t{label.block[v]} << 32;
  return key;
}

bool Frontier::dominates(const Label &a, const Label &b) const {
  if (!a.is_exact || exceeds(a.energy, b.energy) || exceeds(a.occupancy, b.occupancy) || a.order < b.order ||
      (a.looped & ~b.looped) != 0 || a.used != b.used || exceeds(a.power, b.power) ||
      exceeds(a.powered_share, b.powered_share))
    return false;
  for (std::size_t m = 0; m < a.times.size(); ++m) {
    if (exceeds(a.times[m], b.times[m]))
      return false;
  }
  const TensorSet to_hold = bounds_.to_hold(a.stage);
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    if (has(to_hold, t) && !arrives_less(a, b, t))
      return false;
  }
  return true;
}

// Does every value of the tensor arrive as often as that of `b` at most, whatever loops follow?
bool Frontier::arrives_less(const Label &a, const Label &b, std::size_t t) const {
  if (charges_.retains() && charges_.is_window(t))
    return a.loops == b.loops;
  // Those at risk may turn irregular while fan-outs are ahead.
  const TensorSet risky = steps_.may_spread(stages_[a.stage].position, t) ? b.at_risk : 0;
  const bool is_uneven = has(b.irregular | risky, t);
  const double theirs = is_uneven ? b.least_arrivals[t] : b.arrivals[t],
               their_first = is_uneven ? b.least_first_arrivals[t] : b.first_arrivals[t];
  if (!has(a.irregular, t) && !exceeds(a.arrivals[t], theirs) && !exceeds(a.first_arrivals[t], their_first))
    return true;
  const auto same = [t](const auto &some, const auto &others) { return some[t] == others[t]; };
  if (!is_uneven || has(a.irregular, t) != has(b.irregular, t) || has(a.at_risk, t) != has(b.at_risk, t) ||
      has(a.unknown, t) != has(b.unknown, t) || has(a.run_moves, t) != has(b.run_moves, t) || !same(a.story, b.story) ||
      !same(a.run, b.run) || exceeds(a.least_arrivals[t], b.least_arrivals[t]) ||
      exceeds(a.least_first_arrivals[t], b.least_first_arrivals[t]))
    return false;
  // What stayed with `b` has to have stayed with `a`, too.
  return same(a.stuck, b.stuck) ||
         (!exceeds(a.arrivals[t], b.arrivals[t]) && !exceeds(a.first_arrivals[t], b.first_arrivals[t]) &&
          Chains::has_fewer_small(steps_.chains()[b.stuck[t]], steps_.chains()[a.stuck[t]], a.stuck_tile[t]));
}

bool Frontier::add(const Label &label, double promise) {
  Bucket &bucket = buckets_[label.stage][label.tile];
  auto &alike = bucket.by_key[key_of(label)];
  for (const std::size_t i : alike) {
    if (dominates(bucket.labels[i].label, label))
      return false;
  }
  std::erase_if(alike, [&](std::size_t i) {
    Waiting &other = bucket.labels[i];
    other.is_dropped = dominates(label, other.label);
    return other.is_dropped;
  });
  alike.push_back(bucket.labels.size());
  bucket.labels.push_back({label, promise});
  return true;
}

Frontier::Labels Frontier::take(StageId stage) {
  auto &tiles = buckets_[stage];
  Labels labels = std::move(tiles.begin()->second.labels);
  tiles.erase(tiles.begin());
  std::erase_if(labels, [](const Waiting &waiting) { return waiting.is_dropped; });
  return labels;
}

}  // namespace forge::plugins::optimal::imperfect

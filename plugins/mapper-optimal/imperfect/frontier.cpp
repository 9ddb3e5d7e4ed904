// SPDX-License-Identifier: Apache-2.0
#include "frontier.hpp"

#include <algorithm>
#include <utility>

namespace forge::plugins::optimal::imperfect {

namespace {

// Sums in another order differ by less.
constexpr double rounding = 1e-13;

bool exceeds(double a, double b) {
  return a > b + rounding * b;
}

}  // namespace

std::size_t Frontier::Hash::operator()(const Key &key) const {
  std::uint64_t hash = 0;
  for (const std::uint64_t part : key)
    hash = (hash ^ part) * 0x9e3779b97f4a7c15ULL + (hash >> 31);
  return hash;
}

Frontier::Frontier(const Charges &charges, const Stages &stages, const Bounds &bounds)
    : charges_(charges), stages_(stages), bounds_(bounds), buckets_(stages.all().size()) {}

void Frontier::clear() {
  for (auto &tiles : buckets_)
    tiles.clear();
}

// Of what the cost of the inside depends on, besides what comes from outside how often.
Frontier::Key Frontier::key_of(const Label &label) const {
  const std::size_t variables = charges_.problem().n_variables;
  Key key(label.chains.begin(), label.chains.begin() + static_cast<std::ptrdiff_t>(variables));
  for (std::size_t v = 0; v < variables; ++v)
    key[v] |= std::uint64_t{label.block[v]} << 32;
  TensorSet windows = 0;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
    windows |= charges_.retains() && charges_.is_window(t) ? TensorSet{1} << t : 0;
  const TensorSet irregular = (label.irregular | windows) & bounds_.to_hold(label.stage);
  key.push_back(irregular);
  if (irregular != 0)
    key.push_back(label.loops);
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
    if (has(to_hold, t) && (exceeds(a.arrivals[t], b.arrivals[t]) || exceeds(a.first_arrivals[t], b.first_arrivals[t])))
      return false;
  }
  return true;
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

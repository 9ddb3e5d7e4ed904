// SPDX-License-Identifier: Apache-2.0
#include "frontier.hpp"

#include <algorithm>

#include "rounding.hpp"

namespace forge::plugins::optimal {

Frontier::Frontier(const Instance &instance, const Stages &stages, const Layout &layout)
    : instance_(instance), stages_(stages), layout_(layout), buckets_(stages.all().size()) {}

void Frontier::clear() {
  for (auto &tiles : buckets_)
    tiles.clear();
}

Digest Frontier::digest_of(const Label &label) const {
  Digest digest{label.values[0], label.values[0], label.values[layout_.time()], 0};
  std::size_t window = 0;
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    if (!instance_.is_window(t))
      continue;
    digest.least -= label.values[layout_.slack(t)] + label.values[layout_.served(t) + window_energy];
    digest.signature = digest.signature * 31 + label.head.signature[window++];
  }
  return digest;
}

bool Frontier::make_room(Bucket &bucket, StageId stage, Tile tile, const Label &label, const Digest &digest) const {
  const std::size_t size = layout_.size(), n = bucket.heads.size();
  const auto may_dominate = [](const Digest &a, const Digest &b) {
    return !exceeds(a.cost, a.signature == b.signature ? b.cost : b.least) && !exceeds(a.time, b.time);
  };
  for (std::size_t i = 0; i < n; ++i) {
    if (may_dominate(bucket.digests[i], digest) &&
        dominates(bucket.heads[i], bucket.values.data() + i * size, label.head, label.values.data(), stage, tile))
      return false;
  }
  std::size_t left = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double *other = bucket.values.data() + i * size;
    if (may_dominate(digest, bucket.digests[i]) &&
        dominates(label.head, label.values.data(), bucket.heads[i], other, stage, tile))
      continue;
    if (left != i) {
      bucket.digests[left] = bucket.digests[i];
      bucket.heads[left] = bucket.heads[i];
      bucket.promises[left] = bucket.promises[i];
      std::copy_n(other, size, bucket.values.data() + left * size);
    }
    ++left;
  }
  bucket.digests.resize(left);
  bucket.heads.resize(left);
  bucket.promises.resize(left);
  bucket.values.resize(left * size);
  return true;
}

// Is `a` at least as good as `b`, whatever loops follow?
bool Frontier::dominates(const Head &a, const double *x, const Head &b, const double *y, StageId stage,
                         Tile tile) const {
  if (exceeds(x[0], y[0]) || exceeds(x[layout_.time()], y[layout_.time()]) ||
      exceeds(x[layout_.occupancy()], y[layout_.occupancy()]) || a.used != b.used || a.block_begin != b.block_begin ||
      a.order > b.order)
    return false;
  for (std::size_t u = 0; u < instance_.usages().size(); ++u) {
    if (exceeds(x[layout_.usage(u)], y[layout_.usage(u)]))
      return false;
  }
  if (instance_.has_gated_power() && exceeds(x[layout_.power()], y[layout_.power()]))
    return false;
  const bool has_tolls = !stages_[stage].tolls.empty();
  for (std::size_t m = 0; m < instance_.n_metrics(); ++m) {
    const double ahead = has_tolls ? tolls(a, x, b, y, stage, tile, m) : 0.0;
    if (m > 0 && x[m] == 0 && ahead == 0)
      continue;
    if (exceeds(x[m] + ahead + advantage(a, x, b, y, stage, tile, m), y[m]))
      return false;
  }
  return true;
}

// Are the windows of a tensor in both labels in states that cost changes in the same way?
bool Frontier::is_alike(const Head &a, const Head &b, std::size_t tensor, std::size_t window) const {
  return a.signature[window] == b.signature[window] && has(a.open, tensor) == has(b.open, tensor);
}

// By how much more `a` may have to pay than `b` to the converters on the way.
double Frontier::tolls(const Head &a, const double *x, const Head &b, const double *y, StageId id, Tile tile,
                       std::size_t metric) const {
  const Stage &stage = stages_[id];
  double sum = 0;
  std::size_t window = 0;
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    const std::size_t number = instance_.is_window(t) ? window++ : 0;
    const double *mine = x + layout_.served(t), *theirs = y + layout_.served(t);
    for (const Toll &toll : stage.tolls[t]) {
      const double down = instance_.price(metric, toll.node, t, FORGE_READ),
                   up = instance_.price(metric, toll.node, t, FORGE_UPDATE);
      if (instance_.is_window(t)) {
        const double least = is_alike(a, b, t, number) ? theirs[window_reads] : theirs[window_least] / toll.most_shared;
        sum += std::max(0.0, mine[window_reads] - least) * down;
        continue;
      }
      // Loops may still divide what an open holder makes pass.
      const double least = instance_.least_share(t, tile), share = has(b.open, t) && !has(a.open, t) ? least : 1.0;
      const double most = std::min(stage.places_ahead, 1 / least);
      sum += std::max(0.0, mine[served_reads] - theirs[served_reads] * share) * down;
      sum += std::max(0.0, mine[served_updates] - theirs[served_updates] * share) * up;
      sum += std::max(0.0, theirs[served_first] - mine[served_first]) * down * most;
    }
  }
  return sum;
}

// By how much more than that of `a` the cost of `b` may fall by loops to come.
double Frontier::advantage(const Head &a, const double *x, const Head &b, const double *y, StageId id, Tile tile,
                           std::size_t metric) const {
  const Stage &stage = stages_[id];
  double advantage = 0;
  std::size_t window = 0;
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    if (instance_.is_window(t)) {
      if (!is_alike(a, b, t, window++)) {
        advantage += y[layout_.slack(t) + metric] + (metric == 0 ? y[layout_.served(t) + window_energy] : 0.0);
      } else if (has(stage.fanout_ahead, t)) {  // of what is read more, fan-outs may share it all but for a part
        const double more = y[layout_.served(t) + window_reads] - x[layout_.served(t) + window_reads];
        advantage +=
            std::max(0.0, more) * instance_.price(metric, static_cast<std::size_t>(stage.next[t]), t, FORGE_READ);
      }
      continue;
    }
    const double mine = x[layout_.open(t) + metric], theirs = y[layout_.open(t) + metric];
    const double least = instance_.least_share(t, tile);
    advantage += std::max(0.0, theirs - mine) * (1 - least);
    if (stage.places_ahead == 1)
      continue;
    const double most = std::min(stage.places_ahead, 1 / least);
    advantage += std::max(0.0, y[layout_.first(t) + metric] - x[layout_.first(t) + metric]) * (most - 1);
    if (!has(stage.shared_ahead, t))
      continue;
    const auto outer = static_cast<std::size_t>(stage.next[t]);
    const double read = instance_.price(metric, outer, t, FORGE_READ),
                 update = instance_.price(metric, outer, t, FORGE_UPDATE);
    const double *mine_served = x + layout_.served(t), *their_served = y + layout_.served(t);
    advantage += std::max(0.0, their_served[served_reads] - mine_served[served_reads]) * read * (1 - 1 / most);
    advantage += std::max(0.0, their_served[served_updates] - mine_served[served_updates]) * update * (1 - 1 / most);
    advantage += std::max(0.0, their_served[served_first] - mine_served[served_first]) * read * (most - 1);
  }
  return advantage;
}

}  // namespace forge::plugins::optimal

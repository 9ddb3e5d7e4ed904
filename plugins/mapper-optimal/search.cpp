// SPDX-License-Identifier: Apache-2.0
#include "search.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "blocks.hpp"

namespace forge::plugins::optimal {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

Search::Search(const Instance &instance, const Stages &stages, const Bounds &bounds, Incumbents &incumbents)
    : instance_(instance),
      stages_(stages),
      incumbents_(incumbents),
      steps_(instance, stages, history_),
      layout_(steps_.layout()),
      promise_(instance, stages, bounds, layout_),
      frontier_(instance, stages, layout_) {}

double Search::bound() const {
  double least = infinity;
  for (const StageId stage : stages_.starts()) {
    const Label label = steps_.start(stage);
    least = std::min(least, incumbents_.value(0, promise_.least_costs(stage, 0, label)));
  }
  return least;
}

void Search::begin(const Sink &sink) {
  history_.clear();
  left_out_ = infinity;
  sink_ = sink;
  for (const StageId stage : stages_.starts()) {
    to_ = steps_.start(stage);
    const Costs least = promise_.least_costs(stage, 0, to_);
    if (!incumbents_.covers(least))
      sink_(stage, 0, least, {});
  }
}

// All labels of one number of steps at a time.
void Search::dive(std::size_t width, const std::function<bool()> &is_cancelled) {
  struct Item {
    StageId stage;
    Tile tile;
    double promise, next;  // the next objective, where many are alike in the first
    Label label;
  };
  std::vector<Item> now, next;
  const bool has_next =
      incumbents_.n_objectives() > 1 && !instance_.usages().empty() && instance_.usages().front().objective == 0;
  begin([&](StageId stage, Tile tile, const Costs &least, const Step &step) {
    to_.head.record(step.kind == Step::start ? 0 : history_.add(to_.head.history, step, tile));
    next.push_back({stage, tile, incumbents_.value(0, least), has_next ? incumbents_.value(1, least) : 0.0, to_});
  });
  while (!next.empty() && !is_cancelled()) {
    std::swap(now, next);
    next.clear();
    std::stable_sort(now.begin(), now.end(), [](const Item &a, const Item &b) {
      return std::tie(a.stage, a.promise, a.next, a.tile) < std::tie(b.stage, b.promise, b.next, b.tile);
    });
    std::size_t extended = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
      const bool same_stage = i > 0 && now[i].stage == now[i - 1].stage;
      // Most likely the same loops in another order.
      if (same_stage && now[i].tile == now[i - 1].tile && now[i].promise == now[i - 1].promise &&
          now[i].next == now[i - 1].next)
        continue;
      extended = same_stage ? extended : 0;
      if (extended++ < width)
        extend(now[i].stage, now[i].tile, now[i].label.head, now[i].label.values.data());
    }
  }
}

Search::End Search::prove(std::uint64_t most_labels, const std::function<bool()> &is_cancelled) {
  const std::uint64_t labels_before = n_labels_;
  frontier_.clear();
  begin([&](StageId stage, Tile tile, const Costs &least, const Step &step) {
    const std::uint32_t before = to_.head.history;
    frontier_.add(stage, tile, to_, incumbents_.value(0, least),
                  [&] { return step.kind == Step::start ? 0 : history_.add(before, step, tile); });
  });
  const auto tiles = static_cast<Tile>(instance_.lattice().count());
  std::uint64_t checked = 0;
  bool cancelled = false;
  Bucket bucket;
  for (StageId stage = 0; stage < stages_.all().size(); ++stage) {
    for (Tile tile = 0; tile < tiles && !frontier_.is_empty(stage); ++tile) {
      // Its own loops lead to larger tiles only, so the bucket is complete.
      if (frontier_.at(stage, tile).heads.empty())
        continue;
      std::swap(bucket, frontier_.at(stage, tile));
      for (std::size_t i = 0; i < bucket.heads.size(); ++i) {
        if (!cancelled && (++checked & 255) == 0)
          cancelled = is_cancelled();
        if (cancelled) {
          left_out_ = std::min(left_out_, bucket.promises[i]);
          continue;
        }
        extend(stage, tile, bucket.heads[i], bucket.values.data() + i * layout_.size());
      }
      bucket = {};
      if (n_labels_ - labels_before > most_labels)
        return End::limit;
    }
    frontier_.release(stage);
  }
  return cancelled ? End::cancelled : End::done;
}

void Search::extend(StageId id, Tile tile, const Head &head, const double *values) {
  const Stage &stage = stages_[id];
  from_.head = head;
  from_.values.assign(values, values + layout_.size());
  // A better nest may have been found since it was added.
  if (incumbents_.covers(promise_.least_costs(id, tile, from_)))
    return;
  if (stage.is_memory) {
    loops(id, tile);
    keeps(id, tile);
  } else {
    spreads(id, tile);
  }
}

void Search::loops(StageId id, Tile tile) {
  const Lattice &lattice = instance_.lattice();
  const auto node = static_cast<std::size_t>(stages_[id].position);
  for (std::size_t a = 0; a < lattice.axes().size(); ++a) {
    const Axis &axis = lattice.axes()[a];
    if (!lattice.can_grow(tile, a) || !may_loop(instance_.problem(), node, axis.variable))
      continue;
    to_ = from_;
    if (steps_.loop(to_, id, tile, a))
      add(id, tile + axis.stride, {Step::loop, 0, static_cast<std::uint32_t>(a)});
  }
}

void Search::keeps(StageId id, Tile tile) {
  const Stage &stage = stages_[id];
  const auto node = static_cast<std::uint8_t>(stage.position);
  if (stage.is_free) {
    to_ = from_;
    if (tile == instance_.lattice().whole() && stage.complete != no_stage && steps_.complete(to_, id, tile))
      add(stage.complete, tile, {Step::complete, node, stage.pending});
    return;
  }
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    if (!has(stage.pending, t))
      continue;
    for (const StageId kept : stage.kept[t]) {
      to_ = from_;
      if (steps_.keep(to_, id, kept, tile, t))
        add(kept, tile, {Step::keep, node, static_cast<std::uint32_t>(t)});
    }
  }
}

void Search::spreads(StageId id, Tile tile) {
  const Stage &stage = stages_[id];
  const Lattice &lattice = instance_.lattice();
  const auto node = static_cast<std::size_t>(stage.position);
  const auto &spreads = instance_.spreads(node);
  for (std::size_t i = 0; i < spreads.size() && stage.after != no_stage; ++i) {
    if (!lattice.can_grow(tile, spreads[i].digits))
      continue;
    to_ = from_;
    if (steps_.spread(to_, id, tile, i))
      add(stage.after, tile + spreads[i].step,
          {Step::spread, static_cast<std::uint8_t>(node), static_cast<std::uint32_t>(i)});
  }
}

void Search::add(StageId stage, Tile tile, const Step &step) {
  if (stages_[stage].position < 0) {
    finish(tile, step);
    return;
  }
  if (stages_[stage].is_tight && to_.values[layout_.occupancy()] + pending_bits(instance_, stages_[stage], tile) >
                                     instance_.problem().capacity[stages_[stage].position])
    return;
  const Costs least = promise_.least_costs(stage, tile, to_);
  if (incumbents_.covers(least))
    return;
  ++n_labels_;
  sink_(stage, tile, least, step);
}

void Search::finish(Tile tile, const Step &step) {
  const forge_problem &problem = instance_.problem();
  if (tile != instance_.lattice().whole() || to_.head.used < problem.most_places)
    return;
  double latency = to_.values[layout_.time()];
  for (std::size_t m = 1; m < instance_.n_metrics(); ++m)
    latency = std::max(latency, to_.values[m]);
  Costs costs{to_.values[0], latency, to_.values[layout_.power()] + problem.other_leak_power};
  for (std::size_t u = 0; u < instance_.usages().size(); ++u) {
    const Usage &usage = instance_.usages()[u];
    costs.usage[usage.objective] = usage.figure(to_.values[layout_.usage(u)]);
  }
  if (!incumbents_.covers(costs))
    incumbents_.offer(incumbents_.values_of(costs), history_.add(to_.head.history, step, tile));
}

}  // namespace forge::plugins::optimal

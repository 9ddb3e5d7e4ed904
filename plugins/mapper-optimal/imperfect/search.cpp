// SPDX-License-Identifier: Apache-2.0
#include "imperfect/search.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "blocks.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

Search::Search(const Charges &charges, const Stages &stages, Incumbents &incumbents, Model model,
               const std::function<void()> &check)
    : charges_(charges),
      stages_(stages),
      incumbents_(incumbents),
      model_(std::move(model)),
      tiles_(charges),
      steps_(charges, stages, tiles_, nests_),
      ways_(charges, stages),
      boxes_(charges, tiles_),
      sharings_(charges, stages, ways_, tiles_),
      prices_(charges, stages, ways_, tiles_, sharings_),
      bounds_(charges, stages, ways_, tiles_, boxes_, sharings_, prices_, check),
      least_steps_(charges, stages, ways_, tiles_, boxes_),
      promise_(charges, stages, ways_, tiles_, prices_, bounds_, least_steps_, steps_, nests_),
      frontier_(charges, stages, ways_, steps_) {}

double Search::bound() {
  double least = infinity;
  for (StageId id = 0; id < stages_.all().size(); ++id) {
    if (stages_[id].position < 0)
      least = std::min(least, incumbents_.value(0, promise_.least_costs(steps_.start(id))));
  }
  return least;
}

void Search::begin(const Sink &sink) {
  sink_ = sink;
  for (StageId id = 0; id < stages_.all().size(); ++id) {
    if (stages_[id].position < 0)
      add(steps_.start(id));
  }
}

// All labels of one number of steps at a time.
void Search::dive(std::size_t width, const std::function<bool()> &is_cancelled) {
  using Item = std::pair<double, Label>;
  std::vector<Item> now, next;
  begin([&](const Label &label, const Costs &, double promise) {
    next.emplace_back(promise, label);
    return true;
  });
  std::uint64_t checked = 0;
  while (!next.empty() && !is_cancelled()) {
    std::swap(now, next);
    next.clear();
    std::stable_sort(now.begin(), now.end(), [](const Item &a, const Item &b) {
      return std::tie(b.second.stage, a.first, a.second.tile) < std::tie(a.second.stage, b.first, b.second.tile);
    });
    std::size_t extended = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
      const auto &[promise, label] = now[i];
      const bool same_stage = i > 0 && label.stage == now[i - 1].second.stage;
      // Most likely the same loops in another order.
      if (same_stage && label.tile == now[i - 1].second.tile && promise == now[i - 1].first)
        continue;
      extended = same_stage ? extended : 0;
      if (extended++ >= width)
        continue;
      if ((++checked & 63) == 0 && is_cancelled())
        return;
      if (label.unpriced == no_stage) {
        extend(label);
        continue;
      }
      Label priced = label;
      steps_.price(priced);
      extend(priced);
    }
  }
}

Search::End Search::prove(std::uint64_t most_labels, const std::function<bool()> &is_cancelled) {
  const std::uint64_t labels_before = n_labels_;
  const auto wait = [&](const Label &label, const Costs &least, double promise) {
    return frontier_.add(label, least, promise);
  };
  if (!has_begun_)
    begin(wait);
  has_begun_ = true;
  sink_ = wait;
  std::uint64_t checked = 0;
  while (!frontier_.is_empty()) {
    left_out_ = frontier_.least_promise();
    if (n_labels_ - labels_before > most_labels)
      return End::limit;
    if ((++checked & 255) == 0 && is_cancelled())
      return End::cancelled;
    const Frontier::Entry &entry = frontier_.take();
    // A better nest may have been found since it was added.
    if (incumbents_.covers(entry.least))
      continue;
    if (entry.label.unpriced == no_stage) {
      extend(entry.label);
      continue;
    }
    Label priced = entry.label;
    steps_.price(priced);
    offer(priced);
  }
  return End::done;
}

template <class Take> void Search::step(const Label &from, const Take &take) {
  const std::size_t size = nests_.size();
  Label to = from;
  if (!take(to) || !add(to))
    nests_.shrink(size);
}

void Search::extend(const Label &label) {
  if (ways_.is_last(label.stage) && label.tile == 0)
    finish(label);
  for (const Edge &edge : ways_.edges(label.stage)) {
    if (edge.kind == Edge::keep) {
      step(label, [&](Label &to) {
        to.sharing = sharings_.after(label.stage, label.sharing, edge, label.tile, label.tile);
        if (!steps_.keep(to, edge.to, edge.tensor))
          return false;
        if (to.unpriced != no_stage) {
          to.at_least = promise_.least_of_keep(label, edge.tensor, static_cast<std::size_t>(stages_[edge.to].position));
          to.energy += to.at_least;
        }
        return true;
      });
    } else if (edge.kind == Edge::complete) {
      step(label, [&](Label &to) { return steps_.complete(to, edge.to); });
    } else {
      const auto node = static_cast<std::size_t>(stages_[edge.to].position);
      boxes_.for_spreads(node, label.tile, Boxes::Spreads::all, [&](Tile tile) {
        if (!steps_.is_good_spread(node, label.tile, tile))
          return;
        step(label, [&](Label &to) {
          to.sharing = sharings_.after(label.stage, label.sharing, edge, label.tile, tile);
          return steps_.spread(to, edge.to, tile);
        });
      });
    }
  }
  if (stages_[label.stage].is_memory)
    loops(label);
}

void Search::loops(const Label &label) {
  const auto node = static_cast<std::size_t>(stages_[label.stage].position);
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
    if (!may_loop(charges_.problem(), node, v))
      continue;
    const std::size_t position = tiles_.position(label.tile, v);
    for (std::size_t down = 1; down <= position; ++down) {
      const Tile inner = label.tile - static_cast<Tile>(down) * tiles_.stride(v);
      if (tiles_.may_loop(tiles_.extent(label.tile, v), tiles_.extent(inner, v)))
        step(label, [&](Label &to) { return steps_.loop(to, v, inner); });
    }
  }
}

bool Search::add(const Label &label) {
  ++n_labels_;
  return offer(label);
}

bool Search::offer(const Label &label) {
  const Costs least = promise_.least_costs(label);
  return least.energy < infinity && !incumbents_.covers(least) && sink_(label, least, incumbents_.value(0, least));
}

void Search::finish(Label label) {
  Costs costs;
  if (!steps_.finish(label, costs) || incumbents_.covers(costs))
    return;
  if (label.is_exact) {
    incumbents_.offer(incumbents_.values_of(costs), label.nest);
    return;
  }
  if (const auto values = model_(steps_.nest_of(label.nest)); values && !incumbents_.covers(*values))
    incumbents_.offer(*values, label.nest);
}

}  // namespace forge::plugins::optimal::imperfect

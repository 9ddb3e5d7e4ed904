// SPDX-License-Identifier: Apache-2.0
#include "windows.hpp"

#include <algorithm>
#include <span>

#include "forge/sdk/error.hpp"
#include "label.hpp"

namespace forge::plugins::optimal {

namespace {

// Do the elements of a tile leave holes? Terms ascend.
bool has_gaps(const counts::Dimension &dimension, std::span<const std::uint64_t> extents) {
  std::uint64_t reach = 1;
  for (const counts::Coefficient &term : dimension) {
    if (extents[term.variable] == 1)
      continue;
    if (term.value > reach)
      return true;
    reach += term.value * (extents[term.variable] - 1);
  }
  return false;
}

}  // namespace

void Windows::add_loop(std::uint32_t variable, bool spatial, std::uint64_t iterations, std::uint64_t tile,
                       std::size_t node) {
  const forge_problem &problem = instance_.problem();
  std::uint64_t multicast = 0, reduce = 0;
  for (std::size_t t = 0; spatial && t < instance_.n_tensors(); ++t) {
    multicast |= static_cast<std::uint64_t>(problem.multicast[node * instance_.n_tensors() + t]) << t;
    reduce |= static_cast<std::uint64_t>(problem.reduce[node * instance_.n_tensors() + t]) << t;
  }
  // A loop over the same rank variable right around this one is one loop with it.
  const bool same = !spatial && !loops_.empty() && !loops_.back().spatial && loops_.back().variable == variable &&
                    (held_.empty() || held_.back().depth < loops_.size());
  if (same) {
    loops_.back().iterations *= iterations;
    loops_.back().tile = tile;
  } else {
    loops_.push_back({variable, spatial, iterations, tile, multicast, reduce});
  }
}

// `inner`: the tile before the step.
void Windows::add_loops(const Step &step, Tile inner) {
  const auto extents = instance_.lattice().extents(inner);
  if (step.kind == Step::loop) {
    const Axis &axis = instance_.lattice().axes()[step.operand];
    add_loop(axis.variable, false, axis.prime, extents[axis.variable], 0);
  } else if (step.kind == Step::spread) {
    const Spread &spread = instance_.spreads(step.node)[step.operand];
    for (std::uint32_t v = 0; v < spread.factors.size(); ++v) {
      if (spread.factors[v] > 1)
        add_loop(v, true, spread.factors[v], extents[v], step.node);
    }
  }
}

// The nest from the latest step inwards to the holder.
void Windows::collect(std::size_t tensor, std::uint32_t since, std::uint32_t before, const Step &step, Tile tile) {
  loops_.clear();
  held_.clear();
  crossed_.clear();
  const auto add = [&](const Step &one, Tile inner, Tile outer) {
    const auto depth = static_cast<std::uint32_t>(loops_.size());
    if (one.kind == Step::keep && one.operand == tensor) {
      held_.push_back({one.node, outer, depth});
    } else if (one.kind == Step::spread && instance_.converts(one.node, tensor)) {
      crossed_.push_back({one.node, depth, held_.size()});
    } else {
      add_loops(one, inner);
    }
  };
  from_compute_ = since == 0;
  if (since == Head::this_record) {  // the step itself keeps it
    add(step, tile, tile);
    return;
  }
  add(step, history_[before].tile, tile);
  for (std::uint32_t record = before; record != since; record = history_[record].before)
    add(history_[record].step, history_[history_[record].before].tile, history_[record].tile);
  if (!from_compute_)
    add(history_[since].step, history_[since].tile, history_[since].tile);
}

void Windows::count_exactly(std::size_t tensor, std::span<const counts::Loop> loops, Tile tile,
                            std::span<const counts::Holder> holders, std::vector<counts::Transfer> &transfers) {
  transfers.resize(holders.size());
  if (!holders.empty() && counts::count_transfers(instance_.shape(tensor), static_cast<unsigned>(tensor), loops,
                                                  instance_.lattice().extents(tile), holders, true, transfers,
                                                  scratch_) != counts::Exactness::exact)
    throw sdk::Unsupported("the accesses to a sliding window can't be counted");
}

// Used places of the fan-outs among the outermost loops.
double Windows::places_above(std::size_t depth) const {
  double places = 1;
  for (std::size_t i = 0; i < depth; ++i)
    places *= loops_[i].spatial ? static_cast<double>(loops_[i].iterations) : 1.0;
  return places;
}

// What passes a converter, in one visit of the nest so far.
double Windows::count_sends(std::size_t tensor, const Crossed &crossed, Tile tile) {
  const std::size_t outer = holders_[crossed.pair].depth;
  const auto outside = std::span<const counts::Loop>(loops_).subspan(outer, crossed.depth - outer);
  const bool shares = std::any_of(outside.begin(), outside.end(), [&](const counts::Loop &loop) {
    return loop.spatial && has(loop.multicast, tensor);
  });
  if (!shares)
    return static_cast<double>(transfers_[crossed.pair].reads);
  seen_ = loops_;
  for (std::size_t i = outer; i < crossed.depth; ++i)
    seen_[i].multicast = 0;
  const auto holders = std::span<const counts::Holder>(holders_).subspan(crossed.pair);
  count_exactly(tensor, seen_, tile, holders.first(std::min<std::size_t>(holders.size(), 2)), sends_);
  return static_cast<double>(sends_[0].reads);
}

// `kept`: so many of the values the loops to come may save. `places` of the node.
void Windows::add(std::size_t tensor, std::size_t node, std::size_t transfer, double values, double kept,
                  double places) {
  for (std::size_t m = 0; m < counted_.cost.size(); ++m) {
    const double price = instance_.price(m, node, tensor, transfer) / (m == 0 ? 1.0 : places);
    counted_.cost[m] += values * price;
    counted_.slack[m] += std::min(values, kept) * price;
  }
}

const Windows::Counted &Windows::count(std::size_t tensor, std::uint32_t since, std::uint32_t before, const Step &step,
                                       Tile tile, const Stage &after) {
  collect(tensor, since, before, step, tile);
  const int next = after.next[tensor];
  const bool retain = instance_.retains();
  holders_.clear();
  if (next >= 0)
    holders_.push_back({0, retain, true});
  for (const Held &held : held_)
    holders_.push_back({held.depth, retain, true});
  if (next < 0) {  // beyond the outermost holder nothing is charged
    std::erase_if(crossed_, [](const Crossed &crossed) { return crossed.pair == 0; });
    for (Crossed &crossed : crossed_)
      --crossed.pair;
  }
  count_exactly(tensor, loops_, tile, holders_, transfers_);

  // Pairs of holders, outer and inner; the compute is the innermost one where the count begins there.
  const std::size_t shift = next >= 0 ? 1 : 0, pairs = holders_.size() - (from_compute_ || holders_.empty() ? 0 : 1);
  const double visits = instance_.visits(tile);
  counted_.cost.assign(instance_.n_metrics(), 0);
  counted_.slack.assign(instance_.n_metrics(), 0);
  counted_.closed = true;
  counted_.reads = counted_.least_reads = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    const Held *const inner = i + 1 - shift < held_.size() ? &held_[i + 1 - shift] : nullptr;
    const std::size_t outer = i < shift ? static_cast<std::size_t>(next) : held_[i - shift].node;
    const double places = places_above(inner != nullptr ? inner->depth : loops_.size());
    const double kept = inner != nullptr ? visits * places * most_kept(tensor, *inner, tile, after.places_ahead) : 0.0;
    const double reads = visits * static_cast<double>(transfers_[i].reads);
    counted_.closed = counted_.closed && kept == 0;
    add(tensor, outer, FORGE_READ, reads, kept, places_above(holders_[i].depth));
    if (inner != nullptr)
      add(tensor, inner->node, FORGE_FILL, visits * static_cast<double>(transfers_[i].fills), kept, places);
    for (const Crossed &crossed : crossed_) {
      if (crossed.pair == i)
        add(tensor, crossed.node, FORGE_READ, visits * count_sends(tensor, crossed, tile), kept,
            places_above(crossed.depth));
    }
    if (i < shift) {
      counted_.reads = reads;
      counted_.least_reads = std::max(reads - kept, 0.0);
    }
  }
  sign(tensor, after);
  return counted_;
}

// A loop of n steps moves a tile by n - 1 of them, and the next one's step is n times as large: less what has moved, the
// same is left. A spread over s places leaves s - 1 of the steps so far more. By how many steps in all, where the rank
// variable can still grow by `left`?
const std::vector<std::uint64_t> &Windows::find_widenings(std::uint64_t left, std::uint64_t places) {
  const auto known = widenings_.find({left, places});
  if (known != widenings_.end())
    return known->second;
  std::vector<std::uint64_t> all{0};
  for (std::uint64_t loops = 1; loops < left; ++loops) {
    for (std::uint64_t spread = 2; loops * spread <= left && spread <= places && left % loops == 0; ++spread) {
      if (left % (loops * spread) != 0)
        continue;
      for (const std::uint64_t more : find_widenings(left / (loops * spread), places / spread))
        all.push_back(loops * (spread - 1) + loops * spread * more);
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return widenings_[{left, places}] = std::move(all);
}

// How much of a holder's tile a loop to come finds in place at most. The wrap-around of what moved in one dimension by
// more than its width leaves nothing where another dimension moves; only loops over the same dimension find an overlap,
// and always the same one if they are over the rank variable that moved, until a spread makes their steps larger.
double Windows::most_kept(std::size_t tensor, const Held &holder, Tile tile, double places_ahead) {
  if (!instance_.retains())
    return 0;
  const auto inner = instance_.lattice().extents(holder.tile), now = instance_.lattice().extents(tile);
  bool has_moved_out = false;
  double kept = instance_.volume(tensor, holder.tile);
  for (const counts::Dimension &dimension : instance_.shape(tensor).dimensions) {
    std::uint64_t width = 1, moved = 0, step = 0, left = 1;
    std::size_t n_growing = 0;
    for (const counts::Coefficient &term : dimension) {
      width += term.value * (inner[term.variable] - 1);
      if (now[term.variable] < instance_.lattice().sizes()[term.variable]) {
        ++n_growing;
        step = term.value * now[term.variable];
        left = instance_.lattice().sizes()[term.variable] / now[term.variable];
      }
      for (std::size_t i = 0; i < holder.depth; ++i) {
        if (!loops_[i].spatial && loops_[i].variable == term.variable)
          moved += term.value * loops_[i].tile * (loops_[i].iterations - 1);
      }
    }
    if (moved < width)
      continue;
    if (has_moved_out || dimension.size() == 1 || n_growing == 0)
      return 0;
    has_moved_out = true;
    if (n_growing == 1) {
      std::uint64_t shift = width;
      for (const std::uint64_t more : find_widenings(left, static_cast<std::uint64_t>(places_ahead))) {
        const std::uint64_t larger = step * (1 + more);
        shift = std::min(shift, larger > moved ? larger - moved : moved - larger);
      }
      if (shift >= width)
        return 0;
      if (!has_gaps(dimension, inner))
        kept *= static_cast<double>(width - shift) / static_cast<double>(width);
    }
  }
  return kept;
}

}  // namespace forge::plugins::optimal

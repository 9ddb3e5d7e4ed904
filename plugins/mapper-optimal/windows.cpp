// SPDX-License-Identifier: Apache-2.0
#include "windows.hpp"

#include <algorithm>

#include "forge/sdk/error.hpp"
#include "label.hpp"

namespace forge::plugins::optimal {

namespace {

std::uint64_t mix(std::uint64_t seed, std::uint64_t value) {
  seed ^= value + 0x9e3779b97f4a7c15u + (seed << 6) + (seed >> 2);
  seed *= 0xff51afd7ed558ccdu;
  return seed ^ seed >> 32;
}

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
  const auto add = [&](const Step &one, Tile inner, Tile outer) {
    if (one.kind == Step::keep && one.operand == tensor) {
      held_.push_back({one.node, outer, static_cast<std::uint32_t>(loops_.size())});
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

const Windows::Counted &Windows::count(std::size_t tensor, std::uint32_t since, std::uint32_t before, const Step &step,
                                       Tile tile, int next, double places_ahead) {
  collect(tensor, since, before, step, tile);
  const bool retain = instance_.retains();
  holders_.clear();
  if (next >= 0)
    holders_.push_back({0, retain, true});
  for (const Held &held : held_)
    holders_.push_back({held.depth, retain, true});
  transfers_.resize(holders_.size());
  if (!holders_.empty() && counts::count_transfers(instance_.shape(tensor), static_cast<unsigned>(tensor), loops_,
                                                   instance_.lattice().extents(tile), holders_, true, transfers_,
                                                   scratch_) != counts::Exactness::exact)
    throw sdk::Unsupported("the accesses to a sliding window can't be counted");

  // Pairs of holders, outer and inner; the compute is the innermost one where the count begins there.
  const std::size_t shift = next >= 0 ? 1 : 0, pairs = holders_.size() - (from_compute_ || holders_.empty() ? 0 : 1);
  const double visits = instance_.visits(tile);
  counted_.cost.assign(instance_.n_metrics(), 0);
  counted_.slack.assign(instance_.n_metrics(), 0);
  counted_.closed = true;
  counted_.served = 0;
  double places = 1;
  std::size_t passed = 0;
  const auto pass_to = [&](std::size_t depth) {
    for (; passed < depth; ++passed)
      places *= loops_[passed].spatial ? static_cast<double>(loops_[passed].iterations) : 1.0;
  };
  if (!holders_.empty())
    pass_to(holders_[0].depth);
  for (std::size_t i = 0; i < pairs; ++i) {
    const double outer_places = places;
    pass_to(i + 1 < holders_.size() ? holders_[i + 1].depth : loops_.size());
    const double reads = visits * static_cast<double>(transfers_[i].reads);
    const double fills = visits * static_cast<double>(transfers_[i].fills);
    const std::size_t outer = i < shift ? static_cast<std::size_t>(next) : held_[i - shift].node;
    const Held *const inner = i + 1 - shift < held_.size() ? &held_[i + 1 - shift] : nullptr;
    const double kept = inner != nullptr ? visits * places * most_kept(tensor, *inner, tile, places_ahead) : 0.0;
    counted_.closed = counted_.closed && kept == 0;
    for (std::size_t m = 0; m < counted_.cost.size(); ++m) {
      const double read = instance_.price(m, outer, tensor, FORGE_READ) / (m == 0 ? 1.0 : outer_places);
      const double fill =
          inner != nullptr ? instance_.price(m, inner->node, tensor, FORGE_FILL) / (m == 0 ? 1.0 : places) : 0.0;
      counted_.cost[m] += reads * read + fills * fill;
      counted_.slack[m] += std::min(reads, kept) * read + std::min(fills, kept) * fill;
    }
    if (i < shift)
      counted_.served = std::max(reads - kept, 0.0) * instance_.price(0, outer, tensor, FORGE_READ);
  }
  counted_.signature = 0;
  bool plain = true;
  if (from_compute_)
    counted_.signature = mix(1, sign(tensor, {0, 0, static_cast<std::uint32_t>(loops_.size())}, plain));
  for (const Held &held : held_) {
    counted_.signature = mix(counted_.signature, sign(tensor, held, plain));
  }
  if (plain && held_.size() <= 1 && !from_compute_)  // but for what it pays, all follows from the tile
    counted_.signature = held_.empty() ? 0 : mix(7, held_[0].node);
  return counted_;
}

// How much of a holder's tile a loop to come finds in place at most. The wrap-around of what moved in one dimension by
// more than its width leaves nothing where another dimension moves; only loops over the same dimension find an overlap,
// and always the same one if they are over the rank variable that moved. A spread to come makes their steps larger.
double Windows::most_kept(std::size_t tensor, const Held &holder, Tile tile, double places_ahead) const {
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
      for (std::uint64_t spread = 1; spread <= left && static_cast<double>(spread) <= places_ahead; ++spread) {
        const std::uint64_t larger = step * spread;
        if (left % spread == 0)
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

// Everything about a holder that what loops to come cost depends on: its tile, how far it has moved, and its places.
std::uint64_t Windows::sign(std::size_t tensor, const Held &holder, bool &plain) const {
  std::uint64_t signature = mix(7, holder.node);
  const auto inner = instance_.lattice().extents(holder.tile);
  for (const counts::Dimension &dimension : instance_.shape(tensor).dimensions) {
    std::uint64_t moved = 0;
    for (const counts::Coefficient &term : dimension) {
      signature = mix(signature, inner[term.variable]);
      for (std::size_t i = 0; i < holder.depth; ++i) {
        const counts::Loop &loop = loops_[i];
        if (loop.variable != term.variable)
          continue;
        plain = false;
        if (loop.spatial) {
          signature = mix(mix(mix(signature, loop.tile), loop.iterations), loop.multicast);
        } else {
          moved += term.value * loop.tile * (loop.iterations - 1);
        }
      }
    }
    signature = mix(signature, moved);
  }
  return signature;
}

}  // namespace forge::plugins::optimal

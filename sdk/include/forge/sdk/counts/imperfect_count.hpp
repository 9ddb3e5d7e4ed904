// SPDX-License-Identifier: Apache-2.0
//
// Sums behind the closed forms for nests whose tiles need not divide.
//
// Rank variables stay independent of each other: which part of one a place works on is its own chain of loops, and
// tiles are products over the dimensions of a tensor. So every sum over time and space is a product of sums over
// dimensions. Time is cut by the loop j that advances while all loops inside it start over (or by the start):
//
//   moved into tiles  = sum over j of ( prod_d N_d(j) - prod_d C_d(j) )
//   N_d   elements that the places need in dimension d, over all situations of the loops outside of j
//   C_d   those of them that every place which needs them also held before
//
// Rank variables that a tensor's index does not contain are dimensions with a single element: they tell which places
// work at all. What leaves is what came, but for when: merged partial sums leave together, so a sum counts once for
// each time at which it leaves some place. It stays where a loop j that does not touch the tensor advances for every
// place that works.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "forge/sdk/counts/chain.hpp"
#include "forge/sdk/counts/interval_set.hpp"
#include "forge/sdk/counts/perfect.hpp"

namespace forge::sdk::counts {

namespace detail {

// What one place holds of one rank variable now, and before the last move.
struct PlaceMove {
  std::uint64_t group = 0;
  bool before = false;
  Range now, then;
};

// One situation of a rank variable: how often it occurs, and all places that work in it.
struct Situation {
  std::uint64_t times = 1;
  std::vector<PlaceMove> places;
};

// Do loops below `depth` leave out what lies between their iterations? Tiles above them are no intervals.
inline bool leaves_gaps(const Shape &shape, std::span<const Loop> loops, std::size_t depth) {
  return std::any_of(loops.begin() + static_cast<std::ptrdiff_t>(depth), loops.end(),
                     [&](const Loop &loop) { return loop.overlap < 0 && contains(shape.relevant, loop.variable); });
}

class ImperfectCount {
 public:
  static constexpr std::size_t start = ~std::size_t{0};

  // `way`: the mask of counts::Loop that says who shares. Places of loops before `above` are served apart, or, with
  // `busiest_below` loops restricted, only the first one is looked at.
  ImperfectCount(const Shape &shape, unsigned tensor, std::span<const Loop> loops, std::span<const std::uint64_t> sizes,
                 std::size_t above, std::size_t depth, std::uint64_t Loop::*way, std::size_t busiest_below)
      : shape_(shape), loops_(loops), sizes_(sizes), depth_(depth) {
    chains_.resize(sizes.size());
    for (std::size_t i = 0; i < depth; ++i) {
      const Loop &loop = loops[i];
      Sharing sharing = i >= above && (loop.*way >> tensor & 1) != 0 ? Sharing::together : Sharing::apart;
      if (loop.spatial && i < busiest_below)
        sharing = Sharing::first;
      auto &chain = chains_[loop.variable];
      // Places whose share changes with the iteration of an outer loop have no closed form.
      exact_ &= loop.lead == 0 || std::none_of(chain.begin(), chain.end(), [&](const ChainLoop &outer) {
                  return outer.lead > 0 && (outer.spatial || loop.spatial);
                });
      chain.push_back(chain_loop(loop, i, sharing));
    }
    for (std::uint32_t v = 0; v < sizes.size() && shape.output; ++v)
      overflow_ |= !space_out(chains_[v], sizes[v]);
    exact_ &= !leaves_gaps(shape, loops, depth);
    for (const Dimension &dimension : shape.dimensions)
      dimensions_.push_back(dimension);
    for (std::uint32_t v = 0; v < sizes.size(); ++v) {
      if (!contains(shape.relevant, v) && !chains_[v].empty())
        dimensions_.push_back({Coefficient{v, 0}});
    }
  }

  struct Sums {
    std::uint64_t alone = 0, together = 0;
  };

  // Elements that move into tiles over time: of each place alone, and of groups of places together.
  Sums moved_in() {
    Sums sums;
    add_moves(start, sums);
    for (std::size_t j = 0; j < depth_; ++j) {
      if (!loops_[j].spatial && loops_[j].iterations > 1)
        add_moves(j, sums);
    }
    return sums;
  }

  // Elements of all tiles at all times: what moves where nothing is kept.
  Sums all_tiles() {
    Product alone, together;
    for (const Dimension &dimension : dimensions_) {
      Sums needed, kept;
      over_situations(dimension, depth_, needed, kept);
      alone *= needed.alone;
      together *= needed.together;
    }
    overflow_ |= alone.overflow || together.overflow;
    return {alone.total, together.total};
  }

  // Elements that each place, and each group, touches at all (simple shapes).
  Sums first_touches() {
    Product alone, together;
    for (const Dimension &dimension : dimensions_) {
      const std::uint32_t v = dimension[0].variable;
      if (dimension[0].value != 0) {
        alone *= over_places(v);
        together *= over_places(v);
        continue;
      }
      const Sums working = places_and_groups(v);
      alone *= working.alone;
      together *= working.together;
    }
    overflow_ |= alone.overflow || together.overflow;
    return {alone.total, together.total};
  }

  // Elements of tiles at times when no place of a group lets go of them (simple shapes).
  std::uint64_t stays() {
    std::uint64_t sum = 0;
    for (std::size_t j = 0; j < depth_; ++j) {
      const std::uint32_t mover = loops_[j].variable;
      if (loops_[j].spatial || loops_[j].iterations == 1 || contains(shape_.relevant, mover))
        continue;
      Product product;
      for (const Dimension &dimension : dimensions_) {
        const std::uint32_t v = dimension[0].variable;
        product *= dimension[0].value != 0 ? unmoved(v, j) : v == mover ? departures_of(v, j) : departures(v, j);
      }
      overflow_ |= product.overflow || __builtin_add_overflow(sum, product.total, &sum);
    }
    return sum;
  }

  bool exact() const { return exact_; }
  bool overflow() const { return overflow_; }

 private:
  using Loops = std::vector<ChainLoop>;

  Loops part_of(std::uint32_t v, std::size_t begin, std::size_t end) const {
    Loops result;
    for (const ChainLoop &loop : chains_[v]) {
      if (loop.at >= begin && loop.at < end)
        result.push_back(loop);
    }
    return result;
  }

  chain::Places whole(std::uint32_t v) const { return {{sizes_[v], 0, 0, true}}; }

  static std::uint64_t groups_of(const std::vector<chain::InnerPlace> &inner) {
    std::uint64_t n = 0;
    for (const auto &place : inner)
      n = std::max(n, place.group);
    return n + 1;
  }

  void add_moves(std::size_t j, Sums &sums) {
    Product all_alone, all_together, kept_alone, kept_together;
    for (const Dimension &dimension : dimensions_) {
      Sums needed, kept;
      over_situations(dimension, j, needed, kept);
      all_alone *= needed.alone;
      all_together *= needed.together;
      kept_alone *= kept.alone;
      kept_together *= kept.together;
    }
    overflow_ |= all_alone.overflow || all_together.overflow;
    const bool first = j == start;
    overflow_ |= __builtin_add_overflow(sums.alone, all_alone.total - (first ? 0 : kept_alone.total), &sums.alone);
    overflow_ |=
        __builtin_add_overflow(sums.together, all_together.total - (first ? 0 : kept_together.total), &sums.together);
  }

  // Situations of a rank variable when loop j advances (depth_: at all times; start: at the beginning).
  std::vector<Situation> situations(std::uint32_t v, std::size_t j) const {
    std::vector<Situation> result;
    if (j == depth_) {
      chain::contexts(whole(v), chains_[v], 1, [&](const chain::Places &places, std::uint64_t times) {
        Situation &situation = result.emplace_back();
        situation.times = times;
        for (const ChainPlace &place : places) {
          if (place.extent > 0)
            situation.places.push_back({place.group, false, {place.offset, place.extent}, {}});
        }
      });
      return result;
    }
    const bool first = j == start;
    const Loops outer = first ? Loops{} : part_of(v, 0, j), inner = first ? chains_[v] : part_of(v, j + 1, depth_);
    const bool mover = !first && loops_[j].variable == v;
    chain::contexts(whole(v), outer, 1, [&](const chain::Places &places, std::uint64_t times) {
      if (!mover) {
        result.push_back({times, {}});
        add_places(places, nullptr, 0, inner, result.back().places);
        return;
      }
      const ChainLoop loop = part_of(v, j, j + 1).front();
      const auto runs = chain::runs(places, loop);
      for (std::size_t r = 0; r < runs.size(); ++r) {
        const auto &[begin, count] = runs[r];
        if (r > 0) {  // from the run before
          result.push_back({times, {}});
          add_places(places, &loop, begin, inner, result.back().places);
        }
        if (count > 1) {
          result.push_back({times * (count - 1), {}});
          add_places(places, &loop, begin + 1, inner, result.back().places);
        }
      }
    });
    return result;
  }

  // Places below the inner loops: the first tile of iteration i of `loop` after the last tile of the one before; without
  // a loop, the first tile after the last one.
  static void add_places(const chain::Places &places, const ChainLoop *loop, std::uint64_t i, const Loops &inner,
                         std::vector<PlaceMove> &result) {
    const auto now = loop != nullptr ? chain::step(places, *loop, i) : places;
    const auto then = loop != nullptr ? chain::step(places, *loop, i - 1) : places;
    // Below a leading loop all places lead, or none does: see the constructor.
    const bool leads = !now.empty() && now[0].leads;
    const auto inner_places = chain::inner_places(chain::most(now), inner, leads);
    const std::uint64_t n_groups = groups_of(inner_places);
    for (std::size_t p = 0; p < now.size(); ++p) {
      const std::uint64_t ahead =
          loop != nullptr ? loop->offset(i, places[p].leads) - loop->offset(i - 1, places[p].leads) : 0;
      for (const auto &place : inner_places) {
        if (now[p].extent < place.need[0])
          continue;
        PlaceMove move;
        move.group = now[p].group * n_groups + place.group;
        move.now = chain::first_tile(now[p].extent, now[p].leads, inner, place);
        move.now.offset += now[p].offset + ahead;
        move.before = then[p].extent >= place.need[0];
        if (move.before) {
          move.then = chain::last_tile(then[p].extent, then[p].leads, inner, place);
          move.then.offset += then[p].offset;
        }
        result.push_back(move);
      }
    }
  }

  // Sums N and C of one dimension over the situations of its rank variables, which are independent of each other.
  void over_situations(const Dimension &dimension, std::size_t j, Sums &needed, Sums &kept) {
    std::vector<std::vector<Situation>> all;
    for (const Coefficient &term : dimension)
      all.push_back(situations(term.variable, j));
    std::vector<std::size_t> pick(all.size(), 0);
    for (const auto &some : all) {
      if (some.empty())
        return;
    }
    for (;;) {
      Product times;
      for (std::size_t k = 0; k < all.size(); ++k)
        times *= all[k][pick[k]].times;
      overflow_ |= times.overflow;
      add_situation(dimension, all, pick, times.total, needed, kept);
      std::size_t k = 0;
      while (k < pick.size() && ++pick[k] == all[k].size())
        pick[k++] = 0;
      if (k == pick.size())
        return;
    }
  }

  struct Member {
    std::vector<std::uint64_t> group;
    Intervals now, then;
  };

  void add_situation(const Dimension &dimension, const std::vector<std::vector<Situation>> &all,
                     const std::vector<std::size_t> &pick, std::uint64_t times, Sums &needed, Sums &kept) {
    std::vector<Member> members;
    std::vector<std::size_t> at(all.size(), 0);
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (all[k][pick[k]].places.empty())
        return;
    }
    for (;;) {
      Member member;
      std::vector<Range> now, then;
      bool before = true;
      for (std::size_t k = 0; k < all.size(); ++k) {
        const PlaceMove &move = all[k][pick[k]].places[at[k]];
        member.group.push_back(move.group);
        now.push_back(move.now);
        then.push_back(move.then);
        before = before && move.before;
      }
      member.now = tile(dimension, now);
      if (before)
        member.then = tile(dimension, then);
      members.push_back(std::move(member));
      if (members.size() > intervals::limit) {
        exact_ = false;
        return;
      }
      std::size_t k = 0;
      while (k < at.size() && ++at[k] == all[k][pick[k]].places.size())
        at[k++] = 0;
      if (k == at.size())
        break;
    }
    std::sort(members.begin(), members.end(), [](const Member &a, const Member &b) { return a.group < b.group; });
    for (std::size_t begin = 0, end = 0; begin < members.size(); begin = end) {
      Intervals united, fresh;
      for (; end < members.size() && members[end].group == members[begin].group; ++end) {
        const Member &member = members[end];
        const std::uint64_t size = intervals::size(member.now);
        const Intervals gone = intervals::difference(member.now, member.then);
        add(needed.alone, times, size, 1, overflow_);
        add(kept.alone, times, size - intervals::size(gone), 1, overflow_);
        united.insert(united.end(), member.now.begin(), member.now.end());
        fresh.insert(fresh.end(), gone.begin(), gone.end());
      }
      intervals::normalize(united);
      intervals::normalize(fresh);
      const std::uint64_t size = intervals::size(united);
      add(needed.together, times, size, 1, overflow_);
      add(kept.together, times, size - intervals::size(fresh), 1, overflow_);
    }
  }

  Intervals tile(const Dimension &dimension, const std::vector<Range> &ranges) {
    std::uint64_t base = 0;
    Intervals set{{0, 1}};
    for (std::size_t k = 0; k < dimension.size(); ++k) {
      base += dimension[k].value * ranges[k].offset;
      if (dimension[k].value != 0)
        exact_ &= intervals::repeat(set, dimension[k].value, ranges[k].extent);
    }
    for (Interval &interval : set) {
      interval.begin += base;
      interval.end += base;
    }
    return set;
  }

  // Elements of a relevant rank variable over all places that ever work: each belongs to one of them.
  std::uint64_t over_places(std::uint32_t v) const {
    std::uint64_t sum = 0;
    chain::contexts(whole(v), chains_[v], 1, [&](const chain::Places &places, std::uint64_t times) {
      for (const ChainPlace &place : places)
        sum += times * place.extent;
    });
    return sum;
  }

  // Places of an irrelevant rank variable that ever work, and their groups: those of the start.
  Sums places_and_groups(std::uint32_t v) const {
    std::vector<std::uint64_t> seen;
    for (const auto &situation : situations(v, start)) {
      for (const PlaceMove &move : situation.places)
        seen.push_back(move.group);
    }
    const std::uint64_t places = seen.size();
    std::sort(seen.begin(), seen.end());
    return {places, static_cast<std::uint64_t>(std::unique(seen.begin(), seen.end()) - seen.begin())};
  }

  // A relevant rank variable below loop j: extents at places where the loops inside make one step only.
  std::uint64_t unmoved(std::uint32_t v, std::size_t j) const {
    std::uint64_t sum = 0;
    for (const Situation &situation : situations(v, j)) {
      for (const PlaceMove &move : situation.places) {
        if (move.now.offset == move.then.offset)
          sum += situation.times * move.now.extent;
      }
    }
    return sum;
  }

  // Times at which some place of a group works for the last time below these loops.
  static std::uint64_t last_times(const chain::Places &places, const Loops &inner) {
    const auto inner_places = chain::inner_places(chain::most(places), inner, !places.empty() && places[0].leads);
    const std::uint64_t n_groups = groups_of(inner_places);
    std::vector<std::pair<std::uint64_t, std::vector<std::uint64_t>>> seen;
    for (const ChainPlace &outer : places) {
      for (const auto &place : inner_places) {
        if (outer.extent < place.need[0])
          continue;
        seen.emplace_back(outer.group * n_groups + place.group,
                          chain::last_time(outer.extent, outer.leads, inner, place));
      }
    }
    std::sort(seen.begin(), seen.end());
    return static_cast<std::uint64_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
  }

  std::uint64_t departures(std::uint32_t v, std::size_t j) const {
    std::uint64_t sum = 0;
    chain::contexts(whole(v), part_of(v, 0, j), 1, [&](const chain::Places &places, std::uint64_t times) {
      sum += times * last_times(places, part_of(v, j + 1, depth_));
    });
    return sum;
  }

  // Times at which every place that works goes on with the next iteration of loop j, one of them at once.
  std::uint64_t departures_of(std::uint32_t v, std::size_t j) const {
    std::uint64_t sum = 0;
    chain::contexts(whole(v), part_of(v, 0, j), 1, [&](const chain::Places &places, std::uint64_t times) {
      std::uint64_t steps = 0;
      const ChainLoop loop = part_of(v, j, j + 1).front();
      for (const auto &[first, count] : chain::runs(places, loop)) {
        steps += count * last_times(chain::step(places, loop, first), part_of(v, j + 1, depth_));
      }
      sum += times * (steps - last_times(places, part_of(v, j, depth_)));
    });
    return sum;
  }

  const Shape &shape_;
  std::span<const Loop> loops_;
  std::span<const std::uint64_t> sizes_;
  std::size_t depth_;
  std::vector<Loops> chains_;          // by rank variable
  std::vector<Dimension> dimensions_;  // of the tensor, and one for each rank variable outside of its index
  bool exact_ = true, overflow_ = false;
};

}  // namespace detail

}  // namespace forge::sdk::counts

// SPDX-License-Identifier: Apache-2.0
// Walks from points that a strategy picks over the orders of their loops, and leaves out what can't help:
//   - Orders of a point that is not valid: the order of loops decides what a mapping costs, not whether it fits.
//   - Variables of orders that make no difference there. Where at most one of a memory's loops has more than one
//     iteration, all its orders mean the same nest. A strategy does not see the nests, but it sees the scores: a
//     variable of which several values, one after the other, all score as the picked point does is left alone. (All its
//     values where it has up to 6. Beyond that a variable may be misjudged; `prune` = false tries every value.)
//   - What exceeds `most`: so many orders of each point are tried, spread over all of them.
//
// The points that come do not depend on the host's storage: many picked points make a round, see round.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "forge/sdk/options.hpp"
#include "forge/sdk/round.hpp"
#include "forge/sdk/spread_counter.hpp"

namespace forge::sdk {

struct OrderLimits {
  std::uint64_t most = 0;  // orders of a point, 0: all
  bool prune = true;
};

class OrderWalk {
 public:
  // How the options of a strategy that walks are described and read.
  static constexpr Column most_option =
      integer("orders_per_factors", "", "loop orders tried for each valid choice of factors and keeps; 0: all")
          .range(0, 1e9)
          .preset(32);
  static constexpr Column prune_option =
      flag("prune", "false: also try orders of loops that seem to make no difference").preset(1);
  static OrderLimits limits_of(const Options &options) {
    return {static_cast<std::uint64_t>(options.integer("orders_per_factors")), options.flag("prune")};
  }

  OrderWalk(const Space &space, OrderLimits limits)
      : round_(space),
        most_(limits.most > 0 ? limits.most : std::numeric_limits<std::uint64_t>::max()),
        prune_(limits.prune),
        picked_(space.n_variables()),
        orders_(orders_of(space)),
        n_values_(values_of(space, orders_)),
        starts_(n_values_) {}

  // The variables that it walks over.
  static std::vector<std::size_t> orders_of(const Space &space) {
    std::vector<std::size_t> orders;
    for (std::size_t v = 0; v < space.n_variables(); ++v) {
      if (space.kind(v) == FORGE_VARIABLE_ORDER && space.n_values(v) > 1) {
        orders.push_back(v);
      }
    }
    return orders;
  }

  // `bool pick(std::span<std::int32_t> point)` fills in the other variables of a point that is all zeros, or says that
  // there are no more. It is called ahead of need.
  template <typename Pick> std::size_t ask(Points &points, Pick &&pick) {
    for (;;) {
      if (!round_.is_asked()) {
        return round_.ask(points);
      }
      switch (stage_) {
        case Stage::picked:
          open();
          probe();
          stage_ = Stage::probed;
          break;
        case Stage::probed:
          judge();
          stage_ = Stage::walked;
          break;
        case Stage::walked:
          if (const std::size_t rows = walk(points); rows > 0) {
            return rows;
          }
          if (!start_round(pick)) {
            return 0;
          }
          stage_ = Stage::picked;
          break;
      }
    }
  }
  void tell(const Scores &scores) { round_.tell(scores); }

 private:
  static constexpr std::size_t points_of_round = 1024;
  static constexpr std::int32_t n_probes = 5;

  enum class Stage { picked, probed, walked };
  // A valid point, with the orders that are still to be tried.
  struct Place {
    std::vector<std::int32_t> point;
    std::vector<double> objectives;
    std::vector<char> matters;       // by variable of orders
    std::vector<std::size_t> probe;  // which variable each of its probes changed
    std::uint64_t tried = 1;
  };

  static std::vector<std::int32_t> values_of(const Space &space, const std::vector<std::size_t> &orders) {
    std::vector<std::int32_t> n_values;
    for (const std::size_t v : orders) {
      n_values.push_back(space.n_values(v));
    }
    return n_values;
  }

  // The last one is the reversal of the order 0, which swaps every pair of loops.
  static std::int32_t probe_value(std::int32_t n_values, std::int32_t probe) {
    const std::int64_t last = n_values - 1;
    return static_cast<std::int32_t>(last <= n_probes ? probe + 1 : (probe + 1) * last / n_probes);
  }
  static std::int32_t probes_of(std::int32_t n_values) { return std::min(n_values - 1, n_probes); }

  template <typename Pick> bool start_round(Pick &pick) {
    places_.clear();
    current_ = 0;
    round_.clear();
    while (round_.size() < points_of_round) {
      std::fill(picked_.begin(), picked_.end(), 0);
      if (!pick(std::span(picked_))) {
        break;
      }
      round_.add(picked_);
    }
    return round_.size() > 0;
  }

  void open() {
    for (std::size_t i = 0; i < round_.size() && !orders_.empty(); ++i) {
      if (round_.is_valid(i)) {
        const auto point = round_.point(i);
        const auto objectives = round_.objectives(i);
        places_.push_back({{point.begin(), point.end()},
                           {objectives.begin(), objectives.end()},
                           std::vector<char>(orders_.size(), prune_ ? 0 : 1),
                           {},
                           1});
      }
    }
    round_.clear();
  }

  void probe() {
    for (Place &place : places_) {
      for (std::int32_t probe = 0; prune_ && probe < n_probes; ++probe) {
        for (std::size_t o = 0; o < orders_.size() && place.tried < most_; ++o) {
          if (probe >= probes_of(n_values_[o])) {
            continue;
          }
          const auto point = round_.add();
          std::copy(place.point.begin(), place.point.end(), point.begin());
          point[orders_[o]] = probe_value(n_values_[o], probe);
          place.probe.push_back(o);
          ++place.tried;
        }
      }
    }
  }

  void judge() {
    std::size_t i = 0;
    for (Place &place : places_) {
      for (const std::size_t o : place.probe) {
        const auto objectives = round_.objectives(i++);
        if (!std::equal(objectives.begin(), objectives.end(), place.objectives.begin())) {
          place.matters[o] = 1;
        }
      }
    }
    round_.clear();
  }

  // Straight into the host's storage: nothing is learned from these.
  std::size_t walk(Points &points) {
    std::size_t rows = 0;
    for (; current_ < places_.size(); ++current_, is_walking_ = false) {
      Place &place = places_[current_];
      if (!is_walking_) {
        start_walk(place);
      }
      for (; more_ && place.tried < most_; more_ = counter_.advance()) {
        if (was_tried(counter_.digits())) {
          continue;
        }
        if (rows == points.capacity()) {
          return rows;
        }
        const auto row = points.row(rows++);
        std::copy(place.point.begin(), place.point.end(), row.begin());
        for (std::size_t o = 0; o < orders_.size(); ++o) {
          row[orders_[o]] = counter_.digits()[o];
        }
        ++place.tried;
        starts_.advance();
      }
    }
    return rows;
  }

  // Each place starts where the last one was cut off by `most`, so that different places try different orders.
  void start_walk(const Place &place) {
    is_walking_ = true;
    std::vector<std::int32_t> radix = n_values_;
    for (std::size_t o = 0; o < orders_.size(); ++o) {
      radix[o] = place.matters[o] != 0 ? radix[o] : 1;
    }
    more_ = place.tried < most_;
    if (more_) {
      counter_ = SpreadCounter(std::move(radix));
      counter_.start_at(starts_.digits());
    }
  }

  // As the picked point itself, or as one of its probes.
  bool was_tried(std::span<const std::int32_t> digits) const {
    std::size_t n_moved = 0;
    std::size_t moved = 0;
    for (std::size_t o = 0; o < digits.size(); ++o) {
      if (digits[o] != 0) {
        ++n_moved;
        moved = o;
      }
    }
    if (n_moved != 1 || !prune_) {
      return n_moved == 0;
    }
    for (std::int32_t probe = 0; probe < probes_of(n_values_[moved]); ++probe) {
      if (digits[moved] == probe_value(n_values_[moved], probe)) {
        return true;
      }
    }
    return false;
  }

  Round round_;
  std::uint64_t most_;
  bool prune_;
  std::vector<std::int32_t> picked_;
  std::vector<std::size_t> orders_;
  std::vector<std::int32_t> n_values_;  // of orders_
  SpreadCounter starts_;
  Stage stage_ = Stage::walked;
  std::vector<Place> places_;
  // The place that is being walked.
  std::size_t current_ = 0;
  bool is_walking_ = false, more_ = false;
  SpreadCounter counter_{{}};
};

}  // namespace forge::sdk

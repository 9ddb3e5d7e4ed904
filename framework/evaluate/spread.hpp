// SPDX-License-Identifier: Apache-2.0
//
// The closed form of a network's hops, for perfect factors and a tensor whose tiles either stay or move to other
// elements altogether. The places that share a send are then a product over the axes: on each axis the loops that share
// it reach every place, the others choose where. Averages over all choices are exact, since axes are independent:
//
//   mesh        hops = sends x sum over axes of  columns of the axes before x (reach of sharing + half reach of choosing)
//   all-to-all  hops = sends x columns of all axes - sends to the source's own place
//
// where a loop with n iterations of stride s reaches (n - 1) s. The first link of an axis is the busiest: in each column
// it carries an equal part of the sends, but for those that stay at coordinate 0.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "evaluate/nest_counts.hpp"
#include "model/architecture.hpp"

namespace forge::evaluate {

class Spread {
 public:
  static constexpr std::size_t most_axes = 16;

  explicit Spread(std::size_t axes) : n_(axes) {}

  // Loops on one axis innermost first. `shares`: one send serves all its places.
  void add(std::size_t axis, std::uint64_t iterations, bool shares) {
    Axis &a = axes_[axis];
    const auto reach = static_cast<std::uint64_t>(iterations - 1);
    counts::Product far;
    far *= a.stride.total;
    far *= reach;
    overflow_ |=
        far.overflow || __builtin_add_overflow(far.total, shares ? a.shared : a.chosen, shares ? &a.shared : &a.chosen);
    (shares ? a.columns : a.choices) *= iterations;
    a.stride *= iterations;
  }

  counts::Exactness hops(model::Node::Topology topology, std::uint64_t sends, std::uint64_t &hops) const {
    bool overflow = overflow_;
    counts::Product columns, choices;
    std::uint64_t doubled = 0;
    for (std::size_t a = 0; a < n_; ++a) {
      counts::Product links;
      links *= columns.total;
      std::uint64_t reach = 0;
      overflow |= __builtin_mul_overflow(axes_[a].shared, std::uint64_t{2}, &reach);
      overflow |= __builtin_add_overflow(reach, axes_[a].chosen, &reach);
      links *= reach;
      overflow |= links.overflow || __builtin_add_overflow(doubled, links.total, &doubled);
      columns *= axes_[a].columns.total;
      choices *= axes_[a].choices.total;
    }
    overflow |= columns.overflow || choices.overflow;
    if (topology == model::Node::Topology::mesh) {
      // Odd sums come from loops with an even number of choices: sends are even then.
      overflow |= doubled % 2 == 0 ? __builtin_mul_overflow(sends, doubled / 2, &hops)
                                   : __builtin_mul_overflow(sends / 2, doubled, &hops);
    } else {
      overflow |= __builtin_mul_overflow(sends, columns.total, &hops);
      hops -= sends / choices.total;
    }
    return overflow ? counts::Exactness::overflow : counts::Exactness::exact;
  }

  // Adds what goes over the busiest link of each axis (all-to-all: over the busiest link at all, as axis 0) when `sends`
  // pass one instance.
  void add_loads(model::Node::Topology topology, double sends, std::span<double> loads) const {
    double choices = 1, columns = 1;
    for (std::size_t a = 0; a < n_; ++a) {
      const auto here = static_cast<double>(axes_[a].choices.total);
      if (topology == model::Node::Topology::mesh) {
        loads[a] += sends / choices * (axes_[a].shared > 0 ? 1 : (here - 1) / here);
      }
      choices *= here;
      columns *= static_cast<double>(axes_[a].columns.total);
    }
    if (topology == model::Node::Topology::all_to_all && n_ > 0 && choices * columns > 1)
      loads[0] += sends / choices;
  }

 private:
  struct Axis {
    counts::Product stride, columns, choices;
    std::uint64_t shared = 0, chosen = 0;  // reach of the loops
  };
  std::array<Axis, most_axes> axes_;
  std::size_t n_;
  bool overflow_ = false;
};

}  // namespace forge::evaluate

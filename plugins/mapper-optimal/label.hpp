// SPDX-License-Identifier: Apache-2.0
//
// A partial nest, from the compute up to some stage and tile, reduced to what decides what becomes of it. All costs are
// those of the whole Einsum, as if every holder that is still open were closed by the next loop.
//
// Values of a label, by metric m and tensor t (see Layout):
//   cost(m)       so far
//   time          of what can not change any more, in one place of the fan-outs still to come; s
//   occupancy     bits in the memory of the stage
//   usage(u)      bits in the memory that objective u is about; or how many there are of its node, in one place of the
//                 fan-outs still to come
//   power         W that leaks, of one place of the power-gated fan-outs still to come
//   open(t, m)    part of the cost that the open holders of t are to pay: loops that t's index does not contain divide it
//   slack(t, m)   sliding windows: how much of open(t, m) the overlaps of tiles to come can save at most
//   served(t)     values that the next holder of t serves (inputs: reads; outputs: reads, updates, first touches) while
//                 there are fan-outs on the way that may share them, or converters that charge for them; windows: energy
//                 of what overlaps leave of the reads at least, if fan-outs may share it, all reads, and the least
//   first(t, m)   part of the cost that partial sums save that were never written before; grows with each place that
//                 has partial sums of its own
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "history.hpp"
#include "instance.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal {

inline constexpr std::size_t most_windows = 4;

class Layout {
 public:
  explicit Layout(const Instance &instance)
      : metrics_(instance.n_metrics()),
        tensors_(instance.n_tensors()),
        usage_(metrics_ + 3),
        open_(usage_ + instance.usages().size()),
        served_(open_ + tensors_ * metrics_),
        first_(served_ + tensors_ * 3),
        slack_(first_ + tensors_ * metrics_),
        size_(slack_ + tensors_ * metrics_) {}
  std::size_t time() const { return metrics_; }
  std::size_t occupancy() const { return metrics_ + 1; }
  std::size_t power() const { return metrics_ + 2; }
  std::size_t usage(std::size_t number) const { return usage_ + number; }
  std::size_t open(std::size_t tensor) const { return open_ + tensor * metrics_; }
  std::size_t served(std::size_t tensor) const { return served_ + tensor * 3; }
  std::size_t first(std::size_t tensor) const { return first_ + tensor * metrics_; }
  std::size_t slack(std::size_t tensor) const { return slack_ + tensor * metrics_; }
  std::size_t size() const { return size_; }

 private:
  std::size_t metrics_, tensors_, usage_, open_, served_, first_, slack_, size_;
};
enum Served : std::size_t { served_reads, served_updates, served_first };
enum ServedByWindow : std::size_t { window_energy, window_reads, window_least };

struct Head {
  std::uint32_t history = 0;
  Tile block_begin = 0;     // the tile where the block of temporal loops began, where constraints ask for it
  std::uint32_t order = 0;  // order_rank of the outermost loop of the block
  TensorSet open = 0;       // tensors of which a holder waits for the loop that closes it
  TensorSet unsettled = 0;  // windows of which not all can be known yet
  double used = 1;          // places of the fan-outs with max_utilization
  // Unsettled windows: of what their cost to come depends on besides the tile.
  std::array<std::uint64_t, most_windows> signature{};
  // Unsettled windows: the record of the innermost holder's keep; this_record: it has none yet.
  std::array<std::uint32_t, most_windows> since{};
  static constexpr std::uint32_t this_record = UINT32_MAX;

  // The step that led here is recorded.
  void record(std::uint32_t number) {
    history = number;
    for (std::uint32_t &one : since)
      one = one == this_record ? number : one;
  }
};

struct Label {
  Head head;
  std::vector<double> values;
};

}  // namespace forge::plugins::optimal

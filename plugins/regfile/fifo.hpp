// SPDX-License-Identifier: Apache-2.0
// Model "fifo": a queue of flip-flops with a pointer for each end and a comparison of both (README.md has the sources).
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"

namespace forge::plugins::regfile {

struct Fifo {
  static constexpr std::string_view id = "fifo";
  static constexpr std::string_view summary = "first-in first-out queue of flip-flops";
  static constexpr std::string_view source =
      "Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm): flip-flops, counters, comparator; scaled after Stillmaker & "
      "Baas, "
      "Integration 58, 2017";
  static constexpr std::string_view classes = "flip-flop-fifo queue";

  enum Input { width, depth, size, node, clock, flip_flop_leak };
  static constexpr forge_column_info inputs[] = {
      sdk::real("width", "bit", "of an entry").range(1, 65536).required(),
      sdk::integer("depth", "", "entries; where not given, size / width").range(1, 1e6).optional(),
      sdk::real("size", "bit", "capacity, where `depth` is not given").range(1, 1e9).optional(),
      sdk::technology::node_column.range(1e-9, 500e-9),
      sdk::real("clock", "Hz", "cycles per second; where not given, as fast as a pointer can")
          .range(1, 1e12)
          .optional(),
      sdk::real("flip_flop_leak", "W", "of one flip-flop at 40 nm").range(0, 1e-3).preset(sdk::aladdin::flip_flop_leak),
  };
  enum Output { area, leak, read, write, push, pop, read_latency, write_latency, reads, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "flip-flops, two counters, a comparator; 40 nm (Aladdin)"),
      sdk::output("leak_power", "W", "as the area"),
      sdk::output("read.energy", "J", "flip-flops of an entry, a count, a comparison"),
      sdk::output("write.energy", "J", "as the read"),
      sdk::output("push.energy", "J", "the write"),
      sdk::output("pop.energy", "J", "the read"),
      sdk::output("read.latency", "s", "none: the oldest entry is always readable"),
      sdk::output("write.latency", "s", "1 ns at 40 nm (Aladdin)"),
      sdk::output("read.throughput", "Hz", "one in each cycle; a pointer takes 1 ns at 40 nm (Aladdin)"),
      sdk::output("write.throughput", "Hz", "as the read"),
  };

  // A pointer has one bit more than entries need, which tells a full queue from an empty one.
  static double pointer_bits(double entries) noexcept { return std::ceil(std::log2(entries)) + 1; }

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double entries = std::isnan(in[depth]) ? std::floor(in[size] / in[width]) : in[depth];
    if (!(entries >= 1)) {
      return false;  // neither `depth` nor `size`, or no room for an entry
    }
    const double bits = pointer_bits(entries);
    const sdk::aladdin::Unit store = sdk::aladdin::flip_flops(entries * in[width], in[flip_flop_leak]);
    const sdk::aladdin::Unit control = 2 * sdk::aladdin::counter(bits) + sdk::aladdin::comparator(bits);
    const sdk::aladdin::Unit access =
        sdk::aladdin::flip_flops(in[width]) + sdk::aladdin::counter(bits) + sdk::aladdin::comparator(bits);
    const sdk::aladdin::Unit whole = sdk::aladdin::at(in[node], store + control);
    const double fastest = 1 / sdk::aladdin::delay_at(in[node]);
    out[area] = whole.area;
    out[leak] = whole.leak;
    out[read] = out[write] = out[push] = out[pop] = sdk::aladdin::at(in[node], access).energy;
    out[read_latency] = 0;
    out[write_latency] = sdk::aladdin::delay_at(in[node]);
    out[reads] = out[writes] = std::isnan(in[clock]) ? fastest : std::min(in[clock], fastest);
    return true;
  }
};

}  // namespace forge::plugins::regfile

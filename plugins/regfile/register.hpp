// SPDX-License-Identifier: Apache-2.0
// Model "register": one word of flip-flops, without anything around it (README.md has the sources).
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"

namespace forge::plugins::regfile {

struct Register {
  static constexpr std::string_view id = "register";
  static constexpr std::string_view summary = "a word of flip-flops";
  static constexpr std::string_view source =
      "Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm), scaled after Stillmaker & Baas, Integration 58, 2017";
  static constexpr std::string_view classes = "aladdinregister flip-flop";

  enum Input { width, size, node, clock, flip_flop_leak };
  static constexpr forge_column_info inputs[] = {
      sdk::real("width", "bit", "bits read or written at once").range(1, 65536).required(),
      sdk::real("size", "bit", "bits kept; where not given, `width`").range(1, 1e9).optional(),
      sdk::technology::node_column.range(1e-9, 500e-9),
      sdk::real("clock", "Hz", "writes per second; where not given, as fast as a flip-flop can")
          .range(1, 1e12)
          .optional(),
      sdk::real("flip_flop_leak", "W", "of one flip-flop at 40 nm; hwcomponents has 0")
          .range(0, 1e-3)
          .preset(sdk::aladdin::flip_flop_leak),
  };
  enum Output { area, leak, read, write, read_latency, write_latency, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "5.98 um^2 for each bit at 40 nm (Aladdin)"),
      sdk::output("leak_power", "W", "74 nW for each bit at 40 nm (Aladdin)"),
      sdk::output("read.energy", "J", "9 fJ for each of `width` bits at 40 nm (Aladdin)"),
      sdk::output("write.energy", "J", "as the read"),
      sdk::output("read.latency", "s", "none: flip-flops are always readable"),
      sdk::output("write.latency", "s", "1 ns at 40 nm (Aladdin)"),
      sdk::output("write.throughput", "Hz", "one write in each write.latency, or in each cycle of a slower clock"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double kept = std::isnan(in[size]) ? in[width] : in[size];
    if (kept < in[width]) {
      return false;
    }
    const sdk::aladdin::Unit bits = sdk::aladdin::at(in[node], sdk::aladdin::flip_flops(kept, in[flip_flop_leak]));
    const double fastest = 1 / sdk::aladdin::delay_at(in[node]);
    out[area] = bits.area;
    out[leak] = bits.leak;
    out[read] = out[write] = sdk::aladdin::at(in[node], sdk::aladdin::flip_flops(in[width])).energy;
    out[read_latency] = 0;
    out[write_latency] = sdk::aladdin::delay_at(in[node]);
    out[writes] = std::isnan(in[clock]) ? fastest : std::min(in[clock], fastest);
    return true;
  }
};

}  // namespace forge::plugins::regfile

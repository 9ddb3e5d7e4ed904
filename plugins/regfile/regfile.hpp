// SPDX-License-Identifier: Apache-2.0
// Model "regfile": memories made of flip-flops, bit by bit (README.md has the sources).
#pragma once

#include <span>
#include <string_view>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"

namespace forge::plugins::regfile {

struct RegisterFile {
  static constexpr std::string_view id = "regfile";
  static constexpr std::string_view summary = "register file of flip-flops from size, width and node";
  static constexpr std::string_view source =
      "Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm), scaled after Stillmaker & Baas, Integration 58, 2017";

  enum Input { size, width, ports, node, clock };
  static constexpr forge_column_info inputs[] = {
      sdk::real("size", "bit", "capacity").range(1, 1e9).required(),
      sdk::real("width", "bit", "bits of one access").range(1, 65536).required(),
      sdk::integer("ports", "", "accesses of each kind in one cycle").range(1, 64).preset(1),
      sdk::technology::node_column.range(1e-9, 500e-9),
      sdk::real("clock", "Hz", "accesses per second and port").range(1, 1e12).preset(1e9),
  };
  enum Output { area, leak, read, write, read_latency, write_latency, reads, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "5.98 um^2 for each bit at 40 nm (Aladdin)"),
      sdk::output("leak_power", "W", "74 nW for each bit at 40 nm (Aladdin)"),
      sdk::output("read.energy", "J", "9 fJ for each of `width` bits at 40 nm (Aladdin)"),
      sdk::output("write.energy", "J", "as the read"),
      sdk::output("read.latency", "s", "none: flip-flops are always readable"),
      sdk::output("write.latency", "s", "1 ns at 40 nm (Aladdin)"),
      sdk::output("read.throughput", "Hz", "ports * clock"),
      sdk::output("write.throughput", "Hz", "ports * clock"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    if (in[size] < in[width]) {
      return false;
    }
    const sdk::aladdin::Unit bits = sdk::aladdin::at(in[node], sdk::aladdin::flip_flops(in[size]));
    out[area] = bits.area;
    out[leak] = bits.leak;
    out[read] = out[write] = sdk::aladdin::at(in[node], sdk::aladdin::flip_flops(in[width])).energy;
    out[read_latency] = 0;
    out[write_latency] = sdk::aladdin::delay_at(in[node]);
    out[reads] = out[writes] = in[ports] * in[clock];
    return true;
  }
};

}  // namespace forge::plugins::regfile

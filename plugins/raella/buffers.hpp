// SPDX-License-Identifier: Apache-2.0
// Models "raella-input-buffer" and "raella-flag-register".
#pragma once

#include <limits>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"
#include "parts.hpp"

namespace forge::plugins::raella {

inline constexpr std::string_view parts_source =
    "structure: T. Andrulis et al., RAELLA, ISCA 2023; parts: Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm), CACTI 7, "
    "2017 "
    "(32 nm); scaled after Stillmaker & Baas, Integration 58, 2017";
inline constexpr sdk::Column node_column = sdk::technology::node_column;
inline constexpr sdk::Column speculation_column =
    sdk::flag("speculation", "inputs are tried with a few bits first, and once more where that fails").preset(1);

struct InputBuffer {
  static constexpr std::string_view id = "raella-input-buffer";
  static constexpr std::string_view summary = "input buffer of RAELLA with an adder for the running sum";
  static constexpr std::string_view source = parts_source;

  enum Input { node, size, width, speculation };
  static constexpr forge_column_info inputs[] = {
      node_column,
      sdk::real("size", "bit", "capacity").range(16, 1e7).covered(512, 16384).preset(4096),
      sdk::real("width", "bit", "of an entry").range(1, 256).preset(8),
      speculation_column,
  };
  enum Output { area, leak, read, read_latency, reads, write, write_latency, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "buffer and adder"),
      sdk::output("leak_power", "W", "buffer and adder"),
      sdk::output("read.energy", "J", "of an entry: one read, with speculation two, and an addition"),
      sdk::output("read.latency", "s", "one read, with speculation two"),
      sdk::output("read.throughput", "Hz", "entries, as fast as addresses are made"),
      sdk::output("write.energy", "J", "of an entry: a write and an addition"),
      sdk::output("write.latency", "s", "a write"),
      sdk::output("write.throughput", "Hz", "entries, as fast as addresses are made"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    if (in[size] < in[width]) {
      return false;
    }
    const Buffer buffer(in[size], in[node]);
    const Part sum = adder(2 * in[width], in[node]);
    const double passes = 1 + in[speculation];
    out[area] = buffer.area + sum.area;
    out[leak] = buffer.leak_power + sum.leak_power;
    out[read] = passes * buffer.read_energy(in[width]) + sum.energy;
    out[read_latency] = passes * buffer.read_latency;
    out[write] = buffer.write_energy(in[width]) + sum.energy;
    out[write_latency] = buffer.write_latency;
    out[reads] = out[writes] = buffer.throughput(in[width]);
    return true;
  }
};

struct FlagRegister {
  static constexpr std::string_view id = "raella-flag-register";
  static constexpr std::string_view summary = "RAELLA's flags of columns whose speculation has failed";
  static constexpr std::string_view source = parts_source;

  enum Input { node, flags, speculation };
  static constexpr forge_column_info inputs[] = {
      node_column,
      sdk::integer("flags", "", "columns that have one").range(16, 10'000'000).covered(512, 16384).preset(512),
      speculation_column,
  };
  enum Output { area, leak, read, latency, throughput };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "buffer"),
      sdk::output("leak_power", "W", "buffer"),
      sdk::output("read.energy", "J", "a flag is written and read; nothing without speculation"),
      sdk::output("read.latency", "s", "a flag is written and read; nothing without speculation"),
      sdk::output("read.throughput", "Hz", "flags, as fast as addresses are made; no limit without speculation")
          .optional(),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Buffer buffer(in[flags], in[node]);
    const bool speculates = in[speculation] == 1;
    out[area] = buffer.area;
    out[leak] = buffer.leak_power;
    out[read] = speculates ? buffer.write_energy(1) + buffer.read_energy(1) : 0;
    out[latency] = speculates ? buffer.write_latency + buffer.read_latency : 0;
    out[throughput] = speculates ? buffer.throughput(1) : std::numeric_limits<double>::quiet_NaN();
    return true;
  }
};

}  // namespace forge::plugins::raella

// SPDX-License-Identifier: Apache-2.0
// Model "cache": data and tags in SRAMs, a comparator for each way (README.md has formulas and sources).
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "sram.hpp"

namespace forge::plugins::sram {

struct Cache {
  static constexpr std::string_view id = "cache";
  static constexpr std::string_view summary = "set-associative cache: SRAMs for data and tags, comparators";
  static constexpr std::string_view source =
      "SRAMs: as model sram; comparators: Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm), scaled after Stillmaker & "
      "Baas, "
      "Integration 58, 2017";
  static constexpr std::string_view classes = "set-associative-cache";
  static constexpr double accuracy = 0.35;

  enum Input { size, width, block, associativity, address_width, tag_width, sequential, banks, ports, node, clock };
  static constexpr forge_column_info inputs[] = {
      sdk::real("size", "bit", "capacity for data").range(1, 1e13).required(),
      sdk::real("width", "bit", "bits of one access").range(1, 65536).required(),
      sdk::real("block", "bit", "bits that share a tag").range(8, 65536).preset(512),
      sdk::integer("associativity", "", "ways: blocks that an address may be in").range(1, 64).preset(1),
      sdk::real("address_width", "bit", "of an address of a byte").range(1, 128).preset(48),
      sdk::real("tag_width", "bit", "where not given, of the address what neither set nor byte need")
          .range(1, 128)
          .optional(),
      sdk::flag("sequential", "tags first, then one way; else all ways are read beside the tags"),
      sdk::integer("banks", "", "banks, each serves one access per port and cycle").range(1, 4096).preset(1),
      sdk::integer("ports", "", "ports of a bank, each reads or writes").range(1, 8).preset(1),
      sdk::real("node", "m", "technology node").range(1e-9, 500e-9).covered(7e-9, 130e-9).required(),
      sdk::real("clock", "Hz", "accesses per second and port at most; where not given, as fast as it can")
          .range(1, 1e12)
          .optional(),
  };
  enum Output { area, leak, read, write, fill, drain, lookup, read_latency, write_latency, reads, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "data, tags, comparators"),
      sdk::output("leak_power", "W", "data, tags, comparators"),
      sdk::output("read.energy", "J", "a hit: lookup, and `width` bits of one way (sequential) or of all"),
      sdk::output("write.energy", "J", "a hit: lookup, and `width` bits of one way"),
      sdk::output("fill.energy", "J", "`width` bits of a block from below: data, and their part of a tag"),
      sdk::output("drain.energy", "J", "`width` bits of a block to below: data of one way"),
      sdk::output("lookup.energy", "J", "tags of a set, and a comparison for each way"),
      sdk::output("read.latency", "s", "data beside tags and comparison, or after both (sequential)"),
      sdk::output("write.latency", "s", "tags, comparison, then data"),
      sdk::output("read.throughput", "Hz", "ports * banks, at the slowest of data, tags, comparison, `clock`"),
      sdk::output("write.throughput", "Hz", "as the read"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) {
    const double ways = in[associativity];
    const double sets = in[size] / (in[block] * ways);
    const double width_of_data = in[sequential] != 0 ? in[width] : in[width] * ways;
    if (sets < 1 || in[width] > in[block] || !is_macro({in[size], width_of_data, in[banks], in[ports]})) {
      return false;  // a block or a bank has no room for an access, or the cache none for a set
    }
    const double unused = in[address_width] - std::floor(std::log2(sets)) - std::floor(std::log2(in[block] / 8));
    const double tag = std::isnan(in[tag_width]) ? std::max(1.0, unused) : in[tag_width];
    constexpr double state = 2;  // valid, dirty
    const double entry = tag + state;
    const double tag_size = entry * ways * sets;
    const double tag_banks = std::min(in[banks], std::floor(sets));

    const Figures data = pricer_.figures({in[size], width_of_data, in[banks], in[ports]}, in[node]);
    const Figures way = pricer_.figures({in[size], in[width], in[banks], in[ports]}, in[node]);
    const Figures tags = pricer_.figures({tag_size, entry * ways, tag_banks, in[ports]}, in[node]);
    const Figures one_tag = pricer_.figures({tag_size, entry, tag_banks, in[ports]}, in[node]);
    const sdk::aladdin::Unit compare = sdk::aladdin::at(in[node], ways * sdk::aladdin::comparator(tag));
    const double delay = sdk::aladdin::delay_at(in[node]);

    const double comparators = in[ports] * in[banks];
    out[area] = data.area + tags.area + comparators * compare.area;
    out[leak] = data.leak_power + tags.leak_power + comparators * compare.leak;
    out[lookup] = tags.read_energy + compare.energy;
    out[read] = out[lookup] + data.read_energy;
    out[write] = out[lookup] + way.write_energy;
    out[fill] = way.write_energy + one_tag.write_energy * in[width] / in[block];
    out[drain] = way.read_energy;
    const double hit = tags.latency + delay;
    out[read_latency] = in[sequential] != 0 ? hit + data.latency : std::max(hit, data.latency);
    out[write_latency] = hit + data.latency;
    const double fastest = 1 / std::max({data.cycle, tags.cycle, delay});
    out[reads] = out[writes] = in[ports] * in[banks] * (std::isnan(in[clock]) ? fastest : std::min(in[clock], fastest));
    return true;
  }

 private:
  Pricer pricer_;
};

}  // namespace forge::plugins::sram

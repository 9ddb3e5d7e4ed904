// SPDX-License-Identifier: Apache-2.0
// Model "smart-buffer": an SRAM that makes its addresses itself: a register for the address, one for the step to the next,
// and an adder (README.md has the sources).
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "sram.hpp"

namespace forge::plugins::sram {

struct SmartBuffer {
  static constexpr std::string_view id = "smart-buffer";
  static constexpr std::string_view summary = "SRAM with address generators";
  static constexpr std::string_view source =
      "SRAM: as model sram; registers and adder: Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm), scaled after "
      "Stillmaker "
      "& Baas, Integration 58, 2017; put together as hwcomponents-library 1.0.58 does";
  static constexpr std::string_view classes = "smart_buffer_sram smartbuffer_sram smartbuffersram";
  static constexpr double accuracy = 0.25;

  enum Input { size, width, banks, ports, node, clock, flip_flop_leak, read_delta, write_delta };
  static constexpr forge_column_info inputs[] = {
      sdk::real("size", "bit", "capacity").range(1, 1e13).required(),
      sdk::real("width", "bit", "bits of one access").range(1, 65536).required(),
      sdk::integer("banks", "", "banks, each serves one access per port and cycle").range(1, 4096).preset(1),
      sdk::integer("ports", "", "ports of a bank, each reads or writes").range(1, 8).preset(1),
      sdk::real("node", "m", "technology node").range(1e-9, 500e-9).covered(7e-9, 130e-9).required(),
      sdk::real("clock", "Hz", "accesses per second and port at most; where not given, as fast as it can")
          .range(1, 1e12)
          .optional(),
      sdk::real("flip_flop_leak", "W", "of one flip-flop at 40 nm; hwcomponents has 0")
          .range(0, 1e-3)
          .preset(sdk::aladdin::flip_flop_leak),
      sdk::real("read.address_delta", "", "share of reads at another address than the access before")
          .range(0, 1)
          .preset(1),
      sdk::real("write.address_delta", "", "share of writes at another address than the access before")
          .range(0, 1)
          .preset(1),
  };
  enum Output { area, leak, read, write, read_latency, write_latency, reads, writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "SRAM, two registers, an adder"),
      sdk::output("leak_power", "W", "SRAM, two registers, an adder"),
      sdk::output("read.energy", "J", "SRAM; new address: both registers are read, and the adder adds"),
      sdk::output("write.energy", "J", "SRAM; new address: one register is written, one read, and the adder adds"),
      sdk::output("read.latency", "s", "adder and SRAM"),
      sdk::output("write.latency", "s", "register, adder and SRAM"),
      sdk::output("read.throughput", "Hz", "of the SRAM, or of the adder, or of `clock`, whichever is slowest"),
      sdk::output("write.throughput", "Hz", "as the read"),
  };

  static double address_bits(double size, double width) noexcept {
    return std::max(1.0, std::ceil(std::log2(size / width)));
  }

  bool evaluate_row(std::span<const double> in, std::span<double> out) {
    if (!is_macro({in[size], in[width], in[banks], in[ports]})) {
      return false;
    }
    const Figures sram = pricer_.figures({in[size], in[width], in[banks], in[ports]}, in[node]);
    const double bits = address_bits(in[size], in[width]);
    // An address takes two registers, of which one reads or writes, and a sum.
    const sdk::aladdin::Unit pair = sdk::aladdin::at(in[node], sdk::aladdin::flip_flops(2 * bits, in[flip_flop_leak]));
    const sdk::aladdin::Unit adder = sdk::aladdin::at(in[node], sdk::aladdin::adder(bits));
    const double delay = sdk::aladdin::delay_at(in[node]);
    out[area] = sram.area + pair.area + adder.area;
    out[leak] = sram.leak_power + pair.leak + adder.leak;
    out[read] = sram.read_energy + in[read_delta] * (pair.energy + adder.energy);
    out[write] = sram.write_energy + in[write_delta] * (pair.energy + adder.energy);
    out[read_latency] = delay + sram.latency;
    out[write_latency] = 2 * delay + sram.latency;
    const double fastest = std::min(in[ports] * in[banks] / sram.cycle, 1 / delay);
    out[reads] = out[writes] = std::isnan(in[clock]) ? fastest : std::min(in[ports] * in[banks] * in[clock], fastest);
    return true;
  }

 private:
  Pricer pricer_;
};

}  // namespace forge::plugins::sram

// SPDX-License-Identifier: Apache-2.0
// One question to CACTI 7: the array that it is asked about, and the configuration file that says so.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "forge/sdk/text.hpp"

namespace forge::plugins::cacti {

inline constexpr std::array<forge_str, 2> types = {sdk::to_abi("ram"), sdk::to_abi("cache")};
inline constexpr std::array<forge_str, 3> cells = {sdk::to_abi("itrs-lstp"), sdk::to_abi("itrs-lop"),
                                                   sdk::to_abi("itrs-hp")};
// What CACTI makes small, in the order of its weights.
inline constexpr std::array<forge_str, 5> objectives = {
    sdk::to_abi("delay"), sdk::to_abi("energy"), sdk::to_abi("leakage"), sdk::to_abi("cycle"), sdk::to_abi("area")};
inline constexpr std::size_t is_cache = 1;

// As CACTI takes it: whole bytes, banks a power of two, a node that it has.
struct Question {
  std::int64_t bytes = 0;
  std::int64_t block_bytes = 0;  // of one access
  std::int64_t banks = 1;
  std::int64_t ports = 1;
  std::int64_t associativity = 1;  // of caches
  int node = 45;                   // nm
  int kelvin = 300;
  std::size_t type = 0, cell = 0, objective = 2;
};

// The settings of the reference data (low standby power cells, fast access, everything for little leakage) are those of
// hwcomponents-cacti, so that figures agree with it. A cache needs a wider search: with those limits none is found.
inline std::string configuration(const Question &q) {
  const auto quoted = [](forge_str text) { return "\"" + std::string(sdk::to_view(text)) + "\""; };
  std::string text;
  const auto line = [&text](std::string_view key, const std::string &value) {
    text += "-" + std::string(key) + " " + value + "\n";
  };
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  line("size (bytes)", number(q.bytes));
  line("block size (bytes)", number(q.block_bytes));
  line("output/input bus width", number(q.block_bytes * 8));
  line("associativity", number(q.type == is_cache ? q.associativity : 1));
  line("read-write port", number(q.ports));
  line("exclusive read port", "0");
  line("exclusive write port", "0");
  line("single ended read ports", "0");
  line("UCA bank", number(q.banks));
  line("technology (u)", "0.0" + number(q.node));
  line("operating temperature (K)", number(q.kelvin));
  line("cache type", quoted(types[q.type]));
  line("tag size (b)", q.type == is_cache ? "\"default\"" : "0");
  for (const std::string_view array : {"Data", "Tag"}) {
    line(std::string(array) + " array cell type -", quoted(cells[q.cell]));
    line(std::string(array) + " array peripheral type -", quoted(cells[q.cell]));
  }
  std::string weights;
  for (std::size_t i = 0; i < objectives.size(); ++i) {
    weights += (i == 0 ? "" : ":") + std::string(i == q.objective ? "1000000" : "0");
  }
  line("access mode (normal, sequential, fast) -", "\"fast\"");
  line("design objective (weight delay, dynamic power, leakage power, cycle time, area)", weights);
  line("deviate (delay, dynamic power, leakage power, cycle time, area)",
       q.type == is_cache ? "20:100000:100000:100000:100000" : "20:10:100000:100:100");
  line("NUCAdesign objective (weight delay, dynamic power, leakage power, cycle time, area)", "100:100:0:0:100");
  line("NUCAdeviate (delay, dynamic power, leakage power, cycle time, area)", "10:10000:10000:10000:10000");
  line("Optimize ED or ED^2 (ED, ED^2, NONE):", "\"ED^2\"");
  line("Cache model (NUCA, UCA)  -", "\"UCA\"");
  line("NUCA bank count", "0");
  line("Wire signaling (fullswing, lowswing, default) -", "\"Global_30\"");
  line("Wire inside mat -", "\"semi-global\"");
  line("Wire outside mat -", "\"semi-global\"");
  line("Interconnect projection -", "\"normal\"");
  line("Core count", "1");
  line("Add ECC -", "\"false\"");
  line("Print level (DETAILED, CONCISE) -", "\"DETAILED\"");
  line("Print input parameters -", "\"true\"");
  line("Force cache config -", "\"false\"");
  for (const std::string_view gating :
       {"Array Power Gating", "WL Power Gating", "CL Power Gating", "Bitline floating", "Interconnect Power Gating"}) {
    line(std::string(gating) + " -", "\"false\"");
  }
  line("Power Gating Performance Loss", "0.01");
  line("page size (bits)", "0");
  line("burst length", "8");
  line("internal prefetch width", "8");
  // CACTI's model of the pins to a DRAM: read, and for other figures than those that are taken here.
  line("dram_type", "\"DDR3\"");
  line("io state", "\"WRITE\"");
  line("addr_timing", "1.0");
  line("mem_density", "4 Gb");
  line("bus_freq", "800 MHz");
  line("duty_cycle", "1.0");
  line("activity_dq", "1.0");
  line("activity_ca", "0.5");
  line("num_dq", "72");
  line("num_dqs", "18");
  line("num_ca", "25");
  line("num_clk ", "2");
  line("num_mem_dq", "2");
  line("mem_data_width", "8");
  line("num_bobs", "1");
  line("capacity", "80");
  line("num_channels_per_bob", "1");
  line("first metric", "\"Cost\"");
  line("second metric", "\"Bandwidth\"");
  line("third metric", "\"Energy\"");
  line("DIMM model", "\"ALL\"");
  line("mirror_in_bob", "\"F\"");
  return text;
}

}  // namespace forge::plugins::cacti

// SPDX-License-Identifier: Apache-2.0
// Model "cacti": asks the CACTI of the user. What CACTI can't be asked (narrow or shallow arrays, nodes between its own
// or below 22 nm) is derived from what it answers to the nearest question, by the rules of hwcomponents-cacti, so that
// figures agree with it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "answer.hpp"
#include "configuration.hpp"
#include "forge/sdk/component.hpp"

namespace forge::plugins::cacti {

class Cacti {
 public:
  static constexpr std::string_view id = "cacti";
  static constexpr std::string_view classes = "sram cache";
  static constexpr std::string_view summary = "SRAM and cache figures from the CACTI 7 that is installed here";
  static constexpr std::string_view source =
      "the program CACTI 7 (R. Balasubramonian et al., ACM TACO 14(2), 2017), as the user has it";

  enum Input { size, width, banks, ports, node, temperature, type, associativity, cell, objective, time_limit };
  static constexpr forge_column_info inputs[] = {
      sdk::real("size", "bit", "capacity").range(1, 1e12).required(),
      sdk::integer("width", "bit", "bits of one access; of a cache, of one block").range(1, 65536).required(),
      sdk::integer("banks", "", "banks, each serves one access per port and cycle").range(1, 1024).preset(1),
      sdk::integer("ports", "", "ports of a bank, each reads or writes").range(1, 16).preset(1),
      sdk::real("node", "m", "technology node").range(2e-9, 90e-9).covered(22e-9, 90e-9).required(),
      sdk::real("temperature", "K", "of the silicon, in steps of 10 K").range(300, 400).preset(300),
      sdk::choice("type", "what it is", types),
      sdk::integer("associativity", "", "ways of a cache").range(1, 64).preset(1),
      sdk::choice("cells", "devices: low standby power, low operating power, high performance", cells),
      sdk::choice("objective", "what CACTI makes small", objectives).preset(2),
      sdk::real("time_limit", "s", "the longest that one run of CACTI may take").range(0.001, 86400).preset(600),
  };
  enum Output { area, leak_power, read_energy, read_latency, read_rate, write_energy, write_latency, write_rate };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of all banks, from CACTI"),
      sdk::output("leak_power", "W", "standby leakage of all banks, from CACTI"),
      sdk::output("read.energy", "J", "for `width` bits, from CACTI"),
      sdk::output("read.latency", "s", "access time, from CACTI"),
      sdk::output("read.throughput", "Hz", "ports * banks / random cycle time, from CACTI"),
      sdk::output("write.energy", "J", "for `width` bits, from CACTI"),
      sdk::output("write.latency", "s", "as the read, which CACTI does not tell apart"),
      sdk::output("write.throughput", "Hz", "as the read, which CACTI does not tell apart"),
  };
  static constexpr forge_column_info texts[] = {
      sdk::text("program", "CACTI: a name on PATH, an absolute path, or ~/...").preset("cacti"),
      sdk::text("directory", "CACTI's tech_params; empty: the one beside the program"),
  };

  explicit Cacti(const sdk::ComponentSetup &setup);
  void evaluate(const sdk::Batch &batch) const;

 private:
  // The array that a row asks for, and what CACTI is asked instead: at one node, or at the two around the row's.
  struct Plan {
    double width_share = 1;  // of what CACTI is asked
    double depth_share = 1;
    double banks = 1, ports = 1;
    double between = 0;  // share of the second node
    double below = 1;    // node over CACTI's smallest one
    std::vector<std::size_t> questions;
  };
  struct Asked {
    std::string configuration;
    double time_limit;
    bool is_refused = false;       // the host runs nothing
    std::optional<Answer> answer;  // nothing: CACTI knows no such array
  };
  using Row = std::vector<double>;

  std::optional<Plan> plan_of(const Row &in, std::vector<Asked> &asked,
                              std::map<std::string, std::size_t> &known) const;
  void ask(Asked &asked) const;

  sdk::Host host_;
  std::string program_, directory_;
};

}  // namespace forge::plugins::cacti

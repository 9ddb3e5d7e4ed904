// SPDX-License-Identifier: Apache-2.0
// Model "sram": closed formulas for an SRAM macro, fitted to figures of CACTI 7 (README.md has method and errors).
//
// The shapes follow from geometry. Area and leakage: cells, wires that cross in front of each bank, edges of the banks.
// Energy: address and data wires that are charged over the side of the macro. Delay: decoding grows with the logarithm
// of the number of cells, wires with the side. Cycle: a bank's own wires, whose length is the root of the bank's side.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"

namespace forge::plugins::sram {

struct Shape {
  double size;   // bit
  double width;  // bit of one access
  double banks;
  double ports;  // each reads or writes
  double node;   // m
};

// Factors against 22 nm at the nodes that CACTI 7 has (fit.py). Leakage does not fall with the node: CACTI's low standby
// power devices come from different editions of the ITRS.
struct NodeFactors {
  std::array<double, 5> at;
  // Beyond the last node the curve goes on as it ended; below 22 nm it falls with node^below.
  double below;
};
inline constexpr std::array<double, 5> nodes = {22e-9, 32e-9, 45e-9, 65e-9, 90e-9};
inline double factor(const NodeFactors &factors, double node) noexcept {
  if (node < nodes.front()) {
    return std::pow(node / nodes.front(), factors.below);
  }
  std::size_t i = 0;
  while (i + 2 < nodes.size() && node > nodes[i + 1]) {
    ++i;
  }
  const double share = std::log(node / nodes[i]) / std::log(nodes[i + 1] / nodes[i]);
  return factors.at[i] * std::pow(factors.at[i + 1] / factors.at[i], share);
}

// below: bit cells of 22, 16, 14, 10, 7 nm take 0.092, 0.074, 0.064, 0.042, 0.027 um^2 (WikiChip, "TSMC details 5 nm",
// and its pages of the nodes), which is node^1 within 10 %. Then the side of a macro, and with it the charge on its wires
// at the same voltage and the width of its transistors, falls with node^0.5; delays with node^1.
inline constexpr NodeFactors area_nodes = {{1, 2.07, 4.02, 8.2, 15.3}, 1};
inline constexpr NodeFactors leak_nodes = {{1, 0.295, 0.17, 1.12, 0.576}, 0.5};
inline constexpr NodeFactors read_nodes = {{1, 2.21, 3.92, 7.45, 13.0}, 0.5};
inline constexpr NodeFactors write_nodes = {{1, 2.27, 4.07, 7.84, 14.1}, 0.5};
inline constexpr NodeFactors latency_nodes = {{1, 1.31, 1.59, 2.2, 2.92}, 1};
inline constexpr NodeFactors cycle_nodes = {{1, 1.35, 1.7, 2.55, 3.55}, 1};

// All constants below: fit.py, with CACTI 7 figures of 22 ... 90 nm.
inline double area(const Shape &s) noexcept {  // m^2
  const double bits = s.size + 0.765 * s.banks * s.width * s.width + 20.5 * std::sqrt(s.size * s.banks);
  return 9.6e-14 * factor(area_nodes, s.node) * std::pow(s.ports, 1.06) * bits;
}
inline double leak_power(const Shape &s) noexcept {  // W
  const double bits = s.size + 0.618 * s.banks * s.width * s.width + 68.0 * std::sqrt(s.size * s.banks);
  return 1.66e-11 * factor(leak_nodes, s.node) * std::pow(s.ports, 0.193) * bits;
}
inline double read_energy(const Shape &s) noexcept {  // J for `width` bits
  const double cells = std::pow(s.size, 1.1) * std::pow(s.ports, 2.08);
  const double wires = 3.25 * (s.banks - 1) * s.width * s.width * std::pow(s.ports, 3.48);
  return factor(read_nodes, s.node) * (1.78e-15 + 2.90e-17 * s.width) * std::sqrt(cells + wires);
}
inline double write_energy(const Shape &s) noexcept {  // J for `width` bits
  const double cells = std::pow(s.size, 1.05) * std::pow(s.ports, 2.24);
  const double wires = 1.83 * (s.banks - 1) * s.width * s.width * std::pow(s.ports, 3.17);
  return factor(write_nodes, s.node) * (2.09e-15 + 4.51e-17 * s.width) * std::sqrt(cells + wires);
}
inline double latency(const Shape &s) noexcept {  // s from request to data
  const double wires = 6.33e-13 * std::sqrt(s.size);
  const double decoder = 3.06e-11 * std::log2(std::max(s.size, 2.0));
  return factor(latency_nodes, s.node) * std::pow(s.ports, 0.314) * (decoder + wires);
}
inline double cycle(const Shape &s) noexcept {  // s between two accesses to one port of one bank
  return 3.82e-11 * factor(cycle_nodes, s.node) * std::pow(s.ports, 0.323) * std::pow(s.size / s.banks, 0.252);
}

struct Sram {
  static constexpr std::string_view id = "sram";
  static constexpr std::string_view summary = "SRAM macro from size, width, banks, ports and node";
  static constexpr std::string_view source =
      "formulas fitted to CACTI 7 (R. Balasubramonian et al., ACM TACO 14(2), 2017), low standby power cells";

  enum Input { size, width, banks, ports, node, clock };
  static constexpr forge_column_info inputs[] = {
      sdk::real("size", "bit", "capacity").range(1, 1e13).required(),
      sdk::real("width", "bit", "bits of one access").range(1, 65536).required(),
      sdk::integer("banks", "", "banks, each serves one access per port and cycle").range(1, 4096).preset(1),
      sdk::integer("ports", "", "ports of a bank, each reads or writes").range(1, 8).preset(1),
      sdk::real("node", "m", "technology node").range(1e-9, 500e-9).required(),
      sdk::real("clock", "Hz", "a port serves at most one access per cycle; as fast as the macro can where not given")
          .range(1, 1e12)
          .optional(),
  };
  enum Output { o_area, o_leak, o_read, o_write, o_read_latency, o_write_latency, o_reads, o_writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of the macro; fit to CACTI 7, median error 8 %"),
      sdk::output("leak_power", "W", "standby leakage at 300 K; fit to CACTI 7, median error 7 %"),
      sdk::output("read.energy", "J", "for `width` bits; fit to CACTI 7, median error 12 %"),
      sdk::output("write.energy", "J", "for `width` bits; fit to CACTI 7, median error 12 %"),
      sdk::output("read.latency", "s", "access time; fit to CACTI 7, median error 12 %"),
      sdk::output("write.latency", "s", "as the read, which CACTI does not tell apart"),
      sdk::output("read.throughput", "Hz",
                  "ports * banks / cycle, at most the clock; fit to CACTI 7, median error 21 %"),
      sdk::output("write.throughput", "Hz", "as the read, which CACTI does not tell apart"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Shape shape{in[size], in[width], in[banks], in[ports], in[node]};
    if (shape.size < shape.width * shape.banks) {
      return false;  // a bank has at least one row
    }
    out[o_area] = area(shape);
    out[o_leak] = leak_power(shape);
    out[o_read] = read_energy(shape);
    out[o_write] = write_energy(shape);
    out[o_read_latency] = out[o_write_latency] = latency(shape);
    const double rate = std::isnan(in[clock]) ? 1 / cycle(shape) : std::min(in[clock], 1 / cycle(shape));
    out[o_reads] = out[o_writes] = shape.ports * shape.banks * rate;
    return true;
  }
};

}  // namespace forge::plugins::sram

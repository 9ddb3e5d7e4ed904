// SPDX-License-Identifier: Apache-2.0
// Model "sram": an SRAM macro from circuit equations, calibrated on figures of CACTI 7 (README.md: method, errors).
//
// Of the organizations that a bank may have (organization.hpp) the one with the least energy * delay^2 is priced
// (macro.hpp) with the constants of the node (calibration.hpp, written by calibrate.py). Between powers of two of size
// and width, and between nodes, figures are interpolated (grid.hpp, below).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <string_view>

#include "calibration.hpp"
#include "forge/sdk/component.hpp"
#include "grid.hpp"

namespace forge::plugins::sram {

// Beyond the nodes of CACTI figures go with node^exponent; the order is that of Figures.
//
// Below 22 nm: bit cells of 22, 16, 14, 10, 7 nm take 0.092, 0.074, 0.064, 0.042, 0.027 um^2 (WikiChip, "TSMC details
// 5 nm", and its pages of the nodes), which is node^1 within 10 %. Then the side of a macro, and with it the charge on
// its wires at the same voltage and the width of its transistors, falls with node^0.5; delays with node^1.
inline constexpr Logarithms below_all_nodes = {1, 0.5, 0.5, 0.5, 1, 1};
// Above 90 nm: as this model has it from 65 to 90 nm, the median over powers of two within the calibrated ranges.
inline constexpr Logarithms above_all_nodes = {2.00, -1.99, 1.72, 1.74, 0.79, 1.08};

inline constexpr std::size_t leakage = 1;  // in that order

// Fin transistors, from 16 nm on, leak 0.79 times as much (B. Parvais et al., VLSI-TSA 2009, as hwcomponents-cacti takes
// it); from 22 nm on the way there.
inline double fin_leakage(double node) noexcept {
  constexpr double factor = 0.79, planar = 22e-9, fins = 16e-9;
  const double way = std::log(planar / node) / std::log(planar / fins);
  return std::pow(factor, std::clamp(way, 0.0, 1.0));
}

// Splits a value into the power of two below it, and the share of the way to the next.
struct Power {
  explicit Power(double value) noexcept {
    const double exponent = std::log2(value);
    below = static_cast<int>(std::floor(exponent));
    share = exponent - below;
  }
  int below;
  double share;
};

struct Shape {
  double size;   // bit
  double width;  // bit of one access
  double banks;
  double ports;  // each reads or writes
};

// A bank has at least one row.
constexpr bool is_macro(const Shape &shape) noexcept {
  return shape.size >= shape.width * shape.banks && shape.width <= 65536;
}

// Prices macros, and remembers the grids that it needed.
class Pricer {
 public:
  Figures figures(const Shape &shape, double node) {
    Logarithms sum{};
    const double first = technologies.front().node;
    const double last = technologies.back().node;
    if (node <= first || node >= last) {
      sum = at(node <= first ? 0 : technologies.size() - 1, shape);
      const Logarithms &exponents = node <= first ? below_all_nodes : above_all_nodes;
      for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += exponents[i] * std::log(node / (node <= first ? first : last));
      }
      sum[leakage] += std::log(fin_leakage(node));
    } else {
      std::size_t i = 0;
      while (node >= technologies[i + 1].node) {
        ++i;
      }
      sum = between(technologies[i].node, at(i, shape), technologies[i + 1].node, at(i + 1, shape), node);
    }
    return {std::exp(sum[0]), std::exp(sum[1]), std::exp(sum[2]), std::exp(sum[3]), std::exp(sum[4]), std::exp(sum[5])};
  }

 private:
  static constexpr std::size_t most_ports = 8, most_banks = 12;  // 2^12 banks
  static constexpr std::size_t n_grids = technologies.size() * most_ports * (most_banks + 1);

  Grid &grid(std::size_t technology, int banks, double ports) {
    const std::size_t row = technology * most_ports + static_cast<std::size_t>(ports) - 1;
    auto &grid = grids_[row * (most_banks + 1) + static_cast<std::size_t>(banks)];
    if (!grid) {
      grid = std::make_unique<Grid>(technologies[technology], banks, ports);
    }
    return *grid;
  }

  // Powers of the node, but for the leakage: its devices come from different editions of the ITRS, and CACTI's own
  // figures lie nearer to a straight line (28, 38, 55 nm).
  static Logarithms between(double node, const Logarithms &figures, double next_node, const Logarithms &next_figures,
                            double wanted) {
    const double share = std::log(wanted / node) / std::log(next_node / node);
    Logarithms result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i] = (1 - share) * figures[i] + share * next_figures[i];
    }
    const double way = (wanted - node) / (next_node - node);
    result[leakage] = std::log((1 - way) * std::exp(figures[leakage]) + way * std::exp(next_figures[leakage]));
    return result;
  }

  // From the powers of two around the shape.
  Logarithms at(std::size_t technology, const Shape &shape) {
    Logarithms sum{};
    const Power size(shape.size / shape.banks), width(shape.width), banks(shape.banks);
    for (int corner = 0; corner < 8; ++corner) {
      const int s = corner & 1, w = corner >> 1 & 1, b = corner >> 2;
      const double share = (s == 1 ? size.share : 1 - size.share) * (w == 1 ? width.share : 1 - width.share) *
                           (b == 1 ? banks.share : 1 - banks.share);
      if (share > 0) {
        const Logarithms &figures = grid(technology, banks.below + b, shape.ports).at(size.below + s, width.below + w);
        for (std::size_t i = 0; i < sum.size(); ++i) {
          sum[i] += share * figures[i];
        }
      }
    }
    return sum;
  }

  std::array<std::unique_ptr<Grid>, n_grids> grids_;
};

struct Sram {
  static constexpr std::string_view id = "sram";
  static constexpr std::string_view summary = "SRAM macro from size, width, banks, ports and node";
  static constexpr std::string_view source =
      "circuit equations calibrated on CACTI 7 (R. Balasubramonian et al., ACM TACO 14(2), 2017), low standby power "
      "cells";
  static constexpr double accuracy = 0.05;

  enum Input { size, width, banks, ports, node, clock };
  static constexpr forge_column_info inputs[] = {
      sdk::real("size", "bit", "capacity").range(1, 1e13).required(),
      sdk::real("width", "bit", "bits of one access").range(1, 65536).required(),
      sdk::integer("banks", "", "banks, each serves one access per port and cycle").range(1, 4096).preset(1),
      sdk::integer("ports", "", "ports of a bank, each reads or writes").range(1, 8).preset(1),
      sdk::real("node", "m", "technology node").range(1e-9, 500e-9).covered(22e-9, 90e-9).required(),
      sdk::real("clock", "Hz", "a port serves at most one access per cycle; as fast as the macro can where not given")
          .range(1, 1e12)
          .optional(),
  };
  enum Output { o_area, o_leak, o_read, o_write, o_read_latency, o_write_latency, o_reads, o_writes };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of the macro; median deviation from CACTI 7 of 2 %"),
      sdk::output("leak_power", "W", "standby leakage at 300 K; median deviation from CACTI 7 of 4 %"),
      sdk::output("read.energy", "J", "for `width` bits; median deviation from CACTI 7 of 1.5 %"),
      sdk::output("write.energy", "J", "for `width` bits; median deviation from CACTI 7 of 1.5 %"),
      sdk::output("read.latency", "s", "access time; median deviation from CACTI 7 of 1.5 %"),
      sdk::output("write.latency", "s", "as the read, which CACTI does not tell apart"),
      sdk::output("read.throughput", "Hz",
                  "ports * banks / cycle, at most the clock; median deviation from CACTI 7 of 6 %"),
      sdk::output("write.throughput", "Hz", "as the read, which CACTI does not tell apart"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) {
    const Shape shape{in[size], in[width], in[banks], in[ports]};
    if (!is_macro(shape)) {
      return false;
    }
    const Figures figures = pricer_.figures(shape, in[node]);
    out[o_area] = figures.area;
    out[o_leak] = figures.leak_power;
    out[o_read] = figures.read_energy;
    out[o_write] = figures.write_energy;
    out[o_read_latency] = out[o_write_latency] = figures.latency;
    const double rate = std::isnan(in[clock]) ? 1 / figures.cycle : std::min(in[clock], 1 / figures.cycle);
    out[o_reads] = out[o_writes] = shape.ports * shape.banks * rate;
    return true;
  }

 private:
  Pricer pricer_;
};

}  // namespace forge::plugins::sram

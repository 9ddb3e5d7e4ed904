// SPDX-License-Identifier: Apache-2.0
// Model "jia-zero-comparator": a comparator with a flag and a register for each input, and a tree that counts the zeros.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"

namespace forge::plugins::jia {

// Flip-flop and adder: X. Peng et al., DNN+NeuroSim V1.3, at 65 nm. An adder of n bits costs n full adders, and a bit more
// energy; its carry takes n times carry_delay + first_delay. A flip-flop takes half a cycle.
inline constexpr double cell_node = 65e-9;
inline constexpr double flip_flop_area = 10.78896e-12;
inline constexpr double flip_flop_leak = 0.5989355e-9;
inline constexpr double full_adder_area = 12.13758e-12;
inline constexpr double full_adder_leak = 0.5897883e-9;
inline constexpr double full_adder_energy = 8.509912e-15;
inline constexpr double adder_energy = 0.590106e-15;
inline constexpr double carry_delay = 0.2958827e-9;
inline constexpr double first_delay = -0.0847588e-9;

inline constexpr double published_voltage = 0.85;
inline constexpr double low_leakage = 0.02;  // of the figures above: Jia's technology leaks less

struct ZeroComparator {
  static constexpr std::string_view id = "jia-zero-comparator";
  static constexpr std::string_view classes = "zero-comparator";
  static constexpr std::string_view summary = "finds and counts zeros among the inputs of Jia's array";
  static constexpr std::string_view source =
      "structure: H. Jia et al., JSSC 55(9), 2020; parts: Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm) and X. Peng et "
      "al., "
      "DNN+NeuroSim V1.3 (65 nm)";

  enum Input { node, comparators, width, voltage, clock };
  static constexpr forge_column_info inputs[] = {
      sdk::technology::node_column,
      sdk::integer("comparators", "", "inputs that are compared at once").range(1, 65536).preset(256),
      sdk::real("width", "bit", "bits of an input").range(1, 64).preset(8),
      sdk::real("voltage", "V", "supply voltage").range(0.5, 1.5).covered(0.85, 1.2).preset(published_voltage),
      sdk::real("clock", "Hz", "of the flip-flops").range(1e3, 1e12).preset(1e9),
  };
  enum Output { area, leak, energy, latency, throughput, compute_energy, compute_latency, compute_throughput };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "comparators, flip-flops of all bits and the tree"),
      sdk::output("leak_power", "W", "of the same parts, times 0.02 for a technology of low leakage"),
      sdk::output("compare.energy", "J", "of one input: its comparator and its share of the tree"),
      sdk::output("compare.latency", "s", "through comparator, flip-flops and tree"),
      sdk::output("compare.throughput", "Hz", "inputs in a second: the slowest of the three parts"),
      sdk::output("compute.energy", "J", "as compare"),
      sdk::output("compute.latency", "s", "as compare"),
      sdk::output("compute.throughput", "Hz", "as compare"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    namespace technology = sdk::technology;
    const double n = in[comparators];
    const double bits = in[width];
    // n / 2^k adders of k + 1 bits in stage k of the tree.
    const double stages = std::log2(n);
    const double adders = n - 1;
    const double full_adders = 3 * n - stages - 3;
    const double carries = stages * (stages + 3) / 2;

    const double faster = in[voltage] / published_voltage;
    const sdk::aladdin::Unit comparator = sdk::aladdin::at(in[node], sdk::aladdin::comparator(bits));
    const double cell_scale = technology::energy_factor(cell_node, in[node]);
    const double compare_delay = sdk::aladdin::delay_at(in[node]) / faster;
    const double store_delay = bits / (2 * in[clock]) / faster;
    const double count_delay =
        (carries * carry_delay + stages * first_delay) * technology::delay_factor(cell_node, in[node]) / faster;

    out[area] = n * comparator.area + (n * bits * flip_flop_area + full_adders * full_adder_area) *
                                          technology::area_factor(cell_node, in[node]);
    out[leak] = low_leakage * faster *
                (n * comparator.leak + (n * bits * flip_flop_leak + full_adders * full_adder_leak) * cell_scale);
    out[energy] = faster * faster *
                  (comparator.energy + (full_adders * full_adder_energy + adders * adder_energy) / n * cell_scale);
    out[latency] = compare_delay + store_delay + count_delay;
    out[throughput] = n / std::max({compare_delay, store_delay, count_delay});
    out[compute_energy] = out[energy];
    out[compute_latency] = out[latency];
    out[compute_throughput] = out[throughput];
    return true;
  }
};

}  // namespace forge::plugins::jia

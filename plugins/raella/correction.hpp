// SPDX-License-Identifier: Apache-2.0
// Model "raella-output-center-offset-correct": takes what center and offset have added to the weights out of a sum.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "buffers.hpp"
#include "forge/sdk/component.hpp"
#include "parts.hpp"

namespace forge::plugins::raella {

struct OutputCorrection {
  static constexpr std::string_view id = "raella-output-center-offset-correct";
  static constexpr std::string_view classes = "raella-output-correction";
  static constexpr std::string_view summary = "correction of RAELLA's outputs by center and offset";
  static constexpr std::string_view source = parts_source;

  enum Input { node, width, entries, entry_width };
  static constexpr forge_column_info inputs[] = {
      node_column,
      sdk::real("width", "bit", "of an output").range(1, 128).preset(16),
      sdk::integer("entries", "", "centers that are stored").range(16, 1'000'000).preset(512),
      sdk::real("entry_width", "bit", "of a center").range(1, 32).preset(4),
  };
  enum Output { area, leak, energy, latency, throughput, compute_energy, compute_latency, compute_throughput };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "buffer and multiplier"),
      sdk::output("leak_power", "W", "buffer and multiplier"),
      sdk::output("correct.energy", "J", "of an output: its center is read and multiplied"),
      sdk::output("correct.latency", "s", "read and multiplication"),
      sdk::output("correct.throughput", "Hz", "the slower of buffer and multiplier"),
      sdk::output("compute.energy", "J", "as correct"),
      sdk::output("compute.latency", "s", "as correct"),
      sdk::output("compute.throughput", "Hz", "as correct"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const Buffer buffer(in[entries] * in[entry_width], in[node]);
    const Part product = multiplier(in[entry_width], in[width], in[node]);
    out[area] = buffer.area + product.area;
    out[leak] = buffer.leak_power + product.leak_power;
    out[energy] = buffer.read_energy(in[entry_width]) + product.energy;
    out[latency] = buffer.read_latency + product.delay;
    out[throughput] = std::min(buffer.throughput(in[entry_width]), 1 / product.delay);
    out[compute_energy] = out[energy];
    out[compute_latency] = out[latency];
    out[compute_throughput] = out[throughput];
    return true;
  }
};

}  // namespace forge::plugins::raella

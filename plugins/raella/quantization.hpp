// SPDX-License-Identifier: Apache-2.0
// Models "raella-quant-multiplier" and "raella-quant-edram": outputs are multiplied by a scale, which an eDRAM may hold.
#pragma once

#include <span>
#include <string_view>

#include "forge/sdk/published.hpp"

namespace forge::plugins::raella {

namespace published = sdk::published;

inline constexpr published::Sheet quant_multiplier = {
    .id = "raella-quant-multiplier",
    .summary = "multiplier that quantizes outputs of RAELLA, once in a tile",
    .source =
        "0.2 pJ for 8 x 8 bits of V. Sze et al., Efficient Processing of Deep Neural Networks, 2020, as T. Andrulis et "
        "al., RAELLA, ISCA 2023, take it (40 nm)",
    .node = {40e-9},
    .actions = {{.name = "multiply",
                 .energy = {0.25e-12, "0.25 pJ for 16 bits"},
                 .latency = {1e-9, "1 ns"},
                 .throughput = {1e9, "one in 1 ns"},
                 .also = "compute"}},
    .parameters = {{.name = "width",
                    .unit = "bit",
                    .summary = "bits of a value that is quantized",
                    .published = 16,
                    .lowest = 1,
                    .highest = 128,
                    .energy = published::linear}},
};

// The eDRAM of an ISAAC tile (A. Shafiee et al., ISAAC, ISCA 2016, table 1): 64 KB, an access of 256 bits.
inline constexpr published::Sheet scales = {
    .id = "scales",
    .source = "A. Shafiee et al., ISAAC, ISCA 2016, table 1 (32 nm)",
    .node = {32e-9},
    .area = {83000e-12, "0.083 mm^2"},
    .actions = {{.name = "read", .energy = {20.45e-12, "20.7 mW: 144 accesses for each of 12 IMAs in 1.71 us"}}},
    .parameters = {{.name = "size",
                    .unit = "bit",
                    .summary = "capacity",
                    .published = 524288,
                    .lowest = 1024,
                    .highest = 1e10,
                    .area = published::linear,
                    .energy = published::power(0.78)}},
};

struct QuantEdram {
  static constexpr std::string_view id = "raella-quant-edram";
  static constexpr std::string_view summary = "multiplier that quantizes outputs of RAELLA, and eDRAM with the scales";
  static constexpr std::string_view source =
      "multiplier: V. Sze et al., 2020 (40 nm); eDRAM: A. Shafiee et al., ISAAC, ISCA 2016 (32 nm); structure: T. "
      "Andrulis et "
      "al., RAELLA, ISCA 2023";

  enum Input { node, size, width };
  static constexpr forge_column_info inputs[] = {
      published::Model<scales>::inputs[0],
      published::Model<scales>::inputs[1],
      published::Model<quant_multiplier>::inputs[1],
  };
  enum Output { area, leak, energy, latency, throughput, compute_energy, compute_latency, compute_throughput };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of the eDRAM (ISAAC)"),
      sdk::output("leak_power", "W", "0: ISAAC prints total power, which is in the energy"),
      sdk::output("multiply.energy", "J", "an access of 256 bits and a multiplication"),
      sdk::output("multiply.latency", "s", "of the multiplier"),
      sdk::output("multiply.throughput", "Hz", "of the multiplier"),
      sdk::output("compute.energy", "J", "as multiply"),
      sdk::output("compute.latency", "s", "as multiply"),
      sdk::output("compute.throughput", "Hz", "as multiply"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    using published::factor_of, published::Quantity;
    const double of_scales[] = {in[node], in[size]};
    const double of_multiplier[] = {in[node], in[width]};
    const published::Action &read = scales.actions[0];
    const published::Action &multiply = quant_multiplier.actions[0];
    out[area] = scales.area.value * factor_of(scales, Quantity::area, of_scales);
    out[leak] = 0;
    out[energy] = read.energy.value * factor_of(scales, Quantity::energy, of_scales) +
                  multiply.energy.value * factor_of(quant_multiplier, Quantity::energy, of_multiplier);
    out[latency] = multiply.latency.value * factor_of(quant_multiplier, Quantity::latency, of_multiplier);
    out[throughput] = multiply.throughput.value * factor_of(quant_multiplier, Quantity::throughput, of_multiplier);
    out[compute_energy] = out[energy];
    out[compute_latency] = out[latency];
    out[compute_throughput] = out[throughput];
    return true;
  }
};

}  // namespace forge::plugins::raella

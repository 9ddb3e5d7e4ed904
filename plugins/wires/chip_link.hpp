// SPDX-License-Identifier: Apache-2.0
// Model "chip-to-chip": lanes between dies or packages, with the energy that was published of them.
#pragma once

#include <cmath>
#include <span>
#include <string_view>

#include "interconnect.hpp"

namespace forge::plugins::wires {

struct PublishedLink {
  std::string_view name;
  double energy_per_bit;  // J, both ends
  double rate;            // bit/s of a lane
};
inline constexpr PublishedLink published_links[] = {
    // J. W. Poulton et al., JSSC 48(12), 2013: 28 nm, 4.5 mm of organic substrate.
    {"grs-28nm", 0.54e-12, 20e9},
    // J. W. Poulton et al., JSSC 54(1), 2019: 16 nm, on and off the package.
    {"grs-16nm", 1.17e-12, 25e9},
    // B. Zimmer et al., JSSC 55(4), 2020: the GRS links of Simba, 16 nm, at both ends of their range.
    {"simba-slow", 0.82e-12, 11e9},
    {"simba-fast", 1.75e-12, 25e9},
    // Y. Nishi et al., JSSC 58(4), 2023: 5 nm, 25.2 Gb/s each way on the same wire.
    {"isr-sbd-5nm", 0.297e-12, 25.2e9},
    // M.-S. Lin et al., JSSC 55(4), 2020: LIPINCON on an interposer, 7 nm.
    {"lipincon-7nm", 0.56e-12, 8e9},
    // UCIe 1.0 (2022), targets at 16 GT/s: organic substrate, and silicon bridge or interposer.
    {"ucie-standard", 0.5e-12, 16e9},
    {"ucie-advanced", 0.25e-12, 16e9},
    // N. Beck et al., "Zeppelin", ISSCC 2018: in the package, and between sockets.
    {"infinity-fabric-package", 2e-12, 5.33e9},
    {"infinity-fabric-socket", 11e-12, 9.48e9},
};

struct ChipToChip {
  static constexpr std::string_view id = "chip-to-chip";
  static constexpr std::string_view classes = "chip2chip-link";
  static constexpr double accuracy = 0.3;
  static constexpr std::string_view summary = "serial lanes between dies or packages";
  static constexpr std::string_view source =
      "published pJ/bit: Poulton 2013, 2019; Zimmer 2020 (Simba); Nishi 2023; Lin 2020; UCIe 1.0; Beck 2018";

  static constexpr std::size_t n_links = std::size(published_links);
  static constexpr auto names = [] {
    std::array<forge_str, n_links> list{};
    for (std::size_t i = 0; i < n_links; ++i) {
      list[i] = sdk::to_abi(published_links[i].name);
    }
    return list;
  }();
  enum Input { type, lanes, width, per_bit, rate };
  static constexpr forge_column_info inputs[] = {
      sdk::choice("type", "published link", names),
      sdk::integer("lanes", "", "each way").range(1, 65536).required(),
      width_column(64),
      sdk::real("energy_per_bit", "J", "instead of the published one").range(0, 1e-9).optional(),
      sdk::real("rate", "Hz", "bits of a lane in a second, instead of the published one").range(1, 1e12).optional(),
  };
  enum Output { hop, hop_s, hop_hz, transfer, read, write };
  static constexpr forge_column_info outputs[] = {
      sdk::output("hop.energy", "J", "published energy per bit, both ends"),
      sdk::output("hop.latency", "s", "until all bits are on their way: width / (lanes x rate)"),
      sdk::output("hop.throughput", "Hz", "lanes x rate / width"),
      sdk::output("transfer.energy", "J", "as hop"),
      sdk::output("read.energy", "J", "as hop"),
      sdk::output("write.energy", "J", "as hop"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const PublishedLink &link = published_links[static_cast<std::size_t>(in[type])];
    const double bits = in[lanes] * (std::isnan(in[rate]) ? link.rate : in[rate]);
    out[hop] = in[width] * (std::isnan(in[per_bit]) ? link.energy_per_bit : in[per_bit]);
    out[hop_s] = in[width] / bits;
    out[hop_hz] = bits / in[width];
    out[transfer] = out[read] = out[write] = out[hop];
    return true;
  }
};

}  // namespace forge::plugins::wires

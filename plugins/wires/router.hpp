// SPDX-License-Identifier: Apache-2.0
// Model "router": of a network on chip, scaled from two that were built and measured.
#pragma once

#include <span>
#include <string_view>

#include "interconnect.hpp"

namespace forge::plugins::wires {

// Intel's 48-core chip: P. Salihundam et al., "A 2 Tb/s 6 x 4 mesh network for a single-chip cloud computer", JSSC 46(4),
// 2011: 45 nm, 1.1 V, five ports of 128 bits, 550 mW at 2 GHz.
struct MeasuredEnergy {
  static constexpr double node = 45e-9, voltage = 1.1;
  static constexpr double width = 128, ports = 5;
  static constexpr double per_flit = 0.55 / (2e9 * ports);
  // Shares of Intel's 80-tile chip (below), where links, left out here, have the rest. From memory, not confirmed.
  static constexpr double clocking = 0.33, queues = 0.22, crossbar = 0.15, arbiters = 0.07, interfaces = 0.06;
  static constexpr double all = clocking + queues + crossbar + arbiters + interfaces;
};

// Intel's 80-tile chip: Y. Hoskote et al., "A 5-GHz mesh interconnect for a Teraflops processor", IEEE Micro 27(5), 2007, and
// S. R. Vangal et al., JSSC 43(1), 2008: 65 nm, five ports of 39 bits. The smaller one of the two for a bit.
struct MeasuredArea {
  static constexpr double node = 65e-9;
  static constexpr double width = 39, ports = 5;
  static constexpr double area = 0.34e-6;
};

struct Router {
  static constexpr std::string_view id = "router";
  static constexpr double accuracy = 0.5;
  static constexpr std::string_view summary = "router of a network on chip, with input queues";
  static constexpr std::string_view source =
      "energy: P. Salihundam et al., JSSC 46(4), 2011 (45 nm, 1.1 V); area: Y. Hoskote et al., IEEE Micro 27(5), 2007 "
      "(65 nm); scaled after Stillmaker & Baas, Integration 58, 2017";

  enum Input { node, voltage, width, ports, stages, clock };
  static constexpr forge_column_info inputs[] = {
      node_column,
      sdk::real("voltage", "V", "of the supply").range(0.7, 1.3).preset(0.8),
      width_column(64),
      sdk::integer("ports", "", "ways in, and as many out").range(2, 64).preset(5),
      sdk::integer("stages", "", "cycles from input to output").range(1, 64).preset(5),
      clock_column,
  };
  enum Output { area, leak, hop, hop_s, hop_hz, transfer, transfer_s, transfer_hz };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "0.34 mm^2 at 65 nm (Hoskote 2007), by ports x width, scaled"),
      sdk::output("leak_power", "W", "by area (Aladdin's multiplier, 40 nm), scaled"),
      sdk::output("hop.energy", "J",
                  "of a flit: 55 pJ at 45 nm and 1.1 V (Salihundam 2011), its parts by width and ports, scaled"),
      sdk::output("hop.latency", "s", "stages / clock"),
      sdk::output("hop.throughput", "Hz", "a flit over each way in each cycle"),
      sdk::output("transfer.energy", "J", "as hop"),
      sdk::output("transfer.latency", "s", "as hop"),
      sdk::output("transfer.throughput", "Hz", "as hop"),
  };

  // From 45 nm and 1.1 V to another node and voltage.
  static double scaled(double to, double volts) noexcept {
    namespace technology = sdk::technology;
    constexpr auto &devices = technology::energy_table[4];  // 45 nm
    static_assert(technology::nodes_in_nm[4] == 45);
    return technology::energy_factor(MeasuredEnergy::node, to, volts) * devices.at(volts) /
           devices.at(MeasuredEnergy::voltage);
  }

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    namespace technology = sdk::technology;
    using M = MeasuredEnergy;
    using A = MeasuredArea;
    const double wider = in[width] / M::width;
    const double larger = in[ports] / M::ports;
    // Lines through the crossbar grow with its side. Each port's clock and queue serve one flit.
    const double parts =
        wider * (M::clocking + M::queues + M::interfaces + M::crossbar * wider * larger) + larger * M::arbiters;
    const double measured_area = A::area * (in[width] / A::width) * (in[ports] / A::ports);
    out[area] = measured_area * technology::area_factor(A::node, in[node]);
    out[leak] = measured_area * technology::area_factor(A::node, sdk::aladdin::node_of_figures) *
                sdk::aladdin::leak_per_area * technology::energy_factor(sdk::aladdin::node_of_figures, in[node]);
    out[hop] = parts / M::all * M::per_flit * scaled(in[node], in[voltage]);
    out[hop_s] = in[stages] / in[clock];
    out[hop_hz] = in[clock];
    out[transfer] = out[hop];
    out[transfer_s] = out[hop_s];
    out[transfer_hz] = out[hop_hz];
    return true;
  }
};

}  // namespace forge::plugins::wires

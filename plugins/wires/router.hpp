// SPDX-License-Identifier: Apache-2.0
// Model "router": of a network on chip, scaled from one that was built and measured.
#pragma once

#include <span>
#include <string_view>

#include "interconnect.hpp"

namespace forge::plugins::wires {

// The router of Intel's 80-tile chip: Y. Hoskote et al., "A 5-GHz mesh interconnect for a Teraflops processor", IEEE Micro
// 27(5), 2007, and S. R. Vangal et al., JSSC 43(1), 2008: 65 nm, five ports, flits of 39 bits, two lanes of 16 flits, 0.34 mm^2,
// 924 mW at 4 GHz and 1.2 V with all ports busy. Shares of the power are the paper's; its links (17 %) are left out: they are
// wires.
struct MeasuredRouter {
  static constexpr double node = 65e-9, voltage = 1.2, clock = 4e9;
  static constexpr double width = 39, ports = 5;
  static constexpr double area = 0.34e-6;
  static constexpr double per_flit = 0.924 / (clock * ports);
  static constexpr double clocking = 0.33, queues = 0.22, crossbar = 0.15, arbiters = 0.07, interfaces = 0.06;
};

struct Router {
  static constexpr std::string_view id = "router";
  static constexpr double accuracy = 0.5;
  static constexpr std::string_view summary = "router of a network on chip, with input queues";
  static constexpr std::string_view source =
      "measured: Y. Hoskote et al., IEEE Micro 27(5), 2007 (65 nm, 1.2 V); scaled after Stillmaker & Baas, Integration "
      "58, 2017";

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
                  "of a flit: 38 pJ at 65 nm and 1.2 V (Hoskote 2007), its parts by width and ports, scaled"),
      sdk::output("hop.latency", "s", "stages / clock"),
      sdk::output("hop.throughput", "Hz", "a flit over each way in each cycle"),
      sdk::output("transfer.energy", "J", "as hop"),
      sdk::output("transfer.latency", "s", "as hop"),
      sdk::output("transfer.throughput", "Hz", "as hop"),
  };

  // From 65 nm and 1.2 V to another node and voltage.
  static double scaled(double to, double volts) noexcept {
    namespace technology = sdk::technology;
    constexpr auto &devices = technology::energy_table[3];  // 65 nm
    static_assert(technology::nodes_in_nm[3] == 65);
    return technology::energy_factor(MeasuredRouter::node, to, volts) * devices.at(volts) /
           devices.at(MeasuredRouter::voltage);
  }

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    namespace technology = sdk::technology;
    using M = MeasuredRouter;
    const double wider = in[width] / M::width;
    const double larger = in[ports] / M::ports;
    // Lines through the crossbar grow with its side. Each port's clock and queue serve one flit.
    const double parts =
        wider * (M::clocking + M::queues + M::interfaces + M::crossbar * wider * larger) + larger * M::arbiters;
    const double measured_area = M::area * wider * larger;
    out[area] = measured_area * technology::area_factor(M::node, in[node]);
    out[leak] = measured_area * technology::area_factor(M::node, sdk::aladdin::node_of_figures) *
                sdk::aladdin::leak_per_area * technology::energy_factor(sdk::aladdin::node_of_figures, in[node]);
    out[hop] = parts * M::per_flit * scaled(in[node], in[voltage]);
    out[hop_s] = in[stages] / in[clock];
    out[hop_hz] = in[clock];
    out[transfer] = out[hop];
    out[transfer_s] = out[hop_s];
    out[transfer_hz] = out[hop_hz];
    return true;
  }
};

}  // namespace forge::plugins::wires

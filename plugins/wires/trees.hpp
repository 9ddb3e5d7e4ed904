// SPDX-License-Identifier: Apache-2.0
// Models "multicast-tree" and "reduction-tree": a binary H-tree over a square of places; values go to some of them, or sums
// come from all.
#pragma once

#include <cmath>
#include <span>
#include <string_view>

#include "interconnect.hpp"

namespace forge::plugins::wires {

// Level 1 joins the places in pairs. A branch of level k is as long as half of what it spans.
inline int n_levels(double places) noexcept {
  int levels = 0;
  for (double reach = 1; reach < places; reach *= 2) {
    ++levels;
  }
  return levels;
}
inline double branch_length(int level, double pitch) noexcept {
  return pitch / 2 * std::ldexp(1.0, (level - 1) / 2);
}
// Calls f(branches, length of one) for each level, of what leads to the first `used` places.
template <typename Level> void for_each_level(double places, double used, double pitch, Level &&f) {
  for (int level = 1; level <= n_levels(places); ++level) {
    f(level, std::ceil(std::ldexp(used, 1 - level)), branch_length(level, pitch));
  }
}

inline constexpr auto places_column = sdk::integer("places", "", "that the tree reaches").range(1, 1 << 20).required();
inline constexpr auto pitch_column = sdk::real("pitch", "m", "from one place to the next").range(1e-7, 0.1).required();

struct MulticastTree {
  static constexpr std::string_view id = "multicast-tree";
  static constexpr std::string_view summary = "H-tree of wires with repeaters, from a source to places";
  static constexpr std::string_view source = "wires with repeaters: Weste & Harris, 2011, 0.2 fF/um";

  enum Input { places, pitch, destinations, node, voltage, per_m, resistance, width, activity, clock };
  static constexpr forge_column_info inputs[] = {
      places_column,
      pitch_column,
      sdk::integer("multicast.destinations", "", "places that get a value, side by side; where not given, all")
          .range(1, 1 << 20)
          .optional(),
      node_column,
      voltage_column,
      capacitance_column,
      resistance_column,
      width_column(64),
      activity_column(0.25),
      clock_column,
  };
  enum Output { area, leak, multicast, multicast_s, multicast_hz, hop, hop_s, hop_hz };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of repeaters"),
      sdk::output("leak_power", "W", "of repeaters"),
      sdk::output("multicast.energy", "J", "1.87 C V^2 of the branches that lead to the destinations"),
      sdk::output("multicast.latency", "s", "to a place, 1.67 sqrt(FO4 R C)"),
      sdk::output("multicast.throughput", "Hz", "one in each cycle"),
      sdk::output("hop.energy", "J", "a destination's share of a multicast: for topology = \"all-to-all\""),
      sdk::output("hop.latency", "s", "as multicast"),
      sdk::output("hop.throughput", "Hz", "as multicast"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    const double used = std::isnan(in[destinations]) ? in[places] : in[destinations];
    if (used > in[places]) {
      return false;
    }
    double path = 0;
    double driven = 0;
    double whole = 0;
    for_each_level(in[places], used, in[pitch], [&](int, double branches, double length) {
      path += length;
      driven += branches * length;
    });
    for_each_level(in[places], in[places], in[pitch],
                   [&](int, double branches, double length) { whole += branches * length; });
    const Repeaters all = repeaters(in[width] * whole * in[per_m], in[voltage], in[node]);
    const double r = std::isnan(in[resistance]) ? resistance_per_m(in[node]) : in[resistance];
    out[area] = all.area;
    out[leak] = all.leak;
    out[multicast] = switching_energy(in[width], in[activity], (1 + repeater_share) * in[per_m] * driven, in[voltage]);
    out[multicast_s] = repeated_delay(path, in[node], r, in[per_m]);
    out[multicast_hz] = in[clock];
    out[hop] = out[multicast] / used;
    out[hop_s] = out[multicast_s];
    out[hop_hz] = out[multicast_hz];
    return true;
  }
};

struct ReductionTree {
  static constexpr std::string_view id = "reduction-tree";
  static constexpr std::string_view classes = "adder-tree int-adder-tree";
  static constexpr std::string_view summary = "adders in an H-tree, each level a bit wider";
  static constexpr std::string_view source =
      "adders: Y. S. Shao et al., Aladdin, ISCA 2014 (40 nm); wires with repeaters: Weste & Harris, 2011, 0.2 fF/um";

  enum Input { places, pitch, node, voltage, per_m, resistance, width, activity, clock };
  static constexpr forge_column_info inputs[] = {
      places_column,
      sdk::real("pitch", "m", "from one place to the next; 0: adders only").range(0, 0.1).preset(0),
      node_column,
      voltage_column,
      capacitance_column,
      resistance_column,
      sdk::integer("width", "bit", "of a place's value").range(1, 1024).preset(16),
      activity_column(0.25),
      sdk::real("clock", "Hz", "where not given, 1 GHz at 40 nm, scaled").range(1, 1e12).optional(),
  };
  enum Output { area, leak, reduce, reduce_s, reduce_hz, compute, hop, hop_s, hop_hz };
  static constexpr forge_column_info outputs[] = {
      sdk::output("area", "m^2", "of adders (Aladdin, 40 nm, scaled) and repeaters"),
      sdk::output("leak_power", "W", "of adders (Aladdin, 40 nm, scaled) and repeaters"),
      sdk::output("reduce.energy", "J", "all adders, and 1.87 C V^2 of all branches"),
      sdk::output("reduce.latency", "s", "1 ns for each level at 40 nm (Aladdin), and the wires"),
      sdk::output("reduce.throughput", "Hz", "one in each cycle: a register stands behind each level"),
      sdk::output("compute.energy", "J", "as reduce"),
      sdk::output("hop.energy", "J", "a place's share of a reduction: for topology = \"all-to-all\""),
      sdk::output("hop.latency", "s", "as reduce"),
      sdk::output("hop.throughput", "Hz", "as reduce"),
  };

  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    namespace aladdin = sdk::aladdin;
    double path = 0;
    double wired = 0;  // bits x m
    double added = 0;  // bits of adders
    double values = in[places];
    for_each_level(in[places], in[places], in[pitch], [&](int level, double branches, double length) {
      const double bits = in[width] + level;
      const double adders = std::floor(values / 2);
      values -= adders;
      path += length;
      wired += branches * length * (bits - 1);
      added += adders * bits;
    });
    const Repeaters all = repeaters(wired * in[per_m], in[voltage], in[node]);
    const double r = std::isnan(in[resistance]) ? resistance_per_m(in[node]) : in[resistance];
    const aladdin::Unit adders = aladdin::at(in[node], aladdin::adder(added));
    const double delay = aladdin::delay_at(in[node]);
    out[area] = adders.area + all.area;
    out[leak] = adders.leak + all.leak;
    out[reduce] = adders.energy + switching_energy(wired, in[activity], (1 + repeater_share) * in[per_m], in[voltage]);
    out[reduce_s] = n_levels(in[places]) * delay + repeated_delay(path, in[node], r, in[per_m]);
    out[reduce_hz] = std::isnan(in[clock]) ? 1 / delay : in[clock];
    out[compute] = out[reduce];
    out[hop] = out[reduce] / in[places];
    out[hop_s] = out[reduce_s];
    out[hop_hz] = out[reduce_hz];
    return true;
  }
};

}  // namespace forge::plugins::wires

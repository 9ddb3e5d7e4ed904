// SPDX-License-Identifier: Apache-2.0
// What all models here share: figures of a unit, the conditions it works in, and the columns for both.
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string_view>

#include "forge/sdk/aladdin.hpp"
#include "forge/sdk/component.hpp"
#include "forge/sdk/technology_columns.hpp"

namespace forge::plugins::arithmetic {

struct Figures {
  double energy;  // J of one operation
  double area;    // m^2
  double leak;    // W
  double delay;   // s through the unit
};
// One behind the other.
constexpr Figures operator+(const Figures &a, const Figures &b) noexcept {
  return {a.energy + b.energy, a.area + b.area, a.leak + b.leak, a.delay + b.delay};
}
// As many side by side, all of them used by an operation.
constexpr Figures operator*(double count, const Figures &unit) noexcept {
  return {count * unit.energy, count * unit.area, count * unit.leak, unit.delay};
}

struct Conditions {
  double node;
  double clock;  // NaN: one operation in each delay of a simple unit
  double voltage;
  double temperature;
};

// Figures published for one node, at another: at 0.8 V and 300 K.
inline Figures scaled(const Figures &published, double from, double node) noexcept {
  namespace technology = sdk::technology;
  const double energy = technology::energy_factor(from, node);
  return {published.energy * energy, published.area * technology::area_factor(from, node), published.leak * energy,
          published.delay * technology::delay_factor(from, node)};
}
// Figures at a node, at other voltages and temperatures.
inline Figures under(const Conditions &conditions, const Figures &unit) noexcept {
  namespace technology = sdk::technology;
  const auto &[node, clock, voltage, temperature] = conditions;
  return {unit.energy * technology::voltage_energy_factor(node, voltage), unit.area,
          unit.leak * technology::leakage_factor(node, voltage, temperature),
          unit.delay * technology::voltage_delay_factor(node, voltage)};
}

// Operations in a second where one starts in each cycle.
inline double rate(const Conditions &conditions) noexcept {
  const double cycle = sdk::aladdin::delay_at(conditions.node) *
                       sdk::technology::voltage_delay_factor(conditions.node, conditions.voltage);
  return std::isnan(conditions.clock) ? 1 / cycle : conditions.clock;
}

using sdk::technology::node_column, sdk::technology::voltage_column, sdk::technology::temperature_column;
inline constexpr sdk::Column clock_column =
    sdk::real("clock", "Hz", "one operation starts in each cycle; where not given, 1 GHz at 40 nm, scaled")
        .range(1, 1e12)
        .optional();

// A model's own inputs, and behind them the four conditions, which conditions_at() reads.
template <typename... Own> constexpr std::array<forge_column_info, sizeof...(Own) + 4> inputs_of(const Own &...own) {
  return {own..., node_column, clock_column, voltage_column, temperature_column};
}
inline Conditions conditions_at(std::span<const double> in, std::size_t first) noexcept {
  return {in[first], in[first + 1], in[first + 2], in[first + 3]};
}

struct ActionNames {
  std::string_view energy, latency, throughput;
};
inline constexpr ActionNames compute = {"compute.energy", "compute.latency", "compute.throughput"};

constexpr std::array<forge_column_info, 5> outputs_of(std::string_view source, const ActionNames &action = compute) {
  return {sdk::output("area", "m^2", source), sdk::output("leak_power", "W", source),
          sdk::output(action.energy, "J", source), sdk::output(action.latency, "s", source),
          sdk::output(action.throughput, "Hz", "one operation starts in each cycle of `clock`")};
}
// An action under its own name and as `compute`, so that the unit can stand as a node.
constexpr std::array<forge_column_info, 8> outputs_with_compute(std::string_view source, const ActionNames &action) {
  const auto own = outputs_of(source, action);
  const auto alias = outputs_of(source);
  return {own[0], own[1], own[2], own[3], own[4], alias[2], alias[3], alias[4]};
}

inline bool fill(std::span<double> out, const Figures &unit, double throughput) noexcept {
  out[0] = unit.area;
  out[1] = unit.leak;
  for (std::size_t first = 2; first < out.size(); first += 3) {
    out[first] = unit.energy;
    out[first + 1] = unit.delay;
    out[first + 2] = throughput;
  }
  return true;
}

}  // namespace forge::plugins::arithmetic

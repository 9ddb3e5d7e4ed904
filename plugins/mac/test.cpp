// SPDX-License-Identifier: Apache-2.0
#include "mac.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using Bench = ComponentBench<plugins::mac::Mac>;

// hwcomponents-library 1.0.58, AladdinIntMAC with adder 16, multiplier 8: node, area, leakage, energy, latency.
TEST_CASE("mac: integers as hwcomponents has them, from 65 to 7 nm") {
  Bench bench;
  const std::vector<std::vector<double>> cases = {
      {65e-9, 1.1748028846153846e-09, 8.851870775236185e-06, 1.2813796807700769e-12, 3.25e-9},
      {45e-9, 7.832019230769231e-10, 7.134826104505905e-06, 1.0328236175474273e-12, 2.25e-9},
      {40e-9, 5.35875e-10, 6.2e-06, 8.975e-13, 2e-9},
      {22e-9, 1.9635009615384606e-10, 2.0984088234442553e-06, 3.037615998453579e-13, 1.1e-9},
      {16e-9, 1.4715951923076922e-10, 1.2382323818087997e-06, 1.7924412301183831e-13, 0.8e-9},
      {7e-9, 4.625013461538462e-11, 6.728780764455528e-07, 9.740452800159414e-14, 0.35e-9},
  };
  for (const auto &c : cases) {
    const auto row = bench.row({{"multiplier_width", 8}, {"adder_width", 16}, {"node", c[0]}});
    CHECK_THAT(row.at("area"), WithinRel(c[1], 1e-9));
    CHECK_THAT(row.at("leak_power"), WithinRel(c[2], 1e-9));
    CHECK_THAT(row.at("compute.energy"), WithinRel(c[3], 1e-9));
    CHECK_THAT(row.at("compute.latency"), WithinRel(c[4], 1e-9));
    CHECK_THAT(row.at("compute.throughput"), WithinRel(2 / c[4], 1e-9));
  }
}

TEST_CASE("mac: floats at 45 nm are Horowitz's sums of multiplier and adder") {
  Bench bench;
  const auto row = [&bench](double width) {
    return bench.row({{"type", 1}, {"multiplier_width", width}, {"node", 45e-9}});
  };
  CHECK_THAT(row(16).at("compute.energy"), WithinRel(1.5e-12, 1e-9));  // 1.1 + 0.4 pJ
  CHECK_THAT(row(32).at("compute.energy"), WithinRel(4.6e-12, 1e-9));  // 3.7 + 0.9 pJ
  CHECK_THAT(row(16).at("area"), WithinRel(3000e-12, 1e-9));           // 1640 + 1360 um^2
  CHECK_THAT(row(32).at("area"), WithinRel(11884e-12, 1e-9));          // 7700 + 4184 um^2
  CHECK(row(24).at("compute.energy") > 1.5e-12);
  CHECK(row(24).at("compute.energy") < 4.6e-12);
  CHECK(row(16).at("leak_power") > 0);
  CHECK(row(4).empty());
  CHECK(row(65).empty());
}

TEST_CASE("mac: one operation in each cycle of the clock, and what is taken for a width not given") {
  Bench bench;
  const Values given = {{"multiplier_width", 8}, {"node", 65e-9}, {"clock", 200e6}};
  CHECK(bench.row(given).at("compute.throughput") == 200e6);
  Values same = given;
  same["adder_width"] = 16;
  CHECK(bench.row(given) == bench.row(same));
}

TEST_CASE("mac: at another supply and temperature") {
  Bench bench;
  const Values usual = {{"multiplier_width", 8}, {"node", 16e-9}};
  Values low = usual;
  low["voltage"] = 0.7;
  CHECK(bench.row(low).at("area") == bench.row(usual).at("area"));
  CHECK(bench.row(low).at("compute.energy") < 0.8 * bench.row(usual).at("compute.energy"));
  CHECK(bench.row(low).at("compute.latency") > 1.1 * bench.row(usual).at("compute.latency"));
  Values warm = usual;
  warm["temperature"] = 360;
  CHECK(bench.row(warm).at("compute.energy") == bench.row(usual).at("compute.energy"));
  CHECK(bench.row(warm).at("leak_power") > 7 * bench.row(usual).at("leak_power"));
  low["voltage"] = 0.5;
  CHECK(bench.row(low).empty());
}

TEST_CASE("mac: finite, positive, and never cheaper with more bits") {
  Bench bench;
  for (const double type : {0.0, 1.0}) {
    for (double nm = 2; nm <= 250; nm *= 1.3) {
      Values before;
      for (double width = type == 0 ? 1 : 8; width <= 64; ++width) {
        const Values now = bench.row({{"type", type}, {"multiplier_width", width}, {"node", nm * 1e-9}});
        REQUIRE(!now.empty());
        for (const auto &[name, value] : now) {
          CHECK(std::isfinite(value));
          CHECK(value > 0);
        }
        for (const auto &name : {"area", "leak_power", "compute.energy"}) {
          CHECK((before.empty() || before.at(name) < now.at(name)));
        }
        before = now;
      }
    }
  }
}

TEST_CASE("technology: the tables of the paper, and what lies between and beyond") {
  using namespace sdk::technology;
  CHECK(area_factor(45e-9, 45e-9) == 1);
  CHECK_THAT(area_factor(45e-9, 7e-9), WithinRel(0.059, 1e-12));
  CHECK_THAT(area_factor(130e-9, 180e-9), WithinRel(2.9, 1e-12));
  CHECK_THAT(area_factor(180e-9, 250e-9), WithinRel(250.0 / 180, 1e-12));
  CHECK_THAT(energy_factor(65e-9, 65e-9), WithinRel(1.0, 1e-12));
  CHECK_THAT(energy_factor(14e-9, 3.5e-9), WithinRel(energy_factor(14e-9, 7e-9) * std::sqrt(0.5), 1e-12));
  CHECK_THAT(energy_factor(130e-9, 180e-9), WithinRel(18.2676 / 6.30129, 1e-6));  // both polynomials at 1.3 V
  double before = energy_factor(45e-9, 200e-9);
  for (double nm = 199; nm >= 4; --nm) {  // finer is never worse, but for the step from 65 to 45 nm devices
    const double now = energy_factor(45e-9, nm * 1e-9);
    CHECK(now <= before);
    before = now;
  }
}

TEST_CASE("technology: an area does not jump where it starts, nor at a node of the table") {
  using namespace sdk::technology;
  for (double from = 250; from >= 2; from -= 0.7) {
    CHECK_THAT(area_factor(from * 1e-9, from * 1e-9), WithinRel(1.0, 1e-12));
    for (double to = 250; to >= 2; to -= 0.1) {
      const double here = area_factor(from * 1e-9, to * 1e-9);
      CHECK(here > 0);
      CHECK_THAT(area_factor(from * 1e-9, to * (1 - 1e-6) * 1e-9), WithinRel(here, 3e-5));
      CHECK_THAT(area_factor(from * (1 - 1e-6) * 1e-9, to * 1e-9), WithinRel(here, 3e-5));
    }
  }
}

TEST_CASE("technology: each node is what it was before voltage and temperature came in") {
  using namespace sdk::technology;
  CHECK_THAT(area_factor(40e-9, 7e-9), WithinRel(0.0863076923076923, 1e-12));
  CHECK_THAT(energy_factor(40e-9, 22e-9), WithinRel(2.0984088234442553 / 6.2, 1e-12));
  CHECK(delay_factor(40e-9, 20e-9) == 0.5);
}

TEST_CASE("technology: 0.8 V and 300 K change nothing, at any node") {
  using namespace sdk::technology;
  for (double nm = 250; nm >= 2; nm -= 0.5) {
    const double node = nm * 1e-9;
    CHECK_THAT(voltage_energy_factor(node, reference_voltage), WithinRel(1.0, 1e-12));
    CHECK_THAT(voltage_delay_factor(node, reference_voltage), WithinRel(1.0, 1e-12));
    CHECK_THAT(leakage_factor(node, reference_voltage, reference_temperature), WithinRel(1.0, 1e-12));
  }
}

TEST_CASE("technology: the polynomials of the paper at other voltages") {
  using namespace sdk::technology;
  // 7 nm: 0.1776 V^2 - 0.09097 V + 0.02447 and -28.58 V^3 + 76.6 V^2 - 70.26 V + 24.69
  CHECK_THAT(voltage_energy_factor(7e-9, 0.7), WithinRel(0.047815 / 0.065358, 1e-6));
  CHECK_THAT(voltage_delay_factor(7e-9, 0.7), WithinRel(3.23906 / 2.87304, 1e-5));
  CHECK_THAT(voltage_energy_factor(65e-9, 1.1), WithinRel(1.68075 / 0.8598, 1e-6));
  // Two nodes at their own voltages: scaled at 0.8 V, then each to its own.
  const double direct = energy_table[10].at(0.7) / energy_table[4].at(0.9);
  CHECK_THAT(energy_factor(45e-9, 7e-9) * voltage_energy_factor(7e-9, 0.7) / voltage_energy_factor(45e-9, 0.9),
             WithinRel(direct, 1e-12));
}

TEST_CASE("technology: more volts cost energy and leakage and win time; warmth costs leakage") {
  using namespace sdk::technology;
  for (double nm = 250; nm >= 2; nm -= 0.5) {
    const double node = nm * 1e-9;
    double energy = 0;
    double delay = 1e9;
    double leak = 0;
    for (double voltage = voltages.lowest; voltage <= voltages.highest; voltage += 0.005) {
      CHECK(voltage_energy_factor(node, voltage) > energy);
      CHECK(voltage_delay_factor(node, voltage) < delay);
      CHECK(leakage_factor(node, voltage, 300) > leak);
      energy = voltage_energy_factor(node, voltage);
      delay = voltage_delay_factor(node, voltage);
      leak = leakage_factor(node, voltage, 300);
    }
    CHECK(delay > 0);
    leak = 0;
    for (double kelvin = temperatures.lowest; kelvin <= temperatures.highest; kelvin += 5) {
      CHECK(leakage_factor(node, 0.8, kelvin) > leak);
      leak = leakage_factor(node, 0.8, kelvin);
    }
  }
}

TEST_CASE("technology: off-currents of PTM devices, 300 to 400 K") {
  using namespace sdk::technology;
  // nA/um at 350 and 400 K over 300 K: 65 nm and 45 nm low power, 14 nm and 7 nm high performance
  CHECK_THAT(leakage_factor(65e-9, 0.8, 350), WithinRel(419.3 / 100.2, 0.008));
  CHECK_THAT(leakage_factor(65e-9, 0.8, 400), WithinRel(1273 / 100.2, 0.008));
  CHECK_THAT(leakage_factor(45e-9, 0.8, 350), WithinRel(4.625, 0.008));
  CHECK_THAT(leakage_factor(45e-9, 0.8, 400), WithinRel(15.11, 0.008));
  CHECK_THAT(leakage_factor(14e-9, 0.8, 400), WithinRel(2300.31 / 100.9152, 0.008));
  CHECK_THAT(leakage_factor(7e-9, 0.8, 400), WithinRel(2296.1 / 100.2258, 0.008));
}

TEST_CASE("technology: what is covered lies in what is possible") {
  using namespace sdk::technology;
  CHECK_THAT(covered_nodes.lowest, WithinRel(nodes_in_nm.back() * 1e-9, 1e-12));
  CHECK_THAT(covered_nodes.highest, WithinRel(nodes_in_nm.front() * 1e-9, 1e-12));
  for (const auto &[covered, possible] :
       {std::pair{covered_nodes, nodes}, {covered_voltages, voltages}, {covered_temperatures, temperatures}}) {
    CHECK(possible.has(covered.lowest));
    CHECK(possible.has(covered.highest));
  }
  CHECK(covered_voltages.has(reference_voltage));
  CHECK(covered_temperatures.has(reference_temperature));
}

}  // namespace
}  // namespace forge::test

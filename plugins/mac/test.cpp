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

TEST_CASE("technology: the tables of the paper, and what lies between and beyond") {
  using namespace sdk::technology;
  CHECK(area_factor(45e-9, 45e-9) == 1);
  CHECK_THAT(area_factor(45e-9, 7e-9), WithinRel(0.059, 1e-12));
  CHECK_THAT(area_factor(130e-9, 180e-9), WithinRel(180.0 / 130, 1e-12));
  CHECK_THAT(energy_factor(65e-9, 65e-9), WithinRel(1.0, 1e-12));
  CHECK_THAT(energy_factor(14e-9, 3.5e-9), WithinRel(energy_factor(14e-9, 7e-9) * std::sqrt(0.5), 1e-12));
  double before = energy_factor(45e-9, 200e-9);
  for (double nm = 199; nm >= 4; --nm) {  // finer is never worse, but for the step from 65 to 45 nm devices
    const double now = energy_factor(45e-9, nm * 1e-9);
    CHECK(now <= before);
    before = now;
  }
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "dram.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using plugins::dram::standards;
using Bench = ComponentBench<plugins::dram::Dram>;

double index_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(standards); ++i) {
    if (standards[i].name == name) {
      return static_cast<double>(i);
    }
  }
  throw std::logic_error("no such type");
}

// hwcomponents-cacti 1.0.40: LPDDR4, LPDDR, DDR3, HBM3, HBM4 (components.json); HBM2 by its 6.25 pJ/b.
TEST_CASE("dram: energy of a transfer as hwcomponents-cacti has it") {
  Bench dram;
  const std::vector<std::vector<double>> cases = {{0, 64, 5.12e-10},  {1, 64, 2.56e-9},     {2, 64, 4.48e-9},
                                                  {3, 2048, 12.8e-9}, {4, 2048, 8.2944e-9}, {5, 4096, 1.31072e-8}};
  for (const auto &c : cases) {
    const auto row = dram.row({{"type", c[0]}, {"width", c[1]}});
    CHECK_THAT(row.at("read.energy"), WithinRel(c[2], 1e-12));
    CHECK(row.at("write.energy") == row.at("read.energy"));
    CHECK(std::isnan(row.at("leak_power")));
  }
}

TEST_CASE("dram: the transfer rate is the standard's, or the user's") {
  Bench dram;
  CHECK(dram.row({{"width", 64}}).at("read.throughput") == 3.2e9);  // LPDDR4: 3200 MT/s
  CHECK(dram.row({{"type", 4}, {"width", 2048}}).at("read.throughput") == 6.4e9);
  CHECK(dram.row({{"width", 64}, {"transfer_rate", 60e6}}).at("write.throughput") == 60e6);
  CHECK(dram.row({{"width", 16}, {"channels", 4}}).at("read.throughput") == 4 * 3.2e9);
}

TEST_CASE("dram: an access to an open row saves opening it") {
  Bench dram;
  // O'Connor et al., MICRO 2017: 1.51 + 1.17 + 0.80 pJ/b where the row is open, and 909 pJ for 256 b where not.
  const Values hbm = {{"type", index_of("HBM2")}, {"width", 1}};
  Values open = hbm, closed = hbm;
  open["row_hit_rate"] = 1;
  closed["row_hit_rate"] = 0;
  CHECK_THAT(dram.row(open).at("read.energy"), WithinRel(3.48e-12, 1e-9));
  CHECK_THAT(dram.row(closed).at("read.energy"), WithinRel(3.48e-12 + 909e-12 / 256, 1e-9));
  for (std::size_t i = 0; i < std::size(standards); ++i) {
    Values values = {{"type", static_cast<double>(i)}, {"width", 64}, {"row_hit_rate", 0}};
    const auto before = dram.row(values);
    values["row_hit_rate"] = 0.75;
    const auto after = dram.row(values);
    if (std::isnan(standards[i].activate)) {
      CHECK(before.empty());  // nothing is published: refused rather than guessed
      continue;
    }
    INFO(standards[i].name);
    CHECK_THAT(before.at("read.energy") - after.at("read.energy"),
               WithinRel(0.75 * before.at("activate.energy"), 1e-9));
    // What is paid for an open row covers column access and interface.
    values["row_hit_rate"] = 1;
    const auto hit = dram.row(values);
    const double io = std::isnan(hit.at("io.energy")) ? 0 : hit.at("io.energy");
    CHECK(hit.at("read.energy") >= (hit.at("column.energy") + io) * (1 - 1e-12));
    // At the share of hits that a type's total stands for, nothing changes.
    values["row_hit_rate"] = standards[i].hits;
    CHECK_THAT(dram.row(values).at("read.energy"),
               WithinRel(dram.row({{"type", static_cast<double>(i)}, {"width", 64}}).at("read.energy"), 1e-12));
  }
}

// By hand from the data sheets: DDR4-3200 x8: (57 * 46.25 - 52 * 32.5 - 37 * 13.75) mA ns * 1.2 V = 525 pJ for 64 bits,
// (168 - 52) mA * 1.2 V over 25.6 Gb/s.
TEST_CASE("dram: parts from currents of data sheets") {
  Bench dram;
  const auto ddr4 = dram.row({{"type", index_of("DDR4")}, {"width", 64}});
  CHECK_THAT(ddr4.at("activate.energy"), WithinRel(525e-12, 0.001));
  CHECK_THAT(ddr4.at("column.energy"), WithinRel(64 * 0.1392 / 25.6e9, 1e-9));
  CHECK_THAT(ddr4.at("io.energy"), WithinRel(64 * 0.5 * 1.44 / 82 / 3.2e9, 1e-9));
  CHECK(ddr4.at("write.energy") < ddr4.at("read.energy"));  // IDD4W < IDD4R
  // LPDDR4X differs from LPDDR4 in the supply of its interface only.
  const auto lpddr4 = dram.row({{"type", index_of("LPDDR4")}, {"width", 32}});
  const auto lpddr4x = dram.row({{"type", index_of("LPDDR4X")}, {"width", 32}});
  CHECK_THAT(lpddr4.at("read.energy") - lpddr4x.at("read.energy"),
             WithinRel(lpddr4.at("io.energy") - lpddr4x.at("io.energy"), 1e-9));
}

TEST_CASE("dram: standby and refresh follow the capacity; refresh doubles above 85 C") {
  Bench dram;
  Values values = {{"type", index_of("DDR4")}, {"width", 64}, {"size", 8.0 * (1ull << 30)}};
  const auto cool = dram.row(values);
  CHECK_THAT(cool.at("background_power"), WithinRel(0.052 * 1.2, 1e-9));  // IDD3N
  CHECK_THAT(cool.at("refresh_power"), WithinRel((0.250 - 0.052) * 1.2 * 350 / 7800, 1e-9));
  CHECK(cool.at("leak_power") == cool.at("background_power") + cool.at("refresh_power"));
  values["temperature"] = 273.15 + 90;
  CHECK(dram.row(values).at("refresh_power") == 2 * cool.at("refresh_power"));
  CHECK(dram.row(values).at("read.energy") == cool.at("read.energy"));
}

TEST_CASE("dram: figures are positive and do not fall with width and size, whatever the type") {
  Bench dram;
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    Values values = {{"type", static_cast<double>(random() % std::size(standards))},
                     {"width", static_cast<double>(1 + random() % 30000)},
                     {"size", std::pow(10, 1 + random() % 13)},
                     {"channels", static_cast<double>(1 + random() % 500)}};
    const auto before = dram.row(values);
    REQUIRE(before.at("read.energy") > 0);
    REQUIRE(before.at("read.throughput") > 0);
    values["width"] *= 2;
    values["size"] *= 10;
    const auto after = dram.row(values);
    REQUIRE(after.at("read.energy") > before.at("read.energy"));
    REQUIRE(after.at("write.energy") > before.at("write.energy"));
    REQUIRE((std::isnan(after.at("leak_power")) || after.at("leak_power") > before.at("leak_power")));
  }
}

TEST_CASE("dram: what no DRAM is") {
  Bench dram;
  CHECK(dram.row({{"width", 0}}).empty());
  CHECK(dram.row({{"width", 64}, {"type", static_cast<double>(std::size(standards))}}).empty());
  CHECK(dram.row({{"width", 64}, {"type", 0.5}}).empty());
  CHECK(dram.row({{"width", std::nan("")}}).empty());
  CHECK(dram.row({{"width", 64}, {"row_hit_rate", 1.1}}).empty());
  CHECK(dram.row({{"width", 64}, {"temperature", 500}}).empty());
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
#include "dram.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

TEST_CASE("dram: energy is pJ per bit times the width of the bus") {
  ComponentBench<plugins::dram::Dram> dram;
  // by hand: 64 bits of 8, 40, 70 pJ; 2048 of 6.25 and 4.05; 4096 of 3.2
  const std::vector<std::vector<double>> cases = {{0, 64, 0.512e-9},  {1, 64, 2.56e-9},     {2, 64, 4.48e-9},
                                                  {3, 2048, 12.8e-9}, {4, 2048, 8.2944e-9}, {5, 4096, 13.1072e-9}};
  for (const auto &c : cases) {
    const auto row = dram.row({{"type", c[0]}, {"width", c[1]}});
    CHECK_THAT(row.at("read.energy"), WithinRel(c[2], 1e-12));
    CHECK(row.at("write.energy") == row.at("read.energy"));
  }
}

TEST_CASE("dram: the transfer rate is the standard's, or the user's") {
  ComponentBench<plugins::dram::Dram> dram;
  CHECK(dram.row({{"width", 64}}).at("read.throughput") == 3.2e9);  // LPDDR4: 3200 MT/s
  CHECK(dram.row({{"type", 4}, {"width", 2048}}).at("read.throughput") == 6.4e9);
  CHECK(dram.row({{"width", 64}, {"transfer_rate", 60e6}}).at("write.throughput") == 60e6);
}

TEST_CASE("dram: what no DRAM is") {
  ComponentBench<plugins::dram::Dram> dram;
  CHECK(dram.row({{"width", 0}}).empty());
  CHECK(dram.row({{"width", 64}, {"type", 6}}).empty());
  CHECK(dram.row({{"width", 64}, {"type", 0.5}}).empty());
  CHECK(dram.row({{"width", std::nan("")}}).empty());
}

}  // namespace
}  // namespace forge::test

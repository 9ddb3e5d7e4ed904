// SPDX-License-Identifier: Apache-2.0
#include "regfile.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using Bench = ComponentBench<plugins::regfile::RegisterFile>;

// hwcomponents-library 1.0.58, AladdinRegister: width, node, area, energy of an access.
TEST_CASE("regfile: Aladdin's registers, scaled, as hwcomponents has them") {
  Bench bench;
  const std::vector<std::vector<double>> cases = {
      {32, 40e-9, 1.9136e-10, 2.88e-13},
      {16, 45e-9, 1.3984e-10, 1.657120901691694e-13},
      {8, 7e-9, 4.12896e-12, 7.814067984529e-15},
  };
  for (const auto &c : cases) {
    const auto row = bench.row({{"size", c[0]}, {"width", c[0]}, {"node", c[1]}});
    CHECK_THAT(row.at("area"), WithinRel(c[2], 1e-6));
    CHECK_THAT(row.at("read.energy"), WithinRel(c[3], 1e-9));
    CHECK_THAT(row.at("write.energy"), WithinRel(c[3], 1e-9));
    CHECK_THAT(row.at("write.latency"), WithinRel(c[1] / 40e-9 * 1e-9, 1e-12));
  }
}

TEST_CASE("regfile: area and leakage follow the size, energy the width, throughput ports and clock") {
  Bench bench;
  const Values small = {{"size", 256}, {"width", 16}, {"node", 40e-9}, {"clock", 200e6}};
  Values large = small;
  large["size"] = 1024;
  large["ports"] = 2;
  const auto a = bench.row(small);
  const auto b = bench.row(large);
  CHECK_THAT(b.at("area"), WithinRel(4 * a.at("area"), 1e-12));
  CHECK_THAT(a.at("leak_power"), WithinRel(256 * 7.395e-8, 1e-12));
  CHECK(b.at("read.energy") == a.at("read.energy"));
  CHECK(a.at("read.throughput") == 200e6);
  CHECK(b.at("write.throughput") == 400e6);
}

TEST_CASE("regfile: an access is not wider than the memory") {
  Bench bench;
  CHECK(bench.row({{"size", 8}, {"width", 16}, {"node", 40e-9}}).empty());
  CHECK(bench.row({{"size", 8}, {"width", 8}, {"node", 0}}).empty());
}

}  // namespace
}  // namespace forge::test

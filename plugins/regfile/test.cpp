// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "fifo.hpp"
#include "regfile.hpp"
#include "register.hpp"
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

using RegisterBench = ComponentBench<plugins::regfile::Register>;
using FifoBench = ComponentBench<plugins::regfile::Fifo>;

// components.json, AladdinRegister: width, node, area, energy of an access, latency of a write. It has no leakage.
TEST_CASE("register: as hwcomponents has Aladdin's") {
  RegisterBench bench;
  const std::vector<std::vector<double>> rows = {
      {32, 40e-9, 1.9136e-10, 2.88e-13, 1e-9},
      {16, 45e-9, 1.3984e-10, 1.657120901691694e-13, 1.125e-9},
      {8, 7e-9, 4.12896e-12, 7.814067984529e-15, 1.75e-10},
  };
  for (const auto &c : rows) {
    const auto row = bench.row({{"width", c[0]}, {"node", c[1]}, {"flip_flop_leak", 0}});
    CHECK_THAT(row.at("area"), WithinRel(c[2], 1e-6));
    CHECK(row.at("leak_power") == 0);
    CHECK_THAT(row.at("read.energy"), WithinRel(c[3], 1e-9));
    CHECK_THAT(row.at("write.energy"), WithinRel(c[3], 1e-9));
    CHECK(row.at("read.latency") == 0);
    CHECK_THAT(row.at("write.latency"), WithinRel(c[4], 1e-9));
    CHECK_THAT(row.at("write.throughput"), WithinRel(1 / c[4], 1e-9));
  }
}

TEST_CASE("register: leaks as a register file does, and keeps more than it moves where told so") {
  RegisterBench bench;
  CHECK_THAT(bench.row({{"width", 32}, {"node", 40e-9}}).at("leak_power"), WithinRel(32 * 73.95e-9, 1e-12));
  const auto wide = bench.row({{"width", 32}, {"size", 128}, {"node", 40e-9}});
  CHECK_THAT(wide.at("area"), WithinRel(4 * 1.9136e-10, 1e-9));
  CHECK_THAT(wide.at("read.energy"), WithinRel(2.88e-13, 1e-9));
  CHECK(bench.row({{"width", 32}, {"node", 40e-9}, {"clock", 200e6}}).at("write.throughput") == 200e6);
  CHECK(bench.row({{"width", 32}, {"size", 16}, {"node", 40e-9}}).empty());
  CHECK(bench.row({{"width", 0}, {"node", 40e-9}}).empty());
  CHECK(bench.row({{"width", 8}, {"node", 1e-6}}).empty());
}

// By hand: 16 entries of 8 bits: pointers of 5 bits. At 40 nm Aladdin's counter has 0.25074 pJ, 495.5 um^2, 0.321 uW for
// 32 bits, its comparator 0.02947 pJ, 71 um^2, 25.1 nW.
TEST_CASE("fifo: flip-flops, two pointers and a comparison") {
  FifoBench bench;
  const auto row = bench.row({{"width", 8}, {"depth", 16}, {"node", 40e-9}});
  CHECK_THAT(row.at("area"), WithinRel(1e-12 * (128 * 5.98 + 5 / 32.0 * (2 * 495.5 + 71)), 1e-9));
  CHECK_THAT(row.at("leak_power"), WithinRel(128 * 73.95e-9 + 5 / 32.0 * (2 * 0.321e-6 + 25.1e-9), 1e-9));
  const double access = 8 * 9e-15 + 5 / 32.0 * (0.25074e-12 + 0.02947e-12);
  for (const auto *action : {"read.energy", "write.energy", "push.energy", "pop.energy"}) {
    CHECK_THAT(row.at(action), WithinRel(access, 1e-9));
  }
  CHECK_THAT(row.at("write.throughput"), WithinRel(1e9, 1e-9));
  CHECK(bench.row({{"width", 8}, {"size", 128}, {"node", 40e-9}}) == row);
  CHECK(bench.row({{"width", 8}, {"node", 40e-9}}).empty());
  CHECK(bench.row({{"width", 8}, {"size", 4}, {"node", 40e-9}}).empty());
  CHECK(bench.row({{"width", 8}, {"depth", 1.5}, {"node", 40e-9}}).empty());
}

TEST_CASE("register, fifo: positive, and more never costs less") {
  RegisterBench registers;
  FifoBench fifos;
  std::mt19937 random(2);
  const auto up_to = [&random](unsigned most) { return static_cast<double>(1 + random() % most); };
  for (int i = 0; i < 300; ++i) {
    const double width = up_to(30000);
    const double depth = up_to(100000);
    const double node = up_to(499) * 1e-9;
    const auto one = registers.row({{"width", width}, {"node", node}});
    const auto two = registers.row({{"width", 2 * width}, {"node", node}});
    const auto small = fifos.row({{"width", width}, {"depth", depth}, {"node", node}});
    const auto deep = fifos.row({{"width", width}, {"depth", 2 * depth}, {"node", node}});
    const auto wide = fifos.row({{"width", 2 * width}, {"depth", depth}, {"node", node}});
    for (const std::string output : {"area", "leak_power", "read.energy", "write.energy"}) {
      INFO(output << " " << width << " " << depth << " " << node);
      REQUIRE(one.at(output) > 0);
      REQUIRE(two.at(output) > one.at(output));
      REQUIRE(small.at(output) > one.at(output));
      REQUIRE(deep.at(output) > small.at(output));
      REQUIRE(wide.at(output) > small.at(output));
    }
  }
}

}  // namespace
}  // namespace forge::test

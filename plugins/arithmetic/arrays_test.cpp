// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"

#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using namespace plugins::arithmetic;

constexpr double int8 = 1;
constexpr double bf16 = 6;

TEST_CASE("vector: lanes are units and registers; control is shared") {
  ComponentBench<Vector> bench;
  const Values one = bench.row({{"lanes", 1}, {"type", bf16}, {"node", 7e-9}});
  const Values many = bench.row({{"lanes", 64}, {"type", bf16}, {"node", 7e-9}});
  CHECK_THAT(many.at("area"), WithinRel(64 * one.at("area"), 1e-9));
  CHECK_THAT(many.at("leak_power"), WithinRel(64 * one.at("leak_power"), 1e-9));
  CHECK_THAT(many.at("compute.throughput"), WithinRel(64 * one.at("compute.throughput"), 1e-9));
  CHECK(many.at("compute.energy") == one.at("compute.energy"));
  const Values controlled = bench.row({{"lanes", 64}, {"type", bf16}, {"node", 7e-9}, {"control_energy", 64e-12}});
  CHECK_THAT(controlled.at("compute.energy"), WithinRel(many.at("compute.energy") + 1e-12, 1e-9));

  const Values unit = ComponentBench<TypedMac>().row({{"type", bf16}, {"node", 7e-9}});
  const double registers = 64 * 9e-15 * sdk::technology::energy_factor(40e-9, 7e-9);  // two factors, a sum
  CHECK_THAT(one.at("compute.energy"), WithinRel(unit.at("compute.energy") + registers, 1e-9));
}

TEST_CASE("vector: adding and multiplying alone") {
  ComponentBench<Vector> bench;
  const auto energy = [&bench](double operation) {
    return bench.row({{"operation", operation}, {"lanes", 8}, {"type", int8}, {"node", 16e-9}}).at("compute.energy");
  };
  CHECK(energy(1) < energy(2));
  CHECK(energy(2) < energy(0));
}

TEST_CASE("systolic: one element is a MAC with its registers") {
  const Values one = ComponentBench<Systolic>().row({{"rows", 1}, {"columns", 1}, {"type", int8}, {"node", 40e-9}});
  const Values unit = ComponentBench<TypedMac>().row({{"type", int8}, {"node", 40e-9}});
  CHECK_THAT(one.at("area"), WithinRel(unit.at("area") + 48 * 5.98e-12, 1e-9));
  CHECK_THAT(one.at("compute.energy"), WithinRel(unit.at("compute.energy") + 40 * 9e-15, 1e-9));
  CHECK(one.at("compute.throughput") == unit.at("compute.throughput"));
}

TEST_CASE("systolic: many elements, and the triangles of registers that skew operands and sums") {
  ComponentBench<Systolic> bench;
  const Values flat = bench.row({{"rows", 16}, {"columns", 8}, {"skew", 0}, {"type", int8}, {"node", 40e-9}});
  const Values skewed = bench.row({{"rows", 16}, {"columns", 8}, {"type", int8}, {"node", 40e-9}});
  const double bits = 16 * 15 / 2 * 8 + 8 * 7 / 2 * 32;
  CHECK_THAT(skewed.at("area") - flat.at("area"), WithinRel(bits * 5.98e-12, 1e-6));
  CHECK_THAT(skewed.at("compute.energy") - flat.at("compute.energy"), WithinRel(bits * 9e-15 / 128, 1e-6));
  CHECK_THAT(skewed.at("compute.throughput"), WithinRel(128e9, 1e-9));
  const Values slow = bench.row({{"rows", 16}, {"columns", 8}, {"type", int8}, {"node", 40e-9}, {"clock", 1e8}});
  CHECK_THAT(slow.at("compute.latency"), WithinRel(230e-9, 1e-9));
  CHECK_THAT(slow.at("compute.throughput"), WithinRel(128e8, 1e-9));
}

TEST_CASE("arrays: what is not one") {
  CHECK(ComponentBench<Vector>().row({{"lanes", 0}, {"type", int8}, {"node", 7e-9}}).empty());
  CHECK(ComponentBench<Systolic>().row({{"rows", 4097}, {"columns", 1}, {"type", int8}, {"node", 7e-9}}).empty());
  CHECK(ComponentBench<Systolic>()
            .row({{"rows", 4}, {"columns", 1}, {"type", int8}, {"accumulator", 6}, {"node", 7e-9}})
            .empty());
}

}  // namespace
}  // namespace forge::test

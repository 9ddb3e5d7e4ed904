// SPDX-License-Identifier: Apache-2.0
#include "pricing/node_cost.hpp"
#include "support/catch.hpp"

namespace forge::pricing {
namespace {

TEST_CASE("what all instances of a node cost, and all nodes together") {
  NodeCost memory, compute, unknown;
  memory.area = 2e-9;
  memory.leak_power = 1e-3;
  compute.instances = 8;
  compute.area = 1e-9;
  CHECK(compute.total_area() == 8e-9);
  CHECK_FALSE(compute.total_leak_power());
  const auto chip = chip_cost({memory, compute, unknown});
  CHECK(chip.area == 10e-9);
  CHECK(chip.leak_power == 1e-3);
  CHECK_FALSE(chip_cost({unknown}).area);  // 0 would be a claim
  CHECK_FALSE(chip_cost({}).leak_power);
}

}  // namespace
}  // namespace forge::pricing

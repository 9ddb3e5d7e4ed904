// SPDX-License-Identifier: Apache-2.0
#include "model/architecture.hpp"

#include "support/catch.hpp"
#include "unit/model/examples.hpp"

namespace forge::model::test {

using Path = std::vector<std::size_t>;

TEST_CASE("nodes are found by name") {
  const auto chip = small_chip();
  CHECK(chip.find("Spad") == 3U);
  CHECK(!chip.find("spad"));
}

TEST_CASE("a path goes from the root to a compute") {
  const auto chip = small_chip();
  CHECK(chip.path_to(4) == Path{0, 1, 2, 3, 4});
  CHECK(chip.path_to(5) == Path{0, 1, 5});
}

TEST_CASE("an Einsum has a path to every compute that can run it") {
  const auto chip = small_chip();
  const auto workload = two_matmuls();
  CHECK(chip.paths_for(workload.einsums[0]) == std::vector<Path>{{0, 1, 2, 3, 4}});
  CHECK(chip.paths_for(workload.einsums[1]) == std::vector<Path>{{0, 1, 2, 3, 4}, {0, 1, 5}});
}

TEST_CASE("instances multiply over the fan-outs above") {
  auto chip = small_chip();
  chip.nodes[1].instances = 2;
  chip.nodes[3].instances = 5;
  CHECK(chip.total_instances(0) == 1);
  CHECK(chip.total_instances(1) == 2);
  CHECK(chip.total_instances(2) == 1);  // a fan-out is not repeated by itself
  CHECK(chip.total_instances(3) == 60);
  CHECK(chip.total_instances(4) == 12);
  CHECK(chip.total_instances(5) == 1);
}

TEST_CASE("bits in a memory: the tensor's name, its role, all, the workload's") {
  const auto workload = two_matmuls();
  const auto &einsum = workload.einsums[0];
  Node memory;
  CHECK(bits_in(memory, einsum, 2) == 16);
  memory.bits["all"] = 4;
  CHECK(bits_in(memory, einsum, 0) == 4);
  memory.bits["In"] = 5;
  CHECK(bits_in(memory, einsum, 0) == 5);
  CHECK(bits_in(memory, einsum, 1) == 4);
  memory.bits["A"] = 6;
  CHECK(bits_in(memory, einsum, 0) == 6);
}

}  // namespace forge::model::test

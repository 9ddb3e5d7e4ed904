// SPDX-License-Identifier: Apache-2.0
//
// Addresses that a memory generates, as solvers are told of them.
#include "evaluate/path_model.hpp"
#include "evaluate/problem.hpp"
#include "support/catch.hpp"
#include "unit/evaluate/designs.hpp"

using namespace forge;

namespace {

// The small array, whose buffer generates addresses at this rate.
struct Addressed {
  explicit Addressed(double throughput, bool separate_ports = false) {
    model::Node &buffer = design.architecture.nodes[1];
    buffer.actions["address"] = tests::action(0.5, throughput, 0);
    buffer.separate_ports = separate_ports;
    costs = design.costs();
  }
  std::vector<std::size_t> path() const { return design.architecture.paths_for(workload.einsums[0]).at(0); }

  tests::Design design = tests::small_array();
  const model::Workload workload{{tests::matrix_multiplication(4, 4, 4)}};
  std::vector<pricing::NodeCost> costs;
};

std::int32_t latency_kind(const Addressed &addressed) {
  const evaluate::Evaluator evaluator(addressed.workload, addressed.design.architecture, addressed.costs);
  return evaluate::Problem(evaluator, 0, addressed.path(), {}).table().latency_kind[1];
}

}  // namespace

TEST_CASE("an address costs energy and time with each action of a value") {
  const Addressed addressed(2);
  const auto model = evaluate::make_path_model(addressed.workload, 0, addressed.design.architecture, addressed.costs,
                                               addressed.path());
  const auto &buffer = *model.memories.at(1);
  CHECK(buffer.actions == std::vector<std::string>{"write", "read", "address"});
  // A read of 16 b is one action: 6 and an address of 0.5; 8 reads a second, 2 addresses.
  CHECK(buffer.energy_per_value[0][1] == 6.5);
  CHECK(buffer.time_per_value[0][1] == 1.0 / 8 + 1.0 / 2);
}

TEST_CASE("solvers are told that addresses with a port of their own are beyond their table") {
  CHECK(latency_kind(Addressed(2)) == FORGE_LATENCY_SUM);
  CHECK(latency_kind(Addressed(tests::unlimited, true)) == FORGE_LATENCY_MAX);
  CHECK(latency_kind(Addressed(2, true)) == FORGE_LATENCY_OTHER);
}

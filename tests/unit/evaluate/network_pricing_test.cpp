// SPDX-License-Identifier: Apache-2.0
//
// What a hop costs: the router's energy and the wire's, how long a wire is, and who is told.
#include <cmath>
#include <limits>

#include "evaluate/path_model.hpp"
#include "evaluate/problem.hpp"
#include "pricing/wires.hpp"
#include "support/catch.hpp"
#include "unit/evaluate/designs.hpp"

using namespace forge;

namespace {

// A 4 x 3 array under a mesh: a place holds registers of 30000 um^2 and a MAC of 10000 um^2.
tests::Design array_with_wires() {
  auto design = tests::small_array();
  auto &nodes = design.architecture.nodes;
  model::Node network;
  network.kind = model::NodeKind::network;
  network.name = "NoC";
  network.tensors = model::TensorSet::all();
  network.wire_energy = 8e-11;  // 0.08 pJ/b/mm
  nodes.insert(nodes.begin() + 2, network);
  for (std::size_t i = 1; i < nodes.size(); ++i)
    nodes[i].parent = i - 1;
  nodes[4].area = 3e-8;
  nodes[5].area = 1e-8;
  return design;
}

struct Priced {
  std::vector<pricing::NodeCost> costs;
  std::vector<Error> errors;
};
Priced priced(const tests::Design &design) {
  Priced result{design.costs(), {}};
  add_wires(design.architecture, result.costs, result.errors);
  return result;
}

evaluate::NetworkModel model_of(const tests::Design &design) {
  const model::Workload workload{{tests::matrix_multiplication(4, 4, 4)}};
  const auto path = design.architecture.paths_for(workload.einsums[0]).at(0);
  return evaluate::make_network(workload, workload.einsums[0], design.architecture, path, 2, priced(design).costs[2]);
}

}  // namespace

TEST_CASE("a hop is as long as the side of a place of the fan-out below") {
  const auto [costs, errors] = priced(array_with_wires());
  REQUIRE(errors.empty());
  const auto &parameters = costs[2].parameters;
  REQUIRE(parameters.size() == 2);
  CHECK(parameters[1].name == "hop_length");
  CHECK_THAT(parameters[1].value, test::WithinRel(2e-4, 1e-12));
  CHECK(parameters[1].source == "area");
  CHECK(costs[2].note == "wire 0.016 pJ/b a hop: 0.08 pJ/b/mm x 0.2 mm (side of one place of the fan-out below)");
  CHECK_THAT(costs[2].actions.at(0).energy_per_bit, test::WithinRel(1.6e-14, 1e-12));
}

TEST_CASE("instances and inner fan-outs count in the area of a place") {
  auto design = array_with_wires();
  auto &nodes = design.architecture.nodes;
  nodes[5].instances = 6;  // of the MAC: 6 x 10000 um^2 beside 30000 um^2
  CHECK_THAT(priced(design).costs[2].parameters[1].value, test::WithinRel(3e-4, 1e-12));
}

TEST_CASE("a hop's energy is the router's and that of its wire, which moves the width, or else a value") {
  auto design = array_with_wires();
  auto &network = design.architecture.nodes[2];
  CHECK_THAT(model_of(design).energy_per_hop[0], test::WithinRel(16 * 1.6e-14, 1e-12));
  network.actions["hop"] = tests::action(1e-12, 4, 32);
  CHECK_THAT(model_of(design).energy_per_hop[0], test::WithinRel(1e-12 + 32 * 1.6e-14, 1e-12));
  CHECK(model_of(design).charge.actions_per_value[0] == 0.5);
  network.hop_length = 1e-3;
  CHECK_THAT(model_of(design).energy_per_hop[0], test::WithinRel(1e-12 + 32 * 8e-14, 1e-12));
}

TEST_CASE("operands go down and results come up, unless the project says otherwise") {
  auto design = array_with_wires();
  CHECK(model_of(design).charge.down == 0b011);
  CHECK(model_of(design).charge.up == 0b100);
  auto &network = design.architecture.nodes[2];
  network.directions["Z"] = model::Node::Direction::both;
  network.tensors = model::TensorSet::parse("B | Z");
  CHECK(model_of(design).charge.down == 0b110);
  CHECK(model_of(design).charge.up == 0b100);
}

TEST_CASE("a hop length that can't be derived is refused") {
  auto design = array_with_wires();
  auto &nodes = design.architecture.nodes;
  nodes[5].area.reset();
  auto errors = priced(design).errors;
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].message() == "the hop length of network 'NoC' can't be derived from the area of a place of 'PE'");
  CHECK(errors[0].notes() == std::vector<std::string>{"no area is known of 'MAC'", "give hop_length, or the areas"});
  nodes[4].area = nodes[5].area = 0;
  errors = priced(design).errors;
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].notes().at(0) == "that area is 0");
  nodes[2].hop_length = 1e-3;
  CHECK(priced(design).errors.empty());
}

TEST_CASE("a network without any energy is refused") {
  auto design = array_with_wires();
  design.architecture.nodes[2].wire_energy.reset();
  CHECK_THROWS_WITH(model_of(design), test::ContainsSubstring("network 'NoC' has no energy for the action 'hop'"));
}

TEST_CASE("solvers are not given a problem with a network") {
  auto design = array_with_wires();
  const model::Workload workload{{tests::matrix_multiplication(4, 4, 4)}};
  const auto costs = priced(design).costs;
  const evaluate::Evaluator evaluator(workload, design.architecture, costs);
  const auto path = design.architecture.paths_for(workload.einsums[0]).at(0);
  CHECK_THROWS_WITH(evaluate::Problem(evaluator, 0, path, {}),
                    test::ContainsSubstring("solvers can't be told what the hops of network 'NoC' cost"));
}

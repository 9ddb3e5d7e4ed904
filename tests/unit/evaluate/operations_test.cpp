// SPDX-License-Identifier: Apache-2.0
//
// Which compute runs an Einsum, and at which price, when Einsums have operations.
#include "evaluate/operations.hpp"

#include "evaluate/evaluator.hpp"
#include "support/catch.hpp"
#include "unit/evaluate/designs.hpp"

using namespace forge;
using evaluate::Evaluator;

namespace {

// Z[m] = A[m]
model::Einsum elementwise(std::string operation) {
  model::Einsum einsum{.name = "step"};
  einsum.variables = {{"m", 8}};
  einsum.tensors = {{"A", false, {{{0, 1}}}, 16}, {"Z", true, {{{0, 1}}}, 16}};
  einsum.operation = std::move(operation);
  return einsum;
}

// A memory, and computes under it.
struct Computes {
  Computes() { design.memory("DRAM", tests::unlimited, 1, tests::unlimited); }
  Computes &add(const std::string &name, std::map<std::string, model::ActionFigures> actions) {
    design.compute(name, 1);
    design.last().actions = std::move(actions);
    design.last().parent = 0;
    return *this;
  }
  tests::Design design;
};

model::Mapping mapping_on(std::size_t compute) {
  return {.einsum = 0,
          .nest = {{.kind = model::NestKind::keep, .tensors = {0, 1}, .node = 0},
                   {.kind = model::NestKind::loop, .variable = 0, .tile = 1},
                   {.kind = model::NestKind::compute, .node = compute}}};
}

// What stops the Einsum from running; "" where nothing does.
std::string refusal(Computes &computes, const model::Einsum &einsum) {
  const model::Workload workload{{einsum}};
  const auto costs = computes.design.costs();
  try {
    const Evaluator evaluator(workload, computes.design.architecture, costs);
  } catch (const Error &error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("an operation is priced by the action of its name") {
  auto computes = Computes().add("ALU", {{"compute", tests::action(1, 1, 0)}, {"exp", tests::action(5, 0.5, 0)}});
  const model::Workload workload{{elementwise("exp")}};
  const auto costs = computes.design.costs();
  const auto result = Evaluator(workload, computes.design.architecture, costs).evaluate(mapping_on(1));
  const auto &use = result.components.back();
  REQUIRE(use.actions.size() == 1);
  CHECK(use.actions[0].action == "exp");
  CHECK(use.actions[0].count == 8);
  CHECK(use.energy == 40);
  CHECK(use.latency == 16);
}

TEST_CASE("the general action prices every operation that has none of its own") {
  auto computes = Computes().add("ALU", {{"compute", tests::action(2, 1, 0)}});
  const model::Workload workload{{elementwise("max")}};
  const auto costs = computes.design.costs();
  const auto result = Evaluator(workload, computes.design.architecture, costs).evaluate(mapping_on(1));
  CHECK(result.components.back().actions[0].action == "compute");
  CHECK(result.components.back().energy == 16);
}

TEST_CASE("a compute for other operations is no candidate where another one will do") {
  auto computes = Computes()
                      .add("MAC", {{"mac", tests::action(1, 1, 0)}})
                      .add("SFU", {{"exp", tests::action(5, 1, 0)}, {"max", tests::action(1, 1, 0)}});
  const model::Workload workload{{elementwise("exp")}};
  const auto costs = computes.design.costs();
  const Evaluator evaluator(workload, computes.design.architecture, costs);
  CHECK(evaluator.paths_for(0) == std::vector<std::vector<std::size_t>>{{0, 2}});
  CHECK_THROWS_WITH(evaluator.evaluate(mapping_on(1)), test::ContainsSubstring("compute 'MAC' has no action 'exp'"));
}

TEST_CASE("an operation that no compute has is an error with close matches") {
  auto computes = Computes().add("MAC", {{"mac", tests::action(1, 1, 0)}, {"exp", tests::action(1, 1, 0)}});
  CHECK(refusal(computes, elementwise("epx")) == "compute 'MAC' has no action 'epx', did you mean 'exp'?");
}

TEST_CASE("where several computes lack an operation, all are named") {
  auto computes =
      Computes().add("MAC", {{"mac", tests::action(1, 1, 0)}}).add("SFU", {{"exp", tests::action(1, 1, 0)}});
  const model::Workload workload{{elementwise("epx")}};
  const auto costs = computes.design.costs();
  try {
    const Evaluator evaluator(workload, computes.design.architecture, costs);
    FAIL("accepted");
  } catch (const Error &error) {
    CHECK(error.message() == "no compute has an action 'epx', did you mean 'exp'?");
    CHECK(error.notes().at(0) == "'MAC' has mac");
    CHECK(error.notes().at(1) == "'SFU' has exp");
  }
}

// A compute's only action may be anything: that it is what an Einsum without an operation means would be a guess.
TEST_CASE("an Einsum without an operation takes the general action only") {
  auto computes = Computes().add("SFU", {{"exp", tests::action(1, 1, 0)}});
  CHECK(refusal(computes, elementwise("")) == "compute 'SFU' has no action 'compute'");
}

TEST_CASE("a compute that names the Einsum must be able to price it") {
  auto computes =
      Computes().add("MAC", {{"mac", tests::action(1, 1, 0)}}).add("SFU", {{"exp", tests::action(1, 1, 0)}});
  computes.design.architecture.nodes[1].einsums = {"step"};
  CHECK(refusal(computes, elementwise("exp")) == "compute 'MAC' has no action 'exp'");
}

TEST_CASE("a compute without any figures is not passed over") {
  auto computes = Computes().add("MAC", {}).add("SFU", {{"exp", tests::action(1, 1, 0)}});
  CHECK(refusal(computes, elementwise("exp")) == "compute 'MAC' has no energy for the action 'compute'");
}

TEST_CASE("a latency expression sees the counts of the action that runs, and of all as compute.count") {
  for (const auto &[expression, seconds] :
       {std::pair{"exp.count / 2", 4.0}, {"mac.count / 8 + exp.count / 4", 2.0}, {"compute.count", 8.0}}) {
    auto computes = Computes().add("ALU", {{"mac", tests::action(1, 1, 0)}, {"exp", tests::action(1, 1, 0)}});
    computes.design.last().latency = expression;
    const model::Workload workload{{elementwise("exp")}};
    const auto costs = computes.design.costs();
    const auto result = Evaluator(workload, computes.design.architecture, costs).evaluate(mapping_on(1));
    CHECK(result.components.back().latency == seconds);
  }
}

TEST_CASE("a latency expression that leaves the operation out is refused, it would take no time") {
  auto computes = Computes().add("ALU", {{"mac", tests::action(1, 1, 0)}, {"exp", tests::action(1, 1, 0)}});
  computes.design.last().latency = "mac.count / 2";
  CHECK(refusal(computes, elementwise("exp")) ==
        "latency of 'ALU' says nothing about 'exp', which Einsum 'step' takes: \"mac.count / 2\"");
  computes.design.last().latency = "5 us";
  CHECK(refusal(computes, elementwise("exp")).empty());
}

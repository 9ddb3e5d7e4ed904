// SPDX-License-Identifier: Apache-2.0
//
// The options of [latency], with figures that can be followed by hand.
#include "evaluate/evaluator.hpp"
#include "evaluate/problem.hpp"
#include "support/catch.hpp"
#include "unit/evaluate/designs.hpp"

using namespace forge;
using evaluate::EinsumResult;
using evaluate::LatencyTerm;
using model::NestKind;
using model::Overlap;

namespace forge::evaluate {
static bool operator==(const LatencyTerm &a, const LatencyTerm &b) {
  return a.name == b.name && a.seconds == b.seconds;
}
static std::ostream &operator<<(std::ostream &out, const LatencyTerm &term) {
  return out << term.name << " " << term.seconds;
}
}  // namespace forge::evaluate

namespace {

using Terms = std::vector<LatencyTerm>;

// Z[m] = A[m] * B[m], values as wide as an action
model::Einsum product() {
  model::Einsum einsum{.name = "product"};
  einsum.variables = {{"m", 8}};
  einsum.tensors = {{"A", false, {{{0, 1}}}, 16}, {"B", false, {{{0, 1}}}, 16}, {"Z", true, {{{0, 1}}}, 16}};
  return einsum;
}

// A MAC that takes a step a second, and memories with so many actions a second.
tests::Design design(double dram, double buffer) {
  tests::Design design;
  design.memory("DRAM", tests::unlimited, 1, dram).memory("Buffer", tests::unlimited, 1, buffer).compute("MAC", 1);
  return design;
}

// Tiles of two elements in the buffer, B goes past it.
//   DRAM: reads A 8, reads B 8, updates Z 8.   Buffer: fills A 8, reads A 8, updates Z 8, drains Z 8.   MAC: 8 steps.
model::Mapping mapping() {
  return {.einsum = 0,
          .nest = {{.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 0},
                   {.kind = NestKind::loop, .variable = 0, .tile = 2},
                   {.kind = NestKind::keep, .tensors = {0, 2}, .node = 1},
                   {.kind = NestKind::loop, .variable = 0, .tile = 1},
                   {.kind = NestKind::compute, .node = 2}}};
}

EinsumResult evaluate_on(const tests::Design &design, model::LatencyOptions options,
                         const model::Mapping &how = mapping()) {
  const model::Workload workload{{product()}};
  const auto costs = design.costs();
  return evaluate::Evaluator(workload, design.architecture, costs, options).evaluate(how);
}

}  // namespace

TEST_CASE("without options the slowest component is the latency, and there are no terms") {
  const auto result = evaluate_on(design(4, 8), {});
  CHECK(result.latency == 8);  // DRAM 24 / 4 = 6, Buffer 32 / 8 = 4, MAC 8
  CHECK(result.bottleneck == "MAC");
  CHECK(result.next_bottleneck == "DRAM");
  CHECK(result.latency_terms.empty());
}

TEST_CASE("a memory that is not double buffered serves, then exchanges") {
  const auto result = evaluate_on(design(4, 8), {.overlap = Overlap::double_buffered});
  // MAC 8; Buffer serves 16 / 8 = 2 meanwhile, then exchanges 16 / 8 = 2; DRAM serves 6 meanwhile.
  CHECK(result.latency == 10);
  CHECK(result.latency_terms == Terms{{"MAC", 8}, {"exchange of Buffer", 2}});
  CHECK(result.bottleneck == "MAC");        // without it 6, without Buffer 8, without DRAM 10
  CHECK(result.next_bottleneck == "DRAM");  // without it 4
  CHECK(result.components[2].utilization == 0.8);
}

TEST_CASE("a double buffered memory overlaps all it does") {
  auto two = design(4, 8);
  two.architecture.nodes[1].double_buffered = true;
  const auto result = evaluate_on(two, {.overlap = Overlap::double_buffered});
  CHECK(result.latency == 8);
  CHECK(result.latency_terms == Terms{{"MAC", 8}});
}

TEST_CASE("a slow exchange is the bottleneck") {
  const auto result = evaluate_on(design(4, 2), {.overlap = Overlap::double_buffered});
  CHECK(result.latency == 16);  // Buffer serves 8 while the MAC takes 8, then exchanges 8
  CHECK(result.bottleneck == "Buffer");
  CHECK(result.next_bottleneck == "MAC");
  CHECK(result.latency_terms == Terms{{"Buffer", 8}, {"exchange of Buffer", 8}});
}

TEST_CASE("a slow outer memory hides the exchanges inside of it") {
  const auto result = evaluate_on(design(1, 8), {.overlap = Overlap::double_buffered});
  CHECK(result.latency == 24);
  CHECK(result.latency_terms == Terms{{"DRAM", 24}});
  CHECK(result.bottleneck == "DRAM");
}

TEST_CASE("a latency expression is asked for the parts") {
  auto two = design(4, 8);
  two.architecture.nodes[1].latency = "1 + read.count / 16 + write.count / 4";
  const auto result = evaluate_on(two, {.overlap = Overlap::double_buffered});
  // serves reads A 8, updates Z 8: 1 + 0.5 + 2 = 3.5; exchanges drains Z 8, fills A 8: the same
  CHECK(result.latency == 11.5);
  CHECK(result.latency_terms == Terms{{"MAC", 8}, {"exchange of Buffer", 3.5}});
}

TEST_CASE("the first tiles and the last results take the time of the slower side") {
  const auto result = evaluate_on(design(4, 8), {.pipeline_fill = true});
  // 2 of A: Buffer writes them in 0.25, DRAM reads them in 0.5; 2 of Z: Buffer reads 0.25, DRAM writes 0.5.
  CHECK(result.latency == 9);
  CHECK(result.latency_terms == Terms{{"MAC", 8}, {"pipeline fill", 0.5}, {"pipeline drain", 0.5}});
  CHECK(result.bottleneck == "MAC");
}

TEST_CASE("fill and drain add up along the path, operands of one memory come together") {
  tests::Design three = design(4, 8);
  three.architecture.nodes.pop_back();
  three.memory("Registers", tests::unlimited, 1, 4).compute("MAC", 1);
  // B is held in DRAM and registers.
  const model::Mapping how{.einsum = 0,
                           .nest = {{.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 0},
                                    {.kind = NestKind::loop, .variable = 0, .tile = 4},
                                    {.kind = NestKind::keep, .tensors = {0, 2}, .node = 1},
                                    {.kind = NestKind::loop, .variable = 0, .tile = 2},
                                    {.kind = NestKind::keep, .tensors = {0, 1}, .node = 2},
                                    {.kind = NestKind::loop, .variable = 0, .tile = 1},
                                    {.kind = NestKind::compute, .node = 3}}};
  const auto result = evaluate_on(three, {.pipeline_fill = true}, how);
  // Into the buffer: 4 of A, DRAM 1 s, Buffer 0.5 s. Into the registers: 2 of A and 2 of B, Registers 1 s, DRAM 0.5 s,
  // Buffer 0.25 s. Out of the buffer: 4 of Z, DRAM 1 s; the registers hold no results.
  const auto &terms = result.latency_terms;
  REQUIRE(terms.size() == 3);
  CHECK(terms[1] == LatencyTerm{"pipeline fill", 2});
  CHECK(terms[2] == LatencyTerm{"pipeline drain", 1});
  CHECK(result.latency == terms[0].seconds + 3);
}

TEST_CASE("what a single memory holds needs no pipeline") {
  tests::Design one;
  one.memory("DRAM", tests::unlimited, 1, 4).compute("MAC", 1);
  const model::Mapping how{.einsum = 0,
                           .nest = {{.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 0},
                                    {.kind = NestKind::loop, .variable = 0, .tile = 1},
                                    {.kind = NestKind::compute, .node = 1}}};
  const auto result = evaluate_on(one, {Overlap::double_buffered, true}, how);
  CHECK(result.latency == 8);
  CHECK(result.latency_terms == Terms{{"MAC", 8}, {"pipeline fill", 0}, {"pipeline drain", 0}});
}

TEST_CASE("terms add up to the latency, and no component is busy for longer") {
  for (const double dram : {0.5, 2.0, 6.0}) {
    for (const double buffer : {0.75, 3.0, 16.0}) {
      const auto result = evaluate_on(design(dram, buffer), {Overlap::double_buffered, true});
      double sum = 0;
      for (const auto &term : result.latency_terms)
        sum += term.seconds;
      CHECK_THAT(sum, test::WithinRel(result.latency, 1e-12));
      for (const auto &use : result.components)
        CHECK(use.latency <= result.latency);
    }
  }
}

TEST_CASE("leakage lasts as long as the latency") {
  auto two = design(4, 8);
  two.architecture.nodes[1].leak_power = 2;
  const auto without = evaluate_on(two, {}), with = evaluate_on(two, {.pipeline_fill = true});
  CHECK(with.energy == without.energy + 2 * (with.latency - without.latency));
}

TEST_CASE("solvers are not given what their problem can't say about latency") {
  const model::Workload workload{{product()}};
  const auto two = design(4, 8);
  const auto costs = two.costs();
  const evaluate::Evaluator evaluator(workload, two.architecture, costs, {.pipeline_fill = true});
  CHECK_THROWS_WITH(
      evaluate::Problem(evaluator, 0, evaluator.paths_for(0).at(0), {.objectives = {model::Objective::energy}}),
      test::ContainsSubstring("solvers can't be told about options of [latency]"));
}

// SPDX-License-Identifier: Apache-2.0
//
// Scores of points are the evaluation's figures, and what rules a point out is counted.
#include "evaluate/score.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>

#include "evaluate/objectives.hpp"
#include "support/catch.hpp"
#include "unit/evaluate/designs.hpp"

using namespace forge;
using model::Objective;

namespace {

std::vector<std::int32_t> random_point(const model::Mapspace &mapspace, std::mt19937_64 &random) {
  std::vector<std::int32_t> point;
  for (const auto &variable : mapspace.variables()) {
    point.push_back(static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(variable.n_values)));
  }
  return point;
}

// Scores random points and compares each with the evaluation of its mapping. Returns how many were valid.
int compare(const model::Einsum &einsum, tests::Design &design, int points, bool retain = true,
            model::LatencyOptions latency = {}) {
  const model::Workload workload{{einsum}};
  const auto costs = design.costs();
  const evaluate::Evaluator evaluator(workload, design.architecture, costs, latency);
  const model::Mapspace mapspace(workload, 0, design.architecture, design.architecture.paths_for(einsum).at(0), retain);
  std::vector<Objective> asked{Objective::energy, Objective::latency};
  for (std::size_t i = 0; i < design.architecture.nodes.size(); ++i) {
    const model::NodeKind kind = design.architecture.nodes[i].kind;
    if (kind == model::NodeKind::memory)
      asked.push_back({model::Measure::occupancy, i});
    if (kind == model::NodeKind::memory || kind == model::NodeKind::compute)
      asked.push_back({model::Measure::instances, i});
  }
  evaluate::PointScorer scorer(evaluator, mapspace, asked, 1);
  std::mt19937_64 random(7);
  std::vector<double> objectives(asked.size());
  int valid = 0;
  for (int i = 0; i < points; ++i) {
    const auto point = random_point(mapspace, random);
    const bool feasible = scorer.score(point.data(), objectives.data(), 0);
    const auto mapping = mapspace.mapping(point);
    const auto errors = model::structural_errors(workload, design.architecture, mapping);
    if (!errors.empty()) {  // more places than the fan-out has
      REQUIRE_FALSE(feasible);
      continue;
    }
    const auto result = evaluator.evaluate(mapping);
    REQUIRE(feasible == result.violations.empty());
    REQUIRE(result.counted_by == "closed form");
    if (!feasible)
      continue;
    ++valid;
    const auto expected = evaluate::values_of(asked, design.architecture, result);
    REQUIRE_THAT(objectives[0], test::WithinRel(result.energy, 1e-12));
    REQUIRE_THAT(objectives[1], test::WithinRel(result.latency, 1e-12));
    REQUIRE(std::equal(objectives.begin() + 2, objectives.end(), expected.begin() + 2));
  }
  return valid;
}

}  // namespace

TEST_CASE("scores equal evaluations on random points of a matrix multiplication") {
  auto design = tests::small_array();
  CHECK(compare(tests::matrix_multiplication(24, 16, 12), design, 3000) > 100);
}

TEST_CASE("scores equal evaluations on random points of a strided convolution") {
  auto design = tests::small_array();
  CHECK(compare(tests::convolution(8, 6, 6, 3, 2), design, 3000) > 100);
}

TEST_CASE("scores equal evaluations where tiles are dropped") {
  auto design = tests::small_array();
  CHECK(compare(tests::convolution(8, 6, 6, 3, 1), design, 2000, false) > 100);
}

TEST_CASE("scores equal evaluations with separate ports, latency expressions, bypass and partial sharing") {
  auto design = tests::small_array();
  auto &nodes = design.architecture.nodes;
  nodes[0].separate_ports = true;
  nodes[1].latency = "(read.count + 2 * write.count) / 32";
  nodes[1].keep = model::TensorSet::parse("Z");
  nodes[1].keep_given = true;
  nodes[1].may_keep = model::TensorSet::parse("inputs");
  nodes[2].dimensions[0].multicast = model::TensorSet::parse("A");
  nodes[2].dimensions[1].reduce = model::TensorSet::parse("none");
  nodes[3].elide_first_read = false;
  CHECK(compare(tests::matrix_multiplication(12, 8, 18), design, 3000) > 100);
}

TEST_CASE("scores equal evaluations where memories generate addresses") {
  auto design = tests::small_array();
  auto &nodes = design.architecture.nodes;
  nodes[1].actions["address"] = tests::action(0.5, 3, 0);
  nodes[3].actions["address"] = tests::action(0.1, tests::unlimited, 0);
  nodes[3].separate_ports = true;
  CHECK(compare(tests::matrix_multiplication(24, 16, 12), design, 2000) > 100);
}

TEST_CASE("scores equal evaluations under each latency option") {
  for (const bool fill : {false, true}) {
    for (const auto overlap : {model::Overlap::perfect, model::Overlap::double_buffered}) {
      auto design = tests::small_array();
      auto &nodes = design.architecture.nodes;
      nodes[1].double_buffered = true;
      nodes[1].latency = "(read.count + 2 * write.count) / 32 + 1";
      nodes[3].keep = model::TensorSet::parse("O");
      nodes[3].keep_given = true;
      nodes[3].may_keep = model::TensorSet::parse("inputs");
      CHECK(compare(tests::convolution(8, 6, 6, 3, 2), design, 1500, true, {overlap, fill}) > 50);
    }
  }
}

TEST_CASE("rejections say which limit ruled out how many and by how much the best missed") {
  auto design = tests::small_array();
  design.architecture.nodes[1].size = 64;
  design.architecture.nodes[1].keep = model::TensorSet::all();
  design.architecture.nodes[1].keep_given = true;
  design.architecture.nodes[2].dimensions[0].min_utilization = 1;
  const auto einsum = tests::matrix_multiplication(8, 8, 8);
  const model::Workload workload{{einsum}};
  const auto costs = design.costs();
  const evaluate::Evaluator evaluator(workload, design.architecture, costs);
  const model::Mapspace mapspace(workload, 0, design.architecture, design.architecture.paths_for(einsum).at(0), true);
  evaluate::PointScorer scorer(evaluator, mapspace, {Objective::energy}, 1);
  std::mt19937_64 random(3);
  double objective = 0;
  int invalid = 0;
  for (int i = 0; i < 500; ++i) {
    if (!scorer.score(random_point(mapspace, random).data(), &objective, 0)) {
      ++invalid;
      CHECK(objective == std::numeric_limits<double>::infinity());
    }
  }
  const auto rejections = scorer.rejections();
  REQUIRE(rejections.size() >= 2);
  bool capacity = false, utilization = false;
  for (const auto &rejection : rejections) {
    CHECK(rejection.points <= 500);
    if (rejection.limit == "capacity of Buffer") {
      capacity = true;
      CHECK(rejection.bound == 64);
      CHECK(rejection.best_demand > 64);
    }
    if (rejection.limit == "least use of PE.x") {
      utilization = true;
      CHECK(rejection.best_demand == 2);
    }
  }
  CHECK(capacity);
  CHECK(utilization);
  CHECK(invalid > 400);
}

TEST_CASE("scores equal evaluations with converters above and below a fan-out") {
  auto design = tests::small_array();
  auto &nodes = design.architecture.nodes;
  const auto converter = [](const std::string &name, const std::string &tensors) {
    model::Node node;
    node.kind = model::NodeKind::converter;
    node.name = name;
    node.tensors = model::TensorSet::parse(tensors);
    node.actions["convert"] = tests::action(0.3, 0.5, 0);
    return node;
  };
  nodes.insert(nodes.begin() + 2, converter("Quantizer", "A | Z"));
  nodes.insert(nodes.begin() + 5, converter("ADC", "all"));
  nodes[2].directions = {{"A", model::Node::Direction::down}, {"Z", model::Node::Direction::up}};
  for (std::size_t i = 1; i < nodes.size(); ++i)
    nodes[i].parent = i - 1;
  CHECK(compare(tests::matrix_multiplication(24, 16, 12), design, 3000) > 100);
}

namespace {

// The small array with a mesh above its fan-out.
tests::Design array_on_mesh() {
  auto design = tests::small_array();
  auto &nodes = design.architecture.nodes;
  model::Node network;
  network.kind = model::NodeKind::network;
  network.name = "NoC";
  network.tensors = model::TensorSet::all();
  network.actions["hop"] = tests::action(0.3, 0.5, 24);
  nodes.insert(nodes.begin() + 2, network);
  for (std::size_t i = 1; i < nodes.size(); ++i)
    nodes[i].parent = i - 1;
  return design;
}

}  // namespace

TEST_CASE("scores equal evaluations on a mesh") {
  auto design = array_on_mesh();
  CHECK(compare(tests::matrix_multiplication(24, 16, 12), design, 3000) > 100);
}

TEST_CASE("scores equal evaluations on a mesh that charges both ways, with partial sharing and bypass") {
  auto design = array_on_mesh();
  auto &nodes = design.architecture.nodes;
  nodes[2].direction = model::Node::Direction::both;
  nodes[2].latency = "3 * hop.count";
  nodes[3].dimensions[0].multicast = model::TensorSet::parse("A");
  nodes[3].dimensions[1].reduce = model::TensorSet::parse("none");
  nodes[1].keep = model::TensorSet::parse("Z");
  nodes[1].keep_given = true;
  nodes[1].may_keep = model::TensorSet::parse("inputs");
  nodes[4].elide_first_read = false;
  CHECK(compare(tests::matrix_multiplication(12, 8, 18), design, 3000) > 100);
}

TEST_CASE("scores equal evaluations on an all-to-all network that another fan-out repeats") {
  auto design = array_on_mesh();
  auto &nodes = design.architecture.nodes;
  nodes[2].topology = model::Node::Topology::all_to_all;
  nodes[2].separate_ports = true;
  model::Node cores;
  cores.kind = model::NodeKind::fanout;
  cores.name = "Core";
  cores.dimensions = {{.name = "c", .size = 4}};
  nodes.insert(nodes.begin() + 1, cores);
  for (std::size_t i = 1; i < nodes.size(); ++i)
    nodes[i].parent = i - 1;
  CHECK(compare(tests::matrix_multiplication(24, 16, 12), design, 3000) > 100);
}

TEST_CASE("scores equal evaluations on networks in a row") {
  auto design = array_on_mesh();
  auto &nodes = design.architecture.nodes;
  model::Node inner = nodes[2];
  inner.name = "Inner";
  model::Node lanes;
  lanes.kind = model::NodeKind::fanout;
  lanes.name = "Lane";
  lanes.dimensions = {{.name = "l", .size = 4, .reduce = model::TensorSet::parse("none")}};
  nodes.insert(nodes.begin() + 4, {inner, lanes});  // DRAM, Buffer, NoC, PE, Inner, Lane, Registers, MAC
  for (std::size_t i = 1; i < nodes.size(); ++i)
    nodes[i].parent = i - 1;
  CHECK(compare(tests::matrix_multiplication(24, 16, 12), design, 3000) > 100);
}

TEST_CASE("scores equal evaluations of sliding windows on a mesh") {
  auto design = array_on_mesh();
  CHECK(compare(tests::convolution(4, 2, 6, 3, 1), design, 500) > 20);
}

TEST_CASE("power gating: places that a mapping does not use do not leak") {
  auto design = tests::small_array();
  auto &nodes = design.architecture.nodes;
  nodes[2].dimensions[0].power_gated = true;
  nodes[2].dimensions[1].power_gated = true;
  const auto einsum = tests::matrix_multiplication(4, 2, 2);
  CHECK(compare(einsum, design, 2000) > 100);
  // By hand: m over 2 of 4 x places, 1 of 3 y places: 2 MACs leak, and the buffer, which is not below the fan-out.
  const model::Workload workload{{einsum}};
  const auto costs = design.costs();
  model::Mapping mapping;
  mapping.nest = {{.kind = model::NestKind::keep, .tensors = {0, 1, 2}, .node = 0},
                  {.kind = model::NestKind::spread, .node = 2, .dimension = 0, .variable = 0, .tile = 2},
                  {.kind = model::NestKind::loop, .variable = 0, .tile = 1},
                  {.kind = model::NestKind::loop, .variable = 1, .tile = 1},
                  {.kind = model::NestKind::loop, .variable = 2, .tile = 1},
                  {.kind = model::NestKind::compute, .node = 4}};
  const auto result = evaluate::Evaluator(workload, design.architecture, costs).evaluate(mapping);
  for (const auto &use : result.components) {
    if (use.name == "MAC")
      CHECK_THAT(use.leak_energy, test::WithinRel(2 * 0.01 * result.latency, 1e-12));
    if (use.name == "Buffer")
      CHECK_THAT(use.leak_energy, test::WithinRel(0.25 * result.latency, 1e-12));
  }
}

namespace {

// Y[m+k] = A[m] * B[k]: a window on the output, which no closed form covers.
model::Einsum full_convolution() {
  model::Einsum einsum{.name = "full"};
  einsum.variables = {{"m", 4}, {"k", 3}};
  einsum.tensors = {{"A", false, {{{0, 1}}}, 16}, {"B", false, {{{1, 1}}}, 16}, {"Y", true, {{{0, 1}, {1, 1}}}, 16}};
  return einsum;
}

// m over 2 x places, everything in DRAM.
model::Mapping spread_over_two() {
  model::Mapping mapping;
  mapping.nest = {{.kind = model::NestKind::keep, .tensors = {0, 1, 2}, .node = 0},
                  {.kind = model::NestKind::spread, .node = 2, .dimension = 0, .variable = 0, .tile = 2},
                  {.kind = model::NestKind::loop, .variable = 0, .tile = 1},
                  {.kind = model::NestKind::loop, .variable = 1, .tile = 1},
                  {.kind = model::NestKind::loop, .variable = 2, .tile = 1},
                  {.kind = model::NestKind::compute, .node = 4}};
  return mapping;
}

const evaluate::ComponentUse &use_of(const evaluate::EinsumResult &result, const std::string &name) {
  for (const auto &use : result.components) {
    if (use.name == name)
      return use;
  }
  throw std::logic_error("no component " + name);
}

}  // namespace

TEST_CASE("what the closed forms do not cover is searched by replaying") {
  auto design = tests::small_array();
  const model::Workload workload{{full_convolution()}};
  const auto costs = design.costs();
  const evaluate::Evaluator evaluator(workload, design.architecture, costs);
  const model::Mapspace mapspace(workload, 0, design.architecture,
                                 design.architecture.paths_for(workload.einsums[0]).at(0), true);
  evaluate::PointScorer scorer(evaluator, mapspace, {Objective::energy, {model::Measure::occupancy, 1}}, 1);
  std::mt19937_64 random(5);
  int valid = 0;
  for (int i = 0; i < 100; ++i) {
    const auto point = random_point(mapspace, random);
    double objectives[2];
    if (!scorer.score(point.data(), objectives, 0))
      continue;
    ++valid;
    const auto result = evaluator.evaluate(mapspace.mapping(point));
    CHECK(result.counted_by == "replay");
    CHECK(objectives[0] == result.energy);
    CHECK(objectives[1] == result.components[1].occupancy);
  }
  CHECK(valid > 20);
}

TEST_CASE("a memory that holds nothing takes no time, whatever its expression says") {
  auto design = tests::small_array();
  design.architecture.nodes[1].latency = "1000000 + read.count";
  const model::Workload workload{{tests::matrix_multiplication(4, 2, 2)}};
  const auto costs = design.costs();
  const auto result = evaluate::Evaluator(workload, design.architecture, costs).evaluate(spread_over_two());
  CHECK(use_of(result, "Buffer").latency == 0);
  CHECK(result.latency < 1000);
}

TEST_CASE("a latency expression that gives no time is an error that shows the counts") {
  auto design = tests::small_array();
  design.architecture.nodes[0].latency = "write.count - read.count";
  const model::Workload workload{{tests::matrix_multiplication(4, 2, 2)}};
  const auto costs = design.costs();
  const evaluate::Evaluator evaluator(workload, design.architecture, costs);
  CHECK_THROWS_WITH(evaluator.evaluate(spread_over_two()),
                    test::ContainsSubstring("latency of 'DRAM' is -") && test::ContainsSubstring("with read.count ="));
}

TEST_CASE("copies at one place share its work: they are used, and the time is theirs together") {
  auto design = tests::small_array();
  const model::Workload workload{{tests::matrix_multiplication(4, 2, 2)}};
  const auto before = evaluate::Evaluator(workload, design.architecture, design.costs()).evaluate(spread_over_two());
  design.architecture.nodes[4].instances = 2;
  const auto costs = design.costs();
  const auto result = evaluate::Evaluator(workload, design.architecture, costs).evaluate(spread_over_two());
  CHECK(use_of(result, "MAC").latency == use_of(before, "MAC").latency / 2);
  CHECK(use_of(result, "MAC").instances_used == 4);
  CHECK(use_of(result, "MAC").instances == 24);
  CHECK(result.utilization == before.utilization);
}

TEST_CASE("what a fan-out leaks is shown, so that the energy adds up") {
  auto design = tests::small_array();
  design.architecture.nodes[2].leak_power = 0.5;
  const model::Workload workload{{tests::matrix_multiplication(4, 2, 2)}};
  const auto costs = design.costs();
  const auto result = evaluate::Evaluator(workload, design.architecture, costs).evaluate(spread_over_two());
  double sum = 0;
  for (const auto &use : result.components)
    sum += use.energy + use.leak_energy;
  CHECK(use_of(result, "PE").leak_energy == 0.5 * result.latency);
  CHECK_THAT(sum, test::WithinRel(result.energy, 1e-12));
}

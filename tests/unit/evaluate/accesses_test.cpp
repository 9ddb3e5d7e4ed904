// SPDX-License-Identifier: Apache-2.0
//
// A tensor that stands twice with different indices: a tile is the union of what both accesses touch.
#include <set>

#include "evaluate/evaluator.hpp"
#include "evaluate/problem.hpp"
#include "evaluate/score.hpp"
#include "model/mapping_tree.hpp"
#include "support/catch.hpp"
#include "unit/evaluate/designs.hpp"

using namespace forge;
using evaluate::Evaluator;

namespace {

// Z[i,j] = A[i,k] * A[j,k]
model::Einsum gram(std::uint64_t n, std::uint64_t k) {
  model::Einsum einsum{.name = "gram"};
  einsum.variables = {{"i", n}, {"j", n}, {"k", k}};
  einsum.tensors = {{"A", false, {{{0, 1}}, {{2, 1}}}, 16, {{{{1, 1}}, {{2, 1}}}}},
                    {"Z", true, {{{0, 1}}, {{1, 1}}}, 16}};
  return einsum;
}

tests::Design two_levels() {
  tests::Design design;
  design.memory("DRAM", tests::unlimited, 10, 1).memory("Buffer", tests::unlimited, 1, 1).compute("MAC", 1);
  return design;
}

model::NestNode loop(std::size_t variable, std::uint64_t tile) {
  return {.kind = model::NestKind::loop, .variable = variable, .tile = tile};
}

const evaluate::StorageCounts &row(const evaluate::EinsumResult &result, const std::string &memory) {
  for (const auto &one : result.storage) {
    if (one.memory == memory && one.tensor == "A")
      return one;
  }
  throw std::out_of_range(memory);
}

}  // namespace

// Blocks of 2 rows on each side of 6 x 4: the tile is a row pair where the blocks are the same, else two of them.
TEST_CASE("tiles of two accesses unite") {
  const model::Workload workload{{gram(6, 4)}};
  auto design = two_levels();
  const auto costs = design.costs();
  const model::Mapping mapping{.einsum = 0,
                               .nest = {{.kind = model::NestKind::keep, .tensors = {0, 1}, .node = 0},
                                        loop(0, 2),
                                        loop(1, 2),
                                        {.kind = model::NestKind::keep, .tensors = {0}, .node = 1},
                                        loop(0, 1),
                                        loop(1, 1),
                                        loop(2, 1),
                                        {.kind = model::NestKind::compute, .node = 2}}};
  const auto result = Evaluator(workload, design.architecture, costs).evaluate(mapping);
  CHECK(result.counted_by == "replay");
  CHECK(row(result, "Buffer").tile == 16);
  CHECK(row(result, "DRAM").tile == 24);
  // (i,j) block by block: (0,0) 8, then (0,1) and (0,2) 8 each, (1,0) {1,0} after {0,2}: 8, (1,1) has {1}: 0,
  // (1,2) 8, (2,0) {2,0} after {1,2}: 8, (2,1) 8, (2,2) 0.
  CHECK(row(result, "Buffer").fills == 56);
  CHECK(row(result, "DRAM").reads == 56);
  // A step reads A[i,k] and A[j,k], which are one element on the diagonal: 144 steps, 24 of them there.
  CHECK(row(result, "Buffer").reads == 2 * 144 - 24);
}

TEST_CASE("the first access twice counts as one") {
  auto twice = gram(4, 3), once = gram(4, 3);
  twice.tensors[0].further = {twice.tensors[0].index};
  once.tensors[0].further.clear();
  auto design = two_levels();
  const auto costs = design.costs();
  const model::Mapping mapping{.einsum = 0,
                               .nest = {{.kind = model::NestKind::keep, .tensors = {0, 1}, .node = 0},
                                        loop(0, 1),
                                        loop(1, 1),
                                        loop(2, 1),
                                        {.kind = model::NestKind::compute, .node = 2}}};
  const model::Workload a{{twice}}, b{{once}};
  const auto by_replay = Evaluator(a, design.architecture, costs).evaluate(mapping);
  const auto closed = Evaluator(b, design.architecture, costs).evaluate(mapping);
  CHECK(by_replay.counted_by == "replay");
  CHECK(closed.counted_by == "closed form");
  CHECK(row(by_replay, "DRAM").reads == row(closed, "DRAM").reads);
  CHECK(by_replay.energy == closed.energy);
}

TEST_CASE("scores of two accesses are those of the replay") {
  const model::Workload workload{{gram(6, 4)}};
  auto design = tests::small_array();
  const auto costs = design.costs();
  const Evaluator evaluator(workload, design.architecture, costs);
  const model::Mapspace mapspace(workload, 0, design.architecture, evaluator.paths_for(0).at(0), true);
  evaluate::PointScorer scorer(evaluator, mapspace, {model::Objective::energy, model::Objective::latency}, 1);
  const std::vector<std::int32_t> point(mapspace.variables().size(), 0);
  double objectives[2];
  REQUIRE(scorer.score(point.data(), objectives, 0));
  const auto result = evaluator.evaluate(mapspace.mapping(point));
  CHECK(objectives[0] == result.energy);
  CHECK(objectives[1] == result.latency);
}

TEST_CASE("beyond what can be replayed, the advice is a name of its own") {
  const model::Workload workload{{gram(1000, 1000)}};
  auto design = two_levels();
  const auto costs = design.costs();
  const Evaluator evaluator(workload, design.architecture, costs);
  const model::Mapspace mapspace(workload, 0, design.architecture, evaluator.paths_for(0).at(0), true);
  const auto advice = test::ContainsSubstring("such as A2: then each is held and counted by itself");
  try {
    const evaluate::PointScorer scorer(evaluator, mapspace, {model::Objective::energy}, 1);
    FAIL("scored");
  } catch (const Error &error) {
    CHECK_THAT(error.notes().at(0), advice);
  }
  try {
    evaluator.evaluate(mapspace.mapping(std::vector<std::int32_t>(mapspace.variables().size(), 0)));
    FAIL("evaluated");
  } catch (const Error &error) {
    CHECK_THAT(error.notes().at(0), advice);
  }
}

TEST_CASE("solvers are not given what their problem can't say") {
  const model::Workload workload{{gram(4, 4)}};
  auto design = two_levels();
  const auto costs = design.costs();
  const Evaluator evaluator(workload, design.architecture, costs);
  CHECK_THROWS_WITH(
      evaluate::Problem(evaluator, 0, evaluator.paths_for(0).at(0), {.objectives = {model::Objective::energy}}),
      test::ContainsSubstring(
          "tensor 'A' of Einsum 'gram' stands twice with different indices, which solvers can't be told"));
}

TEST_CASE("a tensor that stands twice is refused in a tree") {
  const model::Workload workload{{gram(4, 4)}};
  std::vector<model::Mapping> mappings{{.einsum = 0, .nest = {}}};
  const model::MappingTree tree{.root = {.mapping = 0}};
  const auto errors = model::complete(workload, tree, mappings);
  REQUIRE_FALSE(errors.empty());
  CHECK(errors[0].message() ==
        "tensor 'A' of Einsum 'gram' stands twice with different indices, which a tree can't have");
}

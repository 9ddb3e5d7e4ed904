// SPDX-License-Identifier: Apache-2.0
#include "model/mapspace.hpp"

#include <set>
#include <string>

#include "support/catch.hpp"

using namespace forge;
using namespace forge::model;

namespace {

Node memory(const std::string &name, std::optional<std::size_t> parent) {
  Node node;
  node.name = name;
  node.parent = parent;
  return node;
}

Node fanout(std::size_t parent, std::uint64_t size) {
  Node node;
  node.kind = NodeKind::fanout;
  node.name = "PE";
  node.parent = parent;
  node.dimensions = {{.name = "x", .size = size}};
  return node;
}

Node compute(std::size_t parent) {
  Node node;
  node.kind = NodeKind::compute;
  node.name = "MAC";
  node.parent = parent;
  return node;
}

Workload vector_product(std::uint64_t m, std::uint64_t k) {
  Einsum einsum{.name = "e"};
  einsum.variables = {{"m", m}, {"k", k}};
  einsum.tensors = {{"A", false, {{{0, 1}}, {{1, 1}}}, 8}, {"Z", true, {{{0, 1}}}, 8}};
  return {{einsum}};
}

// Every point once, as text.
std::vector<std::string> all_mappings(const Mapspace &mapspace) {
  std::vector<std::string> result;
  std::vector<std::int32_t> point(mapspace.variables().size(), 0);
  for (;;) {
    std::string text;
    for (const auto &node : mapspace.mapping(point).nest) {
      if (node.kind == NestKind::keep) {
        text += "[";
        for (const auto tensor : node.tensors)
          text += std::to_string(tensor);
        text += "]";
      } else if (node.kind != NestKind::compute) {
        text += (node.kind == NestKind::spread ? " par" : " for") + std::to_string(node.variable) + ":" +
                std::to_string(node.tile);
      }
    }
    result.push_back(text);
    std::size_t i = 0;
    while (i < point.size() && ++point[i] == mapspace.variables()[i].n_values)
      point[i++] = 0;
    if (i == point.size())
      return result;
  }
}

}  // namespace

TEST_CASE("factors: every way to spread the primes over the blocks, once") {
  // m = 8 over two temporal blocks: 4 ways; k = 1 has no loop. No order below the innermost memory.
  const auto workload = vector_product(8, 1);
  const Architecture architecture{{memory("DRAM", std::nullopt), memory("Buffer", 0), compute(1)}};
  auto restricted = architecture;
  restricted.nodes[1].keep = TensorSet::all();
  restricted.nodes[1].keep_given = true;
  const Mapspace mapspace(workload, 0, restricted, {0, 1, 2}, true);
  CHECK(mapspace.size() == 4);
  const auto mappings = all_mappings(mapspace);
  CHECK(
      std::set<std::string>(mappings.begin(), mappings.end()) ==
      std::set<std::string>{"[01] for0:1[01]", "[01] for0:4[01] for0:1", "[01] for0:2[01] for0:1", "[01][01] for0:1"});
}

TEST_CASE("orders: every permutation of the loops between two memories") {
  const auto workload = vector_product(2, 2);
  Architecture architecture{{memory("DRAM", std::nullopt), memory("Buffer", 0), compute(1)}};
  architecture.nodes[1].keep = TensorSet::all();
  architecture.nodes[1].keep_given = true;
  const Mapspace mapspace(workload, 0, architecture, {0, 1, 2}, true);
  const auto mappings = all_mappings(mapspace);
  const std::set<std::string> distinct(mappings.begin(), mappings.end());
  CHECK(mapspace.size() == 8);
  CHECK(distinct.contains("[01] for0:1 for1:1[01]"));
  CHECK(distinct.contains("[01] for1:1 for0:1[01]"));
}

TEST_CASE("order = [...] fixes the order of the loops") {
  const auto workload = vector_product(2, 2);
  Architecture architecture{{memory("DRAM", std::nullopt), memory("Buffer", 0), compute(1)}};
  architecture.nodes[0].order = {"k", "m"};
  architecture.nodes[1].keep = TensorSet::all();
  architecture.nodes[1].keep_given = true;
  const Mapspace mapspace(workload, 0, architecture, {0, 1, 2}, true);
  CHECK(mapspace.size() == 4);
  for (const auto &text : all_mappings(mapspace))
    CHECK(text.find("for0:1 for1:1[") == std::string::npos);
}

TEST_CASE("spatial blocks take only what reuse and constraints allow") {
  const auto workload = vector_product(4, 4);
  Architecture architecture{{memory("DRAM", std::nullopt), fanout(0, 4), compute(1)}};
  SECTION("reuse of the output: only loops that do not touch it") {
    architecture.nodes[1].dimensions[0].reuse = TensorSet::parse("Z");
    for (const auto &text : all_mappings(Mapspace(workload, 0, architecture, {0, 1, 2}, true))) {
      CHECK(text.find("par0") == std::string::npos);
    }
  }
  SECTION("k == 1: no loop over k") {
    LoopConstraint constraint{
        .variables = {"k"}, .relation = LoopConstraint::Relation::equal, .bound = 1, .text = "k == 1"};
    architecture.nodes[1].dimensions[0].loops = {constraint};
    for (const auto &text : all_mappings(Mapspace(workload, 0, architecture, {0, 1, 2}, true))) {
      CHECK(text.find("par1") == std::string::npos);
    }
  }
}

TEST_CASE("keeps: what may be kept is a choice, and nothing is lost") {
  const auto workload = vector_product(1, 1);
  Architecture architecture{{memory("DRAM", std::nullopt), memory("Buffer", 0), compute(1)}};
  SECTION("the outermost memory holds everything unless it says otherwise") {
    const auto mappings = all_mappings(Mapspace(workload, 0, architecture, {0, 1, 2}, true));
    CHECK(std::set<std::string>(mappings.begin(), mappings.end()) ==
          std::set<std::string>{"[01]", "[01][0]", "[01][1]", "[01][01]"});
  }
  SECTION("what no memory holds goes to the outermost that may hold it") {
    architecture.nodes[0].keep = TensorSet{};
    architecture.nodes[0].keep_given = true;
    architecture.nodes[0].may_keep = TensorSet::all();
    architecture.nodes[1].keep_given = true;
    for (const auto &text : all_mappings(Mapspace(workload, 0, architecture, {0, 1, 2}, true)))
      CHECK(text == "[01]");
  }
  SECTION("~DRAM: the buffer holds what DRAM does not") {
    architecture.nodes[0].keep = TensorSet::parse("A");
    architecture.nodes[0].keep_given = true;
    architecture.nodes[0].may_keep = TensorSet::all();
    architecture.nodes[1].keep = TensorSet::parse("~DRAM");
    architecture.nodes[1].keep_given = true;
    const auto mappings = all_mappings(Mapspace(workload, 0, architecture, {0, 1, 2}, true));
    CHECK(std::set<std::string>(mappings.begin(), mappings.end()) == std::set<std::string>{"[0][1]", "[01]"});
  }
  SECTION("a tensor that nothing may hold is an error") {
    architecture.nodes[0].keep = TensorSet::parse("A");
    architecture.nodes[0].keep_given = true;
    architecture.nodes[1].keep_given = true;
    CHECK_THROWS_WITH(Mapspace(workload, 0, architecture, {0, 1, 2}, true),
                      test::ContainsSubstring("no memory may hold tensor 'Z'"));
  }
}

TEST_CASE("large sizes and many loops have a complete coding") {
  Einsum einsum{.name = "e"};
  for (int v = 0; v < 14; ++v)
    einsum.variables.push_back({"v" + std::to_string(v), v == 0 ? std::uint64_t{1} << 40 : 2});
  einsum.tensors = {{"A", false, {{{0, 1}}}, 8}, {"Z", true, {{{1, 1}}}, 8}};
  const Workload workload{{einsum}};
  Architecture architecture{{memory("M0", std::nullopt)}};
  for (std::size_t i = 1; i < 8; ++i)
    architecture.nodes.push_back(memory("M" + std::to_string(i), i - 1));
  architecture.nodes.push_back(compute(7));
  const Mapspace mapspace(workload, 0, architecture, {0, 1, 2, 3, 4, 5, 6, 7, 8}, true);
  std::vector<std::int32_t> point;
  for (const auto &variable : mapspace.variables()) {
    CHECK(variable.n_values >= 1);
    point.push_back(variable.n_values - 1);
  }
  CHECK(structural_errors(workload, architecture, mapspace.mapping(point)).empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "unit/model/examples.hpp"

#include <utility>

namespace forge::model::test {

Workload two_matmuls() {
  Einsum first;
  first.name = "first";
  first.variables = {{"m", 16}, {"n", 8}, {"k", 12}};
  first.tensors = {{"A", false, {{{0, 1}}, {{2, 1}}}, 8},
                   {"B", false, {{{2, 1}}, {{1, 1}}}, 8},
                   {"Z", true, {{{0, 1}}, {{1, 1}}}, 16}};
  first.roles = {{"In", "A"}};
  Einsum second;
  second.name = "second";
  second.variables = {{"m", 16}, {"n", 8}};
  second.tensors = {{"Z", false, {{{0, 1}}, {{1, 1}}}, 16}, {"Y", true, {{{0, 1}}}, 16}};
  return {{std::move(first), std::move(second)}};
}

Architecture small_chip() {
  const auto node = [](NodeKind kind, const char *name, std::optional<std::size_t> parent) {
    Node result;
    result.kind = kind;
    result.name = name;
    result.parent = parent;
    return result;
  };
  Architecture chip;
  chip.nodes = {node(NodeKind::memory, "DRAM", {}), node(NodeKind::memory, "Buffer", 0),
                node(NodeKind::fanout, "PE", 1),    node(NodeKind::memory, "Spad", 2),
                node(NodeKind::compute, "MAC", 3),  node(NodeKind::compute, "Vector", 1)};
  chip.nodes[2].dimensions.resize(2);
  chip.nodes[2].dimensions[0].name = "x";
  chip.nodes[2].dimensions[0].size = 4;
  chip.nodes[2].dimensions[1].name = "y";
  chip.nodes[2].dimensions[1].size = 3;
  chip.nodes[5].einsums = {"second"};
  return chip;
}

NestNode keep(std::vector<std::size_t> tensors, std::size_t memory) {
  NestNode node;
  node.kind = NestKind::keep;
  node.tensors = std::move(tensors);
  node.node = memory;
  return node;
}

NestNode loop(std::size_t variable, std::uint64_t tile) {
  NestNode node;
  node.kind = NestKind::loop;
  node.variable = variable;
  node.tile = tile;
  return node;
}

NestNode spread(std::size_t variable, std::uint64_t tile, std::size_t dimension) {
  NestNode node = loop(variable, tile);
  node.kind = NestKind::spread;
  node.node = 2;
  node.dimension = dimension;
  return node;
}

NestNode compute(std::size_t node) {
  NestNode result;
  result.kind = NestKind::compute;
  result.node = node;
  return result;
}

std::vector<std::string> complaints(std::vector<NestNode> nest) {
  Mapping mapping;
  mapping.nest = std::move(nest);
  std::vector<std::string> messages;
  for (const auto &error : structural_errors(two_matmuls(), small_chip(), mapping)) {
    messages.push_back(error.message());
  }
  return messages;
}

}  // namespace forge::model::test

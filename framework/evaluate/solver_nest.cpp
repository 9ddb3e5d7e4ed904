// SPDX-License-Identifier: Apache-2.0
#include "evaluate/solver_nest.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace forge::evaluate {

namespace {

class NestReader {
 public:
  NestReader(const model::Einsum &einsum, const model::Architecture &architecture, std::span<const PathNode> path)
      : einsum_(einsum), architecture_(architecture), path_(path) {}

  void add(const forge_nest_node &node, std::vector<model::NestNode> &nest) {
    at_ = nodes_++;
    switch (node.kind) {
      case FORGE_NEST_KEEP:
        return add_keep(node, nest);
      case FORGE_NEST_FOR:
        nest.push_back({.kind = model::NestKind::loop, .variable = variable(node), .tile = tile(node)});
        return;
      case FORGE_NEST_PAR: {
        const PathNode &place = place_of(node, model::NodeKind::fanout, "spreads over what is no fan-out");
        nest.push_back({.kind = model::NestKind::spread,
                        .node = place.node,
                        .dimension = place.dimension,
                        .variable = variable(node),
                        .tile = tile(node)});
        return;
      }
      case FORGE_NEST_COMPUTE:
        nest.push_back({.kind = model::NestKind::compute,
                        .node = place_of(node, model::NodeKind::compute, "computes on what is no compute").node});
        return;
      default:
        refuse("is of an unknown kind");
    }
  }

 private:
  [[noreturn]] void refuse(const char *why) const {
    throw Error{ErrorKind::plugin, fmt::format("node {} of the mapping {}", at_, why)};
  }

  const PathNode &place_of(const forge_nest_node &node, model::NodeKind kind, const char *otherwise) const {
    const auto place = static_cast<std::size_t>(node.node);
    if (place >= path_.size())
      refuse("names an unknown node of the path");
    if (architecture_.nodes[path_[place].node].kind != kind)
      refuse(otherwise);
    return path_[place];
  }

  std::size_t variable(const forge_nest_node &node) const {
    const auto variable = static_cast<std::size_t>(node.operand);
    if (variable >= einsum_.variables.size())
      refuse("names an unknown rank variable");
    return variable;
  }

  std::uint64_t tile(const forge_nest_node &node) const {
    if (node.tile == 0)
      refuse("has an empty tile");
    return node.tile;
  }

  // Neighbours that keep in one memory become one node, as a person would write it.
  void add_keep(const forge_nest_node &node, std::vector<model::NestNode> &nest) const {
    const std::size_t memory = place_of(node, model::NodeKind::memory, "keeps a tensor in what is no memory").node;
    const auto tensor = static_cast<std::size_t>(node.operand);
    const bool retain = node.retain != 0;
    if (tensor >= einsum_.tensors.size())
      refuse("names an unknown tensor");
    if (!nest.empty() && nest.back().kind == model::NestKind::keep && nest.back().node == memory &&
        nest.back().retain == retain) {
      nest.back().tensors.push_back(tensor);
    } else {
      nest.push_back({.kind = model::NestKind::keep, .tensors = {tensor}, .retain = retain, .node = memory});
    }
  }

  const model::Einsum &einsum_;
  const model::Architecture &architecture_;
  std::span<const PathNode> path_;
  std::size_t nodes_ = 0, at_ = 0;
};

}  // namespace

model::Mapping read_nest(const model::Workload &workload, std::size_t einsum, const model::Architecture &architecture,
                         std::span<const PathNode> path, std::span<const forge_nest_node> nest) {
  model::Mapping mapping{.einsum = einsum};
  NestReader reader(workload.einsums[einsum], architecture, path);
  for (const forge_nest_node &node : nest)
    reader.add(node, mapping.nest);
  const auto errors = model::structural_errors(workload, architecture, mapping);
  if (!errors.empty())
    throw Error{ErrorKind::plugin, "the mapping is wrong: " + errors.front().message()};
  return mapping;
}

}  // namespace forge::evaluate

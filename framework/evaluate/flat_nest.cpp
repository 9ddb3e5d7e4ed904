// SPDX-License-Identifier: Apache-2.0
#include "evaluate/flat_nest.hpp"

#include <algorithm>

namespace forge::evaluate {

using model::NestKind;
using model::NestNode;

model::TensorSet::Held held_by(const model::Architecture &architecture, const std::vector<NestNode> &nest) {
  return [&](const std::string &name) -> std::optional<model::TensorMask> {
    const auto node = architecture.find(name);
    if (!node || architecture.nodes[*node].kind != model::NodeKind::memory)
      return std::nullopt;
    model::TensorMask held = 0;
    for (const NestNode &keep : nest) {
      if (keep.kind != NestKind::keep || keep.node != *node)
        continue;
      for (const std::size_t tensor : keep.tensors)
        held |= model::TensorMask{1} << tensor;
    }
    return held;
  };
}

FlatNest flatten(const model::Workload &workload, const model::Architecture &architecture,
                 const std::vector<std::size_t> &path, const model::Mapping &mapping) {
  const model::Einsum &einsum = workload.einsums[mapping.einsum];
  const auto position_of = [&](std::size_t node) {
    return static_cast<std::size_t>(std::find(path.begin(), path.end(), node) - path.begin());
  };
  const auto held = held_by(architecture, mapping.nest);
  FlatNest flat;
  flat.holders.resize(einsum.tensors.size());
  model::Extents extents(einsum);
  for (const NestNode &node : mapping.nest) {
    if (node.kind == NestKind::compute)
      continue;
    if (node.kind == NestKind::keep) {
      const model::Node &memory = architecture.nodes[node.node];
      for (const std::size_t tensor : node.tensors) {
        const auto &elsewhere = node.served_elsewhere;
        flat.holders[tensor].push_back(
            {.position = position_of(node.node),
             .holder = {.depth = static_cast<std::uint32_t>(flat.loops.size()),
                        .retain = node.retain,
                        .elide = memory.elide_first_read},
             .served_elsewhere = std::find(elsewhere.begin(), elsewhere.end(), tensor) != elsewhere.end()});
      }
      continue;
    }
    flat.perfect = flat.perfect && node.lead == 0 && node.overlap == 0 && extents.of(node.variable) % node.tile == 0;
    counts::Loop loop;
    loop.variable = static_cast<std::uint32_t>(node.variable);
    loop.spatial = node.kind == NestKind::spread;
    loop.iterations = extents.enter(node);
    loop.tile = node.tile;
    loop.lead = node.lead;
    loop.overlap = node.overlap;
    if (loop.spatial) {
      const auto &dimension = architecture.nodes[node.node].dimensions[node.dimension];
      loop.multicast = dimension.multicast.resolve(workload, einsum, held);
      loop.reduce = dimension.reduce.resolve(workload, einsum, held);
    }
    flat.positions.push_back(loop.spatial ? position_of(node.node) : 0);
    flat.loops.push_back(loop);
  }
  return flat;
}

FlatNest seen_from(const FlatNest &nest, std::size_t position) {
  FlatNest seen = nest;
  for (std::size_t i = 0; i < seen.loops.size(); ++i) {
    if (seen.loops[i].spatial && seen.positions[i] < position)
      seen.loops[i].multicast = seen.loops[i].reduce = 0;
  }
  return seen;
}

}  // namespace forge::evaluate

// SPDX-License-Identifier: Apache-2.0
#include "search/nest_text.hpp"

#include <cstddef>
#include <cstdint>

#include <fmt/core.h>

namespace forge::search {
namespace {

constexpr std::size_t most_nodes = 64;  // a message, not a report

std::string name(const forge_str *names, std::uint32_t n, std::int32_t index) {
  if (index < 0 || static_cast<std::uint32_t>(index) >= n) {
    return fmt::format("#{}", index);
  }
  return {names[index].ptr, names[index].len};
}

std::string node_text(const forge_problem &problem, const forge_nest_node &node) {
  const auto operand = [&](const forge_str *names, std::uint32_t n) { return name(names, n, node.operand); };
  const std::string place = name(problem.node_name, problem.n_nodes, node.node);
  switch (node.kind) {
    case FORGE_NEST_KEEP:
      return fmt::format("keep {} in {}{}", operand(problem.tensor_name, problem.n_tensors), place,
                         node.retain != 0 ? "" : " (dropping)");
    case FORGE_NEST_FOR:
      return fmt::format("for {} tile {}", operand(problem.variable_name, problem.n_variables), node.tile);
    case FORGE_NEST_PAR:
      return fmt::format("par {} tile {} over {}", operand(problem.variable_name, problem.n_variables), node.tile,
                         place);
    case FORGE_NEST_COMPUTE:
      return "compute " + place;
    default:
      return fmt::format("node of unknown kind {}", node.kind);
  }
}

}  // namespace

std::string nest_text(const forge_problem &problem, std::span<const forge_nest_node> nest) {
  std::string text;
  for (std::size_t i = 0; i < nest.size() && i < most_nodes; ++i) {
    text += (i == 0 ? "" : " | ") + node_text(problem, nest[i]);
  }
  if (nest.size() > most_nodes) {
    text += fmt::format(" | ... ({} nodes)", nest.size());
  }
  return text;
}

}  // namespace forge::search

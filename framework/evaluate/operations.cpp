// SPDX-License-Identifier: Apache-2.0
#include "evaluate/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace forge::evaluate {

namespace {

const ActionCost *find_action(const NodeCost &cost, const std::string &name) {
  const auto found = std::find_if(cost.actions.begin(), cost.actions.end(),
                                  [&](const ActionCost &action) { return action.action == name; });
  return found == cost.actions.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(const std::vector<ActionCost> &actions) {
  std::vector<std::string> names;
  for (const ActionCost &action : actions)
    names.push_back(action.action);
  return names;
}

// Its actions are all for other operations. One without any action lacks figures, which is another mistake.
bool is_for_others(const NodeCost &compute, const model::Einsum &einsum) {
  return price_of(compute, einsum) == nullptr && !compute.actions.empty();
}

}  // namespace

const ActionCost *price_of(const NodeCost &compute, const model::Einsum &einsum) {
  const ActionCost *own = einsum.operation.empty() ? nullptr : find_action(compute, einsum.operation);
  return own != nullptr ? own : find_action(compute, general_action);
}

void refuse_operation(const model::Node &node, const NodeCost &compute, const model::Einsum &einsum) {
  const std::string wanted = einsum.operation.empty() ? general_action : einsum.operation;
  const auto names = names_of(compute.actions);
  Error error{ErrorKind::project,
              fmt::format("compute '{}' has no action '{}'{}", node.name, wanted, did_you_mean(wanted, names))};
  error.at(einsum.position);
  error.note(fmt::format("it has {}", names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
  if (einsum.operation.empty()) {
    error.note(fmt::format("Einsum '{}' names no operation, so it takes the general action '{}'", einsum.name,
                           general_action));
  } else {
    error.note(fmt::format("the operation of Einsum '{}' takes actions.{} of its compute, or the general actions.{}",
                           einsum.name, einsum.operation, general_action));
  }
  throw error;
}

std::vector<std::vector<std::size_t>> runnable_paths(const model::Einsum &einsum,
                                                     const model::Architecture &architecture,
                                                     const std::vector<NodeCost> &costs) {
  auto paths = architecture.paths_for(einsum);
  const auto all = paths;
  std::erase_if(paths, [&](const std::vector<std::size_t> &path) {
    return architecture.nodes[path.back()].einsums.empty() && is_for_others(costs[path.back()], einsum);
  });
  if (paths.empty() && !all.empty()) {
    const std::size_t first = all.front().back();
    refuse_operation(architecture.nodes[first], costs[first], einsum);
  }
  return paths;
}

}  // namespace forge::evaluate

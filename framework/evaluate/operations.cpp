// SPDX-License-Identifier: Apache-2.0
#include "evaluate/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
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
  std::transform(actions.begin(), actions.end(), std::back_inserter(names),
                 [](const ActionCost &action) { return action.action; });
  return names;
}

// Its actions are all for other operations. One without any action lacks figures, which is another mistake.
bool is_for_others(const NodeCost &compute, const model::Einsum &einsum) {
  return price_of(compute, einsum) == nullptr && !compute.actions.empty();
}

std::string wanted_by(const model::Einsum &einsum) {
  return einsum.operation.empty() ? general_action : einsum.operation;
}

std::string explanation_of(const model::Einsum &einsum) {
  return einsum.operation.empty()
             ? fmt::format("Einsum '{}' names no operation, so it takes the general action '{}'", einsum.name,
                           general_action)
             : fmt::format("the operation of Einsum '{}' takes actions.{} of its compute, or the general actions.{}",
                           einsum.name, einsum.operation, general_action);
}

// None of several computes has a price.
[[noreturn]] void refuse_all(const model::Einsum &einsum, const std::vector<std::vector<std::size_t>> &paths,
                             const std::vector<NodeCost> &costs) {
  std::vector<std::string> all;
  for (const auto &path : paths) {
    const auto names = names_of(costs[path.back()].actions);
    all.insert(all.end(), names.begin(), names.end());
  }
  Error error{ErrorKind::project,
              fmt::format("no compute has an action '{}'{}", wanted_by(einsum), did_you_mean(wanted_by(einsum), all))};
  for (const auto &path : paths) {
    const NodeCost &compute = costs[path.back()];
    error.note(fmt::format("'{}' has {}", compute.name, fmt::join(names_of(compute.actions), ", ")));
  }
  throw error.note(explanation_of(einsum)).at(einsum.position);
}

}  // namespace

const ActionCost *price_of(const NodeCost &compute, const model::Einsum &einsum) {
  const ActionCost *own = einsum.operation.empty() ? nullptr : find_action(compute, einsum.operation);
  return own != nullptr ? own : find_action(compute, general_action);
}

void refuse_operation(const model::Node &node, const NodeCost &compute, const model::Einsum &einsum) {
  const auto names = names_of(compute.actions);
  Error error{ErrorKind::project, fmt::format("compute '{}' has no action '{}'{}", node.name, wanted_by(einsum),
                                              did_you_mean(wanted_by(einsum), names))};
  error.note(fmt::format("it has {}", fmt::join(names, ", ")));
  throw error.note(explanation_of(einsum)).at(einsum.position);
}

std::vector<std::vector<std::size_t>> runnable_paths(const model::Einsum &einsum,
                                                     const model::Architecture &architecture,
                                                     const std::vector<NodeCost> &costs) {
  auto paths = architecture.paths_for(einsum);
  const auto all = paths;
  std::erase_if(paths, [&](const std::vector<std::size_t> &path) {
    return architecture.nodes[path.back()].einsums.empty() && is_for_others(costs[path.back()], einsum);
  });
  if (paths.empty() && all.size() > 1)
    refuse_all(einsum, all, costs);
  if (paths.empty() && !all.empty())
    refuse_operation(architecture.nodes[all[0].back()], costs[all[0].back()], einsum);
  return paths;
}

}  // namespace forge::evaluate

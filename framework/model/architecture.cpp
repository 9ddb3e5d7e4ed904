// SPDX-License-Identifier: Apache-2.0
#include "model/architecture.hpp"

#include <algorithm>
#include <cmath>

namespace forge::model {

namespace {

bool can_run(const Node &compute, const Einsum &einsum) {
  return compute.einsums.empty() ||
         std::find(compute.einsums.begin(), compute.einsums.end(), einsum.name) != compute.einsums.end();
}

}  // namespace

std::optional<std::size_t> Architecture::find(const std::string &name) const {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].name == name) {
      return i;
    }
  }
  return std::nullopt;
}

std::vector<std::size_t> Architecture::path_to(std::size_t compute) const {
  std::vector<std::size_t> path;
  for (std::optional<std::size_t> node = compute; node; node = nodes.at(*node).parent) {
    path.push_back(*node);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<std::vector<std::size_t>> Architecture::paths_for(const Einsum &einsum) const {
  std::vector<std::vector<std::size_t>> paths;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].kind == NodeKind::compute && can_run(nodes[i], einsum)) {
      paths.push_back(path_to(i));
    }
  }
  return paths;
}

double Architecture::total_instances(std::size_t node) const {
  double total = nodes.at(node).instances;
  for (auto above = nodes[node].parent; above; above = nodes[*above].parent) {
    for (const auto &dimension : nodes[*above].dimensions) {
      total *= static_cast<double>(dimension.size);
    }
  }
  return total;
}

namespace {

// What a table says about a tensor: by its name, else by a role that it plays, else for all.
template <class Value>
const Value *find_by_tensor(const std::map<std::string, Value> &table, const Einsum &einsum, std::size_t tensor) {
  const std::string &wanted = einsum.tensors.at(tensor).name;
  if (const auto by_name = table.find(wanted); by_name != table.end()) {
    return &by_name->second;
  }
  for (const auto &[role, name] : einsum.roles) {
    if (const auto by_role = table.find(role); name == wanted && by_role != table.end()) {
      return &by_role->second;
    }
  }
  const auto all = table.find("all");
  return all != table.end() ? &all->second : nullptr;
}

}  // namespace

double bits_in(const Node &memory, const Einsum &einsum, std::size_t tensor) {
  const double *here = find_by_tensor(memory.bits, einsum, tensor);
  return here != nullptr ? *here : einsum.tensors[tensor].bits;
}

Node::Direction direction_of(const Node &node, const Einsum &einsum, std::size_t tensor) {
  if (const Node::Direction *here = find_by_tensor(node.directions, einsum, tensor)) {
    return *here;
  }
  if (node.direction) {
    return *node.direction;
  }
  if (node.kind == NodeKind::converter) {
    return Node::Direction::both;
  }
  return einsum.tensors[tensor].output ? Node::Direction::up : Node::Direction::down;
}

ModelParameters own_parameters(const Node &node) {
  ModelParameters own;
  const bool has_size = std::isfinite(node.size);
  if (has_size)
    own.emplace("size", ModelParameter{node.size, "bit", node.position});
  if (node.width)
    own.emplace("width", ModelParameter{*node.width, "bit", node.position});
  if (has_size && node.width)
    own.emplace("depth", ModelParameter{node.size / *node.width, "", node.position});
  return own;
}

}  // namespace forge::model

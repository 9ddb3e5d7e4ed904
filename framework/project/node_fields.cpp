// SPDX-License-Identifier: Apache-2.0
#include "project/node_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "project/sections.hpp"

namespace forge::project {

namespace {

using model::Node;
using model::NodeKind;

constexpr std::size_t most_dimensions = 16;

Keys keys_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::memory:
      return keys::memory;
    case NodeKind::fanout:
      return keys::fanout;
    case NodeKind::compute:
      return keys::compute;
    case NodeKind::converter:
      return keys::converter;
    case NodeKind::network:
      break;
  }
  return keys::network;
}

void read_model(const Reader &reader, Context &context, Node &node) {
  const Value *value = reader.value("model");
  if (value == nullptr) {
    return;
  }
  const Value *component = value->as<Table>()->find("component");
  const auto *id = component != nullptr ? component->as<std::string>() : nullptr;
  if (id == nullptr || id->empty()) {
    context.problems.add(component != nullptr ? component->position : value->position,
                         "a model needs the id of its component: { component = \"sram\" }");
    return;
  }
  model::ModelReference reference;
  reference.component = *id;
  reference.position = component->position;
  reference.parameters = reader.parameters("model");
  reference.parameters.erase("component");
  reference.parameters.erase("plugin");
  if (const Value *plugin = value->as<Table>()->find("plugin")) {
    const auto *owner = plugin->as<std::string>();
    if (owner == nullptr || owner->empty()) {
      context.problems.add(plugin->position, "'plugin' takes the id of a plugin");
    } else {
      reference.plugin = *owner;
    }
  }
  node.model = std::move(reference);
}

void read_action(const Entry &entry, Keys keys, Context &context, Node &node) {
  if (entry.value.as<Table>() == nullptr) {
    return;
  }
  const Reader action(entry.value, keys, "an action", context);
  model::ActionFigures figures;
  figures.energy = action.quantity("energy", range::not_negative);
  figures.throughput = action.quantity("throughput", range::positive_or_inf);
  figures.arguments = action.parameters("arguments");
  if (find_key(keys, "width") != nullptr) {
    figures.width = action.quantity("width", range::positive);
  }
  node.actions.emplace(entry.key, figures);
}

// Names that a project chooses: the operations of a compute.
bool has_free_names(const Key &actions) {
  return actions.shape == Shape::actions;
}

void read_actions(const Reader &reader, Context &context, Node &node) {
  const Value *value = reader.value("actions");
  const auto *table = value != nullptr ? value->as<Table>() : nullptr;
  if (table == nullptr) {
    return;
  }
  const Key *key = find_key(keys_of(node.kind), "actions");
  const bool free_names = has_free_names(*key);
  const Reader known(*value, free_names ? Keys{} : key->keys, "actions", context, free_names);
  for (const Entry &entry : table->entries()) {
    if (free_names && entry.value.as<Table>() == nullptr) {
      context.problems.add(entry.value.position,
                           fmt::format("'{}' takes a table, not {}", entry.key, kind_of(entry.value)));
    } else if (free_names) {
      read_action(entry, key->keys, context, node);
    } else if (const Key *one = find_key(key->keys, entry.key)) {
      read_action(entry, one->keys, context, node);
    }
  }
}

void read_common(const Reader &reader, Context &context, Node &node) {
  node.area = reader.quantity("area", range::not_negative);
  node.leak_power = reader.quantity("leak_power", range::not_negative);
  node.instances = reader.quantity("instances", range::positive).value_or(1);
  node.count_scale = reader.quantity("count_scale", range::not_negative).value_or(1);
  if (node.kind == NodeKind::fanout) {
    return;
  }
  read_model(reader, context, node);
  read_actions(reader, context, node);
  if (const auto ports = reader.text("ports")) {
    node.separate_ports = ports->text == "separate";
  }
  if (const auto latency = reader.text("latency")) {
    const Key *actions = find_key(keys_of(node.kind), "actions");
    const auto names = has_free_names(*actions) ? std::vector<std::string>{} : names_of(actions->keys);
    node.latency = context.scope.latency(*latency->value, names);
  }
}

void read_bits(const Reader &reader, Context &context, Node &node) {
  const Value *bits = reader.value("bits");
  if (bits == nullptr) {
    return;
  }
  for (const Entry &entry : bits->as<Table>()->entries()) {
    const bool known = entry.key == "all" || context.tensors.count(entry.key) != 0;
    if (!known && context.names_complete) {
      std::vector<std::string> names(context.tensors.begin(), context.tensors.end());
      names.emplace_back("all");
      context.problems.add(entry.position,
                           fmt::format("unknown tensor '{}'{}", entry.key, did_you_mean(entry.key, names)));
    }
    if (const auto width = read_quantity(entry.value, fmt::format("the bits of '{}'", entry.key), dimension::bit,
                                         range::positive, context)) {
      node.bits.emplace(entry.key, *width);
    }
  }
}

void read_loops(const Reader &reader, Context &context, std::vector<model::LoopConstraint> &loops) {
  for (const Text &text : reader.texts("loops")) {
    if (auto constraint = read_loop_constraint(text, context)) {
      loops.push_back(std::move(*constraint));
    }
  }
}

void read_order(const Reader &reader, Context &context, std::vector<std::string> &order) {
  std::set<std::string> seen;
  for (const Text &text : reader.texts("order")) {
    if (!seen.insert(text.text).second) {
      context.problems.add(text.position(), fmt::format("'{}' stands twice in 'order'", text.text));
    } else if (context.names_complete && context.variables.count(text.text) == 0) {
      const std::vector<std::string> names(context.variables.begin(), context.variables.end());
      context.problems.add(text.position(), fmt::format("no Einsum has a rank variable '{}'{}", text.text,
                                                        did_you_mean(text.text, names)));
    }
    order.push_back(text.text);
  }
}

void read_memory(const Reader &reader, Context &context, Node &node) {
  node.size = reader.quantity("size", range::not_negative_or_inf).value_or(node.size);
  node.width = reader.quantity("width", range::positive);
  read_bits(reader, context, node);
  node.keep_given = reader.has("keep") || reader.has("may_keep");
  node.keep = reader.tensors("keep").value_or(model::TensorSet{});
  node.may_keep = reader.tensors("may_keep");
  node.elide_first_read = reader.flag("elide_first_read").value_or(true);
  node.double_buffered = reader.flag("double_buffered").value_or(false);
  read_loops(reader, context, node.loops);
  read_order(reader, context, node.order);
}

void read_utilization(const Reader &reader, Context &context, model::FanoutDimension &dimension) {
  const Value *value = reader.value("min_utilization");
  if (value == nullptr) {
    return;
  }
  const auto *text = value->as<std::string>();
  if (text != nullptr && *text == "max") {
    dimension.max_utilization = true;
  } else if (text != nullptr && !context.scope.evaluate_if_expression(*value)) {
    context.problems.add(value->position,
                         fmt::format("'min_utilization' takes a share such as 0.5, or \"max\", not \"{}\"", *text));
  } else {
    dimension.min_utilization =
        read_quantity(*value, "'min_utilization'", dimension::none, range::share, context).value_or(0);
  }
}

void read_dimension(const Entry &entry, Context &context, Node &node) {
  const Reader reader(entry.value, keys::fanout_dimension, "a dimension of a fan-out", context);
  model::FanoutDimension dimension;
  dimension.name = entry.key;
  dimension.position = entry.position;
  if (!is_identifier(entry.key)) {
    context.nodes_complete = false;
    context.problems.add(entry.position, fmt::format("'{}' is no name: letters, digits and _ make one", entry.key));
  }
  reader.require("size");
  dimension.size = reader.count("size", 1).value_or(1);
  dimension.multicast = reader.tensors("multicast").value_or(model::TensorSet::all());
  dimension.reduce = reader.tensors("reduce").value_or(model::TensorSet::all());
  dimension.reuse = reader.tensors("reuse").value_or(model::TensorSet{});
  dimension.power_gated = reader.flag("power_gated").value_or(false);
  read_utilization(reader, context, dimension);
  read_loops(reader, context, dimension.loops);
  node.dimensions.push_back(std::move(dimension));
}

// Every key that is no field of a fan-out and holds a table is a dimension.
void read_fanout(const Reader &reader, Context &context, Node &node) {
  const auto fields = names_of(keys::fanout);
  for (const Entry &entry : reader.entries()) {
    if (find_key(keys::fanout, entry.key) != nullptr) {
      continue;
    }
    // A field of other kinds is no dimension, even where it is a table.
    const bool foreign = find_key(keys::memory, entry.key) != nullptr;
    if (entry.value.as<Table>() != nullptr && !foreign) {
      read_dimension(entry, context, node);
      continue;
    }
    if (foreign) {
      context.problems.add(entry.position, fmt::format("a fan-out has no '{}'", entry.key));
      continue;
    }
    const auto similar = did_you_mean(entry.key, fields);
    context.problems.add(entry.position,
                         fmt::format("unknown key '{}'{}", entry.key,
                                     similar.empty() ? "; a dimension is a table: { size = 4 }" : similar));
  }
  if (node.dimensions.empty()) {
    context.nodes_complete = false;
    context.problems.add(node.position, "a fan-out needs a dimension, such as x = { size = 4 }");
  }
  if (node.dimensions.size() > most_dimensions) {
    context.problems.add(node.position, fmt::format("a fan-out has at most {} dimensions", most_dimensions));
  }
  double places = 1;
  for (const auto &dimension : node.dimensions) {
    places *= static_cast<double>(dimension.size);
  }
  if (places > 0x1p62) {
    context.problems.add(node.position, "a fan-out of more than 2^62 places");
  }
}

std::optional<Node::Direction> direction_of(const Value &value, Context &context) {
  static const std::vector<std::string> words{"down", "up", "both"};
  const auto *text = value.as<std::string>();
  const auto found = std::find(words.begin(), words.end(), text != nullptr ? *text : "");
  if (found == words.end()) {
    context.problems.add(value.position,
                         fmt::format("'direction' takes \"down\", \"up\" or \"both\", or a table of these{}",
                                     text != nullptr ? did_you_mean(*text, words) : ""));
    return std::nullopt;
  }
  constexpr Node::Direction directions[] = {Node::Direction::down, Node::Direction::up, Node::Direction::both};
  return directions[found - words.begin()];
}

// What a node charges that values pass, and which way.
void read_charged(const Reader &reader, Context &context, Node &node) {
  node.tensors = reader.tensors("tensors").value_or(model::TensorSet::all());
  const Value *value = reader.value("direction");
  if (value == nullptr) {
    return;
  }
  const auto *table = value->as<Table>();
  if (table == nullptr) {
    node.direction = direction_of(*value, context);
    return;
  }
  for (const Entry &entry : table->entries()) {
    if (context.names_complete && context.tensors.count(entry.key) == 0) {
      context.problems.add(entry.position,
                           fmt::format("unknown tensor '{}'{}", entry.key,
                                       did_you_mean(entry.key, {context.tensors.begin(), context.tensors.end()})));
    } else if (const auto direction = direction_of(entry.value, context)) {
      node.directions.emplace(entry.key, *direction);
    }
  }
}

void read_network(const Reader &reader, Context &context, Node &node) {
  read_charged(reader, context, node);
  if (const auto topology = reader.text("topology")) {
    node.topology = topology->text == "all-to-all" ? Node::Topology::all_to_all : Node::Topology::mesh;
  }
  node.wire_energy = reader.quantity("wire_energy", range::not_negative);
  node.hop_length = reader.quantity("hop_length", range::not_negative);
  if (node.hop_length && !node.wire_energy && !reader.has("wire_energy")) {
    context.problems.add(reader.value("hop_length")->position,
                         "'hop_length' is of no use without 'wire_energy', such as \"0.08 pJ/b/mm\"");
  }
}

// Operations have free names. But one that is nearly `compute`, and that no Einsum has, is a slip.
void check_operations(const Reader &reader, const model::Workload &workload, Context &context) {
  const Value *actions = reader.value("actions");
  if (actions == nullptr || actions->as<Table>() == nullptr) {
    return;
  }
  for (const Entry &entry : actions->as<Table>()->entries()) {
    const bool used = std::any_of(workload.einsums.begin(), workload.einsums.end(),
                                  [&](const model::Einsum &einsum) { return einsum.operation == entry.key; });
    if (used || entry.key == "compute") {
      continue;
    }
    const auto similar = did_you_mean(entry.key, {"compute"});
    if (!similar.empty()) {
      context.problems.add(entry.position, fmt::format("no Einsum has the operation '{}'{}", entry.key, similar));
    } else if (!is_identifier(entry.key)) {
      context.problems.add(entry.position, fmt::format("'{}' is no name: letters, digits and _ make one", entry.key));
    }
  }
}

void read_compute(const Reader &reader, const model::Workload &workload, Context &context, Node &node) {
  node.elide_first_read = reader.flag("elide_first_read").value_or(true);
  check_operations(reader, workload, context);
  std::set<std::string> known;
  for (const auto &einsum : workload.einsums) {
    known.insert(einsum.name);
  }
  const Value *given = reader.value("einsums");
  if (given != nullptr && given->as<Array>() != nullptr && given->as<Array>()->empty()) {
    context.problems.add(given->position, "this compute can run nothing; without 'einsums' it runs all");
  }
  std::set<std::string> listed;
  for (const Text &text : reader.texts("einsums")) {
    if (context.names_complete && known.count(text.text) == 0) {
      const auto similar = did_you_mean(text.text, {known.begin(), known.end()});
      context.problems.add(text.position(), fmt::format("there is no Einsum '{}'{}", text.text, similar));
    }
    if (listed.insert(text.text).second) {
      node.einsums.push_back(text.text);
    }
  }
}

}  // namespace

void read_node_fields(const Reader &reader, const model::Workload &workload, Context &context, Node &node) {
  read_common(reader, context, node);
  switch (node.kind) {
    case NodeKind::memory:
      read_memory(reader, context, node);
      break;
    case NodeKind::fanout:
      read_fanout(reader, context, node);
      break;
    case NodeKind::compute:
      read_compute(reader, workload, context, node);
      break;
    case NodeKind::converter:
      read_charged(reader, context, node);
      break;
    case NodeKind::network:
      read_network(reader, context, node);
      break;
  }
}

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
#include "project/nest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/mapping_tree.hpp"
#include "project/sections.hpp"

namespace forge::project {

namespace {

using model::NestKind;
using model::NestNode;

constexpr std::string_view node_kinds[] = {"keep", "for", "par", "compute"};

template <typename Items> std::vector<std::string> names_of(const Items &items) {
  std::vector<std::string> names;
  names.reserve(items.size());
  for (const auto &item : items) {
    names.push_back(item.name);
  }
  return names;
}

std::optional<std::size_t> index_of(const std::vector<std::string> &names, const std::string &name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found != names.end() ? std::optional(static_cast<std::size_t>(found - names.begin())) : std::nullopt;
}

// What fits to a kind of node, so that a tile of a keep is no silent mistake.
Keys keys_for(std::string_view kind) {
  static const auto pick = [](std::initializer_list<std::string_view> names) {
    std::vector<Key> picked;
    for (const auto name : names) {
      picked.push_back(*find_key(keys::nest_node, name));
    }
    return picked;
  };
  static const auto keep = pick({"keep", "in", "retain"});
  static const auto loop = pick({"for", "tile"});
  static const auto spread = pick({"par", "tile", "over"});
  static const auto compute = pick({"compute", "einsum"});
  if (kind.empty()) {
    return keys::nest_node;
  }
  return kind == "keep" ? keep : kind == "for" ? loop : kind == "par" ? spread : compute;
}

}  // namespace

// Where nodes are missing because of other mistakes, their names are no mistake here.
void NestReader::complain_of_node(const Text &text, std::string_view what, const std::vector<std::string> &known) {
  if (context_.nodes_complete) {
    complain(text.position(), fmt::format("there is no {} '{}'{}", what, text.text, did_you_mean(text.text, known)));
  }
}

std::optional<NestNode> NestReader::read(const Value &item, bool shared) {
  shared_ = shared;
  const Table &table = *item.as<Table>();
  std::string_view kind;
  for (const auto candidate : node_kinds) {
    const Entry *entry = table.entry(candidate);
    if (entry != nullptr && !kind.empty()) {
      complain(entry->position, fmt::format("a node is one thing, this is both '{}' and '{}'", kind, candidate));
      return std::nullopt;
    }
    kind = entry != nullptr ? candidate : kind;
  }
  const std::size_t before = context_.problems.count();
  const Reader reader(item, keys_for(kind), kind.empty() ? "a node" : fmt::format("a node '{}'", kind), context_);
  NestNode node;
  node.position = item.position;
  bool good = false;
  if (kind == "keep") {
    good = read_keep(reader, node);
  } else if (kind == "compute") {
    good = read_compute(reader, node);
  } else if (!kind.empty()) {
    good = read_loop(reader, kind, node);
  } else if (context_.problems.count() == before) {
    complain(item.position, fmt::format("a node needs one of {}", fmt::join(node_kinds, ", ")));
  }
  if (!good || (shared && kind == "keep" && node.tensors.empty())) {
    return std::nullopt;
  }
  return node;
}

bool NestReader::read_keep(const Reader &reader, NestNode &node) {
  node.kind = NestKind::keep;
  node.retain = reader.flag("retain").value_or(true);
  const bool tensors = read_kept(*reader.value("keep"), node);
  reader.require("in");
  const auto memory = reader.text("in");
  if (!memory) {
    return false;
  }
  const auto found = architecture_.find(memory->text);
  if (!found || architecture_.nodes[*found].kind != model::NodeKind::memory) {
    const std::vector<std::string> memories(context_.memories.begin(), context_.memories.end());
    complain_of_node(*memory, "memory", memories);
    return false;
  }
  node.node = *found;
  return tensors;
}

// A list of tensors or roles, or a tensor set.
bool NestReader::read_kept(const Value &value, NestNode &node) {
  if (value.as<std::string>() != nullptr) {
    const auto set = read_tensors(value, context_);
    const auto mask = set ? set->resolve(workload_, einsum()) : 0;
    for (std::size_t i = 0; i < einsum().tensors.size(); ++i) {
      if ((mask >> i & 1U) != 0) {
        node.tensors.push_back(i);
      }
    }
    return set.has_value();
  }
  if (value.as<Array>() == nullptr) {
    complain(value.position, fmt::format("'keep' takes a list of tensors, not {}", kind_of(value)));
    return false;
  }
  bool good = true;
  for (const Value &item : *value.as<Array>()) {
    const auto tensor = tensor_called(item);
    if (tensor) {
      node.tensors.push_back(*tensor);
    }
    good = good && (tensor || shared_);
  }
  return good;
}

std::optional<std::size_t> NestReader::tensor_called(const Value &item) {
  const auto *name = item.as<std::string>();
  if (name == nullptr) {
    complain(item.position, fmt::format("'keep' takes a list of tensors, not {}", kind_of(item)));
    return std::nullopt;
  }
  const auto role = einsum().roles.find(*name);
  auto names = names_of(einsum().tensors);
  const auto found = index_of(names, role != einsum().roles.end() ? role->second : *name);
  if (!found && !shared_) {
    complain(item.position,
             fmt::format("Einsum '{}' has no tensor '{}'{}", einsum().name, *name, did_you_mean(*name, names)));
  }
  return found;
}

bool NestReader::read_loop(const Reader &reader, std::string_view kind, NestNode &node) {
  node.kind = kind == "for" ? NestKind::loop : NestKind::spread;
  reader.require("tile");
  const auto tile = reader.count("tile", 1);
  node.tile = tile.value_or(1);
  const bool variable = read_variable(reader, kind, node);
  const bool place = kind == "for" || read_place(reader, node);
  return tile && variable && place;
}

bool NestReader::read_variable(const Reader &reader, std::string_view kind, NestNode &node) {
  const auto name = reader.text(kind);
  if (!name) {
    return false;
  }
  const auto names = names_of(einsum().variables);
  const auto found = index_of(names, name->text);
  if (!found && !shared_) {
    complain(name->position(), fmt::format("Einsum '{}' has no rank variable '{}'{}", einsum().name, name->text,
                                           did_you_mean(name->text, names)));
  }
  node.variable = found.value_or(model::absent_variable);
  return found || shared_;
}

// "PE.x"; "PE" where the fan-out has one dimension.
bool NestReader::read_place(const Reader &reader, NestNode &node) {
  reader.require("over");
  const auto over = reader.text("over");
  if (!over) {
    return false;
  }
  std::vector<std::string> known;
  for (std::size_t i = 0; i < architecture_.nodes.size(); ++i) {
    const auto &fanout = architecture_.nodes[i];
    for (std::size_t j = 0; j < fanout.dimensions.size(); ++j) {
      known.push_back(fanout.name + "." + fanout.dimensions[j].name);
      if (known.back() == over->text || (over->text == fanout.name && fanout.dimensions.size() == 1)) {
        node.node = i;
        node.dimension = j;
        return true;
      }
    }
  }
  complain_of_node(*over, "dimension of a fan-out", known);
  return false;
}

bool NestReader::read_compute(const Reader &reader, NestNode &node) {
  node.kind = NestKind::compute;
  const auto name = reader.text("compute");
  if (!name) {
    return false;
  }
  std::vector<std::string> computes;
  for (const auto &candidate : architecture_.nodes) {
    if (candidate.kind == model::NodeKind::compute) {
      computes.push_back(candidate.name);
    }
  }
  if (!index_of(computes, name->text)) {
    complain_of_node(*name, "compute", computes);
    return false;
  }
  node.node = *architecture_.find(name->text);
  return true;
}

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
//
// [[mapping]]: nests by name to nests by index.
#include <fmt/format.h>

#include <algorithm>

#include "project/sections.hpp"

namespace forge::project {

namespace {

using model::NestKind;
using model::NestNode;

constexpr std::size_t most_nodes = 10000;

constexpr std::string_view node_kinds[] = {"keep", "for", "par", "compute"};
constexpr std::string_view splits[] = {"sequential", "pipelined", "parallel"};

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

class MappingReader {
 public:
  MappingReader(const Value &table, const model::Workload &workload, const model::Architecture &architecture,
                Context &context)
      : reader_(table, keys::mapping, "a mapping", context),
        workload_(workload),
        architecture_(architecture),
        context_(context) {}

  std::optional<model::Mapping> read() {
    reader_.require("nest");
    const Value *nest = reader_.value("nest");
    if (nest == nullptr || has_split(*nest) || !find_einsum(*nest)) {
      return std::nullopt;
    }
    mapping_.position = reader_.position();
    if (nest->as<Array>()->size() > most_nodes) {
      complain(nest->position, fmt::format("a nest has at most {} nodes", most_nodes));
      return std::nullopt;
    }
    for (const Value &item : *nest->as<Array>()) {
      if (item.as<Table>() != nullptr) {
        read_node(item);
      } else {
        complain(item.position,
                 fmt::format("a node is a table such as {{ for = \"m\", tile = 1 }}, not {}", kind_of(item)));
      }
    }
    return std::move(mapping_);
  }

 private:
  void complain(const Position &position, std::string message) { context_.problems.add(position, std::move(message)); }

  // Where nodes are missing because of other mistakes, their names are no mistake here.
  void complain_of_node(const Text &text, std::string_view what, const std::vector<std::string> &known) {
    if (context_.nodes_complete) {
      complain(text.position(), fmt::format("there is no {} '{}'{}", what, text.text, did_you_mean(text.text, known)));
    }
  }

  // Trees for several Einsums are part of the format, but nothing evaluates them yet.
  bool has_split(const Value &nest) {
    for (const Value &item : *nest.as<Array>()) {
      for (const auto split : splits) {
        const auto *table = item.as<Table>();
        const Entry *entry = table != nullptr ? table->entry(split) : nullptr;
        if (entry != nullptr) {
          complain(entry->position, fmt::format("mappings of several Einsums at once ('{}') are not supported yet; "
                                                "give each Einsum a [[mapping]] of its own",
                                                split));
          return true;
        }
      }
    }
    return false;
  }

  // Said on the mapping or on its compute; with one Einsum it goes without saying.
  bool find_einsum(const Value &nest) {
    auto name = reader_.text("einsum");
    if (reader_.has("einsum") && !name) {
      return false;
    }
    for (const Value &item : *nest.as<Array>()) {
      const auto *table = item.as<Table>();
      const Value *value = table != nullptr ? table->find("einsum") : nullptr;
      const auto *text = value != nullptr ? value->as<std::string>() : nullptr;
      if (text == nullptr) {
        continue;
      }
      if (name && name->text != *text) {
        complain(value->position, fmt::format("the mapping is for Einsum '{}', not '{}'", name->text, *text));
        return false;
      }
      name = Text{*text, value};
    }
    const auto names = names_of(workload_.einsums);
    if (!name) {
      if (names.size() != 1) {
        complain(reader_.position(), fmt::format("which Einsum does this map? Say einsum = \"{}\"", names.front()));
      }
      return names.size() == 1;
    }
    const auto found = index_of(names, name->text);
    if (!found) {
      complain(name->position(), fmt::format("there is no Einsum '{}'{}", name->text, did_you_mean(name->text, names)));
    }
    mapping_.einsum = found.value_or(0);
    return found.has_value();
  }

  const model::Einsum &einsum() const { return workload_.einsums[mapping_.einsum]; }

  void read_node(const Value &item) {
    const Table &table = *item.as<Table>();
    std::string_view kind;
    for (const auto candidate : node_kinds) {
      const Entry *entry = table.entry(candidate);
      if (entry != nullptr && !kind.empty()) {
        complain(entry->position, fmt::format("a node is one thing, this is both '{}' and '{}'", kind, candidate));
        return;
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
    if (good) {
      mapping_.nest.push_back(std::move(node));
    }
  }

  // What fits to a kind of node, so that a tile of a keep is no silent mistake.
  static Keys keys_for(std::string_view kind) {
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

  bool read_keep(const Reader &reader, NestNode &node) {
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
  bool read_kept(const Value &value, NestNode &node) {
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
      good = good && tensor;
      node.tensors.push_back(tensor.value_or(0));
    }
    return good;
  }

  std::optional<std::size_t> tensor_called(const Value &item) {
    const auto *name = item.as<std::string>();
    if (name == nullptr) {
      complain(item.position, fmt::format("'keep' takes a list of tensors, not {}", kind_of(item)));
      return std::nullopt;
    }
    const auto role = einsum().roles.find(*name);
    auto names = names_of(einsum().tensors);
    const auto found = index_of(names, role != einsum().roles.end() ? role->second : *name);
    if (!found) {
      complain(item.position,
               fmt::format("Einsum '{}' has no tensor '{}'{}", einsum().name, *name, did_you_mean(*name, names)));
    }
    return found;
  }

  bool read_loop(const Reader &reader, std::string_view kind, NestNode &node) {
    node.kind = kind == "for" ? NestKind::loop : NestKind::spread;
    reader.require("tile");
    const auto tile = reader.count("tile", 1);
    node.tile = tile.value_or(1);
    const bool variable = read_variable(reader, kind, node);
    const bool place = kind == "for" || read_place(reader, node);
    return tile && variable && place;
  }

  bool read_variable(const Reader &reader, std::string_view kind, NestNode &node) {
    const auto name = reader.text(kind);
    if (!name) {
      return false;
    }
    const auto names = names_of(einsum().variables);
    const auto found = index_of(names, name->text);
    if (!found) {
      complain(name->position(), fmt::format("Einsum '{}' has no rank variable '{}'{}", einsum().name, name->text,
                                             did_you_mean(name->text, names)));
    }
    node.variable = found.value_or(0);
    return found.has_value();
  }

  // "PE.x"; "PE" where the fan-out has one dimension.
  bool read_place(const Reader &reader, NestNode &node) {
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

  bool read_compute(const Reader &reader, NestNode &node) {
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

  Reader reader_;
  const model::Workload &workload_;
  const model::Architecture &architecture_;
  Context &context_;
  model::Mapping mapping_;
};

void check_one_each(const std::vector<model::Mapping> &mappings, const model::Workload &workload, Context &context) {
  std::vector<const model::Mapping *> of(workload.einsums.size());
  for (const auto &mapping : mappings) {
    if (of[mapping.einsum] != nullptr) {
      context.problems.add(mapping.position,
                           fmt::format("Einsum '{}' has a mapping already", workload.einsums[mapping.einsum].name));
    }
    of[mapping.einsum] = &mapping;
  }
}

}  // namespace

std::vector<model::Mapping> read_mappings(const Table &project, const model::Workload &workload,
                                          const model::Architecture &architecture, Context &context) {
  std::vector<model::Mapping> mappings;
  const std::size_t before = context.problems.count();
  for (const Value &item : items_of(project, "mapping")) {
    if (item.as<Table>() == nullptr) {
      continue;
    }
    if (auto mapping = MappingReader(item, workload, architecture, context).read()) {
      mappings.push_back(std::move(*mapping));
    }
  }
  if (context.problems.count() == before) {
    check_one_each(mappings, workload, context);
  }
  return mappings;
}

}  // namespace forge::project

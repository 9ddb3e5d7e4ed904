// SPDX-License-Identifier: Apache-2.0
//
// [[mapping]]: a nest for one Einsum, or a tree for several.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "project/nest.hpp"
#include "project/sections.hpp"

namespace forge::project {

namespace {

using Section = model::MappingTree::Section;

constexpr std::size_t most_nodes = 10000, deepest_split = 50;

constexpr model::SplitKind splits[] = {model::SplitKind::sequential, model::SplitKind::pipelined,
                                       model::SplitKind::parallel};

const Entry *split_of(const Value &item) {
  const auto *table = item.as<Table>();
  for (const auto split : splits) {
    const Entry *entry = table != nullptr ? table->entry(name_of(split)) : nullptr;
    if (entry != nullptr) {
      return entry;
    }
  }
  return nullptr;
}

class MappingReader {
 public:
  MappingReader(const Value &table, const model::Workload &workload, const model::Architecture &architecture,
                Context &context, Mappings &result)
      : reader_(table, keys::mapping, "a mapping", context),
        workload_(workload),
        architecture_(architecture),
        context_(context),
        result_(result) {}

  void read() {
    reader_.require("nest");
    const Value *nest = reader_.value("nest");
    if (nest == nullptr) {
      return;
    }
    const Array &items = *nest->as<Array>();
    if (std::none_of(items.begin(), items.end(), [](const Value &item) { return split_of(item) != nullptr; })) {
      if (misspelt_split(items)) {
        return;
      }
      read_nest(*nest);
      return;
    }
    if (reader_.has("einsum")) {
      complain(reader_.position(), "a mapping with branches is for several Einsums; name each at its compute");
      return;
    }
    in_tree_ = true;
    model::MappingTree tree;
    tree.position = reader_.position();
    const std::size_t before = context_.problems.count();
    tree.root = read_section(*nest, 0);
    if (context_.problems.count() == before) {
      check_shared_names();
      result_.trees.push_back(std::move(tree));
    }
  }

 private:
  void complain(const Position &position, std::string message) { context_.problems.add(position, std::move(message)); }

  // "sequentail": a table with nothing but a list of lists.
  bool misspelt_split(const Array &items) {
    for (const Value &item : items) {
      const auto *table = item.as<Table>();
      const auto *list =
          table != nullptr && table->entries().size() == 1 ? table->entries()[0].value.as<Array>() : nullptr;
      if (list == nullptr || list->empty() || (*list)[0].as<Array>() == nullptr) {
        continue;
      }
      std::vector<std::string> known;
      for (const auto split : splits) {
        known.emplace_back(name_of(split));
      }
      const Entry &entry = table->entries()[0];
      complain(entry.position, fmt::format("there is no split '{}'{}", entry.key, did_you_mean(entry.key, known)));
      return true;
    }
    return false;
  }

  bool has_nodes(const Value &nest) {
    const auto *items = nest.as<Array>();
    if (items == nullptr) {
      complain(nest.position, fmt::format("a nest is a list of nodes, not {}", kind_of(nest)));
      return false;
    }
    if (items->size() > most_nodes) {
      complain(nest.position, fmt::format("a nest has at most {} nodes", most_nodes));
      return false;
    }
    for (const Value &item : *items) {
      if (item.as<Table>() == nullptr) {
        complain(item.position,
                 fmt::format("a node is a table such as {{ for = \"m\", tile = 1 }}, not {}", kind_of(item)));
      }
    }
    return true;
  }

  // The nest of one Einsum.
  void read_nest(const Value &nest) {
    const auto einsum = find_einsum(nest);
    if (!einsum || !has_nodes(nest)) {
      return;
    }
    model::Mapping mapping;
    mapping.einsum = *einsum;
    mapping.position = reader_.position();
    NestReader nodes(workload_, architecture_, *einsum, context_);
    for (const Value &item : *nest.as<Array>()) {
      if (item.as<Table>() == nullptr) {
        continue;
      }
      if (auto node = nodes.read(item)) {
        mapping.nest.push_back(std::move(*node));
      }
    }
    result_.mappings.push_back(std::move(mapping));
  }

  // A section of a tree; `above_` holds the nodes of those above.
  Section read_section(const Value &nest, std::size_t depth) {
    Section section;
    if (!has_nodes(nest)) {
      return section;
    }
    if (depth > deepest_split) {
      complain(nest.position, fmt::format("branches are nested more than {} deep", deepest_split));
      return section;
    }
    const Array &items = *nest.as<Array>();
    const auto split = std::find_if(items.begin(), items.end(), [](const Value &item) { return split_of(item); });
    if (split == items.end()) {
      read_leaf(nest, section);
      return section;
    }
    if (split + 1 != items.end()) {
      complain((split + 1)->position, "nothing may stand below a split; the branches hold what comes next");
      return section;
    }
    const std::size_t outside = above_.size();
    for (auto item = items.begin(); item != split; ++item) {
      if (const auto *table = item->as<Table>(); table != nullptr && table->entry("compute") != nullptr) {
        complain(item->position, "a compute ends a branch; it can't stand above a split");
        return section;
      }
      section.nodes.push_back(above_numbers_.size());
      above_numbers_.push_back(&*item);
      above_.push_back(&*item);
    }
    read_branches(*split, depth, section);
    above_.resize(outside);
    return section;
  }

  void read_branches(const Value &item, std::size_t depth, Section &section) {
    const Entry &entry = *split_of(item);
    section.position = entry.position;
    for (const auto split : splits) {
      const Entry *other = item.as<Table>()->entry(name_of(split));
      section.split = other == &entry ? split : section.split;
      if (other != nullptr && item.as<Table>()->entries().size() > 1) {
        complain(item.position, fmt::format("'{}' stands alone in its node", name_of(split)));
        return;
      }
    }
    const auto *branches = entry.value.as<Array>();
    if (branches == nullptr || branches->size() < 2) {
      complain(entry.position,
               fmt::format("'{}' takes a list of two or more branches, each a nest", name_of(section.split)));
      return;
    }
    for (const Value &branch : *branches) {
      section.branches.push_back(read_section(branch, depth + 1));
    }
  }

  // The nest of one Einsum of a tree: the shared nodes above it, then its own.
  void read_leaf(const Value &nest, Section &section) {
    const auto einsum = find_einsum(nest);
    if (!einsum) {
      return;
    }
    below_.insert(*einsum);
    model::Mapping mapping;
    mapping.einsum = *einsum;
    mapping.position = nest.position;
    NestReader nodes(workload_, architecture_, *einsum, context_);
    for (const Value *item : above_) {
      if (item->as<Table>() == nullptr) {
        continue;
      }
      if (auto node = nodes.read(*item, true)) {
        node->shared = static_cast<std::size_t>(std::find(above_numbers_.begin(), above_numbers_.end(), item) -
                                                above_numbers_.begin());
        mapping.nest.push_back(std::move(*node));
      }
    }
    for (const Value &item : *nest.as<Array>()) {
      if (item.as<Table>() == nullptr) {
        continue;
      }
      if (auto node = nodes.read(item)) {
        mapping.nest.push_back(std::move(*node));
      }
    }
    section.mapping = result_.mappings.size();
    result_.mappings.push_back(std::move(mapping));
  }

  // What stands above a split belongs to one of the Einsums of the tree at least.
  void check_shared_names() {
    std::vector<std::string> variables, tensors;
    for (const std::size_t e : below_) {
      for (const auto &variable : workload_.einsums[e].variables) {
        variables.push_back(variable.name);
      }
      for (const auto &tensor : workload_.einsums[e].tensors) {
        tensors.push_back(tensor.name);
      }
      for (const auto &role : workload_.einsums[e].roles) {
        tensors.push_back(role.first);
      }
    }
    for (const Value *item : above_numbers_) {
      for (const auto kind : {"for", "par"}) {
        if (const Value *name = item->as<Table>()->find(kind)) {
          check_shared_name(*name, variables, "rank variable");
        }
      }
      const Value *kept = item->as<Table>()->find("keep");
      if (kept != nullptr && kept->as<Array>() != nullptr) {
        for (const Value &name : *kept->as<Array>()) {
          check_shared_name(name, tensors, "tensor");
          check_roles(name);
        }
      }
    }
  }

  void check_shared_name(const Value &name, const std::vector<std::string> &known, std::string_view what) {
    const auto *text = name.as<std::string>();
    if (text != nullptr && std::find(known.begin(), known.end(), *text) == known.end()) {
      complain(name.position,
               fmt::format("no Einsum of this tree has a {} '{}'{}", what, *text, did_you_mean(*text, known)));
    }
  }

  // A name means one tensor in all of the tree: a role of one Einsum is no tensor of another one.
  void check_roles(const Value &name) {
    const auto *text = name.as<std::string>();
    for (const std::size_t a : below_) {
      const auto &roles = workload_.einsums[a].roles;
      const auto role = text != nullptr ? roles.find(*text) : roles.end();
      for (const std::size_t b : below_) {
        const auto &tensors = workload_.einsums[b].tensors;
        const bool is_tensor = role != roles.end() && role->second != *text &&
                               std::any_of(tensors.begin(), tensors.end(),
                                           [&](const model::Tensor &tensor) { return tensor.name == *text; });
        if (is_tensor) {
          complain(name.position,
                   fmt::format("'{}' is a tensor of '{}', and the role of {} in '{}': rename one of them", *text,
                               workload_.einsums[b].name, role->second, workload_.einsums[a].name));
          return;
        }
      }
    }
  }

  // Said on the mapping or on its compute; with one Einsum it goes without saying.
  std::optional<std::size_t> find_einsum(const Value &nest) {
    auto name = reader_.text("einsum");
    if (reader_.has("einsum") && !name) {
      return std::nullopt;
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
        return std::nullopt;
      }
      name = Text{*text, value};
    }
    std::vector<std::string> names;
    for (const auto &einsum : workload_.einsums) {
      names.push_back(einsum.name);
    }
    if (!name) {
      if (in_tree_) {
        complain(nest.position, fmt::format("which Einsum is this branch for? End it with {{ compute = ..., einsum = "
                                            "\"{}\" }}",
                                            names.front()));
        return std::nullopt;
      }
      if (names.size() != 1) {
        complain(reader_.position(), fmt::format("which Einsum does this map? Say einsum = \"{}\"", names.front()));
        return std::nullopt;
      }
      return 0;
    }
    const auto found = std::find(names.begin(), names.end(), name->text);
    if (found == names.end()) {
      complain(name->position(), fmt::format("there is no Einsum '{}'{}", name->text, did_you_mean(name->text, names)));
      return std::nullopt;
    }
    return static_cast<std::size_t>(found - names.begin());
  }

  Reader reader_;
  const model::Workload &workload_;
  const model::Architecture &architecture_;
  Context &context_;
  Mappings &result_;
  bool in_tree_ = false;
  // Of the tree that is being read.
  std::vector<const Value *> above_, above_numbers_;  // shared nodes: of the sections above; all, by number
  std::set<std::size_t> below_;                       // Einsums
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

Mappings read_mappings(const Table &project, const model::Workload &workload, const model::Architecture &architecture,
                       Context &context) {
  Mappings result;
  const std::size_t before = context.problems.count();
  for (const Value &item : items_of(project, "mapping")) {
    if (item.as<Table>() != nullptr) {
      MappingReader(item, workload, architecture, context, result).read();
    }
  }
  if (context.problems.count() == before) {
    check_one_each(result.mappings, workload, context);
  }
  return result;
}

}  // namespace forge::project

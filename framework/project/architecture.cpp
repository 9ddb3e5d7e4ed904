// SPDX-License-Identifier: Apache-2.0
//
// [[architecture]]: the tree of nodes, and what all kinds of nodes have in common; node_fields.cpp reads the rest.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "project/node_fields.hpp"
#include "project/sections.hpp"

namespace forge::project {

namespace {

using model::Node;
using model::NodeKind;

constexpr NodeKind kinds[] = {NodeKind::memory, NodeKind::fanout, NodeKind::compute, NodeKind::converter,
                              NodeKind::network};

std::string_view word_for(NodeKind kind) {
  return keys::node_kinds[static_cast<std::size_t>(std::find(std::begin(kinds), std::end(kinds), kind) -
                                                   std::begin(kinds))];
}

std::string with_article(std::string_view kind) {
  return fmt::format("a {}", kind);
}

bool has_kind(const Value &item) {
  const auto *table = item.as<Table>();
  return table != nullptr && std::any_of(keys::node_kinds.begin(), keys::node_kinds.end(), [table](const auto kind) {
           const Value *name = table->find(kind);
           return name != nullptr && name->as<std::string>() != nullptr;
         });
}

// The kind that an item has, or what is wrong with it.
std::optional<NodeKind> kind_of_item(const Value &item, Context &context) {
  const Table &table = *item.as<Table>();
  std::optional<NodeKind> kind;
  for (std::size_t i = 0; i < std::size(kinds); ++i) {
    const Entry *entry = table.entry(keys::node_kinds[i]);
    if (entry != nullptr && kind) {
      context.problems.add(entry->position,
                           fmt::format("a node is one thing, this is both a {} and a {}", word_for(*kind), entry->key));
      return std::nullopt;
    }
    kind = entry != nullptr ? std::optional(kinds[i]) : kind;
  }
  if (kind) {
    return kind;
  }
  const std::vector<std::string> words(keys::node_kinds.begin(), keys::node_kinds.end());
  for (const Entry &entry : table.entries()) {
    if (const auto similar = did_you_mean(entry.key, words); !similar.empty()) {
      context.problems.add(entry.position, fmt::format("unknown key '{}'{}", entry.key, similar));
      return std::nullopt;
    }
  }
  context.problems.add(item.position, fmt::format("a node needs a name by its kind: {}", fmt::join(words, ", ")));
  return std::nullopt;
}

class TreeReader {
 public:
  TreeReader(const model::Workload &workload, Context &context) : workload_(workload), context_(context) {}

  void add(const Value &item) {
    const auto kind = kind_of_item(item, context_);
    if (!kind) {
      context_.nodes_complete = false;
      return;
    }
    const auto word = word_for(*kind);
    const bool fanout = *kind == NodeKind::fanout;
    const Reader reader(item, keys::of_node(word), with_article(word), context_, fanout);
    Node node;
    node.kind = *kind;
    node.position = item.position;
    const std::size_t before = context_.problems.count();
    read_name(reader, word, node);
    read_parent(reader, node);
    context_.nodes_complete = context_.nodes_complete && context_.problems.count() == before;
    read_node_fields(reader, workload_, context_, node);
    tree_.nodes.push_back(std::move(node));
  }

  model::Architecture finish() {
    if (context_.nodes_complete && context_.maps) {
      check_leaves();
    }
    return std::move(tree_);
  }

 private:
  void read_name(const Reader &reader, std::string_view kind, Node &node) {
    const auto name = reader.text(kind);
    if (!name) {
      return;
    }
    node.name = name->text;
    Problems &problems = context_.problems;
    if (!is_identifier(node.name)) {
      problems.add(name->position(), fmt::format("'{}' is no name: letters, digits and _ make one", node.name));
    } else if (find_key(keys::project_file, node.name) != nullptr) {
      problems.add(name->position(), fmt::format("a node can't be called '{}', that is a section", node.name));
    } else if (context_.tensors.count(node.name) != 0) {
      problems.add(name->position(),
                   fmt::format("'{}' is the name of a tensor; tensor sets must tell them apart", node.name));
    }
  }

  void read_parent(const Reader &reader, Node &node) {
    const auto under = reader.text("under");
    if (tree_.nodes.empty()) {
      if (under) {
        context_.problems.add(under->position(), "the first node is the root, it hangs under nothing");
      }
      if (node.kind != NodeKind::memory && context_.nodes_complete && context_.maps) {
        context_.problems.add(node.position,
                              "the first node is the outermost memory, "
                              "where all tensors come from; this is a " +
                                  std::string(word_for(node.kind)));
      }
      return;
    }
    node.parent = tree_.nodes.size() - 1;
    if (under) {
      node.parent = find_parent(*under);
    } else if (reader.has("under")) {
      return;
    }
    const Node &parent = tree_.nodes[*node.parent];
    if (parent.kind != NodeKind::compute) {
      return;
    }
    if (under) {
      context_.problems.add(under->position(), fmt::format("'{}' is a compute, nothing hangs under it", parent.name));
    } else {
      context_.problems.add(node.position, fmt::format("'{}' would hang under compute '{}', the node before; "
                                                       "say under = \"NAME\"",
                                                       node.name, parent.name));
    }
  }

  // A wrong name is reported; the node then hangs under the root, so that reading can go on.
  std::size_t find_parent(const Text &under) {
    if (const auto found = tree_.find(under.text)) {
      return *found;
    }
    std::vector<std::string> names;
    for (const auto &node : tree_.nodes) {
      names.push_back(node.name);
    }
    if (context_.nodes_complete) {
      context_.problems.add(under.position(), fmt::format("no node before this one is called '{}'{}", under.text,
                                                          did_you_mean(under.text, names)));
    }
    return 0;
  }

  void check_leaves() {
    std::vector<bool> needed(tree_.nodes.size());
    for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
      if (tree_.nodes[i].kind == NodeKind::compute) {
        for (const std::size_t node : tree_.path_to(i)) {
          needed[node] = true;
        }
      }
    }
    for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
      if (!needed[i]) {
        context_.problems.add(tree_.nodes[i].position, fmt::format("there is no compute under {} '{}'",
                                                                   word_for(tree_.nodes[i].kind), tree_.nodes[i].name));
        return;
      }
    }
  }

  const model::Workload &workload_;
  Context &context_;
  model::Architecture tree_;
};

void check_einsums_run(const model::Workload &workload, const model::Architecture &architecture, Context &context) {
  std::set<std::string> runnable;
  for (const auto &node : architecture.nodes) {
    if (node.kind == NodeKind::compute && node.einsums.empty()) {
      return;  // it runs all
    }
    runnable.insert(node.einsums.begin(), node.einsums.end());
  }
  for (const auto &einsum : workload.einsums) {
    if (runnable.count(einsum.name) == 0) {
      context.problems.add(einsum.position, fmt::format("no compute can run Einsum '{}'", einsum.name));
    }
  }
}

}  // namespace

model::Architecture read_architecture(const Table &project, const model::Workload &workload, Context &context) {
  const Array &items = items_of(project, "architecture");
  for (const Value &item : items) {
    const auto *table = item.as<Table>();
    const Value *name = table != nullptr ? table->find("memory") : nullptr;
    if (name != nullptr && name->as<std::string>() != nullptr) {
      context.memories.insert(*name->as<std::string>());
    }
    // A node of unknown kind may be a memory that tensor sets speak of.
    context.names_complete = context.names_complete && has_kind(item);
  }
  const std::size_t before = context.problems.count();
  TreeReader tree(workload, context);
  for (const Value &item : items) {
    if (item.as<Table>() != nullptr) {
      tree.add(item);
    }
  }
  auto architecture = tree.finish();
  if (context.problems.count() == before && !items.empty()) {
    check_einsums_run(workload, architecture, context);
  }
  return architecture;
}

}  // namespace forge::project

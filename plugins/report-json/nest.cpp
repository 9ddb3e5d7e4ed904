// SPDX-License-Identifier: Apache-2.0
#include "nest.hpp"

#include <algorithm>
#include <initializer_list>

namespace forge::plugins {
namespace {

using Layout = JsonEmitter::Layout;

class Tree {
 public:
  Tree(JsonEmitter &json, const sdk::Tables &tables, std::size_t row)
      : json_(json),
        tables_(tables),
        nodes_(tables["tree_nodes"]),
        row_(row),
        number_(tables["trees"].integer("tree", row)) {}

  void write() {
    const sdk::Table trees = tables_["trees"];
    json_.begin_object();
    json_.key("einsums");
    write_names(json_, trees.text("einsums", row_));
    json_.members(trees, row_, {"repeat", "latency", "energy", "edp", "bottleneck", "pipeline_fill"});
    next_ = 0;
    while (next_ < nodes_.rows() && nodes_.integer("tree", next_) != number_) {
      ++next_;
    }
    json_.key("mapping");
    write_section(0);
    write_rows("lifetimes", "tree_lifetimes", {"memory", "tensor", "tile", "size", "copies", "first", "last"});
    write_rows("memories", "tree_memories", {"memory", "peak", "capacity", "at", "detail"});
    json_.end();
  }

 private:
  bool is_at(std::int64_t depth) const {
    return next_ < nodes_.rows() && nodes_.integer("tree", next_) == number_ && nodes_.integer("depth", next_) == depth;
  }

  // Nodes, then the split: its branches stand one level deeper, their nodes two.
  void write_section(std::int64_t depth) {
    json_.begin_array();
    while (is_at(depth)) {
      const std::size_t row = next_++;
      if (!is_at(depth + 1)) {
        write_node(json_, nodes_, row);
        continue;
      }
      json_.begin_object();
      json_.key(nodes_.text("kind", row));
      json_.begin_array();
      while (is_at(depth + 1)) {
        ++next_;
        write_section(depth + 2);
      }
      json_.end();
      json_.end();
    }
    json_.end();
  }

  void write_rows(std::string_view key, std::string_view table, std::initializer_list<std::string_view> columns) {
    const sdk::Table rows = tables_[table];
    json_.key(key);
    json_.begin_array();
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (rows.integer("tree", row) == number_) {
        json_.begin_object(Layout::line);
        json_.members(rows, row, columns);
        json_.end();
      }
    }
    json_.end();
  }

  JsonEmitter &json_;
  const sdk::Tables &tables_;
  const sdk::Table nodes_;
  const std::size_t row_;
  const std::int64_t number_;
  std::size_t next_ = 0;  // row of tree_nodes
};

}  // namespace

void write_names(JsonEmitter &json, std::string_view list) {
  json.begin_array(Layout::line);
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    json.text(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  json.end();
}

void write_node(JsonEmitter &json, const sdk::Table &table, std::size_t row) {
  json.begin_object(Layout::line);
  const auto kind = table.text("kind", row);
  json.key(kind);
  if (kind == "keep") {
    write_names(json, table.text("tensors", row));
    json.key("in");
    json.text(table.text("node", row));
    if (table["retain"].has(row) && table.integer("retain", row) == 0) {
      json.key("retain");
      json.boolean(false);
    }
  } else if (kind == "compute") {
    json.text(table.text("node", row));
    if (table.name() == "tree_nodes") {
      json.members(table, row, {"einsum"});
    }
  } else {
    json.text(table.text("variable", row));
    json.members(table, row, {"tile"});
    // Loops that follow those of a consumer; no project says them.
    for (const auto column : {"lead", "overlap"}) {
      if (table[column].has(row)) {
        json.members(table, row, {column});
      }
    }
  }
  if (kind == "par") {
    json.key("over");
    json.text(table.text("node", row));
  }
  json.end();
}

void write_trees(JsonEmitter &json, const sdk::Tables &tables) {
  const sdk::Table trees = tables["trees"];
  if (trees.rows() == 0) {
    return;
  }
  json.key("trees");
  json.begin_array();
  for (std::size_t row = 0; row < trees.rows(); ++row) {
    Tree(json, tables, row).write();
  }
  json.end();
}

}  // namespace forge::plugins

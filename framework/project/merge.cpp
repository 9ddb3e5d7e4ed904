// SPDX-License-Identifier: Apache-2.0
#include "project/merge.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "project/keys.hpp"

namespace forge::project {

namespace {

std::string text_at(const Table &table, std::string_view key) {
  const Value *value = table.find(key);
  const auto *text = value != nullptr ? value->as<std::string>() : nullptr;
  return text != nullptr ? *text : "";
}

std::string_view kind_of_node(const Table &node) {
  for (const auto kind : keys::node_kinds) {
    if (node.find(kind) != nullptr) {
      return kind;
    }
  }
  return "";
}

// Another component has other parameters, so those of the first one must not stay. Models stand at `model` and in `parts`.
bool is_another_model(std::string_view key, std::string_view section, const Table &base, const Table &over) {
  return (key == "model" || section == "parts") && over.find("component") != nullptr &&
         text_at(base, "component") != text_at(over, "component");
}

// `section`: the key that the tables stand at.
void merge_tables(Table &base, Table over, std::string_view section = "") {
  for (Entry &entry : over.entries()) {
    Value *below = base.find(entry.key);
    auto *table = entry.value.as<Table>();
    auto *base_table = below != nullptr ? below->as<Table>() : nullptr;
    if (table != nullptr && base_table != nullptr && !is_another_model(entry.key, section, *base_table, *table)) {
      merge_tables(*base_table, std::move(*table), entry.key);
    } else {
      const Entry *count = section == "parts" && base_table != nullptr ? base_table->entry("count") : nullptr;
      if (count != nullptr && table != nullptr && table->find("count") == nullptr) {  // the part's, not the model's
        table->set("count", count->position, count->value);
      }
      base.set(std::move(entry.key), std::move(entry.position), std::move(entry.value));
    }
  }
}

std::string shown(const Position &position) {
  return fmt::format("{}:{}:{}", position.file ? *position.file : "", position.line, position.column);
}

// Lays the items of a file over those of its includes, by name.
class ListMerger {
 public:
  ListMerger(Array &base, std::string_view section, Problems &problems)
      : base_(base), section_(section), problems_(problems) {
    for (std::size_t i = 0; i < base_.size(); ++i) {
      index_.emplace(name_in_section(base_[i], section_), i);
    }
  }

  void add(Value item) {
    const std::string name = name_in_section(item, section_);
    if (name.empty()) {
      base_.push_back(std::move(item));
      return;
    }
    if (const auto [twin, fresh] = here_.emplace(name, item.position); !fresh) {
      problems_.add(item.position, fmt::format("'{}' stands twice, first at {}", name, shown(twin->second)));
      return;
    }
    const auto found = index_.find(name);
    if (found == index_.end()) {
      index_.emplace(name, base_.size());
      base_.push_back(std::move(item));
    } else {
      refine(base_[found->second], std::move(item), name);
    }
  }

 private:
  void refine(Value &below, Value item, const std::string &name) {
    auto *base_table = below.as<Table>();
    auto *table = item.as<Table>();
    const std::string_view kind = kind_of_node(*base_table);
    if (kind != kind_of_node(*table)) {
      problems_.add(item.position, fmt::format("'{}' is a {} already, at {}", name, kind, shown(below.position)));
    } else if (section_ == "mapping") {
      below = std::move(item);
    } else {
      merge_tables(*base_table, std::move(*table));
    }
  }

  Array &base_;
  std::string_view section_;
  Problems &problems_;
  std::map<std::string, std::size_t> index_;  // of the items below, by name
  std::map<std::string, Position> here_;      // items of this file
};

bool merges_by_name(std::string_view section) {
  return section == "architecture" || section == "component" || section == "workload" || section == "mapping";
}

}  // namespace

std::string name_in_section(const Value &item, std::string_view section) {
  const auto *table = item.as<Table>();
  if (table == nullptr) {
    return "";
  }
  if (section == "architecture") {
    return text_at(*table, kind_of_node(*table));
  }
  if (section == "component") {
    return text_at(*table, "name");
  }
  std::string name = text_at(*table, "einsum");
  const Value *nest = table->find("nest");
  const auto *nodes = nest != nullptr ? nest->as<Array>() : nullptr;
  if (name.empty() && nodes != nullptr && !nodes->empty()) {
    const auto *compute = nodes->back().as<Table>();  // it may say for which Einsum the nest is
    name = compute != nullptr ? text_at(*compute, "einsum") : "";
  }
  return name;
}

void merge_file(Table &base, Table file, Problems &problems) {
  for (Entry &entry : file.entries()) {
    Value *below = base.find(entry.key);
    auto *items = entry.value.as<Array>();
    if (items == nullptr || !merges_by_name(entry.key)) {
      Table one;
      one.set(entry.key, entry.position, std::move(entry.value));
      merge_tables(base, std::move(one));
      continue;
    }
    if (below == nullptr || below->as<Array>() == nullptr) {
      below = &base.set(entry.key, entry.position, Value{Array{}, entry.value.position});
    }
    ListMerger merger(*below->as<Array>(), entry.key, problems);
    for (Value &item : *items) {
      merger.add(std::move(item));
    }
  }
}

}  // namespace forge::project

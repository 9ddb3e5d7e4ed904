// SPDX-License-Identifier: Apache-2.0
#include "project/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "project/keys.hpp"
#include "project/merge.hpp"
#include "project/toml.hpp"

namespace forge::project {

namespace {

constexpr std::size_t deepest = 16;

// "a.\"b.c\".d" -> a, b.c, d; nothing where a part is empty or a quote is left open.
std::optional<std::vector<std::string>> split(const std::string &key) {
  std::vector<std::string> parts(1);
  char quote = 0;
  for (const char c : key) {
    if (quote != 0 ? c == quote : c == '"' || c == '\'') {
      quote = quote != 0 ? '\0' : c;
    } else if (quote == 0 && c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (const auto &part : parts) {
    if (part.empty()) {
      return std::nullopt;
    }
  }
  return quote == 0 && parts.size() <= deepest ? std::optional(std::move(parts)) : std::nullopt;
}

std::vector<std::string> names_in(const Table &project, std::string_view section) {
  std::vector<std::string> names;
  const Value *list = project.find(section);
  if (list != nullptr && list->as<Array>() != nullptr) {
    for (const Value &item : *list->as<Array>()) {
      if (auto name = name_in_section(item, section); !name.empty()) {
        names.push_back(std::move(name));
      }
    }
  }
  return names;
}

// One setting on its way to its place in the tree.
class Change {
 public:
  Change(Table &project, const Setting &setting, Problems &problems)
      : project_(project), setting_(setting), problems_(problems) {
    auto name = std::make_shared<const std::string>(setting.option + " " + setting.key + "=" + setting.value);
    position_.file = std::move(name);
  }

  void apply() {
    const auto parts = split(setting_.key);
    if (!parts) {
      complain("a key is a path such as mapper.seed");
      return;
    }
    parts_ = *parts;
    if (Value *section = find_section()) {
      descend(*section);
    }
  }

 private:
  void complain(std::string message) { problems_.add(position_, std::move(message)); }

  // The section that the key begins with, which may be the name of a node: GLB.size is architecture.GLB.size.
  Value *find_section() {
    const auto nodes = names_in(project_, "architecture");
    const Key *key = find_key(keys::project_file, parts_[0]);
    const bool is_node = std::find(nodes.begin(), nodes.end(), parts_[0]) != nodes.end();
    if (key == nullptr && is_node) {
      parts_.insert(parts_.begin(), "architecture");
      key = find_key(keys::project_file, parts_[0]);
    }
    if (key == nullptr || key->name == "forge" || key->name == "include") {
      complain(key != nullptr ? fmt::format("'{}' can't be set", key->name)
                              : fmt::format("there is no section or node '{}'{}", parts_[0], meant(nodes)));
      return nullptr;
    }
    Value *section = project_.find(parts_[0]);
    const bool list = key->shape == Shape::tables;
    if (section == nullptr && !list) {
      section = &project_.set(parts_[0], position_, Value{Table{}, position_});
    }
    if (section == nullptr || parts_.size() == 1) {
      complain(section == nullptr ? fmt::format("the project has no [[{}]]", parts_[0])
                                  : fmt::format("'{}' is no field, name one of its keys", parts_[0]));
      return nullptr;
    }
    return section;
  }

  // A section that was left out, as in pair.parts.left.count or rows; else the nearest name.
  std::string meant(const std::vector<std::string> &nodes) const {
    const auto within = [this](std::string_view section) {
      return fmt::format(", did you mean '{}.{}'?", section, setting_.key);
    };
    for (const std::string_view list : {"component", "workload"}) {
      const auto names = names_in(project_, list);
      if (parts_.size() > 1 && std::find(names.begin(), names.end(), parts_[0]) != names.end()) {
        return within(list);
      }
    }
    for (const std::string_view name : {"variables", "technology", "mapper", "latency"}) {
      const Value *section = project_.find(name);
      const auto *table = section != nullptr ? section->as<Table>() : nullptr;
      if (find_key(find_key(keys::project_file, name)->keys, parts_[0]) != nullptr ||
          (table != nullptr && table->find(parts_[0]) != nullptr)) {
        return within(name);
      }
    }
    auto candidates = names_of(keys::project_file);
    candidates.insert(candidates.end(), nodes.begin(), nodes.end());
    return did_you_mean(parts_[0], candidates);
  }

  void descend(Value &section) {
    Value *place = &section;
    keys_ = find_key(keys::project_file, parts_[0])->keys;
    for (std::size_t i = 1; i < parts_.size(); ++i) {
      const bool last = i + 1 == parts_.size();
      if (auto *list = place->as<Array>()) {
        place = item(*list, i);
      } else if (auto *table = place->as<Table>()) {
        place = field(*table, i, last);
      } else {
        complain(fmt::format("'{}' has no fields", parts_[i - 1]));
        return;
      }
      if (place == nullptr) {
        return;
      }
    }
    write(*place);
  }

  Value *item(Array &list, std::size_t i) {
    const std::string &name = parts_[i];
    for (Value &one : list) {
      if (i == 1 && name_in_section(one, parts_[0]) == name) {
        keys_ = keys_of_item(one);
        return &one;
      }
    }
    std::size_t index = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (failed == std::errc{} && end == name.data() + name.size() && index < list.size()) {
      keys_ = i == 1 ? keys_of_item(list[index]) : Keys{};
      return &list[index];
    }
    const auto names = i == 1 ? names_in(project_, parts_[0]) : std::vector<std::string>{};
    complain(fmt::format("there is no '{}' in '{}'{}", name, parts_[i - 1], did_you_mean(name, names)));
    return nullptr;
  }

  Keys keys_of_item(const Value &value) {
    const auto *table = value.as<Table>();
    for (const auto kind : keys::node_kinds) {
      if (parts_[0] == "architecture" && table != nullptr && table->find(kind) != nullptr) {
        is_fanout_ = kind == "fanout";
        return keys::of_node(kind);
      }
    }
    return find_key(keys::project_file, parts_[0])->keys;
  }

  // A key that the readers would refuse anyway is left to them; names that nobody would miss are checked here.
  Value *field(Table &table, std::size_t i, bool last) {
    const std::string &name = parts_[i];
    const Key *key = find_key(keys_, name);
    if (Value *found = table.find(name)) {
      keys_ = key != nullptr ? key->keys : Keys{};
      if (!last && found->as<Table>() == nullptr && found->as<Array>() == nullptr) {
        complain(fmt::format("'{}' has no fields", name));
        return nullptr;
      }
      return found;
    }
    const bool invents = parts_[0] == "variables" || (is_fanout_ && i == 2 && key == nullptr);
    if (invents) {
      std::vector<std::string> names = is_fanout_ ? names_of(keys_) : std::vector<std::string>{};
      for (const Entry &entry : table.entries()) {
        names.push_back(entry.key);
      }
      complain(fmt::format("there is no '{}' in '{}'{}", name, parts_[i - 1], did_you_mean(name, names)));
      return nullptr;
    }
    keys_ = key != nullptr ? key->keys : Keys{};
    return &table.set(name, position_, Value{Table{}, position_});
  }

  // What is no TOML is a string, so that GLB.size=64KiB needs no quotes.
  void write(Value &place) {
    auto value = parse_toml_value(setting_.value);
    place = value ? std::move(*value) : Value{setting_.value, {}};
    set_position(place);
  }

  void set_position(Value &value) {
    value.position = position_;
    value.plain = false;
    if (auto *list = value.as<Array>()) {
      for (Value &item : *list) {
        set_position(item);
      }
    } else if (auto *table = value.as<Table>()) {
      for (Entry &entry : table->entries()) {
        entry.position = position_;
        set_position(entry.value);
      }
    }
  }

  Table &project_;
  const Setting &setting_;
  Problems &problems_;
  Position position_;  // names the setting instead of a file
  std::vector<std::string> parts_;
  Keys keys_;  // of the table that was reached
  bool is_fanout_ = false;
};

}  // namespace

void apply_settings(Table &project, const std::vector<Setting> &settings, Problems &problems) {
  for (const Setting &setting : settings) {
    Change(project, setting, problems).apply();
  }
}

}  // namespace forge::project

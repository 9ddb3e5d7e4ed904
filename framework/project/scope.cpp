// SPDX-License-Identifier: Apache-2.0
#include "project/scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "project/keys.hpp"

namespace forge::project {

namespace {

constexpr std::size_t deepest_chain = 100;

std::string shortened(const std::string &text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) {
    return text;
  }
  std::size_t end = longest;  // not inside of a character
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end) + "...";
}

// "GLB.size" -> {"GLB", "size"}
std::vector<std::string> parts_of(const std::string &name) {
  std::vector<std::string> parts(1);
  for (const char c : name) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool is_count(const std::string &name, const std::vector<std::string> &actions) {
  const auto parts = parts_of(name);
  return parts.size() == 2 && parts[1] == "count" &&
         (actions.empty() || std::find(actions.begin(), actions.end(), parts[0]) != actions.end());
}

}  // namespace

Scope::Scope(const Table &project, Problems &problems) : problems_(problems) {
  const auto table_of = [&project](std::string_view key) {
    const Value *value = project.find(key);
    return value != nullptr ? value->as<Table>() : nullptr;
  };
  variables_ = table_of("variables");
  technology_ = table_of("technology");
  const Value *architecture = project.find("architecture");
  if (architecture != nullptr && architecture->as<Array>() != nullptr) {
    for (const Value &node : *architecture->as<Array>()) {
      add_node(node);
    }
  }
}

void Scope::add_node(const Value &node) {
  const auto *table = node.as<Table>();
  for (const auto kind : keys::node_kinds) {
    const Value *name = table != nullptr ? table->find(kind) : nullptr;
    if (name != nullptr && name->as<std::string>() != nullptr) {
      nodes_.emplace(*name->as<std::string>(), table);
    }
  }
}

void Scope::report(const Value &text, int offset, const std::string &message) {
  problems_.add(position_in(text, offset), fmt::format("'{}': {}", shortened(*text.as<std::string>()), message));
}

std::optional<Expression> Scope::parse(const Value &value) {
  try {
    return Expression(*value.as<std::string>());
  } catch (const Error &error) {
    report(value, error.position().column - 1, error.message());
    return std::nullopt;
  }
}

std::optional<Quantity> Scope::result(const Value &value, const Expression &expression,
                                      const std::vector<Quantity> &names) {
  try {
    return expression.evaluate(names);
  } catch (const Error &error) {
    report(value, error.position().column - 1, error.message());
    return std::nullopt;
  }
}

std::optional<std::vector<Quantity>> Scope::look_up_all(const Value &text, const Expression &expression) {
  std::vector<Quantity> values;
  bool complete = true;
  for (const auto &name : expression.names()) {
    const auto found = look_up(text, name);
    complete = complete && found;
    values.push_back(found.value_or(Quantity{}));
  }
  return complete ? std::optional(std::move(values)) : std::nullopt;
}

std::optional<Quantity> Scope::evaluate(const Value &value) {
  if (const auto *integer = value.as<std::int64_t>()) {
    return Quantity{static_cast<double>(*integer), {}};
  }
  if (const auto *number = value.as<double>()) {
    if (std::isnan(*number)) {
      problems_.add(value.position, "nan is not a number");
      return std::nullopt;
    }
    return Quantity{*number, {}};
  }
  if (value.as<std::string>() == nullptr) {
    problems_.add(value.position, fmt::format("a number or an expression belongs here, not {}", kind_of(value)));
    return std::nullopt;
  }
  const auto expression = parse(value);
  const auto names = expression ? look_up_all(value, *expression) : std::nullopt;
  return names ? result(value, *expression, *names) : std::nullopt;
}

std::optional<Quantity> Scope::evaluate_if_expression(const Value &value) {
  try {
    const auto &text = *value.as<std::string>();
    const Expression expression(text);
    bool known = true;
    for (const auto &[name, offset] : expression.names()) {
      // A unit alone is a word: type = "W".
      const auto own = names_.find(name);
      known = known && (own != names_.end() ? own->second.has_value()
                                            : find(name) || (in_unit(1, name) && name.size() < text.size()));
    }
    const auto names = known ? look_up_all(value, expression) : std::nullopt;
    return names ? std::optional(expression.evaluate(*names)) : std::nullopt;
  } catch (const Error &) {
    return std::nullopt;
  }
}

std::optional<std::string> Scope::latency(const Value &value, const std::vector<std::string> &actions) {
  const auto expression = parse(value);
  if (!expression) {
    return std::nullopt;
  }
  std::vector<Quantity> names;
  std::vector<std::optional<Quantity>> replaced;
  for (const auto &name : expression->names()) {
    if (is_count(name.name, actions)) {
      names.push_back({1, {}});
      replaced.emplace_back();
      continue;
    }
    const auto found = look_up(value, name);
    if (!found) {
      return std::nullopt;
    }
    names.push_back(*found);
    replaced.push_back(found);
  }
  const auto example = result(value, *expression, names);
  if (!example) {
    return std::nullopt;
  }
  if (!example->dimension.plain() && example->dimension != dimension::time) {
    report(value, 0, fmt::format("a latency is a time, not {}", in_words(example->dimension)));
    return std::nullopt;
  }
  return expression->with(replaced);
}

std::optional<Scope::Target> Scope::find(const std::string &name) const {
  if (name.find('.') != std::string::npos) {
    return find_field(name);
  }
  const Value *variable = variables_ != nullptr ? variables_->find(name) : nullptr;
  return variable != nullptr ? std::optional(Target{variable, {}}) : std::nullopt;
}

std::optional<Scope::Target> Scope::find_field(const std::string &name) const {
  const auto parts = parts_of(name);
  const Table *table = parts[0] == "technology" ? technology_ : nullptr;
  Keys keys;
  if (const auto node = nodes_.find(parts[0]); table == nullptr && node != nodes_.end()) {
    table = node->second;
    for (const auto kind : keys::node_kinds) {
      keys = table->find(kind) != nullptr ? keys::of_node(kind) : keys;
    }
  }
  Target target;
  bool free_names = false;  // the next part is a name that the project chose
  for (std::size_t i = 1; i < parts.size(); ++i) {
    target.value = table != nullptr ? table->find(parts[i]) : nullptr;
    if (target.value == nullptr) {
      return std::nullopt;
    }
    const Key *key = free_names ? nullptr : find_key(keys, parts[i]);
    target.bare = key != nullptr ? key->dimension : Dimension{};
    keys = key != nullptr ? key->keys : free_names ? keys : Keys{};
    free_names = key != nullptr && key->shape == Shape::actions;
    table = target.value->as<Table>();
  }
  if (table != nullptr) {  // a dimension of a fan-out stands for its size
    target.value = table->find("size");
  }
  return target.value != nullptr ? std::optional(target) : std::nullopt;
}

std::optional<Quantity> Scope::look_up(const Value &text, const Expression::Name &name) {
  // What a variable refers to does not depend on where it is used.
  if (const auto own = names_.find(name.name); active_.empty() && own != names_.end()) {
    if (!own->second)
      report(text, name.offset, fmt::format("'{}' is no number", name.name));
    return own->second;
  }
  if (const auto memo = known_.find(name.name); memo != known_.end()) {
    return memo->second;
  }
  const auto target = find(name.name);
  if (!target) {
    if (const auto found = in_unit(1, name.name)) {
      return found;
    }
    report_unknown(text, name);
    return std::nullopt;
  }
  return compute(name.name, *target);
}

std::optional<Quantity> Scope::compute(const std::string &name, const Target &target) {
  const auto same = [&name](const Active &active) { return active.name == name; };
  if (std::any_of(active_.begin(), active_.end(), same)) {
    report_cycle(name);
    return std::nullopt;
  }
  if (active_.size() >= deepest_chain) {
    problems_.add(
        target.value->position,
        fmt::format("'{}' stands at the end of more than {} names that refer to each other", name, deepest_chain));
    return std::nullopt;
  }
  active_.push_back({name, target.value->position});
  auto value = evaluate(*target.value);
  active_.pop_back();
  if (value && value->dimension.plain()) {
    value->dimension = target.bare;
  }
  known_[name] = value;
  return value;
}

void Scope::report_cycle(const std::string &name) {
  std::string chain;
  const Position *position = nullptr;
  for (const auto &active : active_) {
    if (position != nullptr || active.name == name) {
      position = position != nullptr ? position : &active.position;
      chain += active.name + " -> ";
    }
  }
  problems_.add(*position, fmt::format("'{}' depends on itself: {}{}", name, chain, name));
}

void Scope::report_unknown(const Value &text, const Expression::Name &name) {
  std::vector<std::string> candidates;
  const auto dot = name.name.rfind('.');
  const std::string first = name.name.substr(0, name.name.find('.'));
  const auto node = nodes_.find(first);
  const Table *table = dot == std::string::npos ? variables_ : nullptr;
  table = node != nodes_.end() && dot != std::string::npos ? node->second : table;
  for (std::size_t i = 0; table != nullptr && i < std::min<std::size_t>(table->entries().size(), 500); ++i) {
    candidates.push_back((table == variables_ ? "" : first + ".") + table->entries()[i].key);
  }
  std::string message = "unknown name '{}'{}";
  if (node != nodes_.end()) {
    message = dot == std::string::npos ? "'{}' is a node, one of its fields is needed{}"
                                       : "the project gives nothing for '{}'{}";
  }
  report(text, name.offset, fmt::format(fmt::runtime(message), name.name, did_you_mean(name.name, candidates)));
}

void Scope::check_variables() {
  if (variables_ == nullptr) {
    return;
  }
  for (const Entry &entry : variables_->entries()) {
    if (known_.find(entry.key) == known_.end()) {
      compute(entry.key, {&entry.value, {}});
    }
  }
}

}  // namespace forge::project

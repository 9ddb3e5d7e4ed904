// SPDX-License-Identifier: Apache-2.0
#include "project/compound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "project/sections.hpp"

namespace forge::project {

namespace {

using model::Compound;
using model::ModelParameter;
using model::ModelParameters;
using model::ModelReference;

// A component as it stands in the file.
struct Definition {
  std::string name;
  Position position;
  const Table *parameters = nullptr;  // with their defaults
  std::vector<Text> needed;           // parameters without one
  const Table *parts = nullptr;
  const Table *actions = nullptr;
};

const Table *table_at(const Reader &reader, std::string_view key) {
  const Value *value = reader.value(key);
  return value != nullptr ? value->as<Table>() : nullptr;
}

// Of a unit as si_unit writes it: "J/bit/m".
Dimension dimension_of(const std::string &unit) {
  if (unit.empty()) {
    return {};
  }
  const Expression expression(unit);
  std::vector<Quantity> units;
  for (const auto &name : expression.names()) {
    units.push_back(in_unit(1, name.name).value_or(Quantity{1, {}}));
  }
  return expression.evaluate(units).dimension;
}

std::optional<Quantity> quantity_of(const ModelParameter &parameter) {
  const auto *number = std::get_if<double>(&parameter.value);
  return number != nullptr ? std::optional(Quantity{*number, dimension_of(parameter.unit)}) : std::nullopt;
}

// The names in a text that is an expression.
std::vector<std::string> names_in(const Value &value) {
  std::vector<std::string> names;
  const auto *text = value.as<std::string>();
  try {
    for (const auto &name : text != nullptr ? Expression(*text).names() : std::vector<Expression::Name>{}) {
      names.push_back(name.name);
    }
  } catch (const Error &) {  // a word
  }
  return names;
}

// Parts of parts grow as powers.
constexpr std::size_t most_parts = 10000;

class Instantiation {
 public:
  Instantiation(const Table &project, const ModelParameters &technology, Context &context)
      : technology_(technology), context_(context) {
    for (const Value &item : items_of(project, "component")) {
      if (item.as<Table>() != nullptr)
        define(item);
    }
  }

  // `own`: what the reference may take from the node that it stands at.
  void put_in(ModelReference &reference, const ModelParameters &own, const std::string &owner) {
    const auto found = definitions_.find(reference.component);
    if (found == definitions_.end() || reference.plugin) {
      return;
    }
    const Definition &definition = found->second;
    if (is_inside_of_itself(definition)) {
      return;
    }
    under_way_.push_back(definition.name);
    const auto outer = context_.scope.names();
    context_.scope.set_names({});
    auto compound = std::make_shared<Compound>();
    const bool complete = add_parameters(definition, reference, own, owner, *compound);
    if (complete && add_parts(definition, owner, *compound)) {  // else each use of a missing one would be reported, too
      add_actions(definition, *compound);
    }
    context_.scope.set_names(outer);
    under_way_.pop_back();
    reference.compound = std::move(compound);
  }

 private:
  void define(const Value &item) {
    const Reader reader(item, keys::component, "a component", context_);
    reader.require("name");
    reader.require("parts");
    const auto name = reader.text("name");
    if (!name) {
      return;
    }
    Definition definition{name->text,
                          item.position,
                          table_at(reader, "parameters"),
                          reader.texts("needs"),
                          table_at(reader, "parts"),
                          table_at(reader, "actions")};
    check_names(definition.parts, "part");
    check_names(definition.actions, "action");
    if (!definitions_.emplace(name->text, definition).second) {
      context_.problems.add(name->position(), fmt::format("there are two components '{}'", name->text));
    }
  }

  void check_names(const Table *table, std::string_view what) {
    for (const Entry &entry : table != nullptr ? table->entries() : std::vector<Entry>{}) {
      if (!is_identifier(entry.key)) {
        context_.problems.add(entry.position, fmt::format("'{}' is no name of a{} {}: letters, digits and _ make one",
                                                          entry.key, what == "action" ? "n" : "", what));
      } else if (entry.value.as<Table>() == nullptr) {
        context_.problems.add(
            entry.value.position,
            fmt::format("{} '{}' takes a table such as {}, not {}", what, entry.key,
                        what == "part" ? "{ component = \"sram\" }" : "{ buffer.read = 1 }", kind_of(entry.value)));
      }
    }
  }

  bool is_inside_of_itself(const Definition &definition) {
    const auto found = std::find(under_way_.begin(), under_way_.end(), definition.name);
    if (found == under_way_.end()) {
      return false;
    }
    context_.problems.add(definition.position,
                          fmt::format("component '{}' is a part of itself: {} -> {}", definition.name,
                                      fmt::join(found, under_way_.end(), " -> "), definition.name));
    return true;
  }

  // Parameters in the order of the file: a default may use those before it.
  bool add_parameters(const Definition &definition, const ModelReference &reference, const ModelParameters &own,
                      const std::string &owner, Compound &compound) {
    const std::pair<const char *, const ModelParameters *> sources[] = {
        {"model", &reference.parameters}, {"node", &own}, {"technology", &technology_}};
    std::vector<std::string> known;
    bool complete = true;
    const auto take = [&](const std::string &name, const ModelParameter &value, const char *source) {
      compound.parameters[name] = value;
      compound.sources[name] = source;
      auto names = context_.scope.names();
      names[name] = {quantity_of(value)};
      context_.scope.set_names(std::move(names));
    };
    const auto take_given = [&](const std::string &name) {
      known.push_back(name);
      for (const auto &[source, values] : sources) {
        const auto given = values->find(name);
        if (given != values->end()) {
          take(name, given->second, source);
          return true;
        }
      }
      return false;
    };
    for (const Text &name : definition.needed) {
      if (!take_given(name.text)) {
        complete = false;
        context_.problems.add(reference.position,
                              fmt::format("component '{}' of '{}' needs '{}'", definition.name, owner, name.text));
      }
    }
    if (definition.parameters != nullptr) {
      for (const Entry &entry : definition.parameters->entries()) {
        if (take_given(entry.key)) {
          continue;
        }
        if (uses_later_one(entry, *definition.parameters, compound)) {
          complete = false;
          continue;
        }
        const auto preset = parameter(entry.value, compound);
        complete = complete && preset;
        if (preset)
          take(entry.key, *preset, "component");
      }
    }
    for (const auto &[name, value] : reference.parameters) {
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        context_.problems.add(
            Error{ErrorKind::project, fmt::format("component '{}' has no parameter '{}'{}", definition.name, name,
                                                  did_you_mean(name, known))}
                .at(value.position)
                .note(known.empty() ? "it has none" : fmt::format("it has: {}", fmt::join(known, ", "))));
      }
    }
    return complete;
  }

  // A later name would be taken for a unit, or the expression for a word.
  bool uses_later_one(const Entry &preset, const Table &parameters, const Compound &compound) {
    for (const auto &name : names_in(preset.value)) {
      if (parameters.find(name) != nullptr && compound.parameters.count(name) == 0) {
        context_.problems.add(
            preset.value.position,
            fmt::format("the default of '{}' may use the parameters before it, not '{}'", preset.key, name));
        return true;
      }
    }
    return false;
  }

  // A value that may be a parameter of the component, also one that is a word.
  std::optional<ModelParameter> parameter(const Value &value, const Compound &compound) {
    if (const auto *text = value.as<std::string>()) {
      const auto whole = compound.parameters.find(*text);
      if (whole != compound.parameters.end())
        return whole->second;
    }
    return read_parameter(value, context_);
  }

  // False where there are too many.
  bool add_parts(const Definition &definition, const std::string &owner, Compound &compound) {
    if (definition.parts == nullptr) {
      return true;
    }
    for (const Entry &entry : definition.parts->entries()) {
      const auto *table = entry.value.as<Table>();
      if (table == nullptr || !is_identifier(entry.key)) {
        continue;  // reported by define
      }
      if (++n_parts_ > most_parts) {
        if (n_parts_ == most_parts + 1)
          context_.problems.add(entry.position, fmt::format("more than {} parts, with those of all nodes", most_parts));
        return false;
      }
      compound.parts.push_back({entry.key, 1, {}});
      read_part(*table, entry, fmt::format("{}.{}", owner, entry.key), compound);
    }
    return true;
  }

  void read_part(const Table &table, const Entry &entry, const std::string &owner, Compound &compound) {
    Compound::Part &part = compound.parts.back();
    ModelReference &model = part.model;
    model.position = entry.position;
    for (const Entry &field : table.entries()) {
      const auto *text = field.value.as<std::string>();
      if (field.key == "component" || field.key == "plugin") {
        if (text == nullptr || text->empty()) {
          context_.problems.add(field.value.position, fmt::format("'{}' takes a name", field.key));
        } else if (field.key == "plugin") {
          model.plugin = *text;
        } else {
          model.component = *text;
          model.position = field.value.position;
        }
      } else if (field.key == "count") {
        part.count = read_quantity(field.value, "'count'", dimension::none, range::not_negative, context_).value_or(1);
      } else if (auto value = parameter(field.value, compound)) {
        model.parameters.emplace(field.key, std::move(*value));
      }
    }
    if (table.find("component") == nullptr) {
      context_.problems.add(entry.position, fmt::format("part '{}' needs the id of its 'component'", entry.key));
    }
    put_in(model, {}, owner);
  }

  using PartIndex = std::map<std::string, std::size_t, std::less<>>;

  void add_actions(const Definition &definition, Compound &compound) {
    if (definition.actions == nullptr) {
      return;
    }
    PartIndex parts_by_name;
    for (std::size_t i = 0; i < compound.parts.size(); ++i) {
      parts_by_name.emplace(compound.parts[i].name, i);
    }
    for (const Entry &action : definition.actions->entries()) {
      const auto *parts = action.value.as<Table>();
      if (parts == nullptr || !is_identifier(action.key)) {
        continue;  // reported by define
      }
      auto &calls = compound.actions[action.key];
      for (const Entry &part : parts->entries()) {
        add_calls(part, parts_by_name, compound, calls);
      }
    }
  }

  void add_calls(const Entry &part, const PartIndex &parts, const Compound &compound,
                 std::vector<Compound::Call> &calls) {
    const auto found = parts.find(part.key);
    if (found == parts.end()) {
      std::vector<std::string> names;
      for (const auto &[name, index] : parts)
        names.push_back(name);
      context_.problems.add(part.position,
                            fmt::format("there is no part '{}'{}", part.key, did_you_mean(part.key, names)));
      return;
    }
    const std::size_t index = found->second;
    const auto *actions = part.value.as<Table>();
    if (actions == nullptr) {
      context_.problems.add(part.value.position,
                            fmt::format("name an action of part '{0}', such as {0}.read = 1", part.key));
      return;
    }
    for (const Entry &action : actions->entries()) {
      if (const auto *several = action.value.as<Array>()) {
        for (const Value &one : *several)
          add_call(index, action, one, compound, calls);
      } else {
        add_call(index, action, action.value, compound, calls);
      }
    }
  }

  // How often, or a table with `times` and the action's arguments.
  void add_call(std::size_t part, const Entry &action, const Value &value, const Compound &compound,
                std::vector<Compound::Call> &calls) {
    Compound::Call call{part, action.key, 1, {}, action.position};
    const auto *table = value.as<Table>();
    const Value *times = table != nullptr ? table->find("times") : &value;
    if (times != nullptr) {
      call.times = read_quantity(*times, "how often an action happens", dimension::none, range::not_negative, context_)
                       .value_or(1);
    }
    if (table != nullptr && compound.parts[part].model.compound &&
        table->entries().size() > (times != nullptr ? 1U : 0U)) {
      context_.problems.add(action.position,
                            "an action of a compound component takes no arguments; give it a parameter");
      return;
    }
    for (const Entry &argument : table != nullptr ? table->entries() : std::vector<Entry>{}) {
      if (argument.key == "times")
        continue;
      if (auto given = parameter(argument.value, compound))
        call.arguments.emplace(argument.key, std::move(*given));
    }
    calls.push_back(std::move(call));
  }

  const ModelParameters &technology_;
  Context &context_;
  std::map<std::string, Definition> definitions_;
  std::size_t n_parts_ = 0;
  std::vector<std::string> under_way_;  // components whose parts are being read, each a part of the one before
};

}  // namespace

void put_in_compounds(const Table &project, const ModelParameters &technology, Context &context,
                      model::Architecture &architecture) {
  Instantiation instantiation(project, technology, context);
  for (model::Node &node : architecture.nodes) {
    if (node.model)
      instantiation.put_in(*node.model, model::own_parameters(node), node.name);
  }
}

}  // namespace forge::project

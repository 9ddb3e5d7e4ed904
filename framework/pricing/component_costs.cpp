// SPDX-License-Identifier: Apache-2.0
#include "pricing/component_costs.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <set>

#include "pricing/quote.hpp"
#include "pricing/wires.hpp"

namespace forge::pricing {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

const char *kind_name(model::NodeKind kind) {
  switch (kind) {
    case model::NodeKind::memory:
      return "memory";
    case model::NodeKind::fanout:
      return "fanout";
    case model::NodeKind::compute:
      return "compute";
    case model::NodeKind::converter:
      return "converter";
    case model::NodeKind::network:
      return "network";
  }
  return "";
}

// Actions whose energy every mapping needs, and the project does not give.
std::vector<std::string> needed_actions(const model::Node &node) {
  std::vector<std::string> needed;
  if (node.kind == model::NodeKind::memory)
    needed = {"read", "write"};
  if (node.kind == model::NodeKind::converter)
    needed = {"convert"};
  std::erase_if(needed, [&](const std::string &name) {
    const auto given = node.actions.find(name);
    return given != node.actions.end() && given->second.energy;
  });
  return needed;
}

// The arguments of the node's actions are parameters of its model: read.address_delta.
model::ModelReference with_arguments(const model::Node &node) {
  model::ModelReference reference = *node.model;
  for (const auto &[action, figures] : node.actions) {
    for (const auto &[name, value] : figures.arguments) {
      reference.parameters.insert_or_assign(action + "." + name, value);
    }
  }
  return reference;
}

// Only a plugin's model knows arguments.
void refuse_arguments(const model::Node &node, std::vector<Error> &errors) {
  if (node.model && !node.model->compound)
    return;
  for (const auto &[action, figures] : node.actions) {
    for (const auto &[name, value] : figures.arguments) {
      errors.push_back(Error{ErrorKind::project,
                             node.model
                                 ? fmt::format("component '{}' takes no argument '{}' of '{}'; give it a parameter",
                                               node.model->component, name, action)
                                 : fmt::format("'{}' has no model that could take the argument '{}'", node.name, name)}
                           .at(value.position));
    }
  }
}

// Figures of the project first, else of the model (null: none).
NodeCost resolve(const model::Architecture &architecture, std::size_t index, const Quote *quote) {
  const model::Node &node = architecture.nodes[index];
  NodeCost cost;
  cost.name = node.name;
  cost.kind = kind_name(node.kind);
  if (node.parent)
    cost.parent = architecture.nodes[*node.parent].name;
  cost.instances = architecture.total_instances(index);
  cost.area = node.area;
  cost.leak_power = node.leak_power;
  if (node.kind == model::NodeKind::memory)
    cost.capacity = node.size;
  std::set<std::string> names;
  for (const auto &[name, figures] : node.actions)
    names.insert(name);
  if (quote != nullptr) {
    cost.area = node.area ? node.area : quote->area;
    cost.leak_power = node.leak_power ? node.leak_power : quote->leak_power;
    cost.component = quote->component;
    cost.plugin = quote->plugin;
    cost.plugin_version = quote->plugin_version;
    cost.note = quote->note;
    cost.parameters = quote->parameters;
    cost.parts = quote->parts;
    cost.answers = quote->answers;
    cost.warnings = quote->warnings;
    for (const auto &action : quote->actions)
      names.insert(action.action);
  }
  for (const std::string &name : names) {
    const auto given = node.actions.find(name);
    const model::ActionFigures figures = given != node.actions.end() ? given->second : model::ActionFigures{};
    const ActionCost *of_model = quote != nullptr ? quote->action(name) : nullptr;
    ActionCost action{.action = name};
    action.energy = figures.energy.value_or(of_model != nullptr ? of_model->energy : unknown);
    action.throughput = figures.throughput.value_or(of_model != nullptr ? of_model->throughput : unknown);
    if (of_model != nullptr)
      action.latency = of_model->latency;
    const bool uses_model =
        (!figures.energy && !std::isnan(action.energy)) || (!figures.throughput && !std::isnan(action.throughput));
    const bool uses_project = figures.energy || figures.throughput;
    action.source = uses_project && uses_model ? "project, model" : (uses_model ? "model" : "project");
    // A model's figures are for actions of the width that it was asked for.
    const double model_width = uses_model && of_model != nullptr ? of_model->width : 0;
    action.width = figures.width.value_or(model_width > 0 ? model_width : node.width.value_or(0));
    cost.actions.push_back(std::move(action));
  }
  return cost;
}

}  // namespace

std::vector<NodeCost> component_costs(const model::Architecture &architecture, const model::ModelParameters &technology,
                                      const std::string &directory, plugin::Registry &registry,
                                      const plugin::Host &host, Answers answers) {
  std::vector<Error> errors;
  const auto collect = [&errors](const Position &position, auto &&step) {
    try {
      step();
    } catch (Error &error) {
      if (!error.position().file)
        error.at(position);
      errors.push_back(error);
    } catch (const Errors &several) {
      errors.insert(errors.end(), several.all().begin(), several.all().end());
    }
  };
  const auto throw_if_any = [&errors] {
    if (!errors.empty())
      throw Errors(std::move(errors));
  };
  Quotes quotes(technology, directory, registry, answers);
  std::vector<model::ModelReference> references(architecture.nodes.size());  // quotes point into it
  for (std::size_t i = 0; i < architecture.nodes.size(); ++i) {
    const model::Node &node = architecture.nodes[i];
    refuse_arguments(node, errors);
    if (!node.model)
      continue;
    references[i] = with_arguments(node);
    collect(node.model->position,
            [&] { quotes.ask(i, node.name, references[i], model::own_parameters(node), needed_actions(node)); });
  }
  quotes.answer(host, errors);
  throw_if_any();
  std::vector<NodeCost> costs;
  for (std::size_t i = 0; i < architecture.nodes.size(); ++i) {
    const model::Node &node = architecture.nodes[i];
    std::optional<Quote> quote;
    if (node.model)
      collect(node.model->position, [&] { quote = quotes.quote(i); });
    costs.push_back(resolve(architecture, i, quote ? &*quote : nullptr));
  }
  throw_if_any();
  add_wires(architecture, costs, errors);
  throw_if_any();
  return costs;
}

}  // namespace forge::pricing

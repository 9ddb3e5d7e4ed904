// SPDX-License-Identifier: Apache-2.0
#include "evaluate/component_costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

#include "evaluate/wires.hpp"

namespace forge::evaluate {

namespace {

using model::ModelParameter;
using plugin::Description;

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

// A node with its model, ready to be evaluated.
struct Request {
  std::size_t node = 0;
  const plugin::ComponentModel *model = nullptr;
  std::vector<std::string> texts;
  std::vector<double> inputs;
  std::vector<ParameterValue> parameters;
};

// Parameters that a model can take from the node itself.
std::optional<ModelParameter> own_field(const model::Node &node, const std::string &name) {
  std::optional<double> bits;
  if (name == "size" && std::isfinite(node.size))
    bits = node.size;
  if (name == "width")
    bits = node.width;
  if (bits)
    return ModelParameter{*bits, "bit", node.position};
  if (name == "depth" && std::isfinite(node.size) && node.width) {
    return ModelParameter{node.size / *node.width, "", node.position};
  }
  return std::nullopt;
}

std::string shown(const Description &description, double value) {
  if (description.kind == plugin::ValueKind::choice)
    return description.choices[static_cast<std::size_t>(value)];
  if (description.kind == plugin::ValueKind::flag)
    return value != 0 ? "true" : "false";
  return "";
}

class Collector {
 public:
  Collector(const std::map<std::string, ModelParameter> &technology, const std::string &directory)
      : technology_(technology), directory_(directory) {}

  Request collect(const model::Node &node, const plugin::ComponentModel &component) const {
    const std::string owner = fmt::format("model {}", component.id);
    refuse_unknown(node, component, owner);
    Request request{.model = &component};
    for (const Description &input : component.inputs) {
      request.inputs.push_back(find(node, input, owner, request.parameters));
    }
    std::map<std::string, ModelParameter> texts;
    for (const Description &text : component.texts) {
      const auto given = node.model->parameters.find(text.name);
      if (given != node.model->parameters.end())
        texts.insert(*given);
    }
    request.texts = plugin::checked_options(component.texts, texts, directory_, owner).texts;
    for (std::size_t i = 0; i < component.texts.size(); ++i) {
      const auto given = texts.find(component.texts[i].name);
      const bool is_file = component.texts[i].kind == plugin::ValueKind::file;
      std::string text = is_file ? "" : request.texts[i];
      if (given != texts.end()) {
        if (const auto *value = std::get_if<std::string>(&given->second.value))
          text = *value;
      }
      request.parameters.push_back(
          {component.texts[i].name, "", text, unknown, given != texts.end() ? "model" : "preset"});
    }
    return request;
  }

 private:
  static void refuse_unknown(const model::Node &node, const plugin::ComponentModel &component,
                             const std::string &owner) {
    std::vector<std::string> known;
    for (const auto *list : {&component.inputs, &component.texts}) {
      for (const Description &description : *list)
        known.push_back(description.name);
    }
    for (const auto &[name, value] : node.model->parameters) {
      if (std::find(known.begin(), known.end(), name) != known.end())
        continue;
      throw Error{ErrorKind::project, fmt::format("{} has no parameter '{}'{}", owner, name, did_you_mean(name, known))}
          .at(value.position)
          .note(fmt::format("{} {} knows: {}", component.id, component.provenance.version, fmt::join(known, ", ")));
    }
  }

  double find(const model::Node &node, const Description &input, const std::string &owner,
              std::vector<ParameterValue> &parameters) const {
    const auto take = [&](const ModelParameter &value, const char *source) {
      const double number = plugin::checked_number(input, value, owner);
      parameters.push_back({input.name, input.unit, shown(input, number), number, source});
      return number;
    };
    const auto given = node.model->parameters.find(input.name);
    if (given != node.model->parameters.end())
      return take(given->second, "model");
    if (const auto own = own_field(node, input.name))
      return take(*own, "node");
    const auto common = technology_.find(input.name);
    if (common != technology_.end())
      return take(common->second, "technology");
    if (input.required) {
      throw Error{ErrorKind::project, fmt::format("{} of '{}' needs '{}'", owner, node.name, input.name)}
          .at(node.model->position)
          .note(fmt::format("{}: {}", input.name, input.summary));
    }
    parameters.push_back(
        {input.name, input.unit, std::isnan(input.preset) ? "" : shown(input, input.preset), input.preset, "preset"});
    return input.preset;
  }

  const std::map<std::string, ModelParameter> &technology_;
  const std::string &directory_;
};

// The model's figure with this name, NaN where it has none.
double figure(const plugin::ComponentModel &component, const std::vector<double> &outputs, const std::string &name) {
  for (std::size_t i = 0; i < component.outputs.size(); ++i) {
    if (component.outputs[i].name == name)
      return outputs[i];
  }
  return unknown;
}

std::set<std::string> action_names(const model::Node &node, const plugin::ComponentModel *component) {
  std::set<std::string> names;
  for (const auto &[name, given] : node.actions)
    names.insert(name);
  if (component == nullptr)
    return names;
  for (const Description &output : component->outputs) {
    const auto dot = output.name.find('.');
    if (dot != std::string::npos)
      names.insert(output.name.substr(0, dot));
  }
  return names;
}

std::optional<double> known(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

// Figures of the project first, else of the model (null: none).
NodeCost resolve(const model::Architecture &architecture, std::size_t index, const Request *request,
                 const std::vector<double> &outputs) {
  const model::Node &node = architecture.nodes[index];
  const plugin::ComponentModel *component = request != nullptr ? request->model : nullptr;
  const auto of_model = [&](const std::string &name) {
    return component != nullptr ? figure(*component, outputs, name) : unknown;
  };
  NodeCost cost;
  cost.name = node.name;
  cost.kind = kind_name(node.kind);
  if (node.parent)
    cost.parent = architecture.nodes[*node.parent].name;
  cost.instances = architecture.total_instances(index);
  cost.area = node.area ? node.area : known(of_model("area"));
  cost.leak_power = node.leak_power ? node.leak_power : known(of_model("leak_power"));
  if (node.kind == model::NodeKind::memory)
    cost.capacity = node.size;
  double model_width = unknown;
  if (component != nullptr) {
    cost.component = component->id;
    cost.plugin = component->provenance.plugin;
    cost.plugin_version = component->provenance.version;
    cost.note = component->source;
    cost.parameters = request->parameters;
    for (std::size_t i = 0; i < component->inputs.size(); ++i) {
      if (component->inputs[i].name == "width")
        model_width = request->inputs[i];
    }
  }
  for (const std::string &name : action_names(node, component)) {
    const auto given = node.actions.find(name);
    const model::ActionFigures figures = given != node.actions.end() ? given->second : model::ActionFigures{};
    ActionCost action{.action = name};
    action.energy = figures.energy.value_or(of_model(name + ".energy"));
    action.throughput = figures.throughput.value_or(of_model(name + ".throughput"));
    const bool uses_model =
        (!figures.energy && !std::isnan(action.energy)) || (!figures.throughput && !std::isnan(action.throughput));
    const bool uses_project = figures.energy || figures.throughput;
    action.source = uses_project && uses_model ? "project, model" : (uses_model ? "model" : "project");
    // A model's figures are for actions of the width that it was asked for.
    action.width =
        figures.width.value_or(uses_model && !std::isnan(model_width) ? model_width : node.width.value_or(0));
    cost.actions.push_back(std::move(action));
  }
  return cost;
}

std::string settings_text(const Request &request) {
  std::string text;
  for (const auto &parameter : request.parameters) {
    if (std::isnan(parameter.value) && parameter.text.empty())
      continue;
    text +=
        fmt::format("{}{} = {}", text.empty() ? "" : ", ", parameter.name,
                    parameter.text.empty() ? fmt::format("{} {}", parameter.value, parameter.unit) : parameter.text);
  }
  return text;
}

// Requests for the same model with the same texts go in one batch. Answers outputs by request.
std::vector<std::vector<double>> evaluate_all(const model::Architecture &architecture,
                                              const std::vector<Request> &requests, const plugin::Host &host,
                                              std::vector<Error> &errors) {
  std::vector<std::vector<double>> outputs(requests.size());
  std::vector<bool> done(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (done[i])
      continue;
    std::vector<std::size_t> batch;
    std::vector<std::vector<double>> rows;
    for (std::size_t j = i; j < requests.size(); ++j) {
      if (requests[j].model != requests[i].model || requests[j].texts != requests[i].texts)
        continue;
      batch.push_back(j);
      rows.push_back(requests[j].inputs);
      done[j] = true;
    }
    const model::Node &first = architecture.nodes[requests[i].node];
    try {
      const auto answers = requests[i].model->evaluate(host, requests[i].texts, rows);
      for (std::size_t k = 0; k < batch.size(); ++k) {
        const model::Node &node = architecture.nodes[requests[batch[k]].node];
        outputs[batch[k]] = answers[k].outputs;
        if (answers[k].feasible)
          continue;
        errors.push_back(Error{ErrorKind::project, fmt::format("model {} of '{}': no such component exists",
                                                               requests[i].model->id, node.name)}
                             .at(node.model->position)
                             .note(settings_text(requests[batch[k]])));
      }
    } catch (Error &error) {
      errors.push_back(error.at(first.model->position));
    }
  }
  return outputs;
}

}  // namespace

std::vector<NodeCost> component_costs(const model::Architecture &architecture,
                                      const std::map<std::string, model::ModelParameter> &technology,
                                      const std::string &directory, plugin::Registry &registry,
                                      const plugin::Host &host) {
  const Collector collector(technology, directory);
  std::vector<Request> requests;
  std::vector<Error> errors;
  for (std::size_t i = 0; i < architecture.nodes.size(); ++i) {
    const model::Node &node = architecture.nodes[i];
    if (!node.model)
      continue;
    try {
      requests.push_back(collector.collect(node, registry.component(node.model->component)));
      requests.back().node = i;
    } catch (Error &error) {
      if (!error.position().file)
        error.at(node.model->position);
      errors.push_back(error);
    } catch (const Errors &several) {
      errors.insert(errors.end(), several.all().begin(), several.all().end());
    }
  }
  const auto outputs = evaluate_all(architecture, requests, host, errors);
  if (!errors.empty())
    throw Errors(std::move(errors));
  std::vector<NodeCost> costs;
  for (std::size_t i = 0; i < architecture.nodes.size(); ++i) {
    const auto found =
        std::find_if(requests.begin(), requests.end(), [&](const Request &request) { return request.node == i; });
    const bool has_model = found != requests.end();
    costs.push_back(
        resolve(architecture, i, has_model ? &*found : nullptr,
                has_model ? outputs[static_cast<std::size_t>(found - requests.begin())] : std::vector<double>{}));
  }
  add_wires(architecture, costs, errors);
  if (!errors.empty())
    throw Errors(std::move(errors));
  return costs;
}

}  // namespace forge::evaluate

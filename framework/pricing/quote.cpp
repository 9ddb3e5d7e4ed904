// SPDX-License-Identifier: Apache-2.0
#include "pricing/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace forge::pricing {

namespace {

using model::Compound;
using model::ModelReference;
using plugin::ComponentModel;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::optional<double> known(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

// Unknown where a term is, unless there is none of it.
std::optional<double> sum(std::optional<double> total, double times, std::optional<double> term) {
  if (times == 0) {
    return total;
  }
  return total && term ? std::optional(*total + times * *term) : std::nullopt;
}

std::string joined(const std::string &outer, const std::string &inner) {
  return outer.empty() ? inner : outer + "." + inner;
}

std::string source_of_compound(const Compound &compound) {
  std::vector<std::string> parts;
  for (const auto &part : compound.parts) {
    parts.push_back(part.count == 1 ? fmt::format("{} ({})", part.name, part.model.component)
                                    : fmt::format("{:g} x {} ({})", part.count, part.name, part.model.component));
  }
  return fmt::format("the sum of its parts: {}", fmt::join(parts, ", "));
}

std::vector<ParameterValue> parameters_of(const Compound &compound) {
  std::vector<ParameterValue> result;
  for (const auto &[name, parameter] : compound.parameters) {
    ParameterValue value{name, parameter.unit, "", unknown, compound.sources.at(name)};
    if (const auto *number = std::get_if<double>(&parameter.value)) {
      value.value = *number;
    } else if (const auto *text = std::get_if<std::string>(&parameter.value)) {
      value.text = *text;
    } else {
      value.text = std::get<bool>(parameter.value) ? "true" : "false";
    }
    result.push_back(std::move(value));
  }
  return result;
}

// An action of a compound while its calls are added up.
class Sum {
 public:
  explicit Sum(const std::string &action) {
    total_.action = action;
    total_.latency = 0;
    total_.throughput = std::numeric_limits<double>::infinity();
    total_.source = "model";
  }

  void add(std::size_t part, double times, const ActionCost &called) {
    if (times == 0) {
      return;
    }
    total_.energy += times * called.energy;
    total_.latency = sum(total_.latency, times, called.latency);
    if (!std::isnan(called.throughput)) {  // else it never limits
      busy_[part] += times / called.throughput;
    }
  }

  ActionCost take(const std::vector<Compound::Part> &parts) {
    if (busy_.empty()) {
      total_.throughput = unknown;
    }
    for (const auto &[part, seconds] : busy_) {
      if (seconds > 0)
        total_.throughput = std::min(total_.throughput, parts[part].count / seconds);
    }
    return std::move(total_);
  }

 private:
  ActionCost total_;
  std::map<std::size_t, double> busy_;  // s that one instance of a part works for the action
};

}  // namespace

const ActionCost *Quote::action(const std::string &name) const {
  const auto found =
      std::find_if(actions.begin(), actions.end(), [&](const ActionCost &action) { return action.action == name; });
  return found == actions.end() ? nullptr : &*found;
}

void Quotes::ask(std::size_t node, const std::string &name, const ModelReference &reference,
                 const model::ModelParameters &own, std::vector<std::string> actions) {
  own_.push_back(own);
  items_.emplace(node, item_for(reference, {{"model", &reference.parameters}, {"node", &own_.back()}}, name, "",
                                std::move(actions)));
}

Quotes::Item Quotes::item_for(const ModelReference &reference, std::vector<ParameterSource> sources,
                              const std::string &owner, const std::string &part, std::vector<std::string> actions,
                              std::vector<std::string> arguments) {
  if (reference.compound) {
    return compound_item(reference, owner, part);
  }
  sources.push_back({"technology", &technology_});
  inquiries_.push_back(
      inquiry_for(Subject{owner, part, &reference, std::move(sources), std::move(actions), std::move(arguments)}));
  return {&reference, part, inquiries_.size() - 1, {}, {}};
}

Inquiry Quotes::inquiry_for(Subject subject) {
  const ModelReference &reference = *subject.reference;
  const auto all = [this, &reference] {
    try {
      return registry_.components(reference.component, reference.plugin);
    } catch (Error &error) {
      throw Error(error).at(reference.position);
    }
  };
  // A model that is named by its id answers unless it can't: then nobody else's plugin has to be loaded.
  const ComponentModel *named = nullptr;
  if (answers_ == Answers::needed && !reference.plugin) {
    try {
      named = registry_.component(reference.component);
    } catch (Error &error) {
      throw Error(error).at(reference.position);
    }
  }
  return named != nullptr ? Inquiry(std::move(subject), {named}, all, directory_)
                          : Inquiry(std::move(subject), all(), nullptr, directory_);
}

Quotes::Item Quotes::compound_item(const ModelReference &reference, const std::string &owner, const std::string &part) {
  const Compound &compound = *reference.compound;
  Item item{&reference, part, 0, {}, {}};
  struct Needs {
    std::set<std::string> actions, arguments;
  };
  std::vector<Needs> needs(compound.parts.size());
  for (const auto &[action, calls] : compound.actions) {
    for (const auto &call : calls) {
      needs[call.part].actions.insert(call.action);
      for (const auto &[argument, value] : call.arguments)
        needs[call.part].arguments.insert(call.action + "." + argument);
    }
  }
  const auto item_of = [&](std::size_t i, const ModelReference &model) {
    const auto &[actions, arguments] = needs[i];
    const std::string &name = compound.parts[i].name;
    return item_for(model, {{"model", &model.parameters}}, joined(owner, name), joined(part, name),
                    {actions.begin(), actions.end()}, {arguments.begin(), arguments.end()});
  };
  for (std::size_t i = 0; i < compound.parts.size(); ++i) {
    item.parts.push_back(item_of(i, compound.parts[i].model));
  }
  for (const auto &[action, calls] : compound.actions) {
    for (const auto &call : calls) {
      if (call.arguments.empty())
        continue;
      ModelReference &with = with_arguments_.emplace_back(compound.parts[call.part].model);
      for (const auto &[name, value] : call.arguments) {
        with.parameters.insert_or_assign(call.action + "." + name, value);
      }
      item.with_arguments.emplace(&call, item_of(call.part, with));
    }
  }
  return item;
}

void Quotes::answer(const plugin::Host &host, std::vector<Error> &errors) {
  answer_all(inquiries_, host, errors);
  for (const auto &inquiry : inquiries_) {
    if (!inquiry.is_open())
      registry_.use(*inquiry.request().model);
  }
}

Quote Quotes::quote(std::size_t node) const {
  return quote_of(items_.at(node));
}

Quote Quotes::quote_of(const Item &item) const {
  return item.reference->compound ? quote_of_compound(item) : quote_of_model(inquiries_[item.inquiry]);
}

Quote Quotes::quote_of_model(const Inquiry &inquiry) const {
  const Request &request = inquiry.request();
  const ComponentModel &model = *request.model;
  std::map<std::string, double> figures;
  std::set<std::string> actions;
  for (std::size_t i = 0; i < model.outputs.size(); ++i) {
    const std::string &name = model.outputs[i].name;
    figures[name] = inquiry.outputs()[i];
    if (const auto dot = name.rfind('.'); dot != std::string::npos)
      actions.insert(name.substr(0, dot));
  }
  const auto figure = [&](const std::string &name) {
    const auto found = figures.find(name);
    return found != figures.end() ? found->second : unknown;
  };
  Quote quote;
  quote.area = known(figure("area"));
  quote.leak_power = known(figure("leak_power"));
  double width = 0;
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (model.inputs[i].name == "width" && !std::isnan(request.inputs[i]))
      width = request.inputs[i];  // the figures are for actions of this width
  }
  for (const auto &name : actions) {
    ActionCost action{name, figure(name + ".energy"), figure(name + ".throughput"), width, "model"};
    action.latency = known(figure(name + ".latency"));
    // What the model leaves open is as if it had no such action: a fill is priced as a write then.
    if (!std::isnan(action.energy) || !std::isnan(action.throughput) || action.latency)
      quote.actions.push_back(std::move(action));
  }
  quote.component = model.id;
  quote.plugin = model.provenance.plugin;
  quote.plugin_version = model.provenance.version;
  quote.note = model.source;
  quote.parameters = request.parameters;
  quote.answers = inquiry.answers();
  quote.warnings = inquiry.warnings();
  return quote;
}

Quote Quotes::quote_of_compound(const Item &item) const {
  const Compound &compound = *item.reference->compound;
  Quote quote;
  quote.component = item.reference->component;
  quote.note = source_of_compound(compound);
  quote.parameters = parameters_of(compound);
  quote.area = quote.leak_power = 0;
  double width = 0;  // its actions move what it was asked for, as with a model
  if (const auto given = compound.parameters.find("width"); given != compound.parameters.end()) {
    if (const auto *bits = std::get_if<double>(&given->second.value))
      width = *bits;
  }
  std::vector<Quote> parts;
  const auto take_remarks = [&](const Quote &part) {
    quote.answers.insert(quote.answers.end(), part.answers.begin(), part.answers.end());
    quote.warnings.insert(quote.warnings.end(), part.warnings.begin(), part.warnings.end());
  };
  for (std::size_t i = 0; i < compound.parts.size(); ++i) {
    Quote part = quote_of(item.parts[i]);
    const double count = compound.parts[i].count;
    quote.area = sum(quote.area, count, part.area);
    quote.leak_power = sum(quote.leak_power, count, part.leak_power);
    take_remarks(part);
    quote.parts.push_back({item.parts[i].part, count, part.component, part.plugin, part.plugin_version, part.note,
                           part.area, part.leak_power, part.actions});
    for (PartCost inner : part.parts) {
      inner.count *= count;
      quote.parts.push_back(std::move(inner));
    }
    parts.push_back(std::move(part));
  }
  for (const auto &[name, calls] : compound.actions) {
    Sum total(name);
    for (const auto &call : calls) {
      const auto own = item.with_arguments.find(&call);
      const Quote quoted = own != item.with_arguments.end() ? quote_of(own->second) : parts[call.part];
      const auto &called_part = compound.parts[call.part];
      if (own != item.with_arguments.end()) {
        quote.warnings.insert(quote.warnings.end(), quoted.warnings.begin(), quoted.warnings.end());
        if (quoted.component != parts[call.part].component) {
          throw Error{ErrorKind::project, fmt::format("with these arguments model {} would answer, but part '{}' is {}",
                                                      quoted.component, called_part.name, parts[call.part].component)}
              .at(call.position)
              .note("name the model by its id");
        }
      }
      if (called_part.count == 0 && call.times > 0) {
        throw Error{ErrorKind::project,
                    fmt::format("part '{}' has a count of 0, nothing does its '{}'", called_part.name, call.action)}
            .at(call.position);
      }
      const ActionCost *called = quoted.action(call.action);
      if (called == nullptr) {
        std::vector<std::string> names;
        for (const auto &action : quoted.actions)
          names.push_back(action.action);
        throw Error{ErrorKind::project,
                    fmt::format("part '{}' ({}) has no action '{}'{}", compound.parts[call.part].name, quoted.component,
                                call.action, did_you_mean(call.action, names))}
            .at(call.position)
            .note(fmt::format("it has {}", fmt::join(names, ", ")));
      }
      total.add(call.part, call.times, *called);
    }
    quote.actions.push_back(total.take(compound.parts));
    quote.actions.back().width = width;
  }
  return quote;
}

}  // namespace forge::pricing

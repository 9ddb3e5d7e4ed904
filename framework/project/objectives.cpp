// SPDX-License-Identifier: Apache-2.0
#include "project/objectives.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace forge::project {

namespace {

using model::Measure;
using model::NodeKind;
using model::Objective;

constexpr std::string_view resource_usage = "resource_usage";

// Short names first: those are the ones that messages and reports use.
constexpr std::pair<std::string_view, Objective> words[] = {
    {name_of(Measure::energy), Objective::energy},
    {name_of(Measure::latency), Objective::latency},
    {name_of(Measure::energy_delay_product), Objective::energy_delay_product},
    {name_of(Measure::energy_delay_squared), Objective::energy_delay_squared},
    {"energy_delay_product", Objective::energy_delay_product},
    {"energy_delay_squared", Objective::energy_delay_squared}};
constexpr std::size_t n_short = 4;

constexpr Measure properties[] = {Measure::occupancy, Measure::instances};

bool has_property(const model::Node &node, Measure property) {
  return node.kind == NodeKind::memory || (property == Measure::instances && node.kind == NodeKind::compute);
}

class ObjectiveReader {
 public:
  ObjectiveReader(const model::Architecture &architecture, Context &context, std::vector<Objective> &objectives)
      : architecture_(architecture), context_(context), objectives_(objectives) {}

  void add(const Text &text) {
    if (text.text == resource_usage)
      return add_resource_usage();
    const auto objective = objective_of(text);
    if (objective && is_known(*objective)) {
      context_.problems.add(text.position(), fmt::format("objective '{}' stands twice", text.text));
    } else if (objective) {
      objectives_.push_back(*objective);
    }
  }

 private:
  bool is_known(const Objective &objective) const {
    return std::find(objectives_.begin(), objectives_.end(), objective) != objectives_.end();
  }

  // What can run out: the room in memories, and computes.
  void add_resource_usage() {
    for (std::size_t i = 0; i < architecture_.nodes.size(); ++i) {
      const model::Node &node = architecture_.nodes[i];
      const bool is_compute = node.kind == NodeKind::compute;
      const Objective objective{is_compute ? Measure::instances : Measure::occupancy, i};
      if ((is_compute || (node.kind == NodeKind::memory && std::isfinite(node.size))) && !is_known(objective))
        objectives_.push_back(objective);
    }
  }

  std::optional<Objective> objective_of(const Text &text) {
    for (const auto &[word, objective] : words) {
      if (text.text == word)
        return objective;
    }
    if (const auto dot = text.text.find('.'); dot != std::string::npos)
      return objective_of_node(text, text.text.substr(0, dot), text.text.substr(dot + 1));
    std::vector<std::string> known;
    for (std::size_t i = 0; i < n_short; ++i)
      known.emplace_back(words[i].first);
    known.emplace_back(resource_usage);
    Error error{ErrorKind::project, fmt::format("unknown objective '{}'{}", text.text, did_you_mean(text.text, known))};
    error.note(fmt::format("known are: {}, and of a node, such as GLB, \"GLB.occupancy\" and \"GLB.instances\"",
                           fmt::join(known, ", ")));
    context_.problems.add(error.at(text.position()));
    return std::nullopt;
  }

  std::optional<Objective> objective_of_node(const Text &text, const std::string &name, const std::string &property) {
    std::vector<std::string> known;
    for (const Measure measure : properties) {
      if (property == name_of(measure))
        return objective_of_node(text, name, measure);
      known.emplace_back(name_of(measure));
    }
    Error error{ErrorKind::project, fmt::format("a node has no '{}' that could be an objective{}", property,
                                                did_you_mean(property, known))};
    error.note(fmt::format("known are: {}", fmt::join(known, ", ")));
    context_.problems.add(error.at(text.position()));
    return std::nullopt;
  }

  std::optional<Objective> objective_of_node(const Text &text, const std::string &name, Measure property) {
    const char *kinds = property == Measure::occupancy ? "memory" : "memory or compute";
    std::vector<std::string> known;
    for (std::size_t i = 0; i < architecture_.nodes.size(); ++i) {
      const model::Node &node = architecture_.nodes[i];
      if (!has_property(node, property))
        continue;
      if (node.name == name)
        return Objective{property, i};
      known.push_back(node.name);
    }
    if (architecture_.find(name)) {
      context_.problems.add(text.position(),
                            fmt::format("'{}' is no {}, and has no {}", name, kinds, name_of(property)));
    } else if (context_.nodes_complete) {  // else the node may be one that has another mistake
      context_.problems.add(text.position(),
                            fmt::format("there is no {} '{}'{}", kinds, name, did_you_mean(name, known)));
    }
    return std::nullopt;
  }

  const model::Architecture &architecture_;
  Context &context_;
  std::vector<Objective> &objectives_;
};

}  // namespace

void read_objectives(const Reader &mapper, std::string_view key, const model::Architecture &architecture,
                     Context &context, std::vector<Objective> &objectives) {
  const Value *value = mapper.value(key);
  if (value == nullptr)
    return;
  objectives.clear();
  ObjectiveReader reader(architecture, context, objectives);
  for (const Text &text : mapper.texts(key))
    reader.add(text);
  if (value->as<Array>() != nullptr && value->as<Array>()->empty())
    context.problems.add(value->position, fmt::format("'{}' names no objective", key));
}

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
#include "evaluate/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "evaluate/path_model.hpp"

namespace forge::evaluate {

namespace {

const ActionCost *find_cost(const NodeCost &node, const std::string &action) {
  const auto found = std::find_if(node.actions.begin(), node.actions.end(),
                                  [&](const ActionCost &cost) { return cost.action == action; });
  return found == node.actions.end() ? nullptr : &*found;
}

std::string source_of(const NodeCost &node, const ActionCost &cost) {
  if (node.component.empty() || cost.source == "project")
    return "project";
  const std::string model = fmt::format("model {} of {} {}", node.component, node.plugin, node.plugin_version);
  return cost.source == "model" ? model : "project and " + model;
}

class Explainer {
 public:
  Explainer(const Evaluator &evaluator, const EinsumResult &result)
      : evaluator_(evaluator),
        result_(result),
        einsum_(evaluator.workload().einsums[result.mapping.einsum]),
        model_(make_path_model(evaluator.workload(), result.mapping.einsum, evaluator.architecture(), evaluator.costs(),
                               evaluator.architecture().path_to(result.mapping.nest.back().node))) {}

  ComponentExplanation component(const ComponentUse &use) const {
    const std::size_t index = *evaluator_.architecture().find(use.name);
    const NodeCost &cost = evaluator_.costs()[index];
    ComponentExplanation explanation{.use = &use};
    explanation.leak_power = cost.leak_power.value_or(std::numeric_limits<double>::quiet_NaN());
    for (const ComponentAction &action : use.actions) {
      ActionExplanation &line = explanation.actions.emplace_back();
      line.action = action.action;
      line.count = action.count;
      line.energy = action.energy;
      if (const ActionCost *price = find_cost(cost, action.action)) {
        line.energy_each = price->energy;
        line.throughput = price->throughput;
        line.source = source_of(cost, *price);
      }
    }
    const model::Node &node = evaluator_.architecture().nodes[index];
    explanation.latency_rule = node.latency          ? *node.latency
                               : node.separate_ports ? "slowest action"
                                                     : "sum of its actions";
    for (const auto &memory : model_.memories) {
      if (memory && memory->node == index)
        add_memory(*memory, cost, explanation);
    }
    for (const ConverterModel &converter : model_.converters) {
      if (converter.node != index)
        continue;
      const double width = find_cost(cost, convert_action)->width;
      for (const auto &passage : use.passed) {
        const std::size_t t = tensor_called(passage.tensor);
        explanation.actions[0].terms.push_back({passage.tensor, "pass", passage.values,
                                                converter.charge.actions_per_value[t], einsum_.tensors[t].bits, width});
      }
    }
    for (const NetworkModel &network : model_.networks) {
      if (network.node == index)
        add_network(network, cost, explanation);
    }
    explanation.copies = node.instances;
    if (index == model_.compute.node) {
      explanation.actions[0].terms.push_back({"", "computes", result_.computes, model_.compute.actions_per_compute});
    }
    return explanation;
  }

 private:
  void add_memory(const MemoryModel &memory, const NodeCost &cost, ComponentExplanation &explanation) const {
    for (const StorageCounts &row : result_.storage) {
      if (row.memory != cost.name)
        continue;
      const std::size_t tensor = tensor_called(row.tensor);
      explanation.kept.push_back(fmt::format("{} {} x {} b", row.tensor, row.tile, memory.bits[tensor]));
      const std::array<std::uint64_t, n_transfers> values{row.fills, row.reads, row.updates, row.drains};
      constexpr std::array<const char *, n_transfers> names{"fills", "reads", "updates", "drains"};
      for (std::size_t k = 0; k < n_transfers; ++k) {
        if (values[k] == 0)
          continue;
        const ActionCost *price = find_cost(cost, memory.actions[memory.action[k]]);
        const ActionTerm term{row.tensor,          names[k],
                              values[k],           memory.actions_per_value[tensor][k],
                              memory.bits[tensor], price != nullptr ? price->width : 0};
        explanation.actions[memory.action[k]].terms.push_back(term);
        if (memory.address)
          explanation.actions[*memory.address].terms.push_back(term);
      }
    }
  }

  void add_network(const NetworkModel &network, const NodeCost &cost, ComponentExplanation &explanation) const {
    const ComponentUse &use = *explanation.use;
    const ActionCost &price = *find_cost(cost, hop_action);
    ActionExplanation &hops = explanation.actions[0];
    hops.energy_per_bit = price.energy_per_bit;
    for (const auto &passage : use.passed) {
      const std::size_t t = tensor_called(passage.tensor);
      const double bits = einsum_.tensors[t].bits, actions = network.charge.actions_per_value[t];
      hops.terms.push_back({passage.tensor,
                            fmt::format("{} sends {}, hops", passage.values, passage.up ? "up" : "down"), passage.hops,
                            actions, bits, price.width});
      hops.bits_moved += static_cast<double>(passage.hops) * actions * (price.width > 0 ? price.width : bits);
    }
    std::vector<std::string> axes;
    for (const NetworkModel::Axis &axis : network.axes)
      axes.push_back(axis.name);
    explanation.way.push_back(
        network.topology == Topology::mesh
            ? fmt::format("mesh of {}: dimension-ordered trees from its corner",
                          axes.empty() ? "one place" : fmt::format("{}", fmt::join(axes, " x ")))
            : fmt::format("all-to-all over {}: a link for each place but the source's own",
                          axes.empty() ? "one place" : fmt::format("{}", fmt::join(axes, " x "))));
    if (!cost.note.empty())
      explanation.way.push_back(cost.note);
    if (explanation.latency_rule == "sum of its actions" || explanation.latency_rule == "slowest action") {
      explanation.latency_rule = fmt::format("{:.10g} hops over the busiest link, one way{},", use.busiest_link,
                                             network.separate ? ", each tensor on links of its own" : "");
    }
  }

  std::size_t tensor_called(const std::string &name) const {
    return static_cast<std::size_t>(
        std::find_if(einsum_.tensors.begin(), einsum_.tensors.end(),
                     [&](const model::Tensor &candidate) { return candidate.name == name; }) -
        einsum_.tensors.begin());
  }

  const Evaluator &evaluator_;
  const EinsumResult &result_;
  const model::Einsum &einsum_;
  const PathModel model_;
};

}  // namespace

std::vector<ComponentExplanation> explain(const Evaluator &evaluator, const EinsumResult &result) {
  const Explainer explainer(evaluator, result);
  std::vector<ComponentExplanation> explanations;
  for (const ComponentUse &use : result.components)
    explanations.push_back(explainer.component(use));
  return explanations;
}

}  // namespace forge::evaluate

// SPDX-License-Identifier: Apache-2.0
#include "evaluate/path_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "evaluate/operations.hpp"

namespace forge::evaluate {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const ActionCost *find_action(const NodeCost &cost, const std::string &name) {
  const auto found = std::find_if(cost.actions.begin(), cost.actions.end(),
                                  [&](const ActionCost &action) { return action.action == name; });
  return found == cost.actions.end() ? nullptr : &*found;
}

[[noreturn]] void missing(const model::Node &node, const std::string &action, const char *figure) {
  throw Error{ErrorKind::project, fmt::format("{} '{}' has no {} for the action '{}'",
                                              node.kind == model::NodeKind::compute     ? "compute"
                                              : node.kind == model::NodeKind::converter ? "converter"
                                                                                        : "memory",
                                              node.name, figure, action)}
      .at(node.position)
      .note(fmt::format("give actions.{}.{}, or a model that knows it", action, figure));
}

// fill and update are priced as write, drain as read, unless they are given apart.
const ActionCost &action_for(const model::Node &node, const NodeCost &cost, std::size_t transfer) {
  if (const ActionCost *own = find_action(cost, transfer_names[transfer]))
    return *own;
  const bool reads = transfer == 1 || transfer == 3;
  const char *general = reads ? "read" : "write";
  const ActionCost *shared = find_action(cost, general);
  if (shared == nullptr)
    missing(node, general, "energy");
  return *shared;
}

MemoryModel make_memory(const model::Einsum &einsum, const model::Node &node, const NodeCost &cost, std::size_t index) {
  MemoryModel memory;
  memory.node = index;
  memory.name = node.name;
  memory.capacity = node.double_buffered ? node.size / 2 : node.size;
  memory.copies = node.instances;
  memory.double_buffered = node.double_buffered;
  memory.latency = node.latency ? LatencyKind::expression : (node.separate_ports ? LatencyKind::max : LatencyKind::sum);
  memory.expression = node.latency.value_or("");
  std::array<const ActionCost *, n_transfers> price{};
  for (std::size_t k = 0; k < n_transfers; ++k) {
    price[k] = &action_for(node, cost, k);
    if (std::isnan(price[k]->energy))
      missing(node, price[k]->action, "energy");
    const auto known = std::find(memory.actions.begin(), memory.actions.end(), price[k]->action);
    memory.action[k] = static_cast<std::size_t>(known - memory.actions.begin());
    if (known != memory.actions.end())
      continue;
    memory.actions.push_back(price[k]->action);
    memory.throughput.push_back(std::isnan(price[k]->throughput) ? infinity : price[k]->throughput);
    memory.energy.push_back(price[k]->energy);
  }
  double address_energy = 0, address_time = 0;
  const ActionCost *address = find_action(cost, address_action);
  if (address != nullptr && (!std::isnan(address->energy) || !std::isnan(address->throughput))) {
    if (std::isnan(address->energy))
      missing(node, address_action, "energy");
    memory.address = memory.actions.size();
    memory.actions.emplace_back(address_action);
    memory.throughput.push_back(std::isnan(address->throughput) ? infinity : address->throughput);
    memory.energy.push_back(address->energy);
    address_energy = address->energy;
    address_time = 1 / memory.throughput.back();
  }
  for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
    const double bits = model::bits_in(node, einsum, t);
    memory.bits.push_back(bits);
    auto &actions = memory.actions_per_value.emplace_back();
    auto &energy = memory.energy_per_value.emplace_back();
    auto &time = memory.time_per_value.emplace_back();
    for (std::size_t k = 0; k < n_transfers; ++k) {
      actions[k] = node.count_scale * (price[k]->width > 0 ? bits / price[k]->width : 1.0);
      energy[k] = actions[k] * (price[k]->energy + address_energy);
      time[k] = (actions[k] / memory.throughput[memory.action[k]] + actions[k] * address_time) / memory.copies;
    }
  }
  return memory;
}

ComputeModel make_compute(const model::Architecture &architecture, const std::vector<NodeCost> &costs,
                          const model::Einsum &einsum, std::size_t index) {
  const model::Node &node = architecture.nodes[index];
  const ActionCost *action = price_of(costs[index], einsum);
  if (action == nullptr && !costs[index].actions.empty())
    refuse_operation(node, costs[index], einsum);
  if (action == nullptr || std::isnan(action->energy))
    missing(node, action != nullptr ? action->action : general_action, "energy");
  if (std::isnan(action->throughput))
    missing(node, action->action, "throughput");
  ComputeModel compute;
  compute.node = index;
  compute.name = node.name;
  compute.action = action->action;
  compute.copies = node.instances;
  compute.actions_per_compute = node.count_scale;
  compute.energy_per_compute = node.count_scale * action->energy;
  compute.time_per_step = node.count_scale / action->throughput / node.instances;
  compute.places = architecture.total_instances(index) / node.instances;
  compute.elides = node.elide_first_read;
  compute.expression = node.latency.value_or("");
  return compute;
}

// What a compute's latency expression may ask for: its actions, the one that runs here first. The general action stands
// for whatever runs, the others for themselves.
std::vector<std::string> counted_actions(const NodeCost &cost, const std::string &running) {
  std::vector<std::string> names{running};
  for (const ActionCost &action : cost.actions) {
    if (action.action != running)
      names.push_back(action.action);
  }
  if (find_action(cost, general_action) == nullptr)
    names.emplace_back(general_action);
  return names;
}

ConverterModel make_converter(const model::Workload &workload, const model::Einsum &einsum, const model::Node &node,
                              const NodeCost &cost) {
  const ActionCost *action = find_action(cost, convert_action);
  if (action == nullptr || std::isnan(action->energy))
    missing(node, convert_action, "energy");
  ConverterModel converter;
  converter.name = node.name;
  converter.copies = node.instances;
  converter.energy = action->energy;
  converter.throughput = std::isnan(action->throughput) ? infinity : action->throughput;
  converter.expression = node.latency.value_or("");
  const model::TensorMask charged = node.tensors.resolve(workload, einsum);
  for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
    const double bits = einsum.tensors[t].bits;
    converter.charge.actions_per_value.push_back(node.count_scale * (action->width > 0 ? bits / action->width : 1.0));
    if ((charged >> t & 1) == 0)
      continue;
    const auto direction = model::direction_of(node, einsum, t);
    if (direction != model::Node::Direction::up)
      converter.charge.down |= model::TensorMask{1} << t;
    if (direction != model::Node::Direction::down)
      converter.charge.up |= model::TensorMask{1} << t;
  }
  return converter;
}

void check_expression(const model::Node &node, const std::vector<std::string> &actions) {
  if (!node.latency)
    return;
  try {
    LatencyExpression expression(node.name, *node.latency, actions);
  } catch (const std::invalid_argument &error) {
    throw Error{ErrorKind::project,
                fmt::format("latency of '{}' can't be computed: \"{}\": {}", node.name, *node.latency, error.what())}
        .at(node.position)
        .note(fmt::format("known here: {}.count", fmt::join(actions, ".count, ")));
  }
}

// An expression for other operations only would let this one take no time.
void check_compute_expression(const model::Node &node, const model::Einsum &einsum, const ComputeModel &compute) {
  check_expression(node, compute.counted);
  if (!node.latency)
    return;
  const auto used = LatencyExpression(node.name, *node.latency, compute.counted).used();
  const auto counts_it = [&](const std::string &name) { return name == compute.action || name == general_action; };
  if (used.empty() || std::any_of(used.begin(), used.end(), counts_it))
    return;
  throw Error{ErrorKind::project,
              fmt::format("latency of '{}' says nothing about '{}', which Einsum '{}' takes: \"{}\"", node.name,
                          compute.action, einsum.name, *node.latency)}
      .at(node.position)
      .note(fmt::format("add {}.count, or take {}.count, which counts whatever runs", compute.action, general_action));
}

Leakage make_leakage(const model::Architecture &architecture, const std::vector<NodeCost> &costs) {
  Leakage leakage;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const double power = costs[i].leak_power.value_or(0);
    Leakage::Gated gated{.node = i, .power_per_place = power * costs[i].instances};
    for (auto above = architecture.nodes[i].parent; above; above = architecture.nodes[*above].parent) {
      const auto &dimensions = architecture.nodes[*above].dimensions;
      for (std::size_t d = 0; d < dimensions.size(); ++d) {
        if (!dimensions[d].power_gated)
          continue;
        gated.dimensions.push_back({*above, d});
        gated.power_per_place /= static_cast<double>(dimensions[d].size);
      }
    }
    if (gated.dimensions.empty()) {
      leakage.fixed += gated.power_per_place;
    } else if (power > 0) {
      leakage.gated.push_back(std::move(gated));
    }
  }
  return leakage;
}

}  // namespace

PathModel make_path_model(const model::Workload &workload, std::size_t einsum, const model::Architecture &architecture,
                          const std::vector<NodeCost> &costs, std::vector<std::size_t> path) {
  const model::Einsum &the_einsum = workload.einsums[einsum];
  PathModel result;
  result.einsum = einsum;
  result.path = std::move(path);
  result.sizes = sizes_of(the_einsum);
  result.shapes = make_shapes(the_einsum);
  result.computes = model::computes(the_einsum);
  for (const std::size_t index : result.path) {
    const model::Node &node = architecture.nodes[index];
    auto &memory = result.memories.emplace_back();
    switch (node.kind) {
      case model::NodeKind::memory:
        memory = make_memory(the_einsum, node, costs[index], index);
        check_expression(node, memory->actions);
        break;
      case model::NodeKind::compute:
        result.compute = make_compute(architecture, costs, the_einsum, index);
        result.compute.counted = counted_actions(costs[index], result.compute.action);
        check_compute_expression(node, the_einsum, result.compute);
        break;
      case model::NodeKind::fanout:
        break;
      case model::NodeKind::converter:
        result.converters.push_back(make_converter(workload, the_einsum, node, costs[index]));
        result.converters.back().node = index;
        result.converters.back().position = result.memories.size() - 1;
        check_expression(node, {convert_action});
        break;
      case model::NodeKind::network:
        result.networks.push_back(
            make_network(workload, the_einsum, architecture, result.path, result.memories.size() - 1, costs[index]));
        check_expression(node, {hop_action});
        break;
    }
  }
  result.leakage = make_leakage(architecture, costs);
  return result;
}

PathScratch make_scratch(const PathModel &model) {
  PathScratch scratch;
  for (const auto &memory : model.memories) {
    auto &expression = scratch.expressions.emplace_back();
    if (memory && !memory->expression.empty())
      expression.emplace(memory->name, memory->expression, memory->actions);
  }
  for (const ConverterModel &converter : model.converters) {
    if (converter.expression.empty())
      continue;
    scratch.expressions[converter.position].emplace(converter.name, converter.expression,
                                                    std::vector<std::string>{convert_action});
  }
  for (const NetworkModel &network : model.networks) {
    if (network.expression.empty())
      continue;
    scratch.expressions[network.position].emplace(network.name, network.expression,
                                                  std::vector<std::string>{hop_action});
  }
  if (!model.compute.expression.empty()) {
    scratch.expressions.back().emplace(model.compute.name, model.compute.expression, model.compute.counted);
    scratch.computed.resize(model.compute.counted.size());
  }
  return scratch;
}

double compute_latency(const ComputeModel &compute, std::uint64_t steps, PathScratch &scratch) {
  auto &expression = scratch.expressions.back();
  if (!expression)
    return static_cast<double>(steps) * compute.time_per_step;
  for (std::size_t a = 0; a < compute.counted.size(); ++a) {
    const bool runs = a == 0 || compute.counted[a] == general_action;
    scratch.computed[a] = runs ? static_cast<double>(steps) * compute.actions_per_compute : 0;
  }
  return (*expression)(scratch.computed);
}

double converter_latency(const ConverterModel &converter, double actions,
                         std::optional<LatencyExpression> &expression) {
  if (expression)
    return (*expression)(std::span(&actions, 1));
  return actions / converter.throughput / converter.copies;
}

double memory_latency(const MemoryModel &memory, std::span<const double> action_counts,
                      std::optional<LatencyExpression> &expression) {
  if (expression)
    return (*expression)(action_counts);
  double latency = 0;
  for (std::size_t a = 0; a < action_counts.size(); ++a) {
    const double time = action_counts[a] / memory.throughput[a] / memory.copies;
    latency = memory.latency == LatencyKind::max ? std::max(latency, time) : latency + time;
  }
  return latency;
}

}  // namespace forge::evaluate

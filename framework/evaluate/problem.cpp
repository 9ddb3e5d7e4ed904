// SPDX-License-Identifier: Apache-2.0
#include "evaluate/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "evaluate/limits.hpp"
#include "evaluate/linear_latency.hpp"
#include "evaluate/operations.hpp"
#include "evaluate/path_model.hpp"
#include "evaluate/solver_nest.hpp"
#include "model/mapspace.hpp"

namespace forge::evaluate {

namespace {

forge_str view(const std::string &text) {
  return {text.data(), text.size()};
}

int32_t keep_code(bool must, bool may) {
  return must ? FORGE_MUST_KEEP : (may ? FORGE_MAY_KEEP : FORGE_BYPASS);
}

}  // namespace

// Columns that the table points into.
struct Problem::State {
  const Evaluator &evaluator;
  std::size_t einsum_index;
  PathModel model;
  // A node of the table: a node of the path, or one dimension of a fan-out.
  struct Entry {
    std::size_t position;
    std::size_t dimension;
  };
  std::vector<Entry> entries;
  std::vector<std::string> names;

  std::vector<forge_str> variable_name, tensor_name, node_name;
  std::vector<std::uint64_t> variable_size, fanout_size;
  std::vector<std::int32_t> is_output, node_kind, latency_kind, action, keep, keep_unless, max_utilization, power_gated,
      multicast, reduce, reuse, elide;
  std::vector<std::uint32_t> rank_begin{0}, term_begin{0}, term_variable;
  std::vector<std::int64_t> term_coefficient;
  std::vector<double> capacity, min_utilization, leak_power, bits_per_value, energy_per_value, time_per_value,
      energy_per_step, time_per_step, constraint_bound;
  std::vector<std::uint32_t> constraint_node, constraint_begin{0}, constraint_variable, order_begin{0}, order_variable;
  std::vector<std::int32_t> constraint_relation, objective, objective_node;
  std::vector<double> instances;
  forge_problem table{};

  const model::Einsum &einsum() const { return evaluator.workload().einsums[einsum_index]; }
  const model::Node &node(std::size_t position) const { return evaluator.architecture().nodes[model.path[position]]; }

  void add_workload();
  void add_entry(std::size_t position, std::size_t dimension);
  struct Must {
    model::TensorMask always = 0, unless = 0;
    std::int32_t other = -1;
  };
  Must must_keep(const model::Node &node, bool outermost) const;
  void add_memory(const model::Node &node, const MemoryModel &memory, bool outermost);
  void add_converter(const ConverterModel &converter, double seconds);
  std::optional<LinearLatency> find_linear_latency(std::size_t position);
  void set_times(const MemoryModel &memory, const LinearLatency &linear);
  void add_masks(model::TensorMask multicast_mask, model::TensorMask reduce_mask, model::TensorMask reuse_mask);
  void add_constraints(const std::vector<model::LoopConstraint> &constraints);
  void add_order(const std::vector<std::string> &order);
  double most_places() const;
  double other_leak_power() const;
  void add_objective(const model::Objective &wanted);
  void fill_table(const ProblemSettings &settings);
};

void Problem::State::add_workload() {
  for (const auto &variable : einsum().variables) {
    variable_name.push_back(view(variable.name));
    variable_size.push_back(variable.size);
  }
  for (const auto &tensor : einsum().tensors) {
    if (!tensor.further.empty()) {
      throw Error{ErrorKind::project,
                  fmt::format("tensor '{}' of Einsum '{}' stands twice with different indices, which "
                              "solvers can't be told",
                              tensor.name, einsum().name)}
          .at(einsum().position)
          .note("use a sampler such as \"random\", or give the second one a name of its own, such as " + tensor.name +
                "2: then each is held and counted by itself");
    }
    tensor_name.push_back(view(tensor.name));
    is_output.push_back(tensor.output ? 1 : 0);
    for (const auto &rank : tensor.index) {
      for (const auto &term : rank) {
        term_variable.push_back(static_cast<std::uint32_t>(term.variable));
        term_coefficient.push_back(term.coefficient);
      }
      term_begin.push_back(static_cast<std::uint32_t>(term_variable.size()));
    }
    rank_begin.push_back(static_cast<std::uint32_t>(term_begin.size() - 1));
  }
}

void Problem::State::add_masks(model::TensorMask multicast_mask, model::TensorMask reduce_mask,
                               model::TensorMask reuse_mask) {
  for (std::size_t t = 0; t < einsum().tensors.size(); ++t) {
    multicast.push_back(static_cast<std::int32_t>(multicast_mask >> t & 1));
    reduce.push_back(static_cast<std::int32_t>(reduce_mask >> t & 1));
    reuse.push_back(static_cast<std::int32_t>(reuse_mask >> t & 1));
  }
}

// What a memory must hold: whatever the others hold, or only what another memory does not hold.
Problem::State::Must Problem::State::must_keep(const model::Node &node, bool outermost) const {
  const auto &workload = evaluator.workload();
  if (!node.keep_given && !node.may_keep)
    return {.always = outermost ? einsum().all() : 0};
  std::vector<std::size_t> named;
  for (const std::string &name : node.keep.names()) {
    for (std::size_t e = 0; e < entries.size(); ++e) {
      if (names[e] == name && model.memories[entries[e].position])
        named.push_back(e);
    }
  }
  const auto with = [&](model::TensorMask held) {
    return node.keep.resolve(workload, einsum(), [&](const std::string &name) -> std::optional<model::TensorMask> {
      const bool memory = std::any_of(named.begin(), named.end(), [&](std::size_t e) { return names[e] == name; });
      return memory ? std::optional(held) : std::nullopt;
    });
  };
  const model::TensorMask without = with(0), beside = with(einsum().all());
  if (named.size() > 1 || (beside & ~without) != 0) {
    throw Error{ErrorKind::project,
                fmt::format("what '{}' keeps depends on other memories in a way that solvers can't be told", node.name)}
        .at(node.position)
        .note("use a sampler such as \"random\", or keep = \"~MEMORY\"");
  }
  return {.always = without & beside,
          .unless = without & ~beside,
          .other = named.empty() ? -1 : static_cast<std::int32_t>(named[0])};
}

void Problem::State::add_memory(const model::Node &node, const MemoryModel &memory, bool outermost) {
  const bool free = !node.keep_given && !node.may_keep;
  const Must must = must_keep(node, outermost);
  const model::TensorMask may =
      free ? einsum().all() : (node.may_keep ? node.may_keep->resolve(evaluator.workload(), einsum()) : 0);
  for (std::size_t t = 0; t < einsum().tensors.size(); ++t) {
    const bool instead = ((must.unless & ~may & ~must.always) >> t & 1) != 0;
    keep.push_back(instead ? FORGE_KEEP_INSTEAD : keep_code((must.always >> t & 1) != 0, (may >> t & 1) != 0));
    keep_unless.push_back((must.unless >> t & 1) != 0 ? must.other : -1);
    bits_per_value.push_back(memory.bits[t]);
    for (std::size_t k = 0; k < n_transfers; ++k) {
      energy_per_value.push_back(memory.energy_per_value[t][k]);
      time_per_value.push_back(memory.time_per_value[t][k]);
    }
  }
  for (const std::size_t a : memory.action)
    action.push_back(static_cast<std::int32_t>(a));
}

// The user's expression at this position, where the table can say it.
std::optional<LinearLatency> Problem::State::find_linear_latency(std::size_t position) {
  PathScratch scratch = make_scratch(model);
  auto &expression = scratch.expressions[position];
  if (!expression)
    return std::nullopt;
  if (const auto &memory = model.memories[position]) {
    auto linear = find_linear(memory->actions.size(), std::ref(*expression));
    // The table has no port for addresses beside those of the transfers.
    if (linear && !linear->is_sum && memory->address && linear->seconds[*memory->address] > 0)
      return std::nullopt;
    return linear;
  }
  if (node(position).kind == model::NodeKind::compute) {
    return find_linear(1, [&](std::span<const double> steps) {
      for (std::size_t a = 0; a < model.compute.counted.size(); ++a) {
        const bool runs = a == 0 || model.compute.counted[a] == general_action;
        scratch.computed[a] = runs ? steps[0] * model.compute.actions_per_compute : 0;
      }
      return (*expression)(scratch.computed);
    });
  }
  return find_linear(1, std::ref(*expression));
}

// Times by the expression instead of by throughputs.
void Problem::State::set_times(const MemoryModel &memory, const LinearLatency &linear) {
  const std::size_t tensors = einsum().tensors.size(), first = time_per_value.size() - tensors * n_transfers;
  for (std::size_t t = 0; t < tensors; ++t) {
    for (std::size_t k = 0; k < n_transfers; ++k) {
      const double seconds =
          linear.seconds[memory.action[k]] + (memory.address ? linear.seconds[*memory.address] : 0.0);
      time_per_value[first + t * n_transfers + k] = memory.actions_per_value[t][k] * seconds;
    }
  }
}

// Prices of what passes: down as reads, up as updates.
void Problem::State::add_converter(const ConverterModel &converter, double seconds) {
  const std::size_t tensors = einsum().tensors.size(), first = energy_per_value.size() - tensors * n_transfers;
  for (std::size_t t = 0; t < tensors; ++t) {
    for (const auto &[transfer, charged] :
         {std::pair{FORGE_READ, converter.charge.down}, {FORGE_UPDATE, converter.charge.up}}) {
      if ((charged >> t & 1) == 0)
        continue;
      const std::size_t at = first + t * n_transfers + static_cast<std::size_t>(transfer);
      energy_per_value[at] = converter.charge.actions_per_value[t] * converter.energy;
      time_per_value[at] = converter.charge.actions_per_value[t] * seconds;
    }
  }
}

void Problem::State::add_constraints(const std::vector<model::LoopConstraint> &constraints) {
  using Relation = model::LoopConstraint::Relation;
  for (const auto &constraint : constraints) {
    const std::size_t before = constraint_variable.size();
    for (const auto &name : constraint.variables) {
      for (std::uint32_t v = 0; v < einsum().variables.size(); ++v) {
        if (einsum().variables[v].name == name)
          constraint_variable.push_back(v);
      }
    }
    if (constraint_variable.size() == before)
      continue;  // about other Einsums
    constraint_node.push_back(static_cast<std::uint32_t>(entries.size() - 1));
    constraint_relation.push_back(constraint.relation == Relation::equal        ? FORGE_EQUAL
                                  : constraint.relation == Relation::less_equal ? FORGE_LESS_EQUAL
                                                                                : FORGE_GREATER_EQUAL);
    constraint_bound.push_back(constraint.bound);
    constraint_begin.push_back(static_cast<std::uint32_t>(constraint_variable.size()));
  }
}

void Problem::State::add_order(const std::vector<std::string> &order) {
  for (const auto &name : order) {
    for (std::uint32_t v = 0; v < einsum().variables.size(); ++v) {
      if (einsum().variables[v].name == name)
        order_variable.push_back(v);
    }
  }
  order_begin.push_back(static_cast<std::uint32_t>(order_variable.size()));
}

void Problem::State::add_entry(std::size_t position, std::size_t dimension) {
  const model::Node &the_node = node(position);
  const std::size_t tensors = einsum().tensors.size();
  const bool fanout = the_node.kind == model::NodeKind::fanout;
  entries.push_back({position, dimension});
  names.push_back(fanout ? the_node.name + "." + the_node.dimensions[dimension].name : the_node.name);
  node_kind.push_back(the_node.kind == model::NodeKind::memory      ? FORGE_MEMORY
                      : fanout                                      ? FORGE_FANOUT
                      : the_node.kind == model::NodeKind::converter ? FORGE_CONVERTER
                                                                    : FORGE_COMPUTE);
  const auto &memory = model.memories[position];
  capacity.push_back(memory ? memory->capacity : 0);
  // The table has no port for addresses beside those of the transfers.
  const bool address_port =
      the_node.separate_ports && memory && memory->address && std::isfinite(memory->throughput[*memory->address]);
  latency_kind.push_back(the_node.latency || address_port ? FORGE_LATENCY_OTHER
                         : the_node.separate_ports        ? FORGE_LATENCY_MAX
                                                          : FORGE_LATENCY_SUM);
  const auto linear = the_node.latency ? find_linear_latency(position) : std::nullopt;
  if (linear)
    latency_kind.back() = linear->is_sum ? FORGE_LATENCY_SUM : FORGE_LATENCY_MAX;
  const NodeCost &cost = evaluator.costs()[model.path[position]];
  leak_power.push_back(dimension == 0 ? cost.leak_power.value_or(0) * cost.instances : 0);
  elide.push_back(the_node.elide_first_read ? 1 : 0);
  const bool compute = the_node.kind == model::NodeKind::compute;
  instances.push_back(memory || compute ? the_node.instances : 1);
  energy_per_step.push_back(compute ? model.compute.energy_per_compute : 0);
  time_per_step.push_back(!compute ? 0 : (linear ? linear->seconds[0] : model.compute.time_per_step));
  if (memory) {
    const bool outermost = std::none_of(entries.begin(), entries.end() - 1,
                                        [&](const Entry &e) { return model.memories[e.position].has_value(); });
    add_memory(the_node, *memory, outermost);
    if (linear)
      set_times(*memory, *linear);
  } else {
    keep.resize(keep.size() + tensors, FORGE_BYPASS);
    keep_unless.resize(keep_unless.size() + tensors, -1);
    bits_per_value.resize(bits_per_value.size() + tensors, 0);
    energy_per_value.resize(energy_per_value.size() + tensors * n_transfers, 0);
    time_per_value.resize(time_per_value.size() + tensors * n_transfers, 0);
    action.resize(action.size() + n_transfers, 0);
  }
  for (const ConverterModel &converter : model.converters) {
    if (converter.position == position)
      add_converter(converter, linear ? linear->seconds[0] : 1 / converter.throughput / converter.copies);
  }
  if (fanout) {
    const auto &d = the_node.dimensions[dimension];
    const auto &workload = evaluator.workload();
    fanout_size.push_back(d.size);
    min_utilization.push_back(d.min_utilization);
    max_utilization.push_back(d.max_utilization ? 1 : 0);
    power_gated.push_back(d.power_gated ? 1 : 0);
    add_masks(d.multicast.resolve(workload, einsum()), d.reduce.resolve(workload, einsum()),
              d.reuse.resolve(workload, einsum()));
    add_constraints(d.loops);
  } else {
    fanout_size.push_back(1);
    min_utilization.push_back(0);
    max_utilization.push_back(0);
    power_gated.push_back(0);
    add_masks(0, 0, 0);
    add_constraints(the_node.loops);
  }
  add_order(the_node.order);
}

// What leaks beside the path, whatever the mapping is.
double Problem::State::other_leak_power() const {
  const auto on_path = [&](std::size_t index) {
    return std::find(model.path.begin(), model.path.end(), index) != model.path.end();
  };
  double power = 0;
  const auto &costs = evaluator.costs();
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const auto gated = std::find_if(model.leakage.gated.begin(), model.leakage.gated.end(),
                                    [&](const Leakage::Gated &candidate) { return candidate.node == i; });
    if (on_path(i))
      continue;
    if (gated == model.leakage.gated.end()) {
      power += costs[i].leak_power.value_or(0) * costs[i].instances;
    } else if (std::all_of(gated->dimensions.begin(), gated->dimensions.end(),
                           [&](const auto &dimension) { return on_path(dimension.node); })) {
      throw Error{
          ErrorKind::project,
          fmt::format("leakage of '{}' depends on the mapping in a way that solvers can't be told", costs[i].name)}
          .note(
              "it hangs below a power-gated fan-out, beside the path of the Einsum; use a sampler such as \"random\"");
    }
  }
  return power;
}

double Problem::State::most_places() const {
  if (std::none_of(max_utilization.begin(), max_utilization.end(), [](std::int32_t flag) { return flag != 0; }))
    return 0;
  const model::Mapspace mapspace(evaluator.workload(), einsum_index, evaluator.architecture(), model.path, true);
  return evaluate::most_places(einsum(), evaluator.architecture(), mapspace);
}

void Problem::State::add_objective(const model::Objective &wanted) {
  using model::Measure;
  static_assert(static_cast<int>(Measure::energy) == FORGE_ENERGY &&
                static_cast<int>(Measure::latency) == FORGE_LATENCY &&
                static_cast<int>(Measure::energy_delay_product) == FORGE_ENERGY_DELAY_PRODUCT &&
                static_cast<int>(Measure::energy_delay_squared) == FORGE_ENERGY_DELAY_SQUARED &&
                static_cast<int>(Measure::occupancy) == FORGE_OCCUPANCY &&
                static_cast<int>(Measure::instances) == FORGE_INSTANCES);
  objective.push_back(static_cast<std::int32_t>(wanted.measure));
  const auto entry = std::find_if(entries.begin(), entries.end(), [&](const Entry &candidate) {
    return wanted.has_node() && model.path[candidate.position] == wanted.node;
  });
  objective_node.push_back(entry == entries.end() ? -1 : static_cast<std::int32_t>(entry - entries.begin()));
}

void Problem::State::fill_table(const ProblemSettings &settings) {
  for (const std::string &name : names)
    node_name.push_back(view(name));
  for (const model::Objective &wanted : settings.objectives)
    add_objective(wanted);
  table.struct_size = sizeof(forge_problem);
  table.n_variables = static_cast<std::uint32_t>(variable_name.size());
  table.n_tensors = static_cast<std::uint32_t>(tensor_name.size());
  table.n_nodes = static_cast<std::uint32_t>(entries.size());
  table.einsum = view(einsum().name);
  table.variable_name = variable_name.data();
  table.variable_size = variable_size.data();
  table.tensor_name = tensor_name.data();
  table.is_output = is_output.data();
  table.rank_begin = rank_begin.data();
  table.term_begin = term_begin.data();
  table.term_variable = term_variable.data();
  table.term_coefficient = term_coefficient.data();
  table.node_name = node_name.data();
  table.node_kind = node_kind.data();
  table.capacity = capacity.data();
  table.fanout_size = fanout_size.data();
  table.min_utilization = min_utilization.data();
  table.latency_kind = latency_kind.data();
  table.action = action.data();
  table.leak_power = leak_power.data();
  table.power_gated = power_gated.data();
  table.other_leak_power = other_leak_power();
  table.keep = keep.data();
  table.keep_unless = keep_unless.data();
  table.max_utilization = max_utilization.data();
  table.most_places = most_places();
  table.bits_per_value = bits_per_value.data();
  table.multicast = multicast.data();
  table.reduce = reduce.data();
  table.reuse = reuse.data();
  table.elide_first_read = elide.data();
  table.energy_per_value = energy_per_value.data();
  table.time_per_value = time_per_value.data();
  table.energy_per_step = energy_per_step.data();
  table.time_per_step = time_per_step.data();
  table.n_constraints = static_cast<std::uint32_t>(constraint_node.size());
  table.n_objectives = static_cast<std::uint32_t>(objective.size());
  table.constraint_node = constraint_node.data();
  table.constraint_relation = constraint_relation.data();
  table.constraint_bound = constraint_bound.data();
  table.constraint_begin = constraint_begin.data();
  table.constraint_variable = constraint_variable.data();
  table.order_begin = order_begin.data();
  table.order_variable = order_variable.data();
  table.objective = objective.data();
  table.objective_node = objective_node.data();
  table.instances = instances.data();
  table.pareto = settings.pareto ? 1 : 0;
  table.factors = settings.factors == model::Factors::perfect     ? FORGE_PERFECT
                  : settings.factors == model::Factors::imperfect ? FORGE_IMPERFECT
                                                                  : FORGE_IMPERFECT_SPATIAL;
  table.retain = settings.retain ? 1 : 0;
  table.tolerance = settings.tolerance;
  table.deadline = settings.deadline;
}

Problem::Problem(const Evaluator &evaluator, std::size_t einsum, std::vector<std::size_t> path,
                 ProblemSettings settings) {
  if (evaluator.latency_options().any())
    throw Error{ErrorKind::project, "solvers can't be told about options of [latency]"};
  auto model =
      make_path_model(evaluator.workload(), einsum, evaluator.architecture(), evaluator.costs(), std::move(path));
  const model::Einsum &the_einsum = evaluator.workload().einsums[model.einsum];
  for (const model::Tensor &tensor : the_einsum.tensors) {
    if (tensor.persistent && the_einsum.repeat > 1) {
      throw Error{ErrorKind::project,
                  fmt::format("solvers can't be told that '{}' stays between the {} runs of Einsum '{}'", tensor.name,
                              the_einsum.repeat, the_einsum.name)}
          .at(the_einsum.position)
          .note("use a strategy that scores mappings, such as random");
    }
  }
  if (!model.networks.empty()) {
    const std::string &name = model.networks[0].name;
    throw Error{ErrorKind::project, fmt::format("solvers can't be told what the hops of network '{}' cost", name)}
        .at(evaluator.architecture().nodes[model.networks[0].node].position)
        .note("use a sampler such as \"random\"");
  }
  state_.reset(new State{.evaluator = evaluator, .einsum_index = einsum, .model = std::move(model)});
  state_->add_workload();
  for (std::size_t p = 0; p < state_->model.path.size(); ++p) {
    const model::Node &node = state_->node(p);
    if (node.kind == model::NodeKind::fanout) {
      for (std::size_t d = 0; d < node.dimensions.size(); ++d)
        state_->add_entry(p, d);
    } else {
      state_->add_entry(p, 0);
    }
  }
  state_->fill_table(settings);
}

Problem::~Problem() = default;

const forge_problem &Problem::table() const {
  return state_->table;
}

model::Mapping Problem::mapping(std::span<const forge_nest_node> nest) const {
  const State &state = *state_;
  std::vector<PathNode> path;
  for (const State::Entry &entry : state.entries)
    path.push_back({state.model.path[entry.position], entry.dimension});
  return read_nest(state.evaluator.workload(), state.einsum_index, state.evaluator.architecture(), path, nest);
}

}  // namespace forge::evaluate

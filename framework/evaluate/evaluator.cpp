// SPDX-License-Identifier: Apache-2.0
#include "evaluate/evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "evaluate/operations.hpp"
#include "evaluate/path_model.hpp"
#include "evaluate/stages.hpp"

namespace forge::evaluate {

namespace {

// Without a closed form, and too large to be replayed.
[[noreturn]] void refuse_count(const model::Einsum &einsum, std::uint64_t points) {
  Error error{ErrorKind::mapping,
              fmt::format("the access counts of this mapping of Einsum '{}' can't be given exactly", einsum.name)};
  error.at(einsum.position);
  if (const auto advice = advice_on_accesses(einsum); !advice.empty()) {
    error.note(advice);
  } else {
    error.note(
        "a tensor's tiles are no products of independent ranks (a window on the output, or ranks that share rank "
        "variables), or imperfect factors spread one rank variable twice");
  }
  throw error.note(fmt::format("such mappings are replayed point by point, up to {} points; this Einsum has {}",
                               replay_limit, points));
}

NestCounts count(const PathModel &model, const model::Einsum &einsum, const FlatNest &nest, counts::Scratch &scratch,
                 std::string &counted_by) {
  NestCounts result;
  const auto exactness = count_by_closed_forms(model.shapes, model.sizes, nest, model.compute.elides, scratch, result);
  if (exactness == counts::Exactness::overflow) {
    throw Error{ErrorKind::mapping, fmt::format("access counts of Einsum '{}' do not fit into 64 bits", einsum.name)}
        .at(einsum.position);
  }
  counted_by = "closed form";
  if (exactness == counts::Exactness::exact)
    return result;
  if (model.computes > replay_limit)
    refuse_count(einsum, model.computes);
  counted_by = "replay";
  return count_by_replay(einsum, nest, model.compute.elides);
}

// Everything about one Einsum while its result is put together.
class Evaluation {
 public:
  Evaluation(const model::Workload &workload, const model::Architecture &architecture,
             const std::vector<NodeCost> &costs, const model::LatencyOptions &latency, const model::Mapping &mapping)
      : einsum_(workload.einsums[mapping.einsum]),
        architecture_(architecture),
        costs_(costs),
        latency_(latency),
        model_(make_path_model(workload, mapping.einsum, architecture, costs,
                               architecture.path_to(mapping.nest.back().node))),
        nest_(flatten(workload, architecture, model_.path, mapping)),
        scratch_(make_scratch(model_)) {
    counts_ = count(model_, einsum_, nest_, scratch_.counts, result_.counted_by);
    leave_out_served_elsewhere(nest_, counts_);
    result_.mapping = mapping;
    result_.iterations = model::iterations(einsum_, mapping.nest);
  }

  EinsumResult run() {
    result_.name = einsum_.name;
    result_.repeat = einsum_.repeat;
    result_.computes = counts_.computes;
    result_.steps = counts_.steps;
    for (std::size_t i = 0; i < architecture_.nodes.size(); ++i)
      add_component(i);
    result_.utilization =
        static_cast<double>(result_.computes) / (static_cast<double>(result_.steps) * model_.compute.places);
    add_latency_and_leakage();
    return std::move(result_);
  }

 private:
  void add_component(std::size_t index) {
    const model::Node &node = architecture_.nodes[index];
    if (node.kind == model::NodeKind::fanout && !costs_[index].leak_power)
      return;
    ComponentUse use;
    use.name = node.name;
    use.kind = costs_[index].kind;
    use.instances = costs_[index].instances;
    const auto on_path = std::find(model_.path.begin(), model_.path.end(), index);
    if (on_path != model_.path.end()) {
      const auto position = static_cast<std::size_t>(on_path - model_.path.begin());
      const std::uint64_t places = places_above(nest_, model_.sizes, position);
      use.instances_used = node.instances == 1  // exact beyond 2^53 as well
                               ? places
                               : static_cast<std::uint64_t>(std::llround(static_cast<double>(places) * node.instances));
      if (const auto &memory = model_.memories[position])
        add_memory(*memory, position, places, use);
      for (const ConverterModel &converter : model_.converters) {
        if (converter.position == position)
          add_converter(converter, use);
      }
      for (const NetworkModel &network : model_.networks) {
        if (network.position == position)
          add_network(network, use);
      }
      if (position + 1 == model_.path.size())
        add_compute(use);
    }
    for (const ComponentAction &action : use.actions)
      use.energy += action.energy;
    result_.energy += use.energy;
    result_.components.push_back(std::move(use));
  }

  void add_memory(const MemoryModel &memory, std::size_t position, std::uint64_t places, ComponentUse &use) {
    std::vector<double> totals(memory.actions.size());
    std::map<std::uint64_t, std::vector<double>> instances;  // actions of each instance, where they differ
    std::string terms;
    use.occupancy = 0;
    use.capacity = memory.capacity;
    for (std::size_t t = 0; t < einsum_.tensors.size(); ++t) {
      for (std::size_t h = 0; h < nest_.holders[t].size(); ++h) {
        if (nest_.holders[t][h].position != position)
          continue;
        const Counts &counts = counts_.tensors[t][h];
        const double energy = add_actions(memory, t, counts, totals);
        const std::uint64_t copies = h == 0 && einsum_.tensors[t].persistent ? einsum_.repeat : 1;
        result_.storage.push_back({use.name, einsum_.tensors[t].name, counts.tile, use.instances_used, counts.fills,
                                   counts.reads, counts.updates, counts.drains, energy, copies});
        const double bits = static_cast<double>(counts.tile) * static_cast<double>(copies) * memory.bits[t];
        *use.occupancy += bits;
        terms += fmt::format("{}{} {} x {} b", terms.empty() ? "" : " + ", einsum_.tensors[t].name, counts.tile,
                             memory.bits[t]);
        const auto add_instance = [&](std::uint64_t place, const Counts &of_place) {
          auto &actions = instances[place];
          actions.resize(memory.actions.size());
          add_actions(memory, t, of_place, actions);
        };
        if (!counts_.busiest.empty())
          add_instance(0, counts_.busiest[t][h]);
        if (counts_.by_place.empty())
          continue;
        for (const auto &at : counts_.by_place[t][h])
          add_instance(at.place, at.counts);
      }
    }
    for (std::size_t a = 0; a < totals.size(); ++a) {
      use.actions.push_back({memory.actions[a], totals[a], totals[a] * memory.energy[a]});
    }
    if (counts_.by_place.empty() && counts_.busiest.empty()) {
      for (const double total : totals)
        instances[0].push_back(total / static_cast<double>(places));
    }
    if (!holds_something(position))
      return;
    for (const auto &[place, actions] : instances) {
      use.latency = std::max(use.latency, memory_latency(memory, actions, scratch_.expressions[position]));
    }
    if (*use.occupancy > memory.capacity) {
      result_.violations.push_back({"capacity of " + use.name, *use.occupancy, memory.capacity, "bit", terms});
    }
  }

  bool holds_something(std::size_t position) const {
    return std::any_of(nest_.holders.begin(), nest_.holders.end(), [&](const auto &chain) {
      return std::any_of(chain.begin(), chain.end(), [&](const auto &holder) { return holder.position == position; });
    });
  }

  // Adds the actions that the counts make; answers their energy.
  static double add_actions(const MemoryModel &memory, std::size_t tensor, const Counts &counts,
                            std::vector<double> &actions) {
    double energy = 0;
    const auto values = transfers(counts);
    for (std::size_t k = 0; k < n_transfers; ++k) {
      const auto n = static_cast<double>(values[k]);
      actions[memory.action[k]] += n * memory.actions_per_value[tensor][k];
      if (memory.address)
        actions[*memory.address] += n * memory.actions_per_value[tensor][k];
      energy += n * memory.energy_per_value[tensor][k];
    }
    return energy;
  }

  void add_converter(const ConverterModel &converter, ComponentUse &use) {
    const PassageCounts passing =
        count_passing(counted(), nest_, converter.position, converter.charge, use.name, scratch_.counts);
    note_replay(passing.counted_by);
    double actions = 0;
    for (std::size_t t = 0; t < einsum_.tensors.size(); ++t) {
      const std::uint64_t values = passing.tensors[t].down + passing.tensors[t].up;
      actions += static_cast<double>(values) * converter.charge.actions_per_value[t];
      if (values > 0)
        use.passed.push_back({einsum_.tensors[t].name, values});
    }
    use.actions.push_back({convert_action, actions, actions * converter.energy});
    use.latency = converter_latency(converter, passing.busiest, scratch_.expressions[converter.position]);
  }

  void add_network(const NetworkModel &network, ComponentUse &use) {
    const NetworkCounts counts = count_hops(counted(), nest_, network, scratch_.counts);
    note_replay(counts.counted_by);
    ComponentAction action{hop_action};
    for (std::size_t t = 0; t < einsum_.tensors.size(); ++t) {
      const auto &[sends, hops] = counts.tensors[t];
      const double actions =
          (static_cast<double>(hops.down) + static_cast<double>(hops.up)) * network.charge.actions_per_value[t];
      action.count += actions;
      action.energy += actions * network.energy_per_hop[t];
      if (sends.down > 0)
        use.passed.push_back({einsum_.tensors[t].name, sends.down, false, hops.down});
      if (sends.up > 0)
        use.passed.push_back({einsum_.tensors[t].name, sends.up, true, hops.up});
    }
    use.actions.push_back(action);
    use.busiest_link = counts.busiest_link;
    use.latency =
        network_latency(network, counts.busiest_link, counts.busiest_hops, scratch_.expressions[network.position]);
  }

  void note_replay(const std::string &counted_by) {
    if (counted_by == "replay")
      result_.counted_by = counted_by;
  }

  Counted counted() const { return {einsum_, model_.shapes, model_.sizes, model_.compute.elides}; }

  void add_compute(ComponentUse &use) {
    const ComputeModel &compute = model_.compute;
    const auto computes = static_cast<double>(result_.computes);
    use.actions.push_back(
        {compute.action, computes * compute.actions_per_compute, computes * compute.energy_per_compute});
    use.latency = compute_latency(compute, result_.steps, scratch_);
  }

  // Where an option is on, the components of the path are no longer the only ones to take time.
  void add_latency_terms() {
    std::vector<double> busy;
    std::vector<std::string> names;
    for (const std::size_t index : model_.path) {
      names.push_back(architecture_.nodes[index].name);
      const auto use = std::find_if(result_.components.begin(), result_.components.end(),
                                    [&](const ComponentUse &one) { return one.name == names.back(); });
      busy.push_back(use != result_.components.end() ? use->latency : 0);
    }
    const auto stages = make_stages(model_, nest_, counts_, busy, scratch_);
    const auto hops = latency_.pipeline_fill ? make_hops(model_, nest_, counts_, scratch_) : std::vector<HopPart>{};
    result_.latency = latency_of(latency_, stages, hops);
    result_.latency_terms = latency_terms(latency_, stages, hops, names);
    const auto [first, next] = bottlenecks(latency_, stages, hops);
    result_.bottleneck = first != nowhere ? names[first] : names.back();
    result_.next_bottleneck = next != nowhere ? names[next] : "";
  }

  void add_slowest_component() {
    const ComponentUse *first = nullptr;
    const ComponentUse *second = nullptr;
    for (const ComponentUse &use : result_.components) {
      if (first == nullptr || use.latency > first->latency) {
        second = first;
        first = &use;
      } else if (second == nullptr || use.latency > second->latency) {
        second = &use;
      }
    }
    result_.latency = first->latency;
    result_.bottleneck = first->name;
    if (second != nullptr && second->latency > 0)
      result_.next_bottleneck = second->name;
  }

  void add_latency_and_leakage() {
    latency_.any() ? add_latency_terms() : add_slowest_component();
    const auto used = [&](const Leakage::Dimension &dimension) { return places_used(dimension); };
    result_.energy += leak_power(model_.leakage, used) * result_.latency;
    for (ComponentUse &use : result_.components) {
      const NodeCost &cost = costs_[*architecture_.find(use.name)];
      use.leak_energy = cost.leak_power.value_or(0) * cost.instances * result_.latency;
      for (const Leakage::Gated &gated : model_.leakage.gated) {
        if (costs_[gated.node].name != use.name)
          continue;
        use.leak_energy = gated.power_per_place * places(gated, used) * result_.latency;
      }
      use.utilization = result_.latency > 0 ? use.latency / result_.latency : 0;
    }
  }

  // Places of a fan-out's dimension that ever work; none of a fan-out that is not on the path.
  double places_used(const Leakage::Dimension &dimension) const {
    if (std::find(model_.path.begin(), model_.path.end(), dimension.node) == model_.path.end())
      return 0;
    std::vector<bool> counted;  // by loop of the nest
    for (const model::NestNode &node : result_.mapping.nest) {
      if (!model::is_loop(node))
        continue;
      counted.push_back(node.kind == model::NestKind::spread && node.node == dimension.node &&
                        node.dimension == dimension.dimension);
    }
    return static_cast<double>(
        counts::places_imperfect(nest_.loops, model_.sizes, [&](std::size_t i) { return counted[i]; }));
  }

  const model::Einsum &einsum_;
  const model::Architecture &architecture_;
  const std::vector<NodeCost> &costs_;
  const model::LatencyOptions &latency_;
  const PathModel model_;
  const FlatNest nest_;
  PathScratch scratch_;
  NestCounts counts_;
  EinsumResult result_;
};

}  // namespace

Evaluator::Evaluator(const model::Workload &workload, const model::Architecture &architecture,
                     const std::vector<NodeCost> &costs, model::LatencyOptions latency)
    : workload_(&workload), architecture_(&architecture), costs_(&costs), latency_(latency) {
  // Whatever is missing for a price or wrong in an expression is found here, before a mapping is looked at.
  for (std::size_t e = 0; e < workload.einsums.size(); ++e) {
    paths_.push_back(runnable_paths(workload.einsums[e], architecture, costs));
    for (const auto &path : paths_.back())
      make_path_model(workload, e, architecture, costs, path);
  }
}

EinsumResult Evaluator::evaluate(const model::Mapping &mapping) const {
  return Evaluation(*workload_, *architecture_, *costs_, latency_, mapping).run();
}

namespace {

bool in_tree(const std::vector<TreeResult> &trees, std::size_t einsum) {
  return std::any_of(trees.begin(), trees.end(), [&](const TreeResult &tree) {
    return std::find(tree.einsums.begin(), tree.einsums.end(), einsum) != tree.einsums.end();
  });
}

}  // namespace

Totals Evaluator::totals(const std::vector<EinsumResult> &einsums, const std::vector<TreeResult> &trees) const {
  Totals totals;
  bool overflow = false;
  double places = 0;  // compute instances, each for the steps of its Einsum
  for (const EinsumResult &einsum : einsums) {
    std::uint64_t product = 0;
    overflow |= __builtin_mul_overflow(einsum.computes, einsum.repeat, &product);
    overflow |= __builtin_add_overflow(totals.computes, product, &totals.computes);
    overflow |= __builtin_mul_overflow(einsum.steps, einsum.repeat, &product);
    overflow |= __builtin_add_overflow(totals.steps, product, &totals.steps);
    const auto repeat = static_cast<double>(einsum.repeat);
    if (!in_tree(trees, static_cast<std::size_t>(&einsum - einsums.data())))
      totals.latency += repeat * einsum.latency;
    totals.energy += repeat * einsum.energy;
    places += repeat * static_cast<double>(einsum.computes) / einsum.utilization;
  }
  for (const TreeResult &tree : trees)
    totals.latency += static_cast<double>(tree.repeat) * tree.latency;
  if (overflow)
    throw Error{ErrorKind::mapping, "the number of computes of the workload does not fit into 64 bits"};
  totals.edp = totals.energy * totals.latency;
  totals.utilization = places > 0 ? static_cast<double>(totals.computes) / places : 0;
  return totals;
}

}  // namespace forge::evaluate

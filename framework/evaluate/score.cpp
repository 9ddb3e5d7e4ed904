// SPDX-License-Identifier: Apache-2.0
#include "evaluate/score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "evaluate/latency.hpp"
#include "evaluate/limits.hpp"
#include "evaluate/objectives.hpp"
#include "evaluate/path_model.hpp"
#include "evaluate/score_passing.hpp"

namespace forge::evaluate {

using model::Mapspace;
using model::NodeKind;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t max_actions = n_transfers + 1;  // addresses

// The memories that hold one tensor, outermost first, and what moves below each.
struct Chain {
  explicit Chain(std::size_t memories) : holders(memories), transfers(memories), positions(memories) {}
  std::vector<counts::Holder> holders;
  std::vector<counts::Transfer> transfers;
  std::vector<std::size_t> positions;  // in the path
};

// What a thread needs for itself.
struct Thread {
  Thread(const PathModel &model, std::size_t limits)
      : scratch(make_scratch(model)),
        chain(model.path.size()),
        bits(model.path.size()),
        actions(model.path.size()),
        serving(model.path.size()),
        exchanging(model.path.size()),
        tally(limits) {}
  PathScratch scratch;
  Chain chain;
  Mapspace::Decoded decoded;
  std::vector<counts::Loop> loops;
  std::vector<std::uint32_t> depth;                      // by position: loops above the memory's keeps
  std::vector<std::uint64_t> places;                     // by position: used places of the fan-outs above
  std::vector<double> bits;                              // by position: in one instance, where they are asked for
  std::vector<std::array<double, max_actions>> actions;  // by position: of the busiest instance
  // The same apart: what serves what is below, and what exchanges tiles with what is above.
  std::vector<MemoryActions> serving, exchanging;
  std::vector<Stage> stages;  // by position
  std::vector<HopPart> hops;
  std::vector<std::uint64_t> tiles;  // by position and tensor: elements of one instance
  PassingScore::Scratch passing;
  std::vector<double> products;  // by limit of loops
  Tally tally;
};

}  // namespace

struct PointScorer::State {
  State(const Evaluator &the_evaluator, const Mapspace &the_mapspace, std::vector<model::Objective> the_objectives)
      : evaluator(the_evaluator),
        mapspace(the_mapspace),
        objectives(std::move(the_objectives)),
        einsum(evaluator.workload().einsums[the_mapspace.einsum()]),
        workload(evaluator.workload()),
        architecture(evaluator.architecture()),
        options(evaluator.latency_options()),
        model(make_path_model(evaluator.workload(), the_mapspace.einsum(), evaluator.architecture(), evaluator.costs(),
                              the_mapspace.path())),
        loop_limits(einsum, architecture, the_mapspace, limits) {
    make_capacity_limits();
    find_positions();
    resolve_sharing();
    replays = std::any_of(model.shapes.begin(), model.shapes.end(), [](const auto &shape) { return !shape.countable; });
    windows_on_networks = passing.windows_on_networks();
    if (replays && model.computes > replay_limit) {
      Error error{ErrorKind::mapping,
                  fmt::format("Einsum '{}' can't be searched: the closed forms do not cover its tensors, and "
                              "with {} points it is too large to be replayed",
                              einsum.name, model.computes)};
      if (const auto advice = advice_on_accesses(einsum); !advice.empty())
        error.note(advice);
      throw error.at(einsum.position);
    }
  }

  void make_capacity_limits();
  void find_positions();
  void resolve_sharing();
  void resolve_dynamic_sharing(Thread &thread) const;

  void lay_out(Thread &thread) const;
  bool fits(Thread &thread) const;
  bool add_transfers(Thread &thread, double &energy) const;
  bool add_passing(Thread &thread, double &energy) const;
  bool replay(const std::int32_t *point, Thread &thread, double *values) const;
  double value_of(std::size_t objective, const Thread &thread, double energy, double latency) const;
  double used(const Leakage::Dimension &gated, const Thread &thread) const;
  double latency(Thread &thread) const;
  static PointView view(const Thread &thread) { return {thread.decoded, thread.loops, thread.depth, thread.places}; }
  bool find_tiles(Thread &thread) const;

  const Evaluator &evaluator;
  const Mapspace &mapspace;
  bool replays = false;              // the closed forms do not cover a tensor: points are evaluated like mappings
  bool windows_on_networks = false;  // what fits is evaluated like a mapping
  const std::vector<model::Objective> objectives;
  const model::Einsum &einsum;
  const model::Workload &workload;
  const model::Architecture &architecture;
  const model::LatencyOptions options;
  const PathModel model;
  Limits limits;
  const LoopLimits loop_limits;
  std::vector<std::size_t> capacity_limit;       // by position
  std::vector<std::size_t> objective_position;   // of its node; no_node: it has none on the path
  std::vector<std::uint8_t> is_occupancy_asked;  // by position
  std::size_t exactness_limit = 0;
  std::vector<std::uint64_t> multicast, reduce;  // by block
  bool dynamic_sharing = false;                  // they depend on the point
  std::vector<std::uint8_t> elides;              // by position
  const PassingScore passing{model, mapspace, elides};
  std::vector<Thread> threads;
};

void PointScorer::State::make_capacity_limits() {
  for (std::size_t p = 0; p < model.path.size(); ++p) {
    capacity_limit.push_back(limits.size());
    if (!model.memories[p])
      continue;
    limits.push_back({"capacity of " + architecture.nodes[model.path[p]].name, "bit", model.memories[p]->capacity});
  }
  exactness_limit = limits.size();
  limits.push_back({"exact access counts", "", 0});
}

void PointScorer::State::find_positions() {
  is_occupancy_asked.assign(model.path.size(), 0);
  for (const model::Objective &objective : objectives) {
    const auto found = std::find(model.path.begin(), model.path.end(), objective.node);
    const auto position = static_cast<std::size_t>(found - model.path.begin());
    objective_position.push_back(found == model.path.end() ? model::Objective::no_node : position);
    if (found != model.path.end() && objective.measure == model::Measure::occupancy)
      is_occupancy_asked[position] = 1;
  }
}

void PointScorer::State::resolve_sharing() {
  for (const std::size_t node : model.path)
    elides.push_back(architecture.nodes[node].elide_first_read ? 1 : 0);
  const auto names_memory = [&](const model::TensorSet &set) {
    const auto names = set.names();
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string &name) { return architecture.find(name).has_value(); });
  };
  for (const auto &block : mapspace.blocks()) {
    multicast.push_back(0);
    reduce.push_back(0);
    if (!block.spatial)
      continue;
    const auto &dimension = architecture.nodes[model.path[block.position]].dimensions[block.dimension];
    multicast.back() = dimension.multicast.resolve(workload, einsum);
    reduce.back() = dimension.reduce.resolve(workload, einsum);
    dynamic_sharing = dynamic_sharing || names_memory(dimension.multicast) || names_memory(dimension.reduce);
  }
}

// Where sets name memories, who shares depends on what they hold in this point. Rare, and slower.
void PointScorer::State::resolve_dynamic_sharing(Thread &thread) const {
  const auto held = [&](const std::string &name) -> std::optional<model::TensorMask> {
    for (std::size_t p = 0; p < model.path.size(); ++p) {
      if (architecture.nodes[model.path[p]].name == name)
        return thread.decoded.keeps[p];
    }
    return std::nullopt;
  };
  for (std::size_t i = 0; i < thread.loops.size(); ++i) {
    const auto &block = mapspace.blocks()[thread.decoded.loops[i].block];
    if (!block.spatial)
      continue;
    const auto &dimension = architecture.nodes[model.path[block.position]].dimensions[block.dimension];
    thread.loops[i].multicast = dimension.multicast.resolve(workload, einsum, held);
    thread.loops[i].reduce = dimension.reduce.resolve(workload, einsum, held);
  }
}

// The decoded point as the closed forms want it.
void PointScorer::State::lay_out(Thread &thread) const {
  const auto &blocks = mapspace.blocks();
  thread.loops.clear();
  thread.depth.assign(model.path.size(), 0);
  thread.places.assign(model.path.size(), 1);
  std::size_t next = 0;
  std::uint32_t block = 0;
  std::uint64_t places = 1;
  for (std::size_t p = 0; p < model.path.size(); ++p) {
    thread.depth[p] = static_cast<std::uint32_t>(thread.loops.size());
    thread.places[p] = places;
    for (; block < blocks.size() && blocks[block].position == p; ++block) {
      for (; next < thread.decoded.loops.size() && thread.decoded.loops[next].block == block; ++next) {
        const auto &loop = thread.decoded.loops[next];
        thread.loops.push_back(
            {loop.variable, blocks[block].spatial, loop.iterations, loop.tile, multicast[block], reduce[block]});
        if (blocks[block].spatial)
          places *= loop.iterations;
      }
    }
  }
}

bool PointScorer::State::fits(Thread &thread) const {
  bool fits = true;
  for (std::size_t p = 0; p < model.path.size(); ++p) {
    if (!model.memories[p] || (model.memories[p]->capacity == infinity && is_occupancy_asked[p] == 0))
      continue;
    double &bits = thread.bits[p];
    bits = 0;
    for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
      if ((thread.decoded.keeps[p] >> t & 1) == 0)
        continue;
      std::uint64_t volume = 0;
      if (counts::tile_volume(model.shapes[t], thread.loops, thread.depth[p], model.sizes, thread.scratch.counts,
                              volume) != counts::Exactness::exact) {
        thread.tally.broken(exactness_limit, 0, infinity);
        return false;
      }
      const std::span above(thread.decoded.keeps.data(), p);
      const bool outermost =
          std::none_of(above.begin(), above.end(), [&](model::TensorMask keep) { return (keep >> t & 1) != 0; });
      const double copies = outermost && einsum.tensors[t].persistent ? static_cast<double>(einsum.repeat) : 1;
      bits += static_cast<double>(volume) * copies * model.memories[p]->bits[t];
    }
    if (bits > model.memories[p]->capacity) {
      thread.tally.broken(capacity_limit[p], bits, bits / model.memories[p]->capacity);
      fits = false;
    }
  }
  return fits;
}

// Adds up the energy of all transfers, and the actions of the busiest instance of each memory.
bool PointScorer::State::add_transfers(Thread &thread, double &energy) const {
  const bool exchanges = options.overlap == model::Overlap::double_buffered;
  for (auto &actions : thread.actions)
    actions.fill(0);
  for (auto *table : {&thread.serving, &thread.exchanging}) {
    for (auto &actions : *table)
      actions.fill(0);
  }
  for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
    auto &[holders, transfers, positions] = thread.chain;
    std::size_t n = 0;
    for (std::size_t p = 0; p < model.path.size(); ++p) {
      if ((thread.decoded.keeps[p] >> t & 1) == 0)
        continue;
      holders[n] = {thread.depth[p], mapspace.retain(), elides[p] != 0};
      positions[n++] = p;
    }
    if (counts::count_transfers(model.shapes[t], static_cast<unsigned>(t), thread.loops, model.sizes,
                                std::span(holders.data(), n), model.compute.elides, std::span(transfers.data(), n),
                                thread.scratch.counts) != counts::Exactness::exact) {
      thread.tally.broken(exactness_limit, 0, infinity);
      return false;
    }
    const auto add = [&](std::size_t p, std::size_t transfer, std::uint64_t values) {
      if (values == 0)
        return;
      const MemoryModel &memory = *model.memories[p];
      const auto count = static_cast<double>(values);
      energy += count * memory.energy_per_value[t][transfer];
      const double actions = count * memory.actions_per_value[t][transfer] / static_cast<double>(thread.places[p]);
      thread.actions[p][memory.action[transfer]] += actions;
      if (memory.address)
        thread.actions[p][*memory.address] += actions;
      if (exchanges) {
        auto &part = transfer == 1 || transfer == 2 ? thread.serving : thread.exchanging;
        add_actions(memory, t, transfer, count / static_cast<double>(thread.places[p]), part[p]);
      }
    };
    for (std::size_t i = 0; i < n; ++i) {
      add(positions[i], 1, transfers[i].reads);
      add(positions[i], 2, transfers[i].updates);
      if (i + 1 < n) {
        add(positions[i + 1], 0, transfers[i].fills);
        add(positions[i + 1], 3, transfers[i].drains);
      }
    }
  }
  return true;
}

// Adds the energy of converters and networks.
bool PointScorer::State::add_passing(Thread &thread, double &energy) const {
  if (passing.add(view(thread), thread.scratch, thread.passing, energy))
    return true;
  thread.tally.broken(exactness_limit, 0, infinity);
  return false;
}

// What Evaluator says; only where nothing faster will do.
bool PointScorer::State::replay(const std::int32_t *point, Thread &thread, double *values) const {
  EinsumResult result;
  try {
    result = evaluator.evaluate(mapspace.mapping(std::span(point, mapspace.variables().size())));
  } catch (const Error &error) {
    if (error.kind() != ErrorKind::mapping)
      throw;
    thread.tally.broken(exactness_limit, 0, infinity);  // hops that can't be counted
    return false;
  }
  for (const Violation &violation : result.violations) {
    for (std::size_t i = 0; i < limits.size(); ++i) {
      if (limits[i].name == violation.what)
        thread.tally.broken(i, violation.demand, violation.demand / violation.bound);
    }
  }
  if (!result.violations.empty())
    return false;
  const auto found = values_of(objectives, architecture, result);
  std::copy(found.begin(), found.end(), values);
  return true;
}

double PointScorer::State::value_of(std::size_t objective, const Thread &thread, double energy, double latency) const {
  const auto &[measure, node] = objectives[objective];
  const std::size_t position = objective_position[objective];
  if (!objectives[objective].has_node())
    return model::value_of(measure, energy, latency);
  if (position == model::Objective::no_node)
    return 0;
  if (measure == model::Measure::occupancy)
    return thread.bits[position];
  return std::round(static_cast<double>(thread.places[position]) * architecture.nodes[node].instances);
}

double PointScorer::State::used(const Leakage::Dimension &gated, const Thread &thread) const {
  if (std::find(model.path.begin(), model.path.end(), gated.node) == model.path.end())
    return 0;
  double places = 1;
  for (const auto &loop : thread.decoded.loops) {
    const auto &block = mapspace.blocks()[loop.block];
    if (block.spatial && model.path[block.position] == gated.node && block.dimension == gated.dimension) {
      places *= static_cast<double>(loop.iterations);
    }
  }
  return places;
}

double PointScorer::State::latency(Thread &thread) const {
  counts::Product steps;
  for (const auto &loop : thread.loops) {
    if (!loop.spatial)
      steps *= loop.iterations;
  }
  auto &stages = thread.stages;
  stages.assign(model.path.size(), Stage{});
  stages.back().busy = compute_latency(model.compute, steps.total, thread.scratch);
  passing.set_busy(view(thread), thread.scratch, thread.passing, stages);
  for (std::size_t p = 0; p < model.path.size(); ++p) {
    if (!model.memories[p] || thread.decoded.keeps[p] == 0)
      continue;
    const MemoryModel &memory = *model.memories[p];
    const std::size_t n = memory.actions.size();
    auto &expression = thread.scratch.expressions[p];
    stages[p].busy = memory_latency(memory, std::span(thread.actions[p].data(), n), expression);
    if (options.overlap == model::Overlap::double_buffered) {
      set_exchange(memory, std::span(thread.serving[p].data(), n), std::span(thread.exchanging[p].data(), n),
                   expression, stages[p]);
    }
  }
  thread.hops.clear();
  if (options.pipeline_fill)
    find_hops(model, thread.tiles, {}, thread.scratch, thread.hops);
  return latency_of(options, stages, thread.hops);
}

// The tiles that first fill the memories; false where they can't be counted.
bool PointScorer::State::find_tiles(Thread &thread) const {
  thread.tiles.assign(model.path.size() * einsum.tensors.size(), 0);
  for (std::size_t p = 0; p < model.path.size(); ++p) {
    for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
      if ((thread.decoded.keeps[p] >> t & 1) == 0)
        continue;
      if (counts::tile_volume(model.shapes[t], thread.loops, thread.depth[p], model.sizes, thread.scratch.counts,
                              thread.tiles[p * einsum.tensors.size() + t]) != counts::Exactness::exact) {
        thread.tally.broken(exactness_limit, 0, infinity);
        return false;
      }
    }
  }
  return true;
}

PointScorer::PointScorer(const Evaluator &evaluator, const Mapspace &mapspace, std::vector<model::Objective> objectives,
                         unsigned threads)
    : state_(std::make_unique<State>(evaluator, mapspace, std::move(objectives))) {
  for (unsigned i = 0; i < threads; ++i)
    state_->threads.emplace_back(state_->model, state_->limits.size());
}

PointScorer::~PointScorer() = default;

bool PointScorer::score(const std::int32_t *point, double *objectives, unsigned thread_number) {
  const State &state = *state_;
  Thread &thread = state_->threads[thread_number];
  std::fill_n(objectives, state.objectives.size(), infinity);
  state.mapspace.decode(std::span(point, state.mapspace.variables().size()), thread.decoded);
  const bool within = state.loop_limits.within(thread.decoded, thread.products, thread.tally);
  if (!state.replays) {
    state.lay_out(thread);
    if (state.dynamic_sharing)
      state.resolve_dynamic_sharing(thread);
  }
  if ((!state.replays && !state.fits(thread)) || !within)
    return false;
  if (state.replays || state.windows_on_networks)
    return state.replay(point, thread, objectives);
  double energy = static_cast<double>(state.model.computes) * state.model.compute.energy_per_compute;
  if (!state.add_transfers(thread, energy) || !state.add_passing(thread, energy))
    return false;
  if (state.options.pipeline_fill && !state.find_tiles(thread))
    return false;
  const double latency = state.latency(thread);
  energy += leak_power(state.model.leakage, [&](const auto &gated) { return state.used(gated, thread); }) * latency;
  for (std::size_t o = 0; o < state.objectives.size(); ++o)
    objectives[o] = state.value_of(o, thread, energy, latency);
  return true;
}

std::vector<Rejection> PointScorer::rejections() const {
  Tally sum(state_->limits.size());
  for (const Thread &thread : state_->threads)
    sum.merge(thread.tally);
  std::vector<Rejection> rejections;
  for (std::size_t i = 0; i < state_->limits.size(); ++i) {
    if (sum.points(i) == 0)
      continue;
    const Limit &limit = state_->limits[i];
    rejections.push_back({limit.name, sum.points(i), sum.demand(i), limit.bound, limit.unit});
  }
  std::stable_sort(rejections.begin(), rejections.end(),
                   [](const Rejection &a, const Rejection &b) { return a.points > b.points; });
  return rejections;
}

}  // namespace forge::evaluate

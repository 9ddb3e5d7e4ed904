// SPDX-License-Identifier: Apache-2.0
#include "steps.hpp"

#include <algorithm>
#include <limits>

#include "blocks.hpp"
#include "forge/sdk/error.hpp"

namespace forge::plugins::optimal {

namespace {

TensorSet bit(std::size_t tensor) {
  return TensorSet{1} << tensor;
}

}  // namespace

Steps::Steps(const Instance &instance, const Stages &stages, const History &history)
    : instance_(instance),
      stages_(stages),
      history_(history),
      layout_(instance),
      windows_(instance, history),
      constrained_(instance.n_nodes(), false) {
  std::size_t windows = 0;
  for (std::size_t t = 0; t < instance.n_tensors(); ++t)
    window_number_.push_back(instance.is_window(t) ? windows++ : 0);
  if (windows > most_windows)
    throw sdk::Unsupported("too many tensors with sliding windows");
  const forge_problem &problem = instance.problem();
  for (std::uint32_t c = 0; c < problem.n_constraints; ++c)
    constrained_[problem.constraint_node[c]] = true;
}

// The compute reads every operand and updates the result at each step.
Label Steps::start(StageId id) const {
  const Stage &stage = stages_[id];
  Label label;
  label.values.assign(layout_.size(), 0);
  double *const values = label.values.data();
  values[0] = instance_.compute_energy();
  values[layout_.time()] = instance_.compute_time();
  const forge_problem &problem = instance_.problem();
  const std::size_t compute = instance_.n_nodes() - 1, metrics = instance_.n_metrics();
  const double steps = instance_.points();
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    const auto next = static_cast<std::size_t>(stage.next[t]);
    const bool output = instance_.is_output(t), shared = has(stage.shared_ahead, t);
    const bool elides = output && problem.elide_first_read[next] != 0 && problem.elide_first_read[compute] != 0;
    const double first = elides ? instance_.whole_volume(t) : 0.0;
    for (std::size_t m = 0; m < metrics; ++m) {
      const double reads = instance_.price(m, next, t, FORGE_READ);
      values[m] += (steps - first) * reads + (output ? steps * instance_.price(m, next, t, FORGE_UPDATE) : 0.0);
      if (!shared && stage.places_ahead > 1)
        values[layout_.first(t) + m] = first * reads;
      if (shared && instance_.is_window(t))
        values[layout_.open(t) + m] = steps * reads;
      if (has(stage.fanout_ahead, t) && instance_.is_window(t) && m > 0)
        values[layout_.slack(t) + m] = steps * reads;
    }
    if (shared && instance_.is_window(t)) {
      label.head.unsettled |= bit(t);
      label.head.signature[window_number_[t]] = 1;
      double *const served = values + layout_.served(t);
      served[window_energy] = has(stage.fanout_ahead, t) ? steps * instance_.price(0, next, t, FORGE_READ) : 0.0;
      served[window_reads] = served[window_least] = steps;
    } else if (shared) {
      values[layout_.served(t) + served_reads] = steps;
      values[layout_.served(t) + served_updates] = output ? steps : 0.0;
      values[layout_.served(t) + served_first] = first;
    }
  }
  for (std::size_t n = compute; static_cast<int>(n) > stage.position; --n)
    values[layout_.power()] += problem.leak_power[n];
  for (std::size_t u = 0; u < instance_.usages().size(); ++u) {
    const Usage &usage = instance_.usages()[u];
    values[layout_.usage(u)] = usage.is_occupancy ? 0 : problem.instances[usage.node];
  }
  return label;
}

void Steps::use_room(Label &label, std::size_t node, double bits) const {
  for (std::size_t u = 0; u < instance_.usages().size(); ++u) {
    const Usage &usage = instance_.usages()[u];
    label.values[layout_.usage(u)] += usage.is_occupancy && usage.node == node ? bits : 0.0;
  }
}

// A fan-out multiplies what is inside of it.
void Steps::use_places(Label &label, std::size_t node, double places) const {
  for (std::size_t u = 0; u < instance_.usages().size(); ++u) {
    const Usage &usage = instance_.usages()[u];
    label.values[layout_.usage(u)] *= !usage.is_occupancy && usage.node > node ? places : 1.0;
  }
}

bool Steps::constraints_hold(const Label &label, std::size_t node, Tile tile) const {
  const forge_problem &problem = instance_.problem();
  const auto inner = instance_.lattice().extents(label.head.block_begin), outer = instance_.lattice().extents(tile);
  for (std::uint32_t c = 0; c < problem.n_constraints; ++c) {
    if (problem.constraint_node[c] != node)
      continue;
    double product = 1;
    for (std::uint32_t i = problem.constraint_begin[c]; i < problem.constraint_begin[c + 1]; ++i) {
      const std::uint32_t v = problem.constraint_variable[i];
      product *= static_cast<double>(outer[v] / inner[v]);
    }
    if (!is_met(problem, c, product))
      return false;
  }
  return true;
}

bool Steps::loop(Label &label, StageId id, Tile tile, std::size_t axis) {
  const Stage &stage = stages_[id];
  const Axis &step = instance_.lattice().axes()[axis];
  const auto node = static_cast<std::size_t>(stage.position);
  const forge_problem &problem = instance_.problem();
  if (problem.order_begin[node + 1] > problem.order_begin[node]) {
    const std::uint32_t rank = order_rank(problem, node, step.variable);
    if (rank < label.head.order)
      return false;
    label.head.order = rank;
  }
  double *const values = label.values.data();
  const std::size_t metrics = instance_.n_metrics();
  const double share = 1.0 / step.prime;
  const Tile outer = tile + step.stride;
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    if (has(label.head.unsettled, t)) {
      recount(label, {Step::loop, 0, static_cast<std::uint32_t>(axis)}, id, outer, t);
      continue;
    }
    if (!has(label.head.open, t))
      continue;
    double *const open = values + layout_.open(t);
    if (instance_.is_relevant(t, step.variable)) {
      label.head.open &= ~bit(t);
      std::fill_n(open, metrics, 0.0);
      continue;
    }
    for (std::size_t m = 0; m < metrics; ++m) {
      values[m] -= open[m] * (1 - share);
      open[m] *= share;
    }
    values[layout_.served(t) + served_reads] *= share;
    values[layout_.served(t) + served_updates] *= share;
  }
  settle_times(label, id);
  return true;
}

// Counts anew what a window costs after `step`, which leads to `after` and `tile`.
void Steps::recount(Label &label, const Step &step, StageId after, Tile tile, std::size_t tensor) {
  const std::size_t metrics = instance_.n_metrics();
  const Stage &stage = stages_[after];
  const auto &counted =
      windows_.count(tensor, label.head.since[window_number_[tensor]], label.head.history, step, tile, stage);
  double *const values = label.values.data(), *const open = values + layout_.open(tensor),
                *const slack = values + layout_.slack(tensor), *const served = values + layout_.served(tensor);
  const bool shared = has(stage.shared_ahead, tensor), spreads = has(stage.fanout_ahead, tensor);
  for (std::size_t m = 0; m < metrics; ++m) {
    values[m] += counted.cost[m] - open[m];
    open[m] = counted.cost[m];
    // Fan-outs on the way may share what is read.
    slack[m] = spreads && m > 0 ? counted.cost[m] : counted.slack[m];
  }
  const auto next = static_cast<std::size_t>(stage.next[tensor]);
  served[window_energy] = spreads ? counted.least_reads * instance_.price(0, next, tensor, FORGE_READ) : 0.0;
  served[window_reads] = shared ? counted.reads : 0.0;
  served[window_least] = shared ? counted.least_reads : 0.0;
  if (counted.closed) {
    label.head.open &= ~bit(tensor);
  } else {
    label.head.open |= bit(tensor);
  }
  if (counted.closed && !shared) {
    settle(label, tensor);
  } else {
    label.head.signature[window_number_[tensor]] = counted.signature;
  }
}

// Nothing to come changes what a window has cost.
void Steps::settle(Label &label, std::size_t tensor) const {
  label.head.unsettled &= ~bit(tensor);
  label.head.signature[window_number_[tensor]] = 0;
  std::fill_n(label.values.data() + layout_.open(tensor), instance_.n_metrics(), 0.0);
  std::fill_n(label.values.data() + layout_.slack(tensor), instance_.n_metrics(), 0.0);
  std::fill_n(label.values.data() + layout_.served(tensor), 3, 0.0);
}

bool Steps::keep(Label &label, StageId id, StageId after, Tile tile, std::size_t tensor) {
  const Stage &stage = stages_[id];
  const auto node = static_cast<std::size_t>(stage.position);
  const forge_problem &problem = instance_.problem();
  double &occupancy = label.values[layout_.occupancy()];
  const double capacity = problem.capacity[node];
  const double bits = instance_.volume(tensor, tile) * problem.bits_per_value[node * instance_.n_tensors() + tensor];
  occupancy += bits;
  if (occupancy > capacity)
    return false;
  use_room(label, node, bits);
  if (capacity == std::numeric_limits<double>::infinity())
    occupancy = 0;
  leave_behind(label, tensor);
  open_holder(label, id, after, tile, tensor);
  return leave_memory(label, id, after, tile);
}

// The memory is reached that served the holder inside of it: no fan-out on the way shares any more.
void Steps::leave_behind(Label &label, std::size_t tensor) const {
  std::fill_n(label.values.data() + layout_.served(tensor), 3, 0.0);
  if (has(label.head.unsettled, tensor) && !has(label.head.open, tensor))
    settle(label, tensor);
}

// What the new holder of `stage` and the one around it pay to each other if it is closed at once.
void Steps::open_holder(Label &label, StageId id, StageId after, Tile tile, std::size_t tensor) {
  const auto node = static_cast<std::size_t>(stages_[id].position);
  const Stage &stage = stages_[after];
  const int next = stage.next[tensor];
  const forge_problem &problem = instance_.problem();
  double *const values = label.values.data();
  if (instance_.is_window(tensor)) {
    std::uint32_t &since = label.head.since[window_number_[tensor]];
    if (!has(label.head.unsettled, tensor)) {
      if (next < 0)
        return;
      since = Head::this_record;
    }
    label.head.unsettled |= bit(tensor);
    recount(label, {Step::keep, static_cast<std::uint8_t>(node), static_cast<std::uint32_t>(tensor)}, after, tile,
            tensor);
    return;
  }
  if (next < 0)
    return;  // nothing is exchanged beyond the outermost holder; what those inside of it wait for stays open
  const auto outer = static_cast<std::size_t>(next);
  const bool output = instance_.is_output(tensor), shared = has(stage.shared_ahead, tensor);
  const double visits = instance_.volume(tensor, tile) * instance_.visits(tile);
  const double first = output && problem.elide_first_read[outer] != 0 ? instance_.whole_volume(tensor) : 0.0;
  double *const open = values + layout_.open(tensor), *const never = values + layout_.first(tensor);
  const bool has_fanouts = stages_[id].places_ahead > 1;
  for (std::size_t m = 0; m < instance_.n_metrics(); ++m) {
    const double fill = instance_.price(m, node, tensor, FORGE_FILL),
                 read = instance_.price(m, outer, tensor, FORGE_READ);
    double cost = visits * (fill + read);
    if (output)
      cost +=
          visits * (instance_.price(m, node, tensor, FORGE_DRAIN) + instance_.price(m, outer, tensor, FORGE_UPDATE));
    values[m] += cost - first * (fill + read);
    if (instance_.retains())
      open[m] += cost;
    if (has_fanouts)
      never[m] += first * (shared ? fill : fill + read);
  }
  if (instance_.retains())
    label.head.open |= bit(tensor);
  if (shared) {
    double *const served = values + layout_.served(tensor);
    served[served_reads] = visits;
    served[served_updates] = output ? visits : 0.0;
    served[served_first] = first;
  }
}

// Charges for what passes a converter on the way to the next holder, as far as it was shared until here.
void Steps::convert(Label &label, StageId id, std::size_t tensor) const {
  const Stage &stage = stages_[id];
  const auto node = static_cast<std::size_t>(stage.position);
  if (!has(stage.shared_ahead, tensor) || !instance_.converts(node, tensor))
    return;
  double *const values = label.values.data();
  const double *const served = values + layout_.served(tensor);
  for (std::size_t m = 0; m < instance_.n_metrics(); ++m) {
    const double down = instance_.price(m, node, tensor, FORGE_READ);
    const double cost =
        served[served_reads] * down + served[served_updates] * instance_.price(m, node, tensor, FORGE_UPDATE);
    values[m] += cost - served[served_first] * down;
    values[layout_.open(tensor) + m] += has(label.head.open, tensor) ? cost : 0.0;
    values[layout_.first(tensor) + m] += stage.places_ahead > 1 ? served[served_first] * down : 0.0;
  }
}

// How a spread changes what the next holder of a tensor serves.
void Steps::share(Label &label, StageId id, const Spread &spread, std::size_t tensor) {
  const Stage &stage = stages_[id];
  const auto node = static_cast<std::size_t>(stage.position);
  const std::size_t metrics = instance_.n_metrics();
  double *const values = label.values.data(), *const never = values + layout_.first(tensor);
  const auto alike = static_cast<double>(spread.unshared[tensor]);
  for (std::size_t m = 0; m < metrics; ++m) {
    values[m] -= never[m] * (alike - 1);
    never[m] *= alike;
  }
  if (!has(stage.shared_ahead, tensor))
    return;
  const auto outer = static_cast<std::size_t>(stage.next[tensor]);
  double *const served = values + layout_.served(tensor), *const open = values + layout_.open(tensor);
  const double reads = instance_.multicasts(node, tensor) ? served[served_reads] / alike : served[served_reads];
  const double updates = instance_.reduces(node, tensor) ? served[served_updates] / alike : served[served_updates];
  const double first = instance_.multicasts(node, tensor) ? served[served_first] : served[served_first] * alike;
  const bool is_open = has(label.head.open, tensor);
  for (std::size_t m = 0; m < metrics; ++m) {
    const double price = instance_.price(m, outer, tensor, FORGE_READ);
    const double change = (reads - served[served_reads]) * price +
                          (updates - served[served_updates]) * instance_.price(m, outer, tensor, FORGE_UPDATE);
    values[m] += change - (first - served[served_first]) * price;
    open[m] += is_open ? change : 0.0;
  }
  served[served_reads] = reads;
  served[served_updates] = updates;
  served[served_first] = first;
  const Stage &after = stages_[stage.after];
  if (has(after.shared_ahead, tensor))
    return;
  for (std::size_t m = 0; after.places_ahead > 1 && m < metrics; ++m)
    never[m] += first * instance_.price(m, outer, tensor, FORGE_READ);
  std::fill_n(served, 3, 0.0);
}

bool Steps::spread(Label &label, StageId id, Tile tile, std::size_t number) {
  const Stage &stage = stages_[id];
  const auto node = static_cast<std::size_t>(stage.position);
  const Spread &spread = instance_.spreads(node)[number];
  const forge_problem &problem = instance_.problem();
  double *const values = label.values.data();
  const auto places = static_cast<double>(spread.places);
  // Before the windows: those are counted per place anew.
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    if (has(label.head.unsettled, t))
      continue;
    convert(label, id, t);
    share(label, id, spread, t);
  }
  for (std::size_t m = 1; m < instance_.n_metrics(); ++m) {
    if (instance_.node_of_metric(m) < node)
      continue;
    values[m] /= places;
    for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
      values[layout_.open(t) + m] /= places;
      values[layout_.first(t) + m] /= places;
    }
  }
  for (std::size_t t = 0; t < instance_.n_tensors(); ++t) {
    if (has(label.head.unsettled, t))
      recount(label, {Step::spread, static_cast<std::uint8_t>(node), static_cast<std::uint32_t>(number)}, stage.after,
              tile + spread.step, t);
  }
  values[layout_.time()] /= places;
  use_places(label, node, places);
  if (problem.power_gated[node] != 0)
    values[layout_.power()] *= places / static_cast<double>(problem.fanout_size[node]);
  if (problem.max_utilization[node] != 0)
    label.head.used *= places;
  // What leaks from here to the next stage.
  for (int n = stage.position; n > stages_[stage.after].position; --n)
    values[layout_.power()] += problem.leak_power[n];
  if (stages_[stage.after].position >= 0 && constrained_[static_cast<std::size_t>(stages_[stage.after].position)])
    label.head.block_begin = tile + spread.step;
  for (std::size_t t = 0; stages_[stage.after].places_ahead == 1 && t < instance_.n_tensors(); ++t)
    std::fill_n(values + layout_.first(t), instance_.n_metrics(), 0.0);
  settle_times(label, stage.after);
  return true;
}

// From the last keep of a memory on to the next node.
bool Steps::leave_memory(Label &label, StageId id, StageId after, Tile tile) const {
  const Stage &stage = stages_[id];
  const int next = stages_[after].position;
  if (next == stage.position)
    return true;
  const auto node = static_cast<std::size_t>(stage.position);
  if (constrained_[node] && !constraints_hold(label, node, tile))
    return false;
  label.values[layout_.occupancy()] = 0;
  for (int n = stage.position; n > next; --n)
    label.values[layout_.power()] += instance_.problem().leak_power[n];
  label.head.order = 0;
  label.head.block_begin = next >= 0 && constrained_[static_cast<std::size_t>(next)] ? tile : 0;
  settle_times(label, after);
  return true;
}

bool Steps::complete(Label &label, StageId id, Tile tile) {
  return leave_memory(label, id, stages_[id].complete, tile);
}

// Times of memories that lie inside of the stage can only fall, like the time of everything inside: what is below it, or
// can't fall any more, needs no account of its own.
void Steps::settle_times(Label &label, StageId id) const {
  double *const values = label.values.data();
  double &time = values[layout_.time()];
  for (std::size_t m = 1; m < instance_.n_metrics(); ++m) {
    if (values[m] == 0 || static_cast<int>(instance_.node_of_metric(m)) <= stages_[id].position)
      continue;
    bool can_fall = false;
    for (std::size_t t = 0; t < instance_.n_tensors(); ++t)
      can_fall = can_fall || values[layout_.open(t) + m] != 0 || values[layout_.first(t) + m] != 0;
    if (values[m] > time && can_fall)
      continue;
    time = std::max(time, values[m]);
    values[m] = 0;
    for (std::size_t t = 0; t < instance_.n_tensors(); ++t)
      values[layout_.open(t) + m] = values[layout_.first(t) + m] = 0;
  }
}

}  // namespace forge::plugins::optimal

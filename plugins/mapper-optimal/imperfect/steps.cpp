// SPDX-License-Identifier: Apache-2.0
#include "imperfect/steps.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "blocks.hpp"
#include "imperfect/regular.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
  return hash ^ (hash >> 29);
}

}  // namespace

Steps::Steps(const Charges &charges, const Stages &stages, const Tiles &tiles, Nests &nests)
    : charges_(charges),
      stages_(stages),
      tiles_(tiles),
      nests_(nests),
      chains_({charges.problem().variable_size, charges.problem().n_variables}),
      cuts_({charges.problem().variable_size, charges.problem().n_variables}),
      arrivals_(charges, cuts_, nests),
      transfers_(charges),
      constrained_(charges.n_nodes(), false) {
  const forge_problem &problem = charges.problem();
  for (std::uint32_t c = 0; c < problem.n_constraints; ++c)
    constrained_[problem.constraint_node[c]] = true;
  may_spread_.assign(charges.n_nodes(), 0);
  for (std::size_t n = charges.n_nodes(); n-- > 1;) {
    may_spread_[n - 1] = may_spread_[n];
    for (std::size_t v = 0; v < tiles.n_variables(); ++v)
      may_spread_[n - 1] |= problem.fanout_size[n] > 1 && charges.may_spread(n, v) ? std::uint32_t{1} << v : 0;
  }
}

bool Steps::may_spread(int node, std::size_t tensor) const {
  return node >= 0 && (may_spread_[static_cast<std::size_t>(node)] & charges_.shape(tensor).relevant) != 0;
}

Label Steps::start(StageId complete) const {
  Label label;
  label.stage = complete;
  label.tile = tiles_.whole();
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v)
    label.chains[v] = Chains::whole(v), label.cuts[v] = Cuts::whole(v);
  label.block.fill(1);
  label.energy = charges_.compute_energy();
  label.power = charges_.problem().other_leak_power;
  label.times.assign(charges_.n_metrics() - 1, 0);
  label.arrivals.fill(1);
  label.first_arrivals.fill(1);
  return label;
}

// From the block of one node to that of another one further in.
bool Steps::enter(Label &label, int position) const {
  const int from = stages_[label.stage].position;
  if (from == position)
    return true;
  if (from >= 0 && stages_[label.stage].is_memory && constrained_[static_cast<std::size_t>(from)] &&
      !constraints_hold(label, static_cast<std::size_t>(from)))
    return false;
  for (int n = from + 1; n <= position; ++n)
    label.power += charges_.problem().leak_power[n] * label.powered_share;
  label.block.fill(1);
  label.order = UINT32_MAX;
  label.occupancy = 0;
  return true;
}

bool Steps::constraints_hold(const Label &label, std::size_t node) const {
  const forge_problem &problem = charges_.problem();
  for (std::uint32_t c = 0; c < problem.n_constraints; ++c) {
    if (problem.constraint_node[c] != node)
      continue;
    double product = 1;
    for (std::uint32_t i = problem.constraint_begin[c]; i < problem.constraint_begin[c + 1]; ++i)
      product *= label.block[problem.constraint_variable[i]];
    if (!is_met(problem, c, product))
      return false;
  }
  return true;
}

bool Steps::complete(Label &label, StageId to) {
  const Stage &stage = stages_[to];
  if (!enter(label, stage.position))
    return false;
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    if (has(stage.pending, t))
      label.nest = nests_.add(
          label.nest, {FORGE_NEST_KEEP, static_cast<std::int32_t>(t), stage.position, charges_.retains() ? 1 : 0, 0});
  }
  label.stage = to;
  return true;
}

bool Steps::keep(Label &label, StageId to, std::size_t tensor) {
  const Stage &stage = stages_[to];
  const auto node = static_cast<std::size_t>(stage.position);
  const forge_problem &problem = charges_.problem();
  if (!enter(label, stage.position))
    return false;
  if (stage.is_tight) {
    label.occupancy += tiles_.volume(tensor, label.tile) * problem.bits_per_value[node * charges_.n_tensors() + tensor];
    if (label.occupancy > problem.capacity[node])
      return false;
  }
  if (stages_[label.stage].next[tensor] >= 0) {
    if (charge_regular(label, tensor, node))
      add(label, charge_);
    else
      label.unpriced = label.stage;
  }
  label.nest = nests_.add(
      label.nest, {FORGE_NEST_KEEP, static_cast<std::int32_t>(tensor), stage.position, charges_.retains() ? 1 : 0, 0});
  label.stage = to;
  label.looped = 0;
  return true;
}

void Steps::price(Label &label) {
  Label before = label;
  before.stage = label.unpriced;
  before.nest = nests_.around(label.nest);
  const auto tensor = static_cast<std::size_t>(nests_.node(label.nest).operand);
  Charge charge = charge_counted(before, tensor, static_cast<std::size_t>(stages_[label.stage].position));
  if (!charge.is_exact)
    charge.cost[0] = std::max(charge.cost[0], label.at_least);
  label.energy -= label.at_least;
  label.unpriced = no_stage;
  label.at_least = 0;
  add(label, charge);
}

void Steps::add(Label &label, const Charge &charge) {
  label.is_exact = charge.is_exact && label.is_exact;
  label.energy += charge.cost[0];
  for (std::size_t m = 1; m < charge.cost.size(); ++m)
    label.times[m - 1] += charge.cost[m];
}

bool Steps::charge_regular(const Label &label, std::size_t tensor, std::size_t inner) {
  const auto outer = static_cast<std::size_t>(stages_[label.stage].next[tensor]);
  charge_.cost.assign(charges_.n_metrics(), 0.0);
  const auto add = [&](bool busiest, std::size_t begin, std::size_t end) {
    const auto moved = count_regular(charges_, chains_, arrivals_, label, tensor, outer, inner, busiest);
    for (std::size_t m = begin; moved && m < end; ++m) {
      charge_.cost[m] = moved->reads * charges_.price(m, outer, tensor, FORGE_READ) +
                        moved->updates * charges_.price(m, outer, tensor, FORGE_UPDATE) +
                        moved->fills * charges_.price(m, inner, tensor, FORGE_FILL) +
                        moved->drains * charges_.price(m, inner, tensor, FORGE_DRAIN);
    }
    return moved.has_value();
  };
  return add(false, 0, 1) && (charges_.n_metrics() == 1 || add(true, 1, charges_.n_metrics()));
}

// Counted once for all nests that can't tell the difference.
const Steps::Charge &Steps::charge_counted(const Label &label, std::size_t tensor, std::size_t inner) {
  const bool retains = charges_.retains() && inner + 1 < charges_.n_nodes();
  const auto outer = static_cast<std::uint64_t>(stages_[label.stage].next[tensor]);
  Key key(label.chains.begin(), label.chains.begin() + static_cast<std::ptrdiff_t>(tiles_.n_variables()));
  key.push_back(tensor | outer << 16 | inner << 32);
  if (retains) {
    key.push_back(std::bit_cast<std::uint64_t>(label.arrivals[tensor]));
    key.push_back(std::bit_cast<std::uint64_t>(label.first_arrivals[tensor]));
    if (charges_.is_window(tensor) || has(label.irregular | label.at_risk, tensor))
      key.push_back(label.loops);
  }
  const auto [known, is_new] = counted_.try_emplace(std::move(key));
  Charge &charge = known->second;
  if (is_new) {
    const auto nest = nests_.nodes(label.nest);
    transfers_.look_at(nest);
    charge.cost.assign(charges_.n_metrics(), 0.0);
    charge.is_exact = transfers_.charge(tensor, inner, charge.cost);
  }
  return charge;
}

bool Steps::loop(Label &label, std::size_t variable, Tile tile) {
  if (has(label.looped, variable))
    return false;
  label.looped |= std::uint32_t{1} << variable;
  const auto node = static_cast<std::size_t>(stages_[label.stage].position);
  const forge_problem &problem = charges_.problem();
  if (problem.order_begin[node + 1] > problem.order_begin[node]) {
    const std::uint32_t rank = order_rank(problem, node, variable);
    if (rank > label.order)
      return false;
    label.order = rank;
  }
  if (constrained_[node])
    label.block[variable] *=
        static_cast<std::uint32_t>(iterations(tiles_.extent(label.tile, variable), tiles_.extent(tile, variable)));
  cut(label, variable, tile, false, 0);
  end_risks(label, variable);
  return true;
}

// What is one value wide is not spread over places any more.
void Steps::end_risks(Label &label, std::size_t variable) const {
  for (std::size_t t = 0; tiles_.extent(label.tile, variable) == 1 && t < charges_.n_tensors(); ++t) {
    if (label.risk[t] == variable)
      label.at_risk &= ~(TensorSet{1} << t);
  }
}

void Steps::cut(Label &label, std::size_t variable, Tile tile, bool spatial, std::size_t node) {
  const std::uint64_t extent = tiles_.extent(tile, variable);
  const ChainId before = label.chains[variable];
  label.chains[variable] = spatial ? chains_.spread(before, extent, node) : chains_.loop(before, extent);
  label.cuts[variable] = cuts_.loop(label.cuts[variable], extent, spatial);
  label.loops = mix(mix(mix(label.loops, variable + 1), extent), spatial ? node + 1 : 0);
  label.nest = nests_.add(label.nest, {spatial ? FORGE_NEST_PAR : FORGE_NEST_FOR, static_cast<std::int32_t>(variable),
                                       spatial ? static_cast<std::int32_t>(node) : -1, 0, extent});
  label.tile = tile;
  if (!spatial)
    arrive(label, variable, before);
}

// Product over the rank variables that the tensor's index does not contain: parts that the loops cut.
double Steps::arrivals(const Label &label, std::size_t tensor, bool first) const {
  double product = 1;
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
    const Chains::Chain &chain = chains_[label.chains[v]];
    product *= charges_.is_relevant(tensor, v) ? 1.0 : first ? chain.n_first() : chain.n_parts[0];
  }
  return product;
}

// A loop moves the tiles of tensors whose index contains its rank variable: all loops around it count for them then. It
// moves only parts that it cuts; the others stay while loops around them go on.
void Steps::arrive(Label &label, std::size_t variable, ChainId before) {
  const std::uint64_t tile = tiles_.extent(label.tile, variable);
  const double moved = Chains::share_above(chains_[before].parts[0], tile),
               first_moved = Chains::share_above(chains_[before].parts.back(), tile);
  const auto node = static_cast<std::size_t>(stages_[label.stage].position);
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    const TensorSet bit = TensorSet{1} << t;
    const bool moves = charges_.is_relevant(t, variable), is_even = !has(label.irregular | label.at_risk, t);
    const double all = arrivals(label, t, false), first = arrivals(label, t, true);
    const bool is_counted = all == label.arrivals[t] && first == label.first_arrivals[t];
    // Where nothing is waiting to be counted, and nothing at risk, a loop that moves the tensor makes no difference to it.
    if (charges_.retains() && (!moves || (is_counted && is_even)))
      continue;
    if (!charges_.retains()) {
      label.arrivals[t] = all;
      label.first_arrivals[t] = first;
      continue;
    }
    if (is_counted && !has(label.irregular, t) && moved < 1)
      continue;
    if (is_even) {
      label.least_arrivals[t] = label.arrivals[t];
      label.least_first_arrivals[t] = label.first_arrivals[t];
    }
    if (moved == 1) {
      label.arrivals[t] = all;
      label.first_arrivals[t] = first;
      const bool at_risk = Chains::leaves_some(chains_[before].parts[0], tile) && has(may_spread_[node], variable);
      settle(label, t, at_risk);
      label.risk[t] = static_cast<std::uint8_t>(variable);
    } else if (has(label.irregular, t)) {
      const double least = label.least_arrivals[t];
      label.arrivals[t] = std::max(label.arrivals[t], least + moved * (all - least));
      label.unknown |= bit;
    } else {
      label.arrivals[t] += moved * (all - label.arrivals[t]);
      label.first_arrivals[t] += first_moved * (first - label.first_arrivals[t]);
      label.irregular |= bit;
      label.unknown |= label.at_risk & bit;
    }
  }
}

// All of the tensor has moved since the latest loop that did not touch it.
void Steps::settle(Label &label, std::size_t tensor, bool at_risk) const {
  const TensorSet bit = TensorSet{1} << tensor;
  label.irregular &= ~bit;
  label.unknown &= ~bit;
  label.at_risk = at_risk ? label.at_risk | bit : label.at_risk & ~bit;
}

bool Steps::spread(Label &label, StageId to, Tile tile) {
  const auto node = static_cast<std::size_t>(stages_[to].position);
  const forge_problem &problem = charges_.problem();
  if (!enter(label, stages_[to].position))
    return false;
  const Tile from = label.tile;
  double places = 1;
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
    const std::uint64_t outer = tiles_.extent(from, v), inner = tiles_.extent(tile, v);
    if (inner == outer)
      continue;
    places *= static_cast<double>(iterations(outer, inner));
    const std::size_t shift = tiles_.position(label.tile, v) - tiles_.position(tile, v);
    TensorSet settled = 0;
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
      settled |= label.arrivals[t] == arrivals(label, t, false) ? TensorSet{1} << t : 0;
    const ChainId before = label.chains[v];
    cut(label, v, label.tile - static_cast<Tile>(shift) * tiles_.stride(v), true, node);
    spread_tensors(label, v, before, settled);
    end_risks(label, v);
  }
  if (problem.power_gated[node] != 0)
    label.powered_share *= places / static_cast<double>(problem.fanout_size[node]);
  if (problem.max_utilization[node] != 0)
    label.used *= places;
  label.stage = to;
  label.looped = 0;
  return true;
}

// `settled`: tensors of which nothing is waiting to be counted.
void Steps::spread_tensors(Label &label, std::size_t variable, ChainId before, TensorSet settled) const {
  const Chains::Chain &outer = chains_[before], &inner = chains_[label.chains[variable]];
  const double growth = inner.n_parts[0] / outer.n_parts[0];
  const bool is_even = outer.parts[0].size() == 1 && outer.tile % inner.tile == 0;
  const double always_busy = Chains::share_of_busy_places(outer.parts[0], inner.tile);
  for (std::size_t t = 0; charges_.retains() && t < charges_.n_tensors(); ++t) {
    const TensorSet bit = TensorSet{1} << t;
    if (charges_.is_relevant(t, variable)) {
      if (always_busy < 1 && has(label.irregular | label.at_risk, t)) {
        const double least = label.least_arrivals[t];
        label.arrivals[t] = least + always_busy * (label.arrivals[t] - least);
        label.irregular |= bit;
        label.unknown |= bit;
      }
    } else if (has(settled, t)) {  // each place gets its own
      label.arrivals[t] = arrivals(label, t, false);
    } else if (is_even && !has(label.irregular, t)) {
      label.arrivals[t] *= growth;
      label.least_arrivals[t] *= growth;
    } else {  // what came before the latest loops has another number of places
      if (!has(label.irregular | label.at_risk, t)) {
        label.least_arrivals[t] = label.arrivals[t];
        label.least_first_arrivals[t] = label.first_arrivals[t];
      }
      label.irregular |= bit;
      label.unknown |= bit;
    }
  }
  for (std::size_t t = 0; !charges_.retains() && t < charges_.n_tensors(); ++t)
    label.arrivals[t] = arrivals(label, t, false);
}

bool Steps::is_good_spread(std::size_t node, Tile outer, Tile inner) const {
  std::vector<std::uint64_t> factors;
  std::uint64_t places = 1;
  for (std::size_t v = 0; v < tiles_.n_variables(); ++v) {
    factors.push_back(iterations(tiles_.extent(outer, v), tiles_.extent(inner, v)));
    places *= factors.back();
  }
  return charges_.is_good_spread(node, places, factors);
}

bool Steps::finish(Label &label, Costs &costs) {
  const forge_problem &problem = charges_.problem();
  const std::size_t compute = charges_.n_nodes() - 1;
  if (!enter(label, static_cast<int>(compute)) || label.used < problem.most_places)
    return false;
  std::vector<double> cost(charges_.n_metrics(), 0.0);
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    const Charge &pair = charge_regular(label, t, compute) ? charge_ : charge_counted(label, t, compute);
    label.is_exact = pair.is_exact && label.is_exact;
    for (std::size_t m = 0; m < cost.size(); ++m)
      cost[m] += pair.cost[m];
  }
  costs = {};
  costs.energy = label.energy + cost[0];
  if (!charges_.has_latency())
    return true;
  const auto nest = nests_.nodes(label.nest);
  transfers_.look_at(nest);
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
    label.is_exact = label.is_exact && transfers_.knows_busiest(t);
  costs.latency = problem.time_per_step[compute] * transfers_.steps();
  for (std::size_t m = 1; m < cost.size(); ++m)
    costs.latency = std::max(costs.latency, label.times[m - 1] + cost[m]);
  costs.power = label.power;
  return true;
}

std::vector<forge_nest_node> Steps::nest_of(NestId id) const {
  auto nest = nests_.nodes(id);
  nest.push_back({FORGE_NEST_COMPUTE, 0, static_cast<std::int32_t>(charges_.n_nodes() - 1), 0, 0});
  return nest;
}

}  // namespace forge::plugins::optimal::imperfect

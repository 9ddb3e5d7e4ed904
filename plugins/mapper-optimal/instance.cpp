// SPDX-License-Identifier: Apache-2.0
#include "instance.hpp"

#include <algorithm>

namespace forge::plugins::optimal {

Instance::Instance(const forge_problem &problem)
    : Charges(problem), lattice_({problem.variable_size, problem.n_variables}) {
  make_tables();
  make_spreads();
}

void Instance::make_tables() {
  counts::Scratch scratch;
  const std::size_t tiles = lattice_.count(), variables = problem().n_variables;
  volumes_.assign(n_tensors(), std::vector<double>(tiles));
  least_shares_.assign(n_tensors(), std::vector<double>(tiles));
  visits_.resize(tiles);
  for (Tile tile = 0; tile < tiles; ++tile) {
    const auto extents = lattice_.extents(tile);
    double visits = 1;
    for (std::size_t v = 0; v < variables; ++v)
      visits *= static_cast<double>(lattice_.sizes()[v] / extents[v]);
    visits_[tile] = visits;
    for (std::size_t t = 0; t < n_tensors(); ++t) {
      double around = 1;
      for (std::size_t v = 0; v < variables; ++v) {
        if (!is_relevant(t, v))
          around *= static_cast<double>(lattice_.sizes()[v] / extents[v]);
      }
      volumes_[t][tile] = elements(t, extents, scratch);
      least_shares_[t][tile] = 1 / around;
    }
  }
}

void Instance::add_spreads(std::size_t node, std::size_t axis, Spread &spread, std::vector<Spread> &all) const {
  if (axis == lattice_.axes().size()) {
    if (is_good_spread(node, spread.places, spread.factors))
      all.push_back(spread);
    return;
  }
  const Axis &a = lattice_.axes()[axis];
  const Spread before = spread;
  add_spreads(node, axis + 1, spread, all);
  if (may_spread(node, a.variable)) {
    for (std::uint32_t digit = 1; digit <= a.exponent && spread.places <= problem().fanout_size[node] / a.prime;
         ++digit) {
      spread.digits[axis] = static_cast<std::uint8_t>(digit);
      spread.step += a.stride;
      spread.places *= a.prime;
      spread.factors[a.variable] *= a.prime;
      for (std::size_t t = 0; t < n_tensors(); ++t)
        spread.unshared[t] *= is_relevant(t, a.variable) ? 1 : a.prime;
      add_spreads(node, axis + 1, spread, all);
    }
  }
  spread = before;
}

void Instance::make_spreads() {
  spreads_.resize(n_nodes());
  for (std::size_t n = 0; n < n_nodes(); ++n) {
    if (problem().node_kind[n] != FORGE_FANOUT && problem().node_kind[n] != FORGE_CONVERTER)
      continue;
    Spread spread;  // a converter's only one has no loops
    spread.digits.assign(lattice_.axes().size(), 0);
    spread.factors.assign(problem().n_variables, 1);
    spread.unshared.assign(n_tensors(), 1);
    add_spreads(n, 0, spread, spreads_[n]);
  }
  keep_highest_spreads();
}

// Where the highest use of all fan-outs with max_utilization is that of each of them, no other spread can be part of it.
void Instance::keep_highest_spreads() {
  double highest = 1;
  std::vector<std::uint64_t> most(n_nodes(), 0);
  for (std::size_t n = 0; n < n_nodes(); ++n) {
    for (const Spread &spread : spreads_[n])
      most[n] = std::max(most[n], spread.places);
    highest *= problem().max_utilization[n] != 0 ? static_cast<double>(most[n]) : 1.0;
  }
  if (highest > problem().most_places)
    return;
  for (std::size_t n = 0; n < n_nodes(); ++n) {
    if (problem().max_utilization[n] != 0)
      std::erase_if(spreads_[n], [&](const Spread &spread) { return spread.places < most[n]; });
  }
}

}  // namespace forge::plugins::optimal

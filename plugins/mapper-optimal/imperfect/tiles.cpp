// SPDX-License-Identifier: Apache-2.0
#include "imperfect/tiles.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "forge/sdk/error.hpp"
#include "imperfect/chains.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

constexpr std::size_t most_tiles = std::size_t{1} << 22;
constexpr std::uint64_t most_extents = std::uint64_t{1} << 12;  // of a rank variable

// What the last one of several tiles may be left with.
void add_remainders(std::set<std::uint64_t> &extents) {
  for (auto outer = extents.rbegin(); outer != extents.rend(); ++outer) {  // what is added is smaller
    for (auto tile = extents.begin(); *tile < *outer; ++tile) {
      if (*outer % *tile != 0)
        extents.insert(*outer % *tile);
    }
  }
}

}  // namespace

Tiles::Tiles(const Charges &charges) : any_temporal_(charges.problem().factors == FORGE_IMPERFECT) {
  find_extents(charges);
  make_tables(charges);
}

void Tiles::find_extents(const Charges &charges) {
  const forge_problem &problem = charges.problem();
  if (problem.n_variables > most_variables)
    throw sdk::Unsupported("more than " + std::to_string(most_variables) +
                           " rank variables, where factors need not divide");
  for (std::size_t v = 0; v < problem.n_variables; ++v) {
    std::uint64_t most_places = 1;
    for (std::size_t n = 0; n < charges.n_nodes(); ++n) {
      if (problem.node_kind[n] == FORGE_FANOUT && charges.may_spread(n, v))
        most_places = std::max(most_places, problem.fanout_size[n]);
    }
    std::set<std::uint64_t> found{problem.variable_size[v], 1};
    if (problem.variable_size[v] > most_extents)
      throw sdk::Unsupported("rank variables of more than " + std::to_string(most_extents) +
                             " values, where factors need not divide");
    for (auto outer = found.rbegin(); outer != found.rend(); ++outer) {  // what is added is smaller
      for (std::uint64_t inner = 1; inner < *outer; ++inner) {
        if (may_loop(*outer, inner) || iterations(*outer, inner) <= most_places)
          found.insert(inner);
      }
    }
    add_remainders(found);
    strides_.push_back(static_cast<Tile>(count_));
    extents_of_.emplace_back(found.begin(), found.end());
    count_ *= found.size();
    if (count_ > most_tiles)
      throw sdk::Unsupported("more than " + std::to_string(most_tiles) + " tiles, as factors need not divide");
  }
}

void Tiles::make_tables(const Charges &charges) {
  const forge_problem &problem = charges.problem();
  const std::size_t variables = problem.n_variables;
  counts::Scratch scratch;
  extents_.resize(count_ * variables);
  volumes_.assign(charges.n_tensors(), std::vector<double>(count_));
  for (Tile tile = 0; tile < count_; ++tile) {
    for (std::size_t v = 0; v < variables; ++v)
      extents_[tile * variables + v] = extents_of_[v][position(tile, v)];
    for (std::size_t t = 0; t < charges.n_tensors(); ++t)
      volumes_[t][tile] = charges.elements(t, extents(tile), scratch);
  }
}

}  // namespace forge::plugins::optimal::imperfect

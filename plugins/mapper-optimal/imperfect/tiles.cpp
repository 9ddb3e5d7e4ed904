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

}  // namespace

Tiles::Tiles(const Charges &charges) : charges_(charges), any_temporal_(charges.problem().factors == FORGE_IMPERFECT) {
  find_extents(charges);
  make_tables(charges);
  find_stuck();
}

void Tiles::find_extents(const Charges &charges) {
  const forge_problem &problem = charges.problem();
  for (std::size_t v = 0; v < problem.n_variables; ++v) {
    std::uint64_t most_places = 1;
    for (std::size_t n = 0; n < charges.n_nodes(); ++n) {
      if (problem.node_kind[n] == FORGE_FANOUT && charges.may_spread(n, v))
        most_places = std::max(most_places, problem.fanout_size[n]);
    }
    std::set<std::uint64_t> found{problem.variable_size[v], 1};
    if (problem.variable_size[v] > most_tiles)
      throw sdk::Unsupported("more than " + std::to_string(most_tiles) + " tiles");
    for (auto outer = found.rbegin(); outer != found.rend(); ++outer) {  // what is added is smaller
      for (std::uint64_t inner = 1; inner < *outer; ++inner) {
        if (may_loop(*outer, inner) || iterations(*outer, inner) <= most_places)
          found.insert(inner);
      }
    }
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
  visits_.assign(charges.n_tensors(), std::vector<double>(count_, 1.0));
  for (Tile tile = 0; tile < count_; ++tile) {
    for (std::size_t v = 0; v < variables; ++v)
      extents_[tile * variables + v] = extents_of_[v][position(tile, v)];
    for (std::size_t t = 0; t < charges.n_tensors(); ++t) {
      volumes_[t][tile] = charges.elements(t, extents(tile), scratch);
      for (std::size_t v = 0; v < variables; ++v) {
        if (!charges.is_relevant(t, v))
          visits_[t][tile] *= static_cast<double>(iterations(problem.variable_size[v], extent(tile, v)));
      }
    }
  }
}

double Tiles::most_stuck(std::size_t tensor, Tile tile, std::size_t cuts) const {
  double most = 0;
  for (std::size_t v = 0; charges_.retains() && v < n_variables(); ++v) {
    if (charges_.is_relevant(tensor, v))
      most = std::max(most, stuck_[v][std::min(cuts, stuck_[v].size() - 1)][position(tile, v)]);
  }
  return most;
}

void Tiles::find_stuck() {
  for (const auto &extents : extents_of_) {
    const std::uint64_t size = extents.back();
    auto &by_cuts = stuck_.emplace_back();
    by_cuts.emplace_back(extents.size(), 0.0);
    std::vector<std::vector<std::uint64_t>> most(extents.size());  // by position and extent that is cut: how much of it
    for (std::size_t i = 0; i < extents.size(); ++i) {
      for (std::uint64_t extent = 0; extent <= size; ++extent)
        most[i].push_back(extent <= extents[i] ? extent : 0);
    }
    for (bool grows = true; grows;) {
      const auto fewer = most;
      auto &shares = by_cuts.emplace_back();
      for (std::size_t i = 0; i < extents.size(); ++i) {
        for (std::uint64_t extent = extents[i] + 1; extent <= size; ++extent) {
          for (std::size_t part = i + 1; part < extents.size() && extents[part] < extent; ++part) {
            const std::uint64_t tile = extents[part];
            most[i][extent] = std::max(most[i][extent], extent / tile * fewer[i][tile] + fewer[i][extent % tile]);
          }
        }
        shares.push_back(extents[i] == size ? 0.0 : static_cast<double>(most[i][size]) / static_cast<double>(size));
      }
      grows = most != fewer;
    }
  }
}

}  // namespace forge::plugins::optimal::imperfect

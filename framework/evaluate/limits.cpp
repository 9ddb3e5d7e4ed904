// SPDX-License-Identifier: Apache-2.0
#include "evaluate/limits.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace forge::evaluate {

void Tally::broken(std::size_t limit, double demand, double miss) {
  if (points_[limit]++ == 0 || miss < miss_[limit]) {
    miss_[limit] = miss;
    demand_[limit] = demand;
  }
}

void Tally::merge(const Tally &other) {
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (other.points_[i] == 0)
      continue;
    // Equal misses have equal demands, so the order of merging does not show.
    if (points_[i] == 0 || other.miss_[i] < miss_[i]) {
      miss_[i] = other.miss_[i];
      demand_[i] = other.demand_[i];
    }
    points_[i] += other.points_[i];
  }
}

namespace {

// Best product over blocks `at` ... with these sizes left, remembered by both.
class Spreading {
 public:
  Spreading(const std::vector<model::Mapspace::Block> &blocks, const std::vector<std::uint64_t> &places)
      : blocks_(blocks), places_(places) {}

  double best(std::size_t at, const std::vector<std::uint64_t> &left) {
    if (at == blocks_.size())
      return 1;
    const auto known = known_.find({at, left});
    if (known != known_.end())
      return known->second;
    double most = 0;
    auto rest = left;
    spread(at, 0, 1, rest, most);
    known_[{at, left}] = most;
    return most;
  }

 private:
  void spread(std::size_t at, std::size_t which, std::uint64_t used, std::vector<std::uint64_t> &left, double &most) {
    if (which == blocks_[at].variables.size()) {
      most = std::max(most, static_cast<double>(used) * best(at + 1, left));
      return;
    }
    const std::size_t v = blocks_[at].variables[which];
    const std::uint64_t size = left[v];
    for (std::uint64_t factor = 1; factor <= size && factor <= places_[at] / used; ++factor) {
      if (size % factor != 0)
        continue;
      left[v] = size / factor;
      spread(at, which + 1, used * factor, left, most);
    }
    left[v] = size;
  }

  const std::vector<model::Mapspace::Block> &blocks_;
  const std::vector<std::uint64_t> &places_;
  std::map<std::pair<std::size_t, std::vector<std::uint64_t>>, double> known_;
};

}  // namespace

double most_places(const model::Einsum &einsum, const model::Architecture &architecture,
                   const model::Mapspace &mapspace) {
  std::vector<model::Mapspace::Block> blocks;
  std::vector<std::uint64_t> places, sizes;
  for (const auto &block : mapspace.blocks()) {
    if (!block.spatial)
      continue;
    const auto &dimension = architecture.nodes[mapspace.path()[block.position]].dimensions[block.dimension];
    if (!dimension.max_utilization)
      continue;
    blocks.push_back(block);
    places.push_back(dimension.size);
  }
  for (const auto &variable : einsum.variables)
    sizes.push_back(variable.size);
  return Spreading(blocks, places).best(0, sizes);
}

LoopLimits::LoopLimits(const model::Einsum &einsum, const model::Architecture &architecture,
                       const model::Mapspace &mapspace, Limits &limits) {
  const auto &blocks = mapspace.blocks();
  for (std::uint32_t b = 0; b < blocks.size(); ++b) {
    const model::Node &node = architecture.nodes[mapspace.path()[blocks[b].position]];
    if (!blocks[b].spatial) {
      add_constraints(einsum, b, node.name, node.loops, limits);
      continue;
    }
    const auto &dimension = node.dimensions[blocks[b].dimension];
    const std::string name = node.name + "." + dimension.name;
    add_fanout(b, name, dimension, limits);
    add_constraints(einsum, b, name, dimension.loops, limits);
  }
  if (highest_blocks_.empty())
    return;
  highest_ = most_places(einsum, architecture, mapspace);
  highest_number_ = limits.size();
  limits.push_back({"highest use of the fan-outs with min_utilization = \"max\"", "", highest_});
}

void LoopLimits::add_fanout(std::uint32_t block, const std::string &name, const model::FanoutDimension &dimension,
                            Limits &limits) {
  const auto size = static_cast<double>(dimension.size);
  const auto add = [&](const char *what, Relation relation, double bound) {
    ones_.push_back(
        {.number = limits.size(), .block = block, .all_variables = true, .relation = relation, .bound = bound});
    limits.push_back({what + name, "", bound});
  };
  add("places of ", Relation::at_most, size);
  // A hair below, so that 0.3 of 10 places is 3 in spite of rounding.
  if (dimension.min_utilization > 0) {
    add("least use of ", Relation::at_least, dimension.min_utilization * size * (1 - 1e-12));
  }
  if (dimension.max_utilization)
    highest_blocks_.push_back(block);
}

void LoopLimits::add_constraints(const model::Einsum &einsum, std::uint32_t block, const std::string &where,
                                 const std::vector<model::LoopConstraint> &constraints, Limits &limits) {
  using Written = model::LoopConstraint::Relation;
  for (const auto &constraint : constraints) {
    One one{.number = limits.size(), .block = block, .bound = constraint.bound};
    for (std::size_t v = 0; v < einsum.variables.size(); ++v) {
      const auto &names = constraint.variables;
      if (std::find(names.begin(), names.end(), einsum.variables[v].name) != names.end()) {
        one.variables |= std::uint64_t{1} << v;
      }
    }
    if (one.variables == 0)
      continue;  // it is about other Einsums
    one.relation = constraint.relation == Written::equal        ? Relation::equal
                   : constraint.relation == Written::less_equal ? Relation::at_most
                                                                : Relation::at_least;
    limits.push_back({"constraint \"" + constraint.text + "\" on the loops of " + where, "", constraint.bound});
    ones_.push_back(one);
  }
}

bool LoopLimits::within(const model::Mapspace::Decoded &point, std::vector<double> &products, Tally &tally) const {
  products.assign(ones_.size(), 1.0);
  double used = 1;
  for (const auto &loop : point.loops) {
    for (std::size_t i = 0; i < ones_.size(); ++i) {
      const One &one = ones_[i];
      if (one.block == loop.block && (one.all_variables || (one.variables >> loop.variable & 1) != 0)) {
        products[i] *= static_cast<double>(loop.iterations);
      }
    }
    if (std::find(highest_blocks_.begin(), highest_blocks_.end(), loop.block) != highest_blocks_.end()) {
      used *= static_cast<double>(loop.iterations);
    }
  }
  bool within = true;
  for (std::size_t i = 0; i < ones_.size(); ++i) {
    const One &one = ones_[i];
    const bool above = products[i] > one.bound, below = products[i] < one.bound;
    if ((above && one.relation != Relation::at_least) || (below && one.relation != Relation::at_most)) {
      tally.broken(one.number, products[i], above ? products[i] / one.bound : one.bound / products[i]);
      within = false;
    }
  }
  if (!highest_blocks_.empty() && used < highest_) {
    tally.broken(highest_number_, used, highest_ / used);
    within = false;
  }
  return within;
}

}  // namespace forge::evaluate

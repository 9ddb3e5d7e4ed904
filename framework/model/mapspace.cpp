// SPDX-License-Identifier: Apache-2.0
#include "model/mapspace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

#include "model/prime_powers.hpp"

namespace forge::model {

namespace {

constexpr std::int64_t most_values = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t most_tabulated = 1 << 16;

// Ways to spread an exponent over blocks: C(exponent + blocks - 1, blocks - 1), or more than most_values.
std::int64_t compositions(std::uint32_t exponent, std::size_t blocks) {
  if (blocks == 0)
    return exponent == 0 ? 1 : 0;
  std::int64_t ways = 1;
  for (std::int64_t i = 1; i < static_cast<std::int64_t>(blocks); ++i) {
    ways = ways * (static_cast<std::int64_t>(exponent) + i) / i;
    if (ways > most_values)
      return most_values + 1;
  }
  return ways;
}

// The shares of the `value`-th way to spread an exponent.
template <class Take>
void unrank_composition(std::int64_t value, std::uint32_t exponent, std::size_t blocks, Take take) {
  std::uint32_t left = exponent;
  for (std::size_t b = 0; b + 1 < blocks; ++b) {
    std::uint32_t share = 0;
    for (;; ++share) {
      const std::int64_t ways = compositions(left - share, blocks - b - 1);
      if (value < ways)
        break;
      value -= ways;
    }
    take(b, share);
    left -= share;
  }
  take(blocks - 1, left);
}

// "v == 1": no loop over v here.
bool forbids(const std::vector<LoopConstraint> &constraints, const std::string &variable) {
  return std::any_of(constraints.begin(), constraints.end(), [&](const LoopConstraint &constraint) {
    return constraint.relation != LoopConstraint::Relation::greater_equal && constraint.bound < 2 &&
           constraint.variables.size() == 1 && constraint.variables[0] == variable;
  });
}

bool touches(const Einsum &einsum, TensorMask tensors, std::size_t variable) {
  for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
    if ((tensors >> t & 1) != 0 && uses(einsum.tensors[t], variable))
      return true;
  }
  return false;
}

}  // namespace

Mapspace::Mapspace(const Workload &workload, std::size_t einsum, const Architecture &architecture,
                   std::vector<std::size_t> path, bool retain)
    : workload_(&workload), architecture_(&architecture), einsum_(einsum), path_(std::move(path)), retain_(retain) {
  make_keeps();
  make_blocks();
  make_spreads();
  make_orders();
  for (const Keep &keep : keeps_) {
    variables_.push_back({fmt::format("{} keeps {}", architecture.nodes[path_[keep.position]].name,
                                      workload.einsums[einsum].tensors[keep.tensor].name),
                          Decision::keep, 2});
  }
}

void Mapspace::make_keeps() {
  const Einsum &einsum = workload_->einsums[einsum_];
  bool outermost = true;
  for (std::size_t p = 0; p < path_.size(); ++p) {
    const Node &node = architecture_->nodes[path_[p]];
    may_keep_.push_back(0);
    must_keep_.push_back(0);
    dynamic_.push_back(false);
    if (node.kind != NodeKind::memory)
      continue;
    const bool free = !node.keep_given && !node.may_keep;
    const auto names = node.keep.names();
    dynamic_[p] = std::any_of(names.begin(), names.end(), [&](const std::string &name) {
      const auto found = architecture_->find(name);
      return found && architecture_->nodes[*found].kind == NodeKind::memory;
    });
    must_keep_[p] = must_keep(p, std::vector<TensorMask>(path_.size(), 0));
    // The outermost memory holds everything unless the project says what it holds.
    if (free && outermost)
      must_keep_[p] = einsum.all();
    outermost = false;
    TensorMask may = free ? einsum.all() : must_keep_[p];
    if (node.may_keep)
      may |= node.may_keep->resolve(*workload_, einsum);
    if (dynamic_[p]) {
      may = einsum.all();
      must_keep_[p] = 0;
    }
    may_keep_[p] = may;
    const TensorMask optional = (dynamic_[p] && node.may_keep ? node.may_keep->resolve(*workload_, einsum) : may) &
                                ~must_keep_[p] & (dynamic_[p] && !node.may_keep ? 0 : einsum.all());
    for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
      if (optional >> t & 1)
        keeps_.push_back({p, t});
    }
  }
  const TensorMask held = std::accumulate(may_keep_.begin(), may_keep_.end(), TensorMask{0}, std::bit_or<>());
  for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
    if (held >> t & 1)
      continue;
    throw Error{ErrorKind::mapping,
                fmt::format("no memory may hold tensor '{}' of Einsum '{}'", einsum.tensors[t].name, einsum.name)}
        .at(einsum.position)
        .note("add it to the `keep` or `may_keep` of a memory");
  }
}

TensorMask Mapspace::must_keep(std::size_t position, const std::vector<TensorMask> &held) const {
  const Node &node = architecture_->nodes[path_[position]];
  return node.keep.resolve(*workload_, workload_->einsums[einsum_],
                           [&](const std::string &name) -> std::optional<TensorMask> {
                             for (std::size_t p = 0; p < path_.size(); ++p) {
                               const Node &other = architecture_->nodes[path_[p]];
                               if (other.name == name && other.kind == NodeKind::memory)
                                 return held[p];
                             }
                             return std::nullopt;
                           });
}

void Mapspace::make_blocks() {
  const Einsum &einsum = workload_->einsums[einsum_];
  std::vector<TensorMask> held = must_keep_;
  for (std::size_t p = 0; p < path_.size(); ++p) {
    const Node &node = architecture_->nodes[path_[p]];
    const auto add = [&](Block block, const std::vector<LoopConstraint> &constraints, TensorMask reuse) {
      for (std::size_t v = 0; v < einsum.variables.size(); ++v) {
        const RankVariable &variable = einsum.variables[v];
        if (variable.size == 1 || forbids(constraints, variable.name) || touches(einsum, reuse, v))
          continue;
        block.variables.push_back(v);
      }
      blocks_.push_back(std::move(block));
    };
    // A memory that holds nothing needs no loops of its own: they can stand at the one before.
    if (node.kind == NodeKind::memory && may_keep_[p] != 0) {
      add({.position = p}, node.loops, 0);
      auto &variables = blocks_.back().variables;
      const auto rank = [&](std::size_t v) {
        return std::find(node.order.begin(), node.order.end(), einsum.variables[v].name) - node.order.begin();
      };
      std::stable_sort(variables.begin(), variables.end(),
                       [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    }
    for (std::size_t d = 0; d < node.dimensions.size(); ++d) {
      const FanoutDimension &dimension = node.dimensions[d];
      if (dimension.size == 1)
        continue;
      add({.position = p, .dimension = d, .spatial = true}, dimension.loops,
          dimension.reuse.resolve(*workload_, einsum));
    }
  }
}

void Mapspace::make_spreads() {
  const Einsum &einsum = workload_->einsums[einsum_];
  for (std::size_t v = 0; v < einsum.variables.size(); ++v) {
    std::vector<std::uint32_t> blocks;
    for (std::uint32_t b = 0; b < blocks_.size(); ++b) {
      const auto &allowed = blocks_[b].variables;
      if (std::find(allowed.begin(), allowed.end(), v) != allowed.end())
        blocks.push_back(b);
    }
    if (einsum.variables[v].size > 1 && blocks.empty()) {
      throw Error{ErrorKind::mapping, fmt::format("no loop over '{}' of Einsum '{}' is allowed anywhere",
                                                  einsum.variables[v].name, einsum.name)}
          .at(einsum.position)
          .note("relax the `loops` or `reuse` constraints");
    }
    for (auto [prime, exponent] : prime_powers(einsum.variables[v].size)) {
      while (exponent > 0) {  // a power that is too rich for one variable is split: a redundant, but complete coding
        std::uint32_t part = exponent;
        while (compositions(part, blocks.size()) > most_values)
          --part;
        Spread spread{v, prime, part, blocks, {}};
        const std::int64_t n = compositions(part, blocks.size());
        if (n <= most_tabulated) {
          spread.shares.resize(static_cast<std::size_t>(n) * blocks.size());
          for (std::int64_t value = 0; value < n; ++value) {
            unrank_composition(value, part, blocks.size(), [&](std::size_t b, std::uint32_t share) {
              spread.shares[static_cast<std::size_t>(value) * blocks.size() + b] = static_cast<std::uint8_t>(share);
            });
          }
        }
        variables_.push_back({fmt::format("factors of {}: {}^{}", einsum.variables[v].name, prime, part),
                              Decision::factors, static_cast<std::int32_t>(n)});
        spreads_.push_back(std::move(spread));
        exponent -= part;
      }
    }
  }
}

void Mapspace::make_orders() {
  if (!retain_)
    return;  // every loop moves every tile: their order does not matter
  std::size_t innermost = 0;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    if (!blocks_[b].spatial)
      innermost = b;
  }
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    if (blocks_[b].spatial || b == innermost)
      continue;  // below all holders nothing is kept
    const Node &node = architecture_->nodes[path_[blocks_[b].position]];
    const auto &all = workload_->einsums[einsum_].variables;
    std::size_t first = 0;  // the loops that `order` fixes stand in front
    const auto &variables = blocks_[b].variables;
    while (first < variables.size() &&
           std::find(node.order.begin(), node.order.end(), all[variables[first]].name) != node.order.end()) {
      ++first;
    }
    while (first + 1 < variables.size()) {
      std::size_t count = 0;
      std::int64_t n = 1;
      for (std::int64_t choices = static_cast<std::int64_t>(variables.size() - first); choices > 1; --choices) {
        if (n * choices > most_values)
          break;
        n *= choices;
        ++count;
      }
      variables_.push_back(
          {fmt::format("order of loops below {}", node.name), Decision::order, static_cast<std::int32_t>(n)});
      orders_.push_back({b, first, count});
      first += count;
    }
  }
}

double Mapspace::size() const {
  double size = 1;
  for (const Variable &variable : variables_)
    size *= variable.n_values;
  return size;
}

void Mapspace::decode_keeps(std::span<const std::int32_t> point, std::vector<TensorMask> &keeps) const {
  keeps.assign(must_keep_.begin(), must_keep_.end());
  const std::size_t base = spreads_.size() + orders_.size();
  for (std::size_t k = 0; k < keeps_.size(); ++k) {
    if (point[base + k] != 0)
      keeps[keeps_[k].position] |= TensorMask{1} << keeps_[k].tensor;
  }
  for (std::size_t p = 0; p < path_.size(); ++p) {
    if (dynamic_[p])
      keeps[p] |= must_keep(p, keeps);
  }
  // What nothing holds lives in the outermost memory that may hold it.
  TensorMask lost = workload_->einsums[einsum_].all();
  for (const TensorMask held : keeps)
    lost &= ~held;
  for (std::size_t p = 0; p < path_.size() && lost != 0; ++p) {
    keeps[p] |= lost & may_keep_[p];
    lost &= ~may_keep_[p];
  }
}

void Mapspace::decode(std::span<const std::int32_t> point, Decoded &decoded) const {
  const auto &variables = workload_->einsums[einsum_].variables;
  const std::size_t n = variables.size();
  decode_keeps(point, decoded.keeps);
  auto &factors = decoded.factors;  // [block][rank variable]
  factors.assign(blocks_.size() * n, 1);
  for (std::size_t i = 0; i < spreads_.size(); ++i) {
    const Spread &spread = spreads_[i];
    const auto multiply = [&](std::size_t b, std::uint32_t share) {
      std::uint64_t &factor = factors[spread.blocks[b] * n + spread.variable];
      for (; share > 0; --share)
        factor *= spread.prime;
    };
    if (spread.shares.empty()) {
      unrank_composition(point[i], spread.exponent, spread.blocks.size(), multiply);
      continue;
    }
    const std::uint8_t *shares = &spread.shares[static_cast<std::size_t>(point[i]) * spread.blocks.size()];
    for (std::size_t b = 0; b < spread.blocks.size(); ++b)
      multiply(b, shares[b]);
  }
  decoded.loops.clear();
  decoded.left.resize(n);
  for (std::size_t v = 0; v < n; ++v)
    decoded.left[v] = variables[v].size;
  std::size_t order = 0;
  for (std::uint32_t b = 0; b < blocks_.size(); ++b) {
    auto &rest = decoded.rest;  // the loops of this block, those in front already in order
    rest.clear();
    for (const std::size_t v : blocks_[b].variables)
      rest.push_back(static_cast<std::uint32_t>(v));
    for (; order < orders_.size() && orders_[order].block == b; ++order) {
      auto digits = static_cast<std::size_t>(point[spreads_.size() + order]);
      for (std::size_t i = orders_[order].first; i < orders_[order].first + orders_[order].count; ++i) {
        const std::size_t choices = rest.size() - i, choice = digits % choices;
        digits /= choices;
        const auto from = rest.begin() + static_cast<std::ptrdiff_t>(i);
        std::rotate(from, from + static_cast<std::ptrdiff_t>(choice), from + static_cast<std::ptrdiff_t>(choice) + 1);
      }
    }
    for (const std::uint32_t v : rest) {
      const std::uint64_t factor = factors[b * n + v];
      if (factor == 1)
        continue;
      decoded.left[v] /= factor;
      decoded.loops.push_back({b, v, factor, decoded.left[v]});
    }
  }
}

Mapping Mapspace::mapping(std::span<const std::int32_t> point) const {
  Decoded decoded;
  decode(point, decoded);
  Mapping mapping{.einsum = einsum_, .nest = {}, .position = {}};
  std::size_t loop = 0;
  std::uint32_t block = 0;
  for (std::size_t p = 0; p < path_.size(); ++p) {
    const Node &node = architecture_->nodes[path_[p]];
    if (node.kind == NodeKind::memory && decoded.keeps[p] != 0) {
      NestNode keep{.kind = NestKind::keep, .tensors = {}, .retain = retain_, .node = path_[p]};
      for (std::size_t t = 0; t < 64; ++t) {
        if (decoded.keeps[p] >> t & 1)
          keep.tensors.push_back(t);
      }
      mapping.nest.push_back(std::move(keep));
    }
    for (; block < blocks_.size() && blocks_[block].position == p; ++block) {
      for (; loop < decoded.loops.size() && decoded.loops[loop].block == block; ++loop) {
        const auto &found = decoded.loops[loop];
        mapping.nest.push_back({.kind = blocks_[block].spatial ? NestKind::spread : NestKind::loop,
                                .tensors = {},
                                .node = blocks_[block].spatial ? path_[p] : 0,
                                .dimension = blocks_[block].dimension,
                                .variable = found.variable,
                                .tile = found.tile});
      }
    }
  }
  mapping.nest.push_back({.kind = NestKind::compute, .tensors = {}, .node = path_.back()});
  return mapping;
}

}  // namespace forge::model

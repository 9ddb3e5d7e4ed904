// SPDX-License-Identifier: Apache-2.0
//
// Prepares a tensor for counting: splits its ranks into dimensions that move independently of each other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "forge/sdk/counts/perfect.hpp"

namespace forge::sdk::counts {

namespace detail {

// Is a single sum of terms (ascending) different for each point? True where each step reaches beyond all smaller ones.
inline bool mixed_radix(const Dimension &terms, std::span<const std::uint64_t> sizes) {
  std::uint64_t reach = 0;
  for (const Coefficient &term : terms) {
    if (term.value <= reach)
      return false;
    Product span;
    span *= term.value;
    span *= sizes[term.variable] - 1;
    if (span.overflow || __builtin_add_overflow(reach, span.total, &reach))
      return false;
  }
  return true;
}

// Rank of the matrix of coefficients modulo a prime: elimination over the integers would leave any number of bits. Never
// more than the rank itself, and less only where the prime divides what an elimination leaves: then it is not claimed
// that elements have one point each, which costs a replay and no exactness.
inline std::size_t matrix_rank(std::vector<std::vector<std::uint64_t>> rows) {
  constexpr std::uint64_t prime = 2147483647;  // products of two residues fit into 64 bits
  for (auto &row : rows) {
    for (std::uint64_t &value : row)
      value %= prime;
  }
  std::size_t rank = 0;
  const std::size_t columns = rows.empty() ? 0 : rows[0].size();
  for (std::size_t column = 0; column < columns && rank < rows.size(); ++column) {
    std::size_t pivot = rank;
    while (pivot < rows.size() && rows[pivot][column] == 0)
      ++pivot;
    if (pivot == rows.size())
      continue;
    std::swap(rows[rank], rows[pivot]);
    for (std::size_t i = rank + 1; i < rows.size(); ++i) {
      const std::uint64_t a = rows[rank][column], b = prime - rows[i][column];
      for (std::size_t j = column; j < columns; ++j)
        rows[i][j] = (rows[i][j] * a % prime + rows[rank][j] * b) % prime;
    }
    ++rank;
  }
  return rank;
}

}  // namespace detail

inline Shape make_shape(std::span<const std::vector<Coefficient>> index, std::span<const std::uint64_t> sizes,
                        bool output) {
  Shape shape;
  shape.output = output;
  // Ranks without rank variables of one element, equal terms added up.
  std::vector<Dimension> ranks;
  for (const auto &terms : index) {
    Dimension rank;
    for (const Coefficient &term : terms) {
      if (sizes[term.variable] == 1)
        continue;
      const auto same = std::find_if(rank.begin(), rank.end(),
                                     [&](const Coefficient &other) { return other.variable == term.variable; });
      if (same != rank.end()) {
        same->value += term.value;
      } else {
        rank.push_back(term);
      }
      shape.relevant |= std::uint64_t{1} << term.variable;
    }
    std::sort(rank.begin(), rank.end(), [](const Coefficient &a, const Coefficient &b) { return a.value < b.value; });
    if (!rank.empty())
      ranks.push_back(std::move(rank));
  }
  // Ranks that share rank variables move together: one group each.
  std::vector<std::size_t> group(ranks.size());
  std::iota(group.begin(), group.end(), std::size_t{0});
  for (std::size_t a = 0; a < ranks.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const bool shared = std::any_of(ranks[a].begin(), ranks[a].end(), [&](const Coefficient &term) {
        return std::any_of(ranks[b].begin(), ranks[b].end(),
                           [&](const Coefficient &other) { return other.variable == term.variable; });
      });
      if (!shared || group[a] == group[b])
        continue;
      const std::size_t from = group[a], to = group[b];
      std::replace(group.begin(), group.end(), from, to);
    }
  }
  shape.simple = true;
  for (std::size_t g = 0; g < ranks.size(); ++g) {
    std::vector<const Dimension *> members;
    std::uint64_t variables = 0;
    for (std::size_t r = 0; r < ranks.size(); ++r) {
      if (group[r] != g)
        continue;
      members.push_back(&ranks[r]);
      for (const Coefficient &term : ranks[r])
        variables |= std::uint64_t{1} << term.variable;
    }
    if (members.empty())
      continue;
    std::vector<std::uint32_t> columns;
    for (std::uint32_t v = 0; v < sizes.size(); ++v) {
      if (detail::contains(variables, v))
        columns.push_back(v);
    }
    std::vector<std::vector<std::uint64_t>> matrix;
    for (const Dimension *member : members) {
      auto &row = matrix.emplace_back();
      for (const std::uint32_t v : columns)
        row.push_back(detail::coefficient(*member, v));
    }
    const bool single = members.size() == 1;
    if (detail::matrix_rank(std::move(matrix)) == columns.size() ||
        (single && detail::mixed_radix(*members[0], sizes))) {
      for (const std::uint32_t v : columns)
        shape.dimensions.push_back({Coefficient{v, 1}});
    } else if (single && members[0]->size() <= detail::max_terms) {
      shape.simple = false;
      std::uint64_t divisor = 0;
      for (const Coefficient &term : *members[0])
        divisor = std::gcd(divisor, term.value);
      Dimension scaled = *members[0];
      for (Coefficient &term : scaled)
        term.value /= divisor;
      shape.dimensions.push_back(std::move(scaled));
    } else {
      shape.countable = false;
    }
  }
  if (!shape.simple && shape.dimensions.size() > detail::max_terms)
    shape.countable = false;
  if (output && !shape.simple)
    shape.countable = false;
  Product volume;
  if (shape.simple) {
    for (const Dimension &dimension : shape.dimensions)
      volume *= sizes[dimension[0].variable];
  }
  shape.volume = volume.total;
  if (volume.overflow)
    shape.countable = false;
  return shape;
}

}  // namespace forge::sdk::counts

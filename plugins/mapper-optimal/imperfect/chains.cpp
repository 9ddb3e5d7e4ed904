// SPDX-License-Identifier: Apache-2.0
#include "chains.hpp"

#include <algorithm>

namespace forge::plugins::optimal::imperfect {

namespace {

Chains::Parts cut(const Chains::Parts &outer, std::uint64_t tile) {
  std::map<std::uint64_t, double> parts;
  for (const auto &[extent, times] : outer) {
    if (extent >= tile)
      parts[tile] += times * static_cast<double>(extent / tile);
    if (extent % tile != 0)
      parts[extent % tile] += times;
  }
  return {parts.begin(), parts.end()};
}

// What the first of the places gets of each.
Chains::Parts first_of(const Chains::Parts &outer, std::uint64_t tile) {
  std::map<std::uint64_t, double> parts;
  for (const auto &[extent, times] : outer)
    parts[std::min(extent, tile)] += times;
  return {parts.begin(), parts.end()};
}

double number(const Chains::Parts &parts) {
  double sum = 0;
  for (const auto &[extent, times] : parts)
    sum += times;
  return sum;
}

}  // namespace

Chains::Chains(std::span<const std::uint64_t> sizes) {
  for (std::uint32_t v = 0; v < sizes.size(); ++v) {
    const Parts parts{{sizes[v], 1.0}};
    chains_.push_back({sizes[v], parts, parts, false, 1, 1, static_cast<double>(sizes[v])});
    variable_.push_back(v);
  }
}

ChainId Chains::inside(ChainId outer, std::uint64_t tile, std::uint32_t node) {
  const auto key = std::make_tuple(outer, tile, node);
  if (const auto known = inside_.find(key); known != inside_.end())
    return known->second;
  Chain chain;
  chain.tile = tile;
  chain.parts = cut(chains_[outer].parts, tile);
  chain.first = node == temporal ? cut(chains_[outer].first, tile) : first_of(chains_[outer].first, tile);
  chain.has_places = node != temporal || chains_[outer].has_places;
  const auto next = static_cast<ChainId>(chains_.size());
  if (!chain.has_places) {
    const auto [same, is_new] = without_places_.try_emplace({variable_[outer], chain.parts}, next);
    if (!is_new) {
      inside_.emplace(key, same->second);
      return same->second;
    }
  }
  chain.n_parts = number(chain.parts);
  chain.n_first = number(chain.first);
  for (const auto &[extent, times] : chain.first)
    chain.first_extent += static_cast<double>(extent) * times;
  chains_.push_back(std::move(chain));
  variable_.push_back(variable_[outer]);
  inside_.emplace(key, next);
  return next;
}

}  // namespace forge::plugins::optimal::imperfect

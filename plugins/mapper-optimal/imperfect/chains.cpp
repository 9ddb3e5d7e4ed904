// SPDX-License-Identifier: Apache-2.0
#include "imperfect/chains.hpp"

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

Chains::Chain with_loop(const Chains::Chain &around, std::uint64_t tile) {
  Chains::Chain chain;
  chain.spreads = around.spreads;
  chain.covers = around.covers;
  chain.places = around.places;
  chain.is_even = around.is_even;
  for (const Chains::Parts &parts : around.parts)
    chain.parts.push_back(cut(parts, tile));
  return chain;
}

Chains::Chain with_spread(const Chains::Chain &around, std::uint64_t tile, std::size_t node) {
  Chains::Chain chain;
  chain.spreads = around.spreads;
  chain.spreads.push_back(node);
  chain.places = around.places * static_cast<double>(iterations(around.tile, tile));
  chain.is_even = around.is_even && std::all_of(around.parts[0].begin(), around.parts[0].end(),
                                                [&](const auto &part) { return part.first % tile == 0; });
  chain.parts.push_back(cut(around.parts[0], tile));
  for (const Chains::Parts &parts : around.parts)
    chain.parts.push_back(first_of(parts, tile));
  double covers = 0;
  for (const auto &[extent, times] : chain.parts.back())
    covers += static_cast<double>(extent) * times;
  chain.covers.push_back(covers);
  chain.covers.insert(chain.covers.end(), around.covers.begin(), around.covers.end());
  return chain;
}

}  // namespace

double Chains::share_above(const Parts &parts, std::uint64_t tile) {
  double above = 0, all = 0;
  for (const auto &[extent, times] : parts) {
    const double covers = static_cast<double>(extent) * times;
    all += covers;
    above += extent > tile ? covers : 0.0;
  }
  return above / all;
}

double Chains::share_of_busy_places(const Parts &parts, std::uint64_t tile) {
  const std::uint64_t reach = iterations(parts.front().first, tile) * tile;  // the first part is the smallest
  double busy = 0, all = 0;
  for (const auto &[extent, times] : parts) {
    all += static_cast<double>(extent) * times;
    busy += static_cast<double>(std::min(extent, reach)) * times;
  }
  return busy / all;
}

Chains::Chains(std::span<const std::uint64_t> sizes) {
  for (std::uint32_t v = 0; v < sizes.size(); ++v) {
    chains_.push_back({.tile = sizes[v],
                       .parts = {Parts{{sizes[v], 1.0}}},
                       .n_parts = {1.0},
                       .covers = {static_cast<double>(sizes[v])}});
    variable_.push_back(v);
  }
}

ChainId Chains::inside(ChainId outer, std::uint64_t tile, std::uint32_t node) {
  const auto key = std::make_tuple(outer, tile, node);
  if (const auto known = inside_.find(key); known != inside_.end())
    return known->second;
  const Chain &around = chains_[outer];
  Chain chain = node == temporal ? with_loop(around, tile) : with_spread(around, tile, node);
  chain.tile = tile;
  for (const Parts &parts : chain.parts)
    chain.n_parts.push_back(number(parts));
  const auto next = static_cast<ChainId>(chains_.size());
  if (chain.spreads.empty()) {
    const auto [same, is_new] = without_places_.try_emplace({variable_[outer], chain.parts[0]}, next);
    if (!is_new) {
      inside_.emplace(key, same->second);
      return same->second;
    }
  }
  chains_.push_back(std::move(chain));
  variable_.push_back(variable_[outer]);
  inside_.emplace(key, next);
  return next;
}

}  // namespace forge::plugins::optimal::imperfect

// SPDX-License-Identifier: Apache-2.0
#include "imperfect/arrivals.hpp"

#include <algorithm>

namespace forge::plugins::optimal::imperfect {

void Arrivals::look_at(const Label &label) {
  const std::size_t n_variables = charges_.problem().n_variables;
  loops_.clear();
  for (NestId nest = label.nest; nest != Nests::none; nest = nests_.around(nest)) {
    if (nests_.node(nest).kind == FORGE_NEST_FOR)
      loops_.push_back(static_cast<std::uint8_t>(nests_.node(nest).operand));
  }
  n_loops_ = loops_.size();
  std::array<std::size_t, most_variables> count{};
  for (std::size_t v = 0; v < n_variables; ++v) {
    sequences_[v] = &cuts_[label.cuts[v]];
    places_[v].assign(1, 0);
  }
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t)
    counts_[t].resize(n_loops_ + 1);
  for (std::size_t i = 0;; ++i) {
    for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
      double product = 1;
      for (std::size_t v = 0; v < n_variables; ++v)
        product *= charges_.is_relevant(t, v) ? 1.0 : sequences_[v]->n_parts[count[v]];
      counts_[t][i] = product;
    }
    if (i == n_loops_)
      return;
    const std::size_t v = loops_[n_loops_ - 1 - i];
    ++count[v];
    places_[v].push_back(i + 1);
  }
}

bool Arrivals::may_wait(std::size_t tensor) const {
  std::size_t least = 0;
  for (std::size_t v = 0; v < charges_.problem().n_variables; ++v) {
    if (charges_.is_relevant(tensor, v))
      least = std::max(least, places_[v][sequences_[v]->first_last]);
  }
  return counts_[tensor][least] < all(tensor);
}

Arrivals::Range Arrivals::of(std::size_t tensor, const Parts &parts) const {
  Range range;
  const auto add = [&](const auto &next, std::size_t v, double share, std::size_t latest) -> void {
    while (v < charges_.problem().n_variables && !charges_.is_relevant(tensor, v))
      ++v;
    if (v == charges_.problem().n_variables) {
      range.average += share * counts_[tensor][latest];
      range.most = std::max(range.most, counts_[tensor][latest]);
      return;
    }
    for (const auto &[more, last] : parts[v]->last)
      next(next, v + 1, share * more, std::max(latest, places_[v][last]));
  };
  add(add, 0, 1.0, 0);
  return range;
}

double Arrivals::brought(std::size_t tensor) const {
  double sum = 0;
  const auto add = [&](const auto &next, std::size_t v, double values, std::size_t latest) -> void {
    while (v < charges_.problem().n_variables && !charges_.is_relevant(tensor, v))
      ++v;
    if (v == charges_.problem().n_variables) {
      sum += values * counts_[tensor][latest];
      return;
    }
    for (const Cuts::Part &part : sequences_[v]->parts)
      next(next, v + 1, values * static_cast<double>(part.extent) * part.times,
           std::max(latest, places_[v][part.last[0].second]));
  };
  add(add, 0, 1.0, 0);
  return sum;
}

}  // namespace forge::plugins::optimal::imperfect

// SPDX-License-Identifier: Apache-2.0
#include "sharings.hpp"

#include <algorithm>
#include <functional>

namespace forge::plugins::optimal {

namespace {

constexpr std::size_t most_sharings = 128;

// Leaves out what another one is at least as large as everywhere. Too many become one that is larger than all.
void keep_best(Sharings &all) {
  std::sort(all.begin(), all.end(), std::greater<>());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  Sharings best;
  for (auto &one : all) {
    const bool worse = std::any_of(best.begin(), best.end(), [&](const std::vector<double> &other) {
      return std::equal(one.begin(), one.end(), other.begin(), [](double a, double b) { return a <= b; });
    });
    if (!worse)
      best.push_back(std::move(one));
  }
  if (best.size() > most_sharings) {
    for (std::size_t i = 1; i < best.size(); ++i) {
      for (std::size_t t = 0; t < best[i].size(); ++t)
        best[0][t] = std::max(best[0][t], best[i][t]);
    }
    best.resize(1);
  }
  all = std::move(best);
}

}  // namespace

Sharings find_sharings(const Instance &instance, const Stage &stage) {
  const std::size_t n = stage.next.size();
  Sharings sharings(1, std::vector<double>(n, 1.0));
  for (int node = stage.position; node >= 0 && stage.shared_ahead != 0; --node) {
    Sharings here, product;
    for (const Spread &spread : instance.spreads(static_cast<std::size_t>(node))) {
      auto &factors = here.emplace_back(n, 1.0);
      for (std::size_t t = 0; t < n; ++t) {
        const bool shared =
            stage.next[t] >= 0 && node > stage.next[t] && instance.shares(static_cast<std::size_t>(node), t);
        for (std::size_t v = 0; shared && v < spread.factors.size(); ++v) {
          const bool alike = !instance.is_relevant(t, v) || instance.slides(t, v);
          factors[t] *= alike ? static_cast<double>(spread.factors[v]) : 1.0;
        }
      }
    }
    if (here.empty())
      continue;
    keep_best(here);
    for (const auto &outer : here) {
      for (const auto &inner : sharings) {
        auto &both = product.emplace_back(inner);
        for (std::size_t t = 0; t < n; ++t)
          both[t] *= outer[t];
      }
    }
    keep_best(product);
    sharings = std::move(product);
  }
  return sharings;
}

}  // namespace forge::plugins::optimal

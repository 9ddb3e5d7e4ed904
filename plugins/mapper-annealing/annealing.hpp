// SPDX-License-Identifier: Apache-2.0
// Strategy "annealing": many chains of small steps. A step that makes things worse is taken the less likely, the worse it
// is and the colder the chain. S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, "Optimization by simulated annealing",
// Science 220, 1983.
//
// A round is one step of every chain, so that the host has something to share out among its threads.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "forge/sdk/moves.hpp"
#include "forge/sdk/round.hpp"
#include "forge/sdk/sampler.hpp"

namespace forge::plugins {

class Annealing {
 public:
  static constexpr std::string_view id = "annealing";
  static constexpr std::string_view summary = "simulated annealing; give it a budget, or a number of restarts";
  static constexpr forge_column_info options[] = {
      sdk::integer("chains", "", "chains that run side by side").range(1, 65536).preset(64),
      sdk::real("temperature", "", "to start with: a step that is worse by this share is taken in 1 of e cases")
          .range(1e-9, 1e9)
          .preset(0.5),
      sdk::real("coldest", "", "temperature at which a chain ends").range(1e-12, 1e9).preset(0.002),
      sdk::real("cooling", "", "factor of the temperature from step to step").range(0, 0.999999).preset(0.98),
      sdk::integer("restarts", "", "how often a chain starts again when it has ended; not given: without end")
          .range(0, 1e9)
          .optional(),
  };

  explicit Annealing(const sdk::SamplerSetup &setup)
      : random_(setup.seed),
        moves_(setup.space),
        round_(setup.space),
        hottest_(setup.options.real("temperature")),
        coldest_(setup.options.real("coldest")),
        cooling_(setup.options.real("cooling")),
        is_limited_(setup.options.has("restarts")),
        chains_(static_cast<std::size_t>(setup.options.integer("chains"))) {
    const auto restarts = is_limited_ ? setup.options.integer("restarts") : 0;
    for (Chain &chain : chains_) {
      chain.left = restarts;
      start(chain, setup.space.n_variables());
    }
  }

  std::size_t ask(sdk::Points &points) {
    if (round_.is_asked()) {
      learn();
      propose();
    }
    return round_.ask(points);
  }
  void tell(const sdk::Scores &scores) { round_.tell(scores); }

 private:
  // Points that a chain draws in search of a valid one, before it sets out from the best point of all.
  static constexpr int most_draws = 32;
  static constexpr double one_more_change = 0.25;

  struct Chain {
    std::vector<std::int32_t> point;
    double objective = 0;
    double temperature = 0;
    std::int64_t left = 0;  // restarts
    int draws = 0;
    bool is_placed = false;  // at a valid point
    bool is_over = false;
  };

  void start(Chain &chain, std::size_t n_variables) const {
    chain.point.assign(n_variables, 0);
    chain.temperature = hottest_;
    chain.draws = 0;
    chain.is_placed = false;
  }

  void learn() {
    for (std::size_t i = 0; i < round_.size(); ++i) {
      Chain &chain = chains_[in_round_[i]];
      const auto point = round_.point(i);
      const auto objectives = round_.objectives(i);
      if (round_.is_valid(i) && (!has_best_ || sdk::is_better(objectives, best_objectives_))) {
        best_.assign(point.begin(), point.end());
        best_objectives_.assign(objectives.begin(), objectives.end());
        has_best_ = true;
      }
      if (round_.is_valid(i) && (!chain.is_placed || is_accepted(objectives.front(), chain))) {
        chain.point.assign(point.begin(), point.end());
        chain.objective = objectives.front();
        chain.is_placed = true;
      }
      cool(chain);
    }
  }

  // Relative to where the chain is: objectives may be of any size.
  bool is_accepted(double objective, const Chain &chain) {
    if (objective <= chain.objective) {
      return true;
    }
    const double worse = (objective - chain.objective) / std::abs(chain.objective);
    return random_.unit() < std::exp(-worse / chain.temperature);
  }

  void cool(Chain &chain) const {
    if (!chain.is_placed && (++chain.draws < most_draws || !is_limited_)) {
      return;  // still looking for its place; a limited chain comes to its end also where nothing is valid
    }
    chain.temperature *= cooling_;
    if (chain.temperature >= coldest_) {
      return;
    }
    if (is_limited_ && chain.left-- == 0) {
      chain.is_over = true;
      return;
    }
    start(chain, chain.point.size());
  }

  void propose() {
    round_.clear();
    in_round_.clear();
    for (std::size_t c = 0; c < chains_.size(); ++c) {
      Chain &chain = chains_[c];
      if (chain.is_over) {
        continue;
      }
      if (!chain.is_placed && has_best_ && chain.draws >= most_draws) {
        chain.point = best_;
        chain.objective = best_objectives_.front();
        chain.is_placed = true;
      }
      in_round_.push_back(c);
      const auto point = round_.add();
      if (chain.is_placed) {
        std::copy(chain.point.begin(), chain.point.end(), point.begin());
        moves_.change_some(point, one_more_change, random_);
      } else {
        moves_.draw(point, random_);
      }
    }
  }

  sdk::SplitMix64 random_;
  sdk::Moves moves_;
  sdk::Round round_;
  double hottest_, coldest_, cooling_;
  bool is_limited_;
  std::vector<Chain> chains_;
  std::vector<std::size_t> in_round_;  // the chain of each point
  std::vector<std::int32_t> best_;
  std::vector<double> best_objectives_;
  bool has_best_ = false;
};

}  // namespace forge::plugins

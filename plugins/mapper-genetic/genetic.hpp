// SPDX-License-Identifier: Apache-2.0
// Strategy "genetic": points have children, which take each variable from one of their two parents and change a few of
// them. Parents are the winners of tournaments. D. E. Goldberg, "Genetic Algorithms in Search, Optimization, and
// Machine Learning", 1989.
//
// A round is one generation.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "forge/sdk/moves.hpp"
#include "forge/sdk/round.hpp"
#include "forge/sdk/sampler.hpp"

namespace forge::plugins {

class Genetic {
 public:
  static constexpr std::string_view id = "genetic";
  static constexpr std::string_view summary =
      "a population with tournaments, crossover and mutation; never ends by itself, so give it a budget";
  static constexpr forge_column_info options[] = {
      sdk::integer("population", "", "valid points that may have children").range(2, 65536).preset(256),
      sdk::integer("elite", "", "the best ones that live on until better ones come").range(0, 65536).preset(16),
      sdk::integer("tournament", "", "points of which the best becomes a parent").range(1, 65536).preset(2),
      sdk::real("mutation", "", "variables of a child that change, on average").range(0, 1000).preset(3),
  };

  explicit Genetic(const sdk::SamplerSetup &setup)
      : random_(setup.seed),
        moves_(setup.space),
        round_(setup.space),
        n_population_(static_cast<std::size_t>(setup.options.integer("population"))),
        n_elite_(std::min(static_cast<std::size_t>(setup.options.integer("elite")), n_population_)),
        n_tournament_(static_cast<std::uint32_t>(setup.options.integer("tournament"))),
        // So likely one more change follows the first one, and so on: 1 / (1 - again) of them on average.
        is_mutated_(std::min(1.0, setup.options.real("mutation"))),
        again_(1 - 1 / std::max(1.0, setup.options.real("mutation"))) {}

  std::size_t ask(sdk::Points &points) {
    if (round_.is_asked()) {
      select();
      round_.clear();
      breed();
    }
    return round_.ask(points);
  }
  void tell(const sdk::Scores &scores) { round_.tell(scores); }

 private:
  struct Member {
    std::vector<std::int32_t> point;
    std::vector<double> objectives;
  };

  // The elite and the valid children; where these are too few, the best of the old ones stay as well.
  void select() {
    std::vector<Member> next;
    std::set<std::vector<std::int32_t>> known;  // a point lives once, or the best would soon be all there is
    const auto take = [&](Member &member) {
      if (known.insert(member.point).second) {
        next.push_back(std::move(member));
      }
    };
    const auto n_elite = static_cast<std::ptrdiff_t>(std::min(n_elite_, population_.size()));
    std::for_each(population_.begin(), population_.begin() + n_elite, take);
    for (std::size_t i = 0; i < round_.size(); ++i) {
      if (round_.is_valid(i)) {
        const auto point = round_.point(i);
        const auto objectives = round_.objectives(i);
        Member child{{point.begin(), point.end()}, {objectives.begin(), objectives.end()}};
        take(child);
      }
    }
    for (auto old = population_.begin() + n_elite; old != population_.end() && next.size() < n_population_; ++old) {
      take(*old);
    }
    std::stable_sort(next.begin(), next.end(),
                     [](const Member &a, const Member &b) { return sdk::is_better(a.objectives, b.objectives); });
    next.resize(std::min(next.size(), n_population_));
    population_ = std::move(next);
  }

  // While the population is not complete, each child has a newcomer beside it.
  void breed() {
    for (std::size_t i = 0; i < n_population_; ++i) {
      const auto child = round_.add();
      const bool is_complete = population_.size() == n_population_;
      if (population_.size() < 2 || (!is_complete && i % 2 == 1)) {
        moves_.draw(child, random_);
        continue;
      }
      const Member &mother = winner();
      const Member &father = winner();
      std::transform(mother.point.begin(), mother.point.end(), father.point.begin(), child.begin(),
                     [this](std::int32_t a, std::int32_t b) { return random_.below(2) == 0 ? a : b; });
      const bool is_copy = std::equal(child.begin(), child.end(), mother.point.begin()) ||
                           std::equal(child.begin(), child.end(), father.point.begin());
      if (is_copy || random_.unit() < is_mutated_) {
        moves_.change_some(child, again_, random_);
      }
    }
  }

  // Members are sorted: the lowest index wins.
  const Member &winner() {
    const auto n = static_cast<std::uint32_t>(population_.size());
    std::uint32_t first = n - 1;
    for (std::uint32_t i = 0; i < n_tournament_; ++i) {
      first = std::min(first, random_.below(n));
    }
    return population_[first];
  }

  sdk::SplitMix64 random_;
  sdk::Moves moves_;
  sdk::Round round_;
  std::size_t n_population_, n_elite_;
  std::uint32_t n_tournament_;
  double is_mutated_, again_;
  std::vector<Member> population_;  // best first
};

}  // namespace forge::plugins

// SPDX-License-Identifier: Apache-2.0
//
// What the searches of one Einsum's paths have brought together so far.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "evaluate/result.hpp"
#include "evaluate/score.hpp"
#include "model/mapping.hpp"
#include "search/archive.hpp"
#include "search/budget.hpp"

namespace forge::app {

struct Gathered {
  explicit Gathered(bool pareto) : archive(pareto) {}

  search::Archive<model::Mapping> archive;
  evaluate::SearchOutcome outcome;
  std::map<std::string, evaluate::Rejection> rejections;
  std::size_t n_optimal = 0, n_infeasible = 0;
  search::StoppedBy stopped_by = search::StoppedBy::exhausted;

  void count(std::uint64_t evaluated, std::uint64_t valid, double seconds, search::StoppedBy reason) {
    outcome.evaluated += evaluated;
    outcome.valid += valid;
    outcome.seconds += seconds;
    stopped_by = reason;
  }

  void reject(const evaluate::Rejection &rejection) {
    const auto [known, is_new] = rejections.emplace(rejection.limit, rejection);
    if (is_new) {
      return;
    }
    auto &sum = known->second;
    sum.points += rejection.points;
    const auto miss = [](const evaluate::Rejection &one) { return std::abs(one.best_demand - one.bound); };
    if (miss(rejection) < miss(sum)) {
      sum.best_demand = rejection.best_demand;
      sum.bound = rejection.bound;
    }
  }
};

}  // namespace forge::app

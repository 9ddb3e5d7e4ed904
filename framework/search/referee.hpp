// SPDX-License-Identifier: Apache-2.0
//
// The host's side of forge_solver_sink: evaluates what a solver hands over, compares it with the solver's claims, and
// keeps what is good. The first thing that is wrong is remembered and ends the search, whatever the solver says then.
#pragma once

#include <forge/abi/problem.h>

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/cost.hpp"
#include "plugin/strategy.hpp"
#include "search/archive.hpp"
#include "search/budget.hpp"
#include "search/progress.hpp"
#include "support/error.hpp"

namespace forge::search {

// Evaluates a nest: its objectives, or nothing where it is no valid mapping. Throws Error where the nest is malformed.
using NestEvaluator = std::function<std::optional<std::vector<double>>(std::span<const forge_nest_node>)>;

class Referee {
 public:
  using Nest = std::vector<forge_nest_node>;

  // Keeps references for the time of one search. `owner` names the strategy in messages.
  Referee(std::string owner, const forge_problem &problem, const NestEvaluator &evaluate, Progress &progress);
  Referee(const Referee &) = delete;
  Referee &operator=(const Referee &) = delete;

  const forge_solver_sink &sink() const { return sink_; }

  // Throws what went wrong first, if anything did.
  void throw_failure() const;

  // The solver's last word on the bound; NaN: none. Throws Error{plugin} where it contradicts what was found.
  void conclude(double bound, bool is_optimal);

  const Archive<Nest> &kept() const { return kept_; }
  std::optional<double> bound() const { return bound_; }
  std::uint64_t evaluated() const { return evaluated_; }
  std::uint64_t valid() const { return valid_; }
  const Spending &spending() const { return spending_; }

  Error blame(const std::string &what) const;  // "strategy ...: what"

 private:
  forge_status judge(const forge_solution &solution);
  forge_status evaluate_all(std::span<const forge_solution *const> nests, double *const *objective,
                            forge_status *row_status);
  std::optional<std::vector<double>> evaluate(std::span<const forge_nest_node> nest);
  void check_claims(std::span<const forge_nest_node> nest, std::span<const double> claims,
                    std::span<const double> actual) const;
  void raise_bound(double bound);
  void check_bound() const;
  Error blame(const std::string &what, std::span<const forge_nest_node> nest) const;
  std::string quantity(std::size_t objective, double value) const;
  void show();

  // Runs a callback's body: nothing may be thrown through the solver.
  template <class Body> forge_status guarded(forge_error *error, const Body &body) noexcept;

  std::string owner_;
  const forge_problem &problem_;
  const NestEvaluator &evaluate_;
  Progress &progress_;
  std::vector<model::Quantity> objectives_;
  Archive<Nest> kept_;
  Spending spending_;
  std::optional<double> bound_;
  std::uint64_t evaluated_ = 0, valid_ = 0;
  std::exception_ptr failure_;
  forge_solver_sink sink_{};
};

}  // namespace forge::search

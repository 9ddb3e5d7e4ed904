// SPDX-License-Identifier: Apache-2.0
#include "search/conflict.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/deadline.hpp"
#include "search/relaxed_problem.hpp"
#include "support/error.hpp"
#include "support/log.hpp"

namespace forge::search {
namespace {

using Kind = Limit::Kind;
using Set = std::vector<bool>;  // by limit: is it in force?

// Seen as given at first.
bool is_given(const Limit &limit) {
  return limit.kind == Kind::places || limit.kind == Kind::keep;
}

class Finder {
 public:
  Finder(const forge_problem &problem, const std::function<Feasibility(const forge_problem &)> &ask)
      : problem_(problem), ask_(ask), limits_(limits_of(problem)), relaxed_(problem, limits_) {
    for (std::size_t i = 0; i < limits_.size(); ++i) {
      given_.push_back(is_given(limits_[i]));
      if (!given_.back()) {
        chosen_.push_back(i);
      }
    }
  }

  std::optional<Conflict> find() {
    Conflict conflict;
    auto set = smallest();
    lift_given(set);
    conflict.is_proven = is_proven_;
    for (std::size_t i = 0; i < limits_.size(); ++i) {
      if (set[i]) {
        conflict.members.push_back({limits_[i], bound_of(problem_, limits_[i]), std::nullopt, true});
      }
    }
    // What a project can't lift is behind it, or nothing is known at all.
    if (conflict.members.empty() || n_infeasible_ == 0) {
      return std::nullopt;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < limits_.size(); ++i) {
      if (set[i]) {
        measure(set, i, conflict.members[at++]);
      }
    }
    return conflict;
  }

 private:
  Feasibility ask(const Set &set, std::optional<RelaxedProblem::Changed> changed = std::nullopt) {
    const auto answer = ask_(relaxed_.with(set, changed));
    n_infeasible_ += answer == Feasibility::infeasible ? 1 : 0;
    return answer;
  }
  // An answer that is missing may hide a smaller set.
  bool rules_all_out(const Set &set) {
    const auto answer = ask(set);
    is_proven_ = is_proven_ && answer != Feasibility::unknown;
    return answer == Feasibility::infeasible;
  }

  // None, one or two of the limits that are not given, if those are enough; else as many as are left when no one can be
  // lifted any more.
  Set smallest() {
    if (rules_all_out(given_)) {
      return given_;
    }
    for (const auto one : chosen_) {
      if (auto set = given_; set[one] = true, rules_all_out(set)) {
        return set;
      }
    }
    for (std::size_t a = 0; a < chosen_.size(); ++a) {
      for (std::size_t b = a + 1; b < chosen_.size(); ++b) {
        if (auto set = given_; set[chosen_[a]] = set[chosen_[b]] = true, rules_all_out(set)) {
          return set;
        }
      }
    }
    Set set(limits_.size(), true);
    for (const auto one : chosen_) {
      lift(set, {one});
    }
    return set;
  }

  // Most often all of a kind can go: one question instead of many.
  void lift_given(Set &set) {
    for (const auto kind : {Kind::places, Kind::keep}) {
      std::vector<std::size_t> all;
      for (std::size_t i = 0; i < limits_.size(); ++i) {
        if (limits_[i].kind == kind) {
          all.push_back(i);
        }
      }
      const bool was_proven = is_proven_;
      if (all.empty() || lift(set, all)) {
        continue;
      }
      is_proven_ = was_proven;  // what matters is what can be said of each
      for (const auto one : all) {
        lift(set, {one});
      }
    }
  }

  bool lift(Set &set, const std::vector<std::size_t> &which) {
    auto fewer = set;
    for (const auto i : which) {
      fewer[i] = false;
    }
    if (!rules_all_out(fewer)) {
      return false;
    }
    set = std::move(fewer);
    return true;
  }

  void measure(const Set &set, std::size_t limit, Member &member) {
    const bool is_loops = member.limit.kind == Kind::loops;
    const auto relation = is_loops ? problem_.constraint_relation[member.limit.which] : FORGE_EQUAL;
    const auto kind = member.limit.kind;
    if (kind == Kind::capacity || kind == Kind::places || relation == FORGE_LESS_EQUAL) {
      least(set, limit, member);
    } else if (kind == Kind::min_utilization || kind == Kind::max_utilization || relation == FORGE_GREATER_EQUAL) {
      // One place, one iteration: that is as if there were no limit.
      approach(set, limit, member, 1, std::ceil(member.bound * (1 - 1e-12)));
    }
  }

  // Doubles the bound until a mapping is valid.
  void least(const Set &set, std::size_t limit, Member &member) {
    constexpr double most = 9e15;
    double low = std::floor(member.bound);
    for (double high = std::max(1.0, 2 * low); high < most; high *= 2) {
      const auto answer = ask(set, {{limit, high}});
      if (answer == Feasibility::unknown) {
        return;
      }
      if (answer == Feasibility::feasible) {
        approach(set, limit, member, high, low);
        return;
      }
      low = high;
    }
  }

  // From a bound that does towards one that does not, until they are neighbours.
  // What is found by then is told where time runs out; what was known before is not.
  void approach(const Set &set, std::size_t limit, Member &member, double good, double bad) {
    const double first = good;
    while (std::abs(good - bad) > 1) {
      const double middle = std::floor((good + bad) / 2);
      const auto answer = ask(set, {{limit, middle}});
      if (answer == Feasibility::unknown) {
        member.is_exact = false;
        break;
      }
      (answer == Feasibility::feasible ? good : bad) = middle;
    }
    if (member.is_exact || good != first) {
      member.demand = good;
    }
  }

  const forge_problem &problem_;
  const std::function<Feasibility(const forge_problem &)> &ask_;
  std::vector<Limit> limits_;
  RelaxedProblem relaxed_;
  Set given_;
  std::vector<std::size_t> chosen_;
  bool is_proven_ = true;
  std::size_t n_infeasible_ = 0;
};

}  // namespace

Feasibility feasibility(const plugin::Strategy &strategy, plugin::Host &host, const forge_problem &problem,
                        const plugin::OptionValues &options, std::uint64_t seed) {
  if (problem.deadline <= 0) {
    return Feasibility::unknown;
  }
  bool is_feasible = false;
  forge_solver_sink sink{};
  sink.struct_size = sizeof(forge_solver_sink);
  sink.impl = &is_feasible;
  // One mapping is all it takes: the solver is to give up then.
  sink.incumbent = [](const forge_solver_sink *self, const forge_solution *, forge_error *) noexcept -> forge_status {
    *static_cast<bool *>(self->impl) = true;
    return FORGE_CANCELLED;
  };
  sink.bound = [](const forge_solver_sink *, double) noexcept {};
  // The model knows the problem with all its limits only.
  sink.evaluate = [](const forge_solver_sink *, const forge_solution *const *, std::uint64_t, double *const *,
                     forge_status *, forge_error *) noexcept -> forge_status { return FORGE_UNSUPPORTED; };
  const DeadlineGuard guard(host, problem.deadline);
  try {
    const auto outcome = strategy.solve(host, problem, sink, options, seed);
    if (!is_feasible) {
      return outcome.status == FORGE_INFEASIBLE ? Feasibility::infeasible : Feasibility::unknown;
    }
  } catch (const Error &error) {
    if (!is_feasible) {
      log::debug("{}", error.what());
      return Feasibility::unknown;
    }
  }
  return Feasibility::feasible;
}

std::optional<Conflict> find_conflict(const forge_problem &problem,
                                      const std::function<Feasibility(const forge_problem &)> &ask) {
  return Finder(problem, ask).find();
}

}  // namespace forge::search

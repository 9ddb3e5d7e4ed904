// SPDX-License-Identifier: Apache-2.0
//
// Relaxed problems have a valid mapping where an enumeration finds one, and the sets of limits that are told do rule
// everything out, and no fewer of them.
#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "optimal/random_problems.hpp"
#include "search/conflict.hpp"
#include "search/relaxed_problem.hpp"
#include "support/catch.hpp"

using namespace forge;
using namespace forge::test;
using search::Feasibility;
using Kind = search::Limit::Kind;

namespace {

constexpr std::uint64_t n_cases = slow_build ? 30 : 300;

Feasibility ask(LoadedProblem &problem, const forge_problem &table) {
  const auto &strategy = problem.registry().strategy("optimal");
  const auto options = plugin::checked_options(strategy.options, problem.project().mapper.options,
                                               problem.project().directory, strategy.owner());
  return search::feasibility(strategy, problem.host(), table, options, 1);
}

Feasibility answer(bool is_feasible) {
  return is_feasible ? Feasibility::feasible : Feasibility::infeasible;
}

std::string without_spatial_limits(std::string text) {
  for (const char *limit : {R"(\n(loops|order) = [^\n]*)", R"(, loops = \[[^\]]*\])", R"(, reuse = "[^"]*")",
                            R"(, min_utilization = ("max"|[0-9.]+))"})
    text = std::regex_replace(text, std::regex(limit), "");
  return text;
}

}  // namespace

TEST_CASE("problems without prices are feasible where the enumeration finds a mapping") {
  std::size_t n_infeasible = 0, n_simple = 0;
  for (std::uint64_t seed = 1; seed <= n_cases; ++seed) {
    auto known = solved_problem(seed, most_compared);
    INFO(seed);
    const auto &table = known.problem->table();
    const auto limits = search::limits_of(table);
    search::RelaxedProblem relaxed(table, limits);
    CHECK(ask(*known.problem, relaxed.with(std::vector<bool>(limits.size(), true))) ==
          answer(!known.truth.best.empty()));
    n_infeasible += known.truth.best.empty() ? 1 : 0;

    // Nothing is said of loops any more: capacities, places and what memories must hold are left.
    std::vector<bool> set;
    for (const auto &limit : limits)
      set.push_back(limit.kind == Kind::capacity || limit.kind == Kind::places || limit.kind == Kind::keep);
    const LoadedProblem lifted(without_spatial_limits(known.toml));
    const auto truth = brute_force(lifted, {.most_nests = most_compared});
    if (!truth.complete && truth.best.empty())
      continue;
    ++n_simple;
    CHECK(ask(*known.problem, relaxed.with(set)) == answer(!truth.best.empty()));
  }
  CHECK(n_infeasible > n_cases / 100);
  CHECK(n_simple > n_cases / 2);
}

TEST_CASE("what is told of infeasible problems rules everything out, and nothing of it can be left out") {
  std::size_t n_told = 0;
  for (std::uint64_t seed = 1; seed <= n_cases; ++seed) {
    auto known = solved_problem(seed, most_compared);
    if (!known.truth.best.empty())
      continue;
    INFO(seed);
    const auto &table = known.problem->table();
    const auto conflict =
        search::find_conflict(table, [&](const forge_problem &asked) { return ask(*known.problem, asked); });
    if (!conflict)
      continue;  // nothing may hold a tensor
    ++n_told;
    CHECK(conflict->is_proven);
    const auto limits = search::limits_of(table);
    search::RelaxedProblem relaxed(table, limits);
    std::vector<bool> set;
    for (const auto &limit : limits)
      set.push_back(std::any_of(conflict->members.begin(), conflict->members.end(),
                                [&](const search::Member &member) { return member.limit == limit; }));
    CHECK(ask(*known.problem, relaxed.with(set)) == Feasibility::infeasible);
    for (std::size_t i = 0; i < set.size(); ++i) {
      if (!set[i])
        continue;
      set[i] = false;
      CHECK(ask(*known.problem, relaxed.with(set)) == Feasibility::feasible);
      set[i] = true;
    }
    for (const auto &member : conflict->members)
      CHECK((!member.demand || *member.demand != member.bound));
  }
  CHECK(n_told > n_cases / 100);
}

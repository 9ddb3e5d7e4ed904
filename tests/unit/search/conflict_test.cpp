// SPDX-License-Identifier: Apache-2.0
//
// The search for a smallest set of limits, with a made-up rule for which of them can hold together.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "one_loop.hpp"
#include "search/conflict.hpp"
#include "search/relaxed_problem.hpp"
#include "support/catch.hpp"

using namespace forge;
using namespace forge::search;
using namespace forge::test::one_loop;
using forge::test::SolverScript;
using Kind = Limit::Kind;

namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

// DRAM that holds both tensors, a buffer of 100 bits, a fan-out of 4 places, a buffer of 10 bits, a compute; 64 points.
struct Problem {
  std::vector<std::uint64_t> sizes{8, 8}, places{1, 1, 4, 1, 1};
  std::vector<std::int32_t> kinds{FORGE_MEMORY, FORGE_MEMORY, FORGE_FANOUT, FORGE_MEMORY, FORGE_COMPUTE};
  std::vector<double> capacity{unlimited, 100, 0, 10, 0}, min_utilization{0, 0, 0.75, 0, 0}, bounds{3, 2};
  std::vector<std::int32_t> keep{2, 2, 1, 0, 0, 0, 2, 1, 0, 0},
      unless = std::vector<std::int32_t>(10, -1), reuse{0, 0, 0, 0, 1, 0, 0, 0, 0, 0},
      none = std::vector<std::int32_t>(5, 0), relations{FORGE_LESS_EQUAL, FORGE_GREATER_EQUAL};
  std::vector<std::uint32_t> nodes{2, 3}, begin{0, 1, 3}, variables{0, 0, 1}, order_begin{0, 0, 1, 1, 1, 1}, order{1};
  forge_problem table{};

  Problem() {
    table.struct_size = sizeof(forge_problem);
    table.n_variables = 2;
    table.n_tensors = 2;
    table.n_nodes = 5;
    table.variable_size = sizes.data();
    table.node_kind = kinds.data();
    table.capacity = capacity.data();
    table.fanout_size = places.data();
    table.min_utilization = min_utilization.data();
    table.max_utilization = none.data();
    table.keep = keep.data();
    table.keep_unless = unless.data();
    table.reuse = reuse.data();
    table.n_constraints = 2;
    table.constraint_node = nodes.data();
    table.constraint_relation = relations.data();
    table.constraint_bound = bounds.data();
    table.constraint_begin = begin.data();
    table.constraint_variable = variables.data();
    table.order_begin = order_begin.data();
    table.order_variable = order.data();
    table.deadline = unlimited;
  }
};

using Rule = std::function<bool(const forge_problem &)>;  // is it feasible?

std::optional<Conflict> conflict_of(const Problem &problem, const Rule &rule) {
  return find_conflict(problem.table, [&](const forge_problem &asked) {
    return rule(asked) ? Feasibility::feasible : Feasibility::infeasible;
  });
}

std::vector<Limit> limits(const std::optional<Conflict> &conflict) {
  std::vector<Limit> found;
  if (conflict) {
    std::transform(conflict->members.begin(), conflict->members.end(), std::back_inserter(found),
                   [](const Member &member) { return member.limit; });
  }
  return found;
}

// Places that must be used, wherever the fan-out's size stands.
double asked_places(const forge_problem &problem) {
  return problem.min_utilization[2] * static_cast<double>(problem.fanout_size[2]);
}

bool has_constraint(const forge_problem &problem, std::uint32_t node) {
  return std::count(problem.constraint_node, problem.constraint_node + problem.n_constraints, node) > 0;
}

}  // namespace

TEST_CASE("conflict: the limits of a problem, outermost first") {
  const Problem problem;
  CHECK(limits_of(problem.table) == std::vector<Limit>{{Kind::capacity, 1, 0},
                                                       {Kind::order, 1, 0},
                                                       {Kind::places, 2, 0},
                                                       {Kind::min_utilization, 2, 0},
                                                       {Kind::reuse, 2, 0},
                                                       {Kind::loops, 2, 0},
                                                       {Kind::capacity, 3, 0},
                                                       {Kind::keep, 3, 0},
                                                       {Kind::loops, 3, 1}});
}

TEST_CASE("conflict: a relaxed problem has the limits that are in force, and no prices") {
  const Problem problem;
  const auto all = limits_of(problem.table);
  RelaxedProblem relaxed(problem.table, all);
  SECTION("all") {
    const auto &table = relaxed.with(std::vector<bool>(all.size(), true));
    CHECK(table.capacity[3] == 10);
    CHECK(table.fanout_size[2] == 4);
    CHECK(table.keep[3 * 2] == FORGE_MUST_KEEP);
    CHECK(table.keep[1 * 2] == FORGE_MAY_KEEP);
    CHECK(table.n_constraints == 2);
    CHECK(table.order_begin[2] == 1);
    CHECK(table.energy_per_value[5 * 2 * FORGE_N_TRANSFERS - 1] == 0);
    CHECK(table.objective[0] == FORGE_ENERGY);
  }
  SECTION("more places: as many of them must be used") {
    auto set = std::vector<bool>(all.size(), true);
    set[2] = false;
    const auto &table = relaxed.with(set);
    CHECK(table.fanout_size[2] == 64);
    CHECK(asked_places(table) == 3);
  }
  SECTION("none: what can be left out is") {
    const auto &table = relaxed.with(std::vector<bool>(all.size(), false));
    CHECK(table.capacity[3] == unlimited);
    CHECK(table.fanout_size[2] == 1);
    CHECK(table.keep[0] == FORGE_MUST_KEEP);
    CHECK(table.keep[3 * 2] == FORGE_BYPASS);
    CHECK(table.reuse[2 * 2] == 0);
    CHECK(table.n_constraints == 0);
    CHECK(table.order_begin[5] == 0);
  }
  SECTION("a constraint keeps its variables where another one is lifted") {
    auto set = std::vector<bool>(all.size(), true);
    set[5] = false;
    const auto &table = relaxed.with(set, {{8, 7}});
    REQUIRE(table.n_constraints == 1);
    CHECK(table.constraint_node[0] == 3);
    CHECK(table.constraint_bound[0] == 7);
    CHECK(table.constraint_begin[1] == 2);
    CHECK(table.constraint_variable[1] == 1);
  }
}

TEST_CASE("conflict: one limit, and the demand") {
  const Problem problem;
  const auto conflict = conflict_of(problem, [](const forge_problem &asked) { return asked.capacity[1] >= 137; });
  REQUIRE(limits(conflict) == std::vector<Limit>{{Kind::capacity, 1, 0}});
  CHECK(conflict->is_proven);
  CHECK(conflict->members[0].bound == 100);
  CHECK(conflict->members[0].demand == 137);
  CHECK(conflict->members[0].is_exact);
}

TEST_CASE("conflict: two limits that only together rule everything out, and what a memory must hold") {
  const Problem problem;
  const auto conflict = conflict_of(problem, [](const forge_problem &asked) {
    return asked.capacity[3] >= 16 || asked_places(asked) <= 2 || asked.keep[3 * 2] != FORGE_MUST_KEEP;
  });
  REQUIRE(limits(conflict) ==
          std::vector<Limit>{{Kind::min_utilization, 2, 0}, {Kind::capacity, 3, 0}, {Kind::keep, 3, 0}});
  CHECK(conflict->members[0].bound == 3);
  CHECK(conflict->members[0].demand == 2);
  CHECK(conflict->members[1].demand == 16);
  CHECK_FALSE(conflict->members[2].demand);
}

TEST_CASE("conflict: constraints, with the bounds that would do") {
  const Problem problem;
  const auto conflict = conflict_of(problem, [](const forge_problem &asked) {
    if (!has_constraint(asked, 2) || !has_constraint(asked, 3) || asked.reuse[2 * 2] == 0) {
      return true;
    }
    return asked.constraint_bound[0] >= 5 || asked.constraint_bound[1] <= 1;
  });
  REQUIRE(limits(conflict) == std::vector<Limit>{{Kind::reuse, 2, 0}, {Kind::loops, 2, 0}, {Kind::loops, 3, 1}});
  CHECK(conflict->members[1].demand == 5);
  CHECK(conflict->members[2].demand == 1);
}

TEST_CASE("conflict: nothing to be said") {
  const Problem problem;
  CHECK_FALSE(conflict_of(problem, [](const forge_problem &) { return false; }));  // no limit is to blame
  CHECK_FALSE(find_conflict(problem.table, [](const forge_problem &) { return Feasibility::unknown; }));
}

TEST_CASE("conflict: where time runs out, the set may not be the smallest") {
  const Problem problem;
  int left = 0;
  const auto ask = [&](const forge_problem &asked) {
    return left-- <= 0               ? Feasibility::unknown
           : asked.capacity[3] <= 10 ? Feasibility::infeasible
                                     : Feasibility::feasible;
  };
  left = 6;  // nothing is known to be infeasible by then
  CHECK_FALSE(find_conflict(problem.table, ask));
  left = 7;
  const auto conflict = find_conflict(problem.table, ask);
  REQUIRE(conflict);
  CHECK_FALSE(conflict->is_proven);
  CHECK(limits(conflict) == std::vector<Limit>{{Kind::places, 2, 0}, {Kind::capacity, 3, 0}, {Kind::keep, 3, 0}});
  CHECK_FALSE(conflict->members[1].demand);
  left = 9;  // what is given has been lifted, too
  CHECK(limits(find_conflict(problem.table, ask)) == std::vector<Limit>{{Kind::capacity, 3, 0}});
  left = 11;  // 20 would do, and so would 15
  const auto bounded = find_conflict(problem.table, ask);
  REQUIRE(bounded);
  CHECK(bounded->is_proven);
  CHECK(bounded->members[0].demand == 15);
  CHECK_FALSE(bounded->members[0].is_exact);
}

TEST_CASE("conflict: a solver is asked for no more than one mapping") {
  Run run;
  Pool pool(1);
  plugin::Host host(run.cancelled, pool);
  const auto ask = [&](const SolverScript &script) {
    return feasibility(forge::test::fake_solver(), host, run.problem, forge::test::fake_solver_options(script), 1);
  };
  CHECK(ask([](const forge_problem &, const forge_solver_sink &sink, forge_certificate &,
               forge_error *error) -> forge_status { return hand_over(sink, 3, {1}, error); }) ==
        Feasibility::feasible);
  CHECK(ask([](const forge_problem &, const forge_solver_sink &sink, forge_certificate &,
               forge_error *error) -> forge_status {
          hand_over(sink, 3, {1}, error);
          return forge::test::fail_with(error, FORGE_INVALID, "refused");
        }) == Feasibility::feasible);
  for (const auto &[status, answer] : {std::pair{forge_status{FORGE_INFEASIBLE}, Feasibility::infeasible},
                                       std::pair{forge_status{FORGE_OK}, Feasibility::unknown},
                                       std::pair{forge_status{FORGE_CANCELLED}, Feasibility::unknown},
                                       std::pair{forge_status{FORGE_UNSUPPORTED}, Feasibility::unknown},
                                       std::pair{forge_status{FORGE_INTERNAL}, Feasibility::unknown}}) {
    CHECK(ask([end = status](const forge_problem &, const forge_solver_sink &, forge_certificate &,
                             forge_error *) -> forge_status { return end; }) == answer);
  }
  run.problem.deadline = 0;
  CHECK(ask([](const forge_problem &, const forge_solver_sink &, forge_certificate &, forge_error *) -> forge_status {
          FAIL("there is no time");
          return FORGE_OK;
        }) == Feasibility::unknown);
}

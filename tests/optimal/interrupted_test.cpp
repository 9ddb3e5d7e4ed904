// SPDX-License-Identifier: Apache-2.0
//
// A search that is interrupted: the best nest so far, with a bound that holds.
#include "optimal/comparison.hpp"
#include "optimal/loaded_problem.hpp"
#include "search/solve.hpp"
#include "support/catch.hpp"
#include "support/slow_build.hpp"

namespace forge::test {
namespace {

// An array, and memories that may hold everything: there is much to prove after the first nest.
const std::string sizes =
    slow_build ? "{ m = 4, c = 2, p = 4, q = 4, r = 3, s = 3 }" : "{ m = 8, c = 8, p = 8, q = 8, r = 3, s = 3 }";
const std::string project = R"(forge = 1
[[architecture]]
memory = "DRAM"
keep = "all"
actions.read = { energy = 100, throughput = 4 }
actions.write = { energy = 120, throughput = 4 }
[[architecture]]
memory = "Buffer"
size = 2048
may_keep = "all"
actions.read = { energy = 6, throughput = 16 }
actions.write = { energy = 8, throughput = 16 }
[[architecture]]
fanout = "PE"
x = { size = 8, multicast = "all", reduce = "all" }
[[architecture]]
memory = "Registers"
size = 256
may_keep = "all"
actions.read = { energy = 1, throughput = 64 }
actions.write = { energy = 1, throughput = 64 }
[[architecture]]
compute = "MAC"
actions.compute = { energy = 1, throughput = 1 }
[[workload]]
einsum = "E"
equation = "O[m,p,q] = I[c,p+r,q+s] * W[m,c,r,s]"
)"
                            "sizes = " +
                            sizes + R"(
bits = { all = 8 }
)";

TEST_CASE("optimal: interrupted after its first nest it has a bound below the optimum") {
  LoadedProblem whole(project);
  const auto &strategy = whole.registry().strategy("optimal");
  const auto proven = solve(whole, strategy, {});
  REQUIRE(proven.optimal);
  const double optimum = proven.best.front().objectives.front();

  LoadedProblem problem(project);
  search::Progress progress(false);
  const auto interrupt = [&](std::span<const forge_nest_node> nest) -> std::optional<std::vector<double>> {
    problem.cancel();
    return problem.objectives(*problem.evaluate(nest));
  };
  const auto solved = search::solve(problem.registry().strategy("optimal"), problem.host(), problem.table(), {}, 1,
                                    interrupt, problem.cancelled(), progress);
  REQUIRE(solved.best.size() == 1);
  CHECK_FALSE(solved.optimal);
  CHECK(solved.stopped_by == search::StoppedBy::interrupted);
  CHECK(solved.best.front().objectives.front() >= optimum);
  REQUIRE(solved.bound);
  CHECK(*solved.bound > 0);
  CHECK(*solved.bound <= optimum * (1 + 1e-9));
}

TEST_CASE("optimal: where nobody waits for a first nest it says that it was cancelled") {
  LoadedProblem problem(project);
  problem.cancel();
  search::Progress progress(false);
  const auto evaluate = [](std::span<const forge_nest_node>) { return std::optional<std::vector<double>>(); };
  const auto solved = search::solve(problem.registry().strategy("optimal"), problem.host(), problem.table(), {}, 1,
                                    evaluate, problem.cancelled(), progress);
  CHECK(solved.best.empty());
  CHECK_FALSE(solved.infeasible);
  CHECK(solved.stopped_by == search::StoppedBy::interrupted);
}

}  // namespace
}  // namespace forge::test

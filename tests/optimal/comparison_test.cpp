// SPDX-License-Identifier: Apache-2.0
//
// The comparison of a solver with an enumeration accepts what is right, and nothing else.
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "optimal/comparison.hpp"
#include "support/catch.hpp"
#include "support/fake_strategies.hpp"

using namespace forge;
using namespace forge::test;

namespace {

constexpr std::uint64_t n_seeds = slow_build ? 30 : 150;

// A solver that knows these points.
SolverScript that_knows(const std::vector<Point> &points, bool proves = true) {
  return [&points, proves](const forge_problem &, const forge_solver_sink &sink, forge_certificate &certificate,
                           forge_error *error) -> forge_status {
    if (points.empty())
      return FORGE_INFEASIBLE;
    for (const Point &point : points) {
      const forge_solution solution{sizeof(forge_solution), static_cast<std::uint32_t>(point.nest.size()),
                                    point.nest.data(), point.objectives.data()};
      if (const auto status = sink.incumbent(&sink, &solution, error); status != FORGE_OK)
        return status;
    }
    certificate.is_optimal = proves ? 1 : 0;
    certificate.bound = points.front().objectives.front();
    return FORGE_OK;
  };
}

std::string compared(SolvedProblem &known, const SolverScript &script) {
  return compare(known, fake_solver(), fake_solver_options(script));
}

}  // namespace

TEST_CASE("the enumeration's own answer is accepted") {
  for (std::uint64_t seed = 1; seed <= n_seeds; ++seed) {
    auto known = solved_problem(seed, 2000);
    INFO("seed " << seed);
    CHECK(compared(known, that_knows(known.truth.best)) == "");
  }
}

TEST_CASE("an answer that is not the best, or not proven, is refused") {
  std::uint64_t refused = 0;
  for (std::uint64_t seed = 1; seed <= n_seeds; ++seed) {
    auto known = solved_problem(seed, 2000);
    const auto &best = known.truth.best;
    if (best.empty())
      continue;
    INFO("seed " << seed);
    CHECK(compared(known, that_knows(best, false)) != "");
    CHECK(compared(known, that_knows({})) != "");
    // The last valid nest that is worse, as if it were the best.
    std::vector<Point> worse;
    brute_force(*known.problem, {.visit = [&](const auto &nest, const Figures &figures) {
      auto objectives = known.problem->objectives(figures);
      if (objectives[0] > best[0].objectives[0] * (1 + 1e-6))
        worse.assign(1, {std::move(objectives), nest});
    }});
    if (worse.empty())
      continue;
    ++refused;
    CHECK(compared(known, that_knows(worse)) != "");
    if (best.size() < 2)
      continue;
    const std::vector<Point> half(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(best.size() / 2));
    CHECK(compared(known, that_knows(half)) != "");
  }
  CHECK(refused > n_seeds / 2);
}

// FORGE_OPTIMAL_SEED=17 build/bin/brute_force_tests "show a seed": its project and its answer
TEST_CASE("show a seed", "[.]") {
  const char *seed = std::getenv("FORGE_OPTIMAL_SEED");
  const auto known = solved_problem(seed != nullptr ? std::strtoull(seed, nullptr, 10) : 1, most_compared);
  fmt::print("{}\n{} nests, {} of them valid:\n{}", known.toml, known.truth.nests, known.truth.valid,
             describe(known.problem->table(), known.truth.best));
}

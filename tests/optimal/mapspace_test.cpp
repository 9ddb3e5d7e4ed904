// SPDX-License-Identifier: Apache-2.0
//
// The enumeration of all mappings against others that know the mapspace, or a part of it: the model's mapspace of even
// mappings, and optima that an independent search has found.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "evaluate/score.hpp"
#include "model/mapspace.hpp"
#include "optimal/brute_force.hpp"
#include "optimal/random_problems.hpp"
#include "search/nest_text.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/temporary_directory.hpp"

using namespace forge;
using namespace forge::test;

namespace {

// The least first objective of all points of the model's mapspace, in which all keeps of a memory stand together.
std::optional<double> best_even(const LoadedProblem &problem) {
  const auto &project = problem.project();
  const model::Mapspace mapspace(project.workload, 0, project.architecture, problem.path(), project.mapper.retain);
  const auto &objectives = project.mapper.objectives;
  evaluate::PointScorer scorer(problem.evaluator(), mapspace, objectives, 1);
  const auto &variables = mapspace.variables();
  std::vector<std::int32_t> point(variables.size(), 0);
  std::vector<double> values(objectives.size());
  std::optional<double> best;
  for (;;) {
    if (scorer.score(point.data(), values.data(), 0) && (!best || values[0] < *best))
      best = values[0];
    std::size_t digit = 0;
    while (digit < point.size() && ++point[digit] == variables[digit].n_values)
      point[digit++] = 0;
    if (digit == point.size())
      return best;
  }
}

// Every even mapping has an equal one in the enumeration, unless loops stand below a fan-out in a memory that holds
// nothing: windows and constraints tell those from loops above it.
bool contains_even(const LoadedProblem &problem) {
  const auto &table = problem.table();
  const bool window = std::any_of(table.term_begin, table.term_begin + table.rank_begin[table.n_tensors],
                                  [](const std::uint32_t &begin) { return *(&begin + 1) > begin + 1; });
  return !window && table.n_constraints == 0 && table.order_begin[table.n_nodes] == 0;
}

// The figure that a case names in a comment: "# optimum = 12.5".
double figure(const std::string &text, const std::string &name) {
  const auto at = text.find("# " + name + " = ");
  REQUIRE(at != std::string::npos);
  return std::stod(text.substr(at + name.size() + 5));
}

}  // namespace

TEST_CASE("no even mapping is better than what the enumeration finds") {
  int compared = 0, equal = 0, worse = 0;
  for (std::uint64_t seed = 1; seed <= (slow_build ? 60 : 400); ++seed) {
    const auto solved = solved_problem(seed, 20000);
    if (!contains_even(*solved.problem))
      continue;
    INFO("seed " << seed << "\n" << solved.toml);
    const auto even = best_even(*solved.problem);
    const auto &best = solved.truth.best;
    ++compared;
    if (!even) {
      worse += best.empty() ? 0 : 1;
      continue;
    }
    REQUIRE(!best.empty());
    INFO(fmt::format("{:.12g} {:.12g} {}", *even, best[0].objectives[0],
                     search::nest_text(solved.problem->table(), best[0].nest)));
    const bool same_value = same(*even, best[0].objectives[0]);
    REQUIRE((same_value || *even > best[0].objectives[0]));
    (same_value ? equal : worse) += 1;
  }
  // Uneven mappings are not all that there is, and they are good for something.
  CHECK(compared > (slow_build ? 15 : 100));
  CHECK(equal > compared / 2);
  CHECK(worse > (slow_build ? 0 : 10));
}

TEST_CASE("the enumeration finds the optima that an independent search has found") {
  const std::string cases = std::string(source_directory) + "/tests/optimal/cases/optima/";
  for (const char *name : {"r2_015", "r2_027", "r2_030", "r2_036"}) {
    const std::string text = read_file(cases + name + ".toml");
    INFO(name);
    for (const char *retain : {"true", "false"}) {
      const LoadedProblem problem(text, {{"mapper.retain", retain}});
      const Truth truth = brute_force(problem);
      REQUIRE(!truth.best.empty());
      INFO(truth.nests << " nests");
      CHECK(same(truth.best[0].objectives[0], figure(text, retain[0] == 't' ? "optimum" : "dropping")));
    }
  }
}

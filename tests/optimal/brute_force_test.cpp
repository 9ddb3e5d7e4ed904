// SPDX-License-Identifier: Apache-2.0
//
// What the enumeration of all mappings says can be trusted: its figures are the model's, orders that it leaves out make
// no difference.
#include <fmt/format.h>

#include <algorithm>

#include "optimal/brute_force.hpp"
#include "optimal/random_problems.hpp"
#include "search/nest_text.hpp"
#include "support/catch.hpp"

using namespace forge;
using namespace forge::test;

namespace {

void check_equal(const Truth &a, const Truth &b) {
  REQUIRE(a.best.size() == b.best.size());
  for (std::size_t i = 0; i < a.best.size(); ++i) {
    for (std::size_t o = 0; o < a.best[i].objectives.size(); ++o) {
      INFO(fmt::format("{:.17g} {:.17g}", a.best[i].objectives[o], b.best[i].objectives[o]));
      REQUIRE(same(a.best[i].objectives[o], b.best[i].objectives[o]));
    }
  }
}

}  // namespace

TEST_CASE("the enumeration prices nests as the model does") {
  for (std::uint64_t seed = 1; seed <= (slow_build ? 20 : 200); ++seed) {
    const auto solved = solved_problem(seed, 1500, {.usage = seed % 4 == 0, .converters = seed % 4 == 1});
    INFO("seed " << seed << "\n" << solved.toml);
    REQUIRE(solved.truth.complete);
    std::uint64_t nests = 0;
    const auto compare = [&](const std::vector<forge_nest_node> &nest, const Figures &figures) {
      if (nests++ % 7 != 0)
        return;
      INFO(search::nest_text(solved.problem->table(), nest));
      const auto model = solved.problem->evaluate(nest);
      REQUIRE(model);
      REQUIRE(same(model->energy, figures.energy));
      REQUIRE(same(model->latency, figures.latency));
      const auto theirs = solved.problem->objectives(*model), ours = solved.problem->objectives(figures);
      REQUIRE(std::equal(theirs.begin(), theirs.end(), ours.begin(), same));
    };
    brute_force(*solved.problem, {.visit = compare});
    // The model finds the same nests valid.
    const Truth by_model = brute_force(*solved.problem, {.by_model = true});
    REQUIRE(by_model.valid == solved.truth.valid);
    check_equal(by_model, solved.truth);
  }
}

TEST_CASE("the enumeration finds the same with imperfect factors in any order") {
  for (std::uint64_t seed = 1; seed <= (slow_build ? 5 : 25); ++seed) {
    const auto solved = solved_problem(seed, 100, {.imperfect = true});
    const Truth all = brute_force(*solved.problem, {.all_orders = true, .most_nests = 1000});
    if (!all.complete)
      continue;
    INFO("seed " << seed << "\n" << solved.toml);
    check_equal(all, solved.truth);
  }
}

TEST_CASE("orders that the enumeration leaves out make no difference") {
  for (std::uint64_t seed = 1; seed <= (slow_build ? 40 : 400); ++seed) {
    const auto solved = solved_problem(seed, 1500, {.usage = seed % 4 == 0, .converters = seed % 4 == 1});
    const Truth all = brute_force(*solved.problem, {.all_orders = true, .most_nests = 100000});
    if (!all.complete)
      continue;
    INFO("seed " << seed << "\n" << solved.toml);
    REQUIRE(all.valid >= solved.truth.valid);
    check_equal(all, solved.truth);
  }
}

// SPDX-License-Identifier: Apache-2.0
//
// The strategy `optimal` finds, and proves, what an enumeration of every mapping finds.
//
//   FORGE_OPTIMAL_SEED=17 FORGE_OPTIMAL_CASES=1 build/bin/optimal_tests    one seed (or so many from it on)
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "optimal/comparison.hpp"
#include "support/catch.hpp"

using namespace forge;
using namespace forge::test;

namespace {

constexpr std::uint64_t n_cases = slow_build ? 60 : 1000;

std::uint64_t from_environment(const char *name, std::uint64_t otherwise) {
  const char *text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

// Says what is wrong with the first ones; answers how many are.
std::uint64_t failures(std::uint64_t cases, std::uint64_t most_nests, bool imperfect) {
  constexpr std::uint64_t most_told = 3;
  const std::uint64_t first = from_environment("FORGE_OPTIMAL_SEED", 1);
  const std::uint64_t end = first + from_environment("FORGE_OPTIMAL_CASES", cases);
  std::uint64_t failed = 0;
  for (std::uint64_t seed = first; seed < end; ++seed) {
    auto known = solved_problem(seed, most_nests, imperfect);
    const auto &mapper = known.problem->project().mapper;
    const auto &strategy = known.problem->registry().strategy("optimal");
    const auto options =
        plugin::checked_options(strategy.options, mapper.options, known.problem->project().directory, strategy.owner());
    const std::string wrong = compare(known, strategy, options);
    if (wrong.empty())
      continue;
    // Not in a message of the test: those are broken into lines.
    if (++failed <= most_told) {
      fmt::print("seed {}: {}\n", seed, wrong);
    } else {
      fmt::print("seed {}: {}\n", seed, wrong.substr(0, wrong.find('\n')));
    }
  }
  return failed;
}

}  // namespace

TEST_CASE("optimal finds the optimum of random problems with perfect factors") {
  CHECK(failures(n_cases, most_compared, false) == 0);
}

// Hidden until the strategy knows them: build/bin/optimal_tests "[imperfect]"
TEST_CASE("optimal finds the optimum of random problems with imperfect factors", "[.][imperfect]") {
  CHECK(failures(slow_build ? 5 : 60, 1000, true) == 0);
}

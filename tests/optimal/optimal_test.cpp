// SPDX-License-Identifier: Apache-2.0
//
// The strategy `optimal` finds, and proves, what an enumeration of every mapping finds.
//
//   FORGE_OPTIMAL_SEED=17 FORGE_OPTIMAL_CASES=1 build/bin/optimal_tests    one seed (or so many from it on)
#include <fmt/format.h>

#include <cstdlib>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

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

std::vector<std::uint64_t> seeds(std::uint64_t cases) {
  std::vector<std::uint64_t> seeds(from_environment("FORGE_OPTIMAL_CASES", cases));
  std::iota(seeds.begin(), seeds.end(), from_environment("FORGE_OPTIMAL_SEED", 1));
  return seeds;
}

// Does a converter charge for an operand under a sliding window?
bool has_window_at_converter(const forge_problem &table) {
  const auto is_window = [&](std::uint32_t tensor) {
    for (std::uint32_t r = table.rank_begin[tensor]; r < table.rank_begin[tensor + 1]; ++r) {
      if (table.term_begin[r + 1] > table.term_begin[r] + 1)
        return true;
    }
    return false;
  };
  for (std::uint32_t n = 0; n < table.n_nodes; ++n) {
    for (std::uint32_t t = 0; t < table.n_tensors && table.node_kind[n] == FORGE_CONVERTER; ++t) {
      const std::size_t down = (std::size_t{n} * table.n_tensors + t) * FORGE_N_TRANSFERS + FORGE_READ;
      if (is_window(t) && (table.energy_per_value[down] > 0 || table.time_per_value[down] > 0))
        return true;
    }
  }
  return false;
}

// Says what is wrong with the first ones; answers how many are. `see`: each problem's table.
std::uint64_t failures(const std::vector<std::uint64_t> &seeds, std::uint64_t most_nests, const Draws &draws = {},
                       const std::function<void(const forge_problem &)> &see = {}) {
  constexpr std::uint64_t most_told = 3;
  std::uint64_t failed = 0;
  for (const std::uint64_t seed : seeds) {
    auto known = solved_problem(seed, most_nests, draws);
    if (see)
      see(known.problem->table());
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
  CHECK(failures(seeds(n_cases), most_compared) == 0);
}

// Each found a fault that the first thousand seeds do not show.
TEST_CASE("optimal finds the optimum of problems that it once failed") {
  CHECK(failures({1631, 2004, 2082, 3962, 4404, 4887}, most_compared) == 0);
  CHECK(failures({23272, 24720, 31249}, most_compared, {.usage = true}) == 0);
  CHECK(failures({3747, 5676}, most_compared, {.converters = true}) == 0);
}

TEST_CASE("optimal finds the optimum of random problems with objectives of nodes") {
  CHECK(failures(seeds(slow_build ? 40 : 600), most_compared, {.usage = true}) == 0);
}

TEST_CASE("optimal finds the optimum of random problems with converters that charge", "[converters]") {
  const auto cases = seeds(slow_build ? 40 : 600);
  std::size_t windows = 0;
  const auto count = [&](const forge_problem &table) { windows += has_window_at_converter(table) ? 1 : 0; };
  CHECK(failures(cases, most_compared, {.converters = true}, count) == 0);
  CHECK(windows >= cases.size() / 3);
}

// Of any tiles, and of spatial loops only. The model counts each nest of the enumeration, so these are smaller.
TEST_CASE("optimal finds the optimum of random problems with imperfect factors", "[imperfect]") {
  CHECK(failures(seeds(slow_build ? 10 : 400), 1000, {.imperfect = true}) == 0);
}

TEST_CASE("optimal finds the optimum of problems with imperfect factors that it once failed") {
  const std::vector<std::uint64_t> known =
      slow_build ? std::vector<std::uint64_t>{534} : std::vector<std::uint64_t>{534, 2106, 2128, 5082, 5467, 5962};
  CHECK(failures(known, 1000, {.imperfect = true}) == 0);
}

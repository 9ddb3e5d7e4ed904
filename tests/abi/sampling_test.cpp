// SPDX-License-Identifier: Apache-2.0
//
// What the SDK offers to samplers. The walk over orders is tested with the strategies that use it.
#include <set>

#include "forge/sdk/moves.hpp"
#include "forge/sdk/round.hpp"
#include "forge/sdk/spread_counter.hpp"
#include "support/catch.hpp"

using namespace forge::sdk;

namespace {

using Digits = std::vector<std::int32_t>;

std::vector<Digits> all_of(SpreadCounter &counter) {
  std::vector<Digits> all;
  do {
    all.emplace_back(counter.digits().begin(), counter.digits().end());
  } while (all.size() < 100000 && counter.advance());
  return all;
}

// A space of variables with these numbers of values.
struct SmallSpace {
  explicit SmallSpace(const Digits &n_values) {
    for (const auto n : n_values) {
      variables.push_back({to_abi("variable"), FORGE_VARIABLE_OTHER, n});
    }
    table = {sizeof(forge_space), static_cast<std::uint32_t>(variables.size()), variables.data(), 0, 2, 0};
  }
  std::vector<forge_variable> variables;
  forge_space table{};
};

}  // namespace

TEST_CASE("a spread counter comes to every combination once") {
  const auto radix =
      GENERATE(Digits{}, Digits{1}, Digits{2}, Digits{1, 1}, Digits{7, 1}, Digits{2, 2, 2, 2, 2}, Digits{6, 24, 2},
               Digits{5040, 2, 3}, Digits{3, 5, 7, 11, 13}, Digits{30, 30, 30}, Digits{0, 4});
  const bool spread = GENERATE(true, false);
  std::size_t size = 1;
  for (const auto r : radix) {
    size *= static_cast<std::size_t>(std::max(r, 1));
  }
  SpreadCounter counter(radix, spread);
  const auto all = all_of(counter);
  CHECK(all.size() == size);
  CHECK(std::set<Digits>(all.begin(), all.end()).size() == size);
  // And from anywhere else.
  const Digits somewhere(radix.size(), 12345);
  counter.start_at(somewhere);
  CHECK(all_of(counter).size() == size);
}

TEST_CASE("a spread counter has been everywhere soon") {
  const std::int32_t most = 2147483647;  // more than 2^64 combinations
  SpreadCounter counter({most, most, most, 100});
  std::set<std::int32_t> tenths, hundredths;
  for (int i = 0; i < 400; ++i) {
    tenths.insert(counter.digits()[1] / (most / 10 + 1));
    hundredths.insert(counter.digits()[3]);
    CHECK(counter.advance());
  }
  CHECK(tenths.size() == 10);
  CHECK(hundredths.size() > 60);
  SpreadCounter plain({most, most, 3}, false);
  CHECK(plain.advance());
  CHECK(Digits(plain.digits().begin(), plain.digits().end()) == Digits{0, 0, 1});
}

TEST_CASE("a change gives one variable another value, and every value is one change away") {
  const Digits n_values = {1, 2, 3, 10};
  const SmallSpace space(n_values);
  const Moves moves{Space(space.table)};
  CHECK(moves.n_free() == 3);
  SplitMix64 random(1);
  const Digits start = {0, 1, 2, 9};
  std::set<Digits> reached;
  for (int i = 0; i < 2000; ++i) {
    Digits point = start;
    moves.change(point, random);
    std::size_t changed = 0;
    for (std::size_t v = 0; v < point.size(); ++v) {
      REQUIRE((point[v] >= 0 && point[v] < n_values[v]));
      changed += point[v] != start[v] ? 1 : 0;
    }
    CHECK(changed == 1);
    reached.insert(point);
  }
  CHECK(reached.size() == 1 + 2 + 9);
}

TEST_CASE("random numbers are below their bound, and below 1") {
  SplitMix64 random(5);
  for (const std::uint32_t n : {1U, 2U, 3U, 4294967295U}) {
    for (int i = 0; i < 100; ++i) {
      CHECK(random.below(n) < n);
    }
  }
  double sum = 0;
  for (int i = 0; i < 1000; ++i) {
    const double u = random.unit();
    CHECK((u >= 0 && u < 1));
    sum += u;
  }
  CHECK(sum == forge::test::Approx(500).epsilon(0.05));
}

TEST_CASE("a round is asked and told in parts") {
  const SmallSpace space({9, 9});
  Round round{Space(space.table)};
  CHECK(round.is_asked());
  for (std::int32_t i = 0; i < 5; ++i) {
    round.add(Digits{i, 1});
  }
  Digits storage(4);
  forge_points table{sizeof(forge_points), 0, 2, 0, storage.data()};
  Points points(table, 2);
  std::vector<std::size_t> parts;
  while (!round.is_asked()) {
    parts.push_back(round.ask(points));
    const std::vector<double> first = {1.0 + storage[0], 1.0 + storage[2]}, second = {7, 8};
    const double *columns[] = {first.data(), second.data()};
    const forge_status status[] = {FORGE_OK, FORGE_INFEASIBLE};
    round.tell(Scores({sizeof(forge_scores), 2, parts.back(), columns, status}));
  }
  CHECK(parts == std::vector<std::size_t>{2, 2, 1});
  CHECK(round.ask(points) == 0);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(round.is_valid(i) == (i % 2 == 0));
    CHECK(round.objectives(i)[0] ==
          (i % 2 == 0 ? 1 + static_cast<double>(i) : std::numeric_limits<double>::infinity()));
  }
  CHECK(is_better(round.objectives(0), round.objectives(2)));
  CHECK(is_better(round.objectives(2), round.objectives(1)));
  CHECK_FALSE(is_better(round.objectives(1), round.objectives(3)));
  round.clear();
  CHECK(round.size() == 0);
}

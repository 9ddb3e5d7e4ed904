// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "genetic.hpp"
#include "support/catch.hpp"
#include "support/sampler_bench.hpp"

namespace forge::test {
namespace {

using Bench = SamplerBench<plugins::Genetic>;
using Point = Bench::Point;

// 20^8 points; one in 5 is valid, the best one scores 1.
const std::vector<std::int32_t> sizes(8, 20);
std::optional<double> score(const Point &point) {
  int sum = 0;
  double objective = 1;
  for (std::size_t v = 0; v < point.size(); ++v) {
    sum += point[v];
    objective += std::pow(point[v] - 2 * static_cast<int>(v), 2);
  }
  return sum % 5 == 1 ? std::optional(objective) : std::nullopt;  // 0 + 2 + ... + 14 = 56
}

double best_of(const std::vector<Point> &points) {
  double best = std::numeric_limits<double>::infinity();
  for (const auto &point : points) {
    best = std::min(best, score(point).value_or(best));
  }
  return best;
}

TEST_CASE("mapper-genetic: it finds what random draws do not") {
  const std::uint64_t seed = GENERATE(1U, 2U, 3U);
  Bench bench(sizes, seed);
  const double best = best_of(bench.search(50000, 4096, score));
  CHECK(best <= 12);  // so many random draws come to about 30
}

TEST_CASE("mapper-genetic: the sequence follows from seed and scores, not from the size of the batches") {
  Bench bench(sizes, 3);
  const auto points = bench.search(10000, 4096, score);
  REQUIRE(points.size() == 10000);
  for (const std::size_t batch : {1U, 50U, 1000U}) {
    Bench again(sizes, 3);
    CHECK(again.search(10000, batch, score) == points);
  }
  Bench other(sizes, 4);
  CHECK(other.search(10000, 4096, score) != points);
}

TEST_CASE("mapper-genetic: it goes on where nothing is valid, in a space of one point, and without scores") {
  Bench infeasible(sizes, 1);
  CHECK(infeasible.search(10000, 64, [](const Point &) { return std::nullopt; }).size() == 10000);
  Bench single({1, 1}, 1);
  CHECK(single.search(1000, 7, score).size() == 1000);
  Bench empty({}, 1);
  CHECK(empty.search(1000, 7, [](const Point &) { return 0.0; }).size() == 1000);
  Bench untold({1, 2, 2147483647}, 1);
  for (int i = 0; i < 100; ++i) {
    CHECK(!untold.ask(100).empty());
  }
}

TEST_CASE("mapper-genetic: children take each variable from one of their parents") {
  // Without mutation every value of the later generations was there in the first one.
  Bench bench(std::vector<std::int32_t>(6, 1000000), 1, {{"mutation", 0}, {"population", 30}, {"elite", 3}});
  const auto points = bench.search(3000, 4096, [](const Point &point) { return 1.0 + point[0]; });
  std::size_t inherited = 0, values = 0;
  for (std::size_t i = 60; i < points.size(); ++i) {
    for (std::size_t v = 0; v < 6; ++v) {
      ++values;
      inherited += std::any_of(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(i),
                               [&](const Point &old) { return old[v] == points[i][v]; })
                       ? 1
                       : 0;
    }
  }
  CHECK(static_cast<double>(inherited) > 0.9 * static_cast<double>(values));  // copies of a parent change a variable
}

TEST_CASE("mapper-genetic: any options are legal") {
  const double elite = GENERATE(0.0, 1.0, 100.0);
  const double tournament = GENERATE(1.0, 50.0);
  const double mutation = GENERATE(0.0, 0.5, 100.0);
  Bench bench(sizes, 1, {{"population", 2}, {"elite", elite}, {"tournament", tournament}, {"mutation", mutation}});
  CHECK(bench.search(2000, 64, score).size() == 2000);
}

}  // namespace
}  // namespace forge::test

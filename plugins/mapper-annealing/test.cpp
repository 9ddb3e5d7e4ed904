// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "annealing.hpp"
#include "support/catch.hpp"
#include "support/sampler_bench.hpp"

namespace forge::test {
namespace {

using Bench = SamplerBench<plugins::Annealing>;
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

TEST_CASE("mapper-annealing: it finds what random draws do not") {
  const std::uint64_t seed = GENERATE(1U, 2U, 3U);
  Bench bench(sizes, seed);
  const double best = best_of(bench.search(50000, 4096, score));
  CHECK(best <= 12);  // so many random draws come to about 30
}

TEST_CASE("mapper-annealing: the sequence follows from seed and scores, not from the size of the batches") {
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

TEST_CASE("mapper-annealing: it goes on where nothing is valid, in a space of one point, and without scores") {
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

TEST_CASE("mapper-annealing: with restarts it ends") {
  const double restarts = GENERATE(0.0, 2.0);
  const bool is_feasible = GENERATE(true, false);
  // 0.5 * 0.5^9 < 0.001: nine steps of 10 chains.
  const std::map<std::string, double> options = {
      {"chains", 10}, {"temperature", 0.5}, {"coldest", 0.001}, {"cooling", 0.5}, {"restarts", restarts}};
  Bench bench({100, 100}, 1, options);
  const auto points = bench.search(
      100000, 64, [&](const Point &point) { return is_feasible ? std::optional(1.0 + point[0]) : std::nullopt; });
  const double runs = restarts + 1;
  if (is_feasible) {
    CHECK(static_cast<double>(points.size()) == 10 * 9 * runs);
  } else {
    CHECK(static_cast<double>(points.size()) == 10 * (31 + 9) * runs);  // it looks for its place first
  }
  CHECK(bench.ask(5).empty());
}

TEST_CASE("mapper-annealing: the colder, the less it takes what is worse") {
  // Half of its steps are short ones.
  const auto mean = [](double temperature) {
    Bench bench({1000}, 1, {{"chains", 1}, {"temperature", temperature}, {"coldest", 1e-12}, {"cooling", 0.999999}});
    double sum = 0;
    for (const auto &point : bench.search(20000, 64, [](const Point &one) { return 1.0 + std::abs(one[0] - 500); })) {
      sum += std::abs(point[0] - 500);
    }
    return sum / 20000;
  };
  const double cold = mean(1e-6), warm = mean(30), hot = mean(1e6);
  CHECK(cold < 0.8 * warm);
  CHECK(warm < 0.95 * hot);
  CHECK(hot == Approx(250).epsilon(0.05));
}

}  // namespace
}  // namespace forge::test

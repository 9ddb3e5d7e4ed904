// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "linear.hpp"
#include "support/catch.hpp"
#include "support/sampler_bench.hpp"

namespace forge::test {
namespace {

using Bench = SamplerBench<plugins::Linear>;
using Point = Bench::Point;

constexpr std::size_t no_end = 1000000;
const std::vector<std::int32_t> kinds = {FORGE_VARIABLE_FACTORS, FORGE_VARIABLE_FACTORS, FORGE_VARIABLE_ORDER,
                                         FORGE_VARIABLE_ORDER, FORGE_VARIABLE_KEEP};
const std::vector<std::int32_t> sizes = {3, 5, 6, 24, 2};

// Every variable makes a difference.
std::optional<double> sum(const Point &point) {
  double sum = 1;
  for (const auto value : point) {
    sum = 100 * sum + value;
  }
  return sum;
}

std::set<Point> set_of(const std::vector<Point> &points) {
  std::set<Point> set(points.begin(), points.end());
  CHECK(set.size() == points.size());  // none twice
  return set;
}

TEST_CASE("mapper-linear: every point once where all of them matter, for any size of the batches") {
  const std::size_t batch = GENERATE(1U, 7U, 1000U, 4096U);
  const double prune = GENERATE(0.0, 1.0);
  const double walk = GENERATE(0.0, 1.0);
  Bench bench(sizes, 0, {{"orders_per_factors", 0}, {"prune", prune}, {"walk", walk}}, kinds);
  const auto points = bench.search(no_end, batch, sum);
  CHECK(set_of(points).size() == 3 * 5 * 6 * 24 * 2);
  CHECK(bench.ask(10).empty());
  Bench other(sizes, 1, {{"orders_per_factors", 0}, {"prune", prune}, {"walk", walk}}, kinds);
  CHECK(other.search(no_end, 33, sum) == points);
}

TEST_CASE("mapper-linear: orders of what is not valid are left out") {
  Bench bench(sizes, 0, {{"orders_per_factors", 0}}, kinds);
  const auto points =
      bench.search(no_end, 64, [](const Point &point) { return point[1] == 3 ? sum(point) : std::optional<double>(); });
  const auto seen = set_of(points);
  CHECK(seen.size() == 3 * 4 * 2 + 3 * 1 * 2 * 6 * 24);
}

TEST_CASE("mapper-linear: orders that make no difference are left out") {
  const auto score = [](const Point &point) {  // the second order matters with one choice of factors only
    return std::optional<double>(1 + point[2] + (point[0] == 1 ? 10 * point[3] : 0));
  };
  Bench pruned(sizes, 0, {{"orders_per_factors", 0}}, kinds);
  CHECK(set_of(pruned.search(no_end, 64, score)).size() == 5 * 2 * (2 * (6 + 5) + 6 * 24));  // 5: the probes
  Bench whole(sizes, 0, {{"orders_per_factors", 0}, {"prune", 0}}, kinds);
  CHECK(set_of(whole.search(no_end, 64, score)).size() == 3 * 5 * 6 * 24 * 2);
}

TEST_CASE("mapper-linear: orders_per_factors is kept, and other factors try other orders") {
  const std::size_t most = GENERATE(1U, 2U, 5U, 32U);
  const double prune = GENERATE(0.0, 1.0);
  Bench bench(sizes, 0, {{"orders_per_factors", static_cast<double>(most)}, {"prune", prune}}, kinds);
  std::map<Point, std::size_t> orders;
  std::set<Point> different;
  for (const auto &point : set_of(bench.search(no_end, 64, sum))) {
    ++orders[{point[0], point[1], point[4]}];
    different.insert({point[2], point[3]});
  }
  CHECK(orders.size() == 30);
  for (const auto &[factors, count] : orders) {
    CHECK(count == most);
  }
  if (most == 32) {
    CHECK(different.size() > 100);  // of 144
  }
}

TEST_CASE("mapper-linear: the walk counts, or spreads over the whole mapspace") {
  Bench counting({3, 1, 4}, 0, {{"walk", 1}});
  CHECK(counting.ask(5) == std::vector<Point>{{0, 0, 0}, {0, 0, 1}, {0, 0, 2}, {0, 0, 3}, {1, 0, 0}});
  Bench spreading({1000, 1000}, 0);
  std::set<std::int32_t> hundreds;
  for (const auto &point : spreading.ask(30)) {
    hundreds.insert(point[0] / 100);
  }
  CHECK(hundreds.size() == 10);
}

TEST_CASE("mapper-linear: no variables make one point; a mapspace beyond 2^64 points starts as any other") {
  Bench empty({}, 0);
  CHECK(empty.search(no_end, 4, sum).size() == 1);
  const std::int32_t most = 2147483647;
  Bench huge({most, most, most, most, most}, 0, {}, kinds);
  CHECK(set_of(huge.search(50000, 4096, sum)).size() == 50000);
}

}  // namespace
}  // namespace forge::test

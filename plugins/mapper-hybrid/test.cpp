// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "hybrid.hpp"
#include "support/catch.hpp"
#include "support/sampler_bench.hpp"

namespace forge::test {
namespace {

using Bench = SamplerBench<plugins::Hybrid>;
using Point = Bench::Point;

const std::vector<std::int32_t> kinds = {FORGE_VARIABLE_FACTORS, FORGE_VARIABLE_ORDER, FORGE_VARIABLE_KEEP};
const std::vector<std::int32_t> sizes = {1000, 720, 2};

// Odd factors are not valid. The best order differs from factor to factor.
std::optional<double> score(const Point &point) {
  if (point[0] % 2 == 1) {
    return std::nullopt;
  }
  return 1 + point[0] + 1000 * point[2] + (point[1] + point[0]) % 720;
}

TEST_CASE("mapper-hybrid: the sequence follows from seed and scores, not from the size of the batches") {
  Bench bench(sizes, 3, {}, kinds);
  const auto points = bench.search(20000, 4096, score);
  REQUIRE(points.size() == 20000);
  for (const std::size_t batch : {1U, 100U, 1024U}) {
    Bench again(sizes, 3, {}, kinds);
    CHECK(again.search(20000, batch, score) == points);
  }
  Bench other(sizes, 4, {}, kinds);
  CHECK(other.search(20000, 4096, score) != points);
}

TEST_CASE("mapper-hybrid: factors and keeps are drawn, orders of valid ones walked") {
  Bench bench(sizes, 1, {{"orders_per_factors", 8}}, kinds);
  const auto points = bench.search(100000, 4096, score);
  std::set<Point> with_order, invalid_with_order, factors;
  for (const auto &point : points) {
    factors.insert({point[0], point[2]});
    if (point[1] != 0) {
      (score(point) ? with_order : invalid_with_order).insert(point);
    }
  }
  CHECK(factors.size() == 2000);
  CHECK(with_order.size() > 5000);
  CHECK(invalid_with_order.empty());
}

TEST_CASE("mapper-hybrid: it never ends by itself") {
  Bench tiny({2, 2, 2}, 1, {}, kinds);
  CHECK(tiny.search(10000, 64, score).size() == 10000);
  Bench empty({}, 1);
  CHECK(empty.search(10, 3, [](const Point &) { return 1.0; }).size() == 10);
  Bench infeasible(sizes, 1, {}, kinds);
  CHECK(infeasible.search(10000, 64, [](const Point &) { return std::nullopt; }).size() == 10000);
}

}  // namespace
}  // namespace forge::test

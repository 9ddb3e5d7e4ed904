// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "exhaustive.hpp"
#include "support/catch.hpp"
#include "support/sampler_bench.hpp"

namespace forge::test {
namespace {

using Table = SamplerBench<plugins::Exhaustive>;
using Point = std::vector<std::int32_t>;

TEST_CASE("mapper-exhaustive: every point once, the last variable fastest, then nothing") {
  Table table({2, 1, 3}, 0);
  CHECK(table.ask(4) == std::vector<Point>{{0, 0, 0}, {0, 0, 1}, {0, 0, 2}, {1, 0, 0}});
  CHECK(table.ask(4) == std::vector<Point>{{1, 0, 1}, {1, 0, 2}});
  CHECK(table.ask(4).empty());
  CHECK(table.ask(1).empty());
}

TEST_CASE("mapper-exhaustive: the size of the batches does not matter") {
  const std::size_t batch = GENERATE(1U, 2U, 7U, 59U, 60U, 61U);
  Table table({3, 4, 5}, 0);
  std::set<Point> seen;
  std::size_t n = 0;
  for (auto points = table.ask(batch); !points.empty(); points = table.ask(batch)) {
    n += points.size();
    seen.insert(points.begin(), points.end());
  }
  CHECK(n == 60);
  CHECK(seen.size() == 60);
}

TEST_CASE("mapper-exhaustive: no variables make one point") {
  Table table({}, 0);
  CHECK(table.ask(4).size() == 1);
  CHECK(table.ask(4).empty());
}

TEST_CASE("mapper-exhaustive: a mapspace beyond 2^64 points starts as any other") {
  Table table({2147483647, 2147483647, 2147483647}, 0);
  const auto points = table.ask(3);
  CHECK(points == std::vector<Point>{{0, 0, 0}, {0, 0, 1}, {0, 0, 2}});
}

}  // namespace
}  // namespace forge::test

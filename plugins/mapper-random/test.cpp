// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <iostream>

#include "random.hpp"
#include "support/catch.hpp"
#include "support/sampler_bench.hpp"

namespace forge::test {
namespace {

using Table = SamplerBench<plugins::Random>;

TEST_CASE("mapper-random: values are legal, and every value comes about equally often") {
  Table table({1, 2, 3, 7, 1000}, 42);
  const std::size_t n = 70000;
  const auto points = table.ask(n);
  REQUIRE(points.size() == n);
  std::vector<int> seen(7, 0);
  for (const auto &point : points) {
    CHECK(point[0] == 0);
    for (std::size_t v = 0; v < point.size(); ++v) {
      REQUIRE(point[v] >= 0);
      REQUIRE(point[v] < table.n_values(v));
    }
    ++seen[static_cast<std::size_t>(point[3])];
  }
  double chi_squared = 0;
  for (const int count : seen) {
    chi_squared += (count - 10000.0) * (count - 10000.0) / 10000.0;
  }
  CHECK(chi_squared < 22.46);  // 6 degrees of freedom, one in a thousand; the seed is fixed
}

TEST_CASE("mapper-random: neighbouring variables are independent") {
  Table table({4, 4}, 7);
  std::vector<int> seen(16, 0);
  for (const auto &point : table.ask(16000)) {
    ++seen[static_cast<std::size_t>(point[0] * 4 + point[1])];
  }
  double chi_squared = 0;
  for (const int count : seen) {
    chi_squared += (count - 1000.0) * (count - 1000.0) / 1000.0;
  }
  CHECK(chi_squared < 37.70);  // 15 degrees of freedom, one in a thousand
}

TEST_CASE("mapper-random: the stream follows from the seed, not from the size of the batches") {
  const std::vector<std::int32_t> sizes = {5, 1, 9, 2147483647, 3};
  Table whole(sizes, 3);
  Table parts(sizes, 3);
  Table other(sizes, 4);
  const auto points = whole.ask(101);
  auto collected = parts.ask(1);
  for (const std::size_t n : {7U, 0U, 93U}) {
    if (n > 0) {
      const auto more = parts.ask(n);
      collected.insert(collected.end(), more.begin(), more.end());
    }
  }
  CHECK(collected == points);
  CHECK(other.ask(101) != points);
}

TEST_CASE("mapper-random: the first points of seed 1 stay what they are") {
  Table table({10, 10, 10, 10}, 1);  // by hand: floor(10 * upper half of SplitMix64 / 2^32)
  const std::vector<std::vector<std::int32_t>> expected = {{5, 7, 9, 4}, {4, 7, 8, 5}};
  CHECK(table.ask(2) == expected);
}

TEST_CASE("mapper-random: speed") {
  Table table(std::vector<std::int32_t>(25, 12), 1);
  table.ask_and_forget(4096);
  const auto start = std::chrono::steady_clock::now();
  const int rounds = 50;
  for (int i = 0; i < rounds; ++i) {
    table.ask_and_forget(4096);
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const double rate = rounds * 4096 / seconds.count();
  std::cout << "mapper-random: " << rate / 1e6 << " million points of 25 variables a second\n";
  CHECK(rate > 1e4);  // a sanity check only: sanitizers and busy machines are slow
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
//
// Scoring does not touch the heap once it is warm: searches score millions of points, on many threads.
#include "support/allocations.hpp"

#include <memory>

#include "support/catch.hpp"
#include "support/convolution_bench.hpp"

using namespace forge;

namespace {

// Allocations while all points are scored once more.
std::uint64_t allocations_when_warm(test::ConvolutionBench &bench) {
  const auto points = bench.valid_points(200);
  for (const auto &point : points)
    bench.score(point);
  const std::uint64_t before = test::allocations();
  for (const auto &point : points)
    bench.score(point);
  return test::allocations() - before;
}

}  // namespace

TEST_CASE("allocations are counted") {
  const std::uint64_t before = test::allocations();
  const auto number = std::make_unique<int>(1);
  CHECK(test::allocations() > before);
}

TEST_CASE("scoring a convolution on four levels does not allocate after warm-up") {
  test::ConvolutionBench bench;
  CHECK(allocations_when_warm(bench) == 0);
}

TEST_CASE("scoring does not allocate under the options of the latency") {
  test::ConvolutionBench bench({model::Overlap::double_buffered, true});
  CHECK(allocations_when_warm(bench) == 0);
}

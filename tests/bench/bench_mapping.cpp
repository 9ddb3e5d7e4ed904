// SPDX-License-Identifier: Apache-2.0
//
// Time to evaluate one given mapping of a convolution of 7 rank variables on four levels of memory, in process: as a
// search scores it, and as a result is made of it.
//
//   bench_mapping [RUNS]      default: 1001 batches
//
// Columns: microseconds per mapping, least, median and largest of the batches; allocations from the heap per mapping
// after warm-up. Exits with 1 where the scoring allocates.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "support/allocations.hpp"
#include "support/convolution_bench.hpp"
#include "table.hpp"

namespace {

using namespace forge;

struct Measured {
  bench::Spread microseconds;
  double allocations = 0;  // per mapping
};

// `batch` mappings between two looks at the clock.
template <class Evaluate> Measured measure(int runs, int batch, const Evaluate &evaluate) {
  using Clock = std::chrono::steady_clock;
  for (int i = 0; i < batch; ++i)
    evaluate(i);
  std::vector<double> samples;
  samples.reserve(static_cast<std::size_t>(runs));
  const std::uint64_t before = test::allocations();
  for (int run = 0; run < runs; ++run) {
    const auto start = Clock::now();
    for (int i = 0; i < batch; ++i)
      evaluate(i);
    samples.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count() / batch);
  }
  const auto allocated = static_cast<double>(test::allocations() - before);
  return {bench::spread_of(std::move(samples)), allocated / runs / batch};
}

std::vector<std::string> row(const std::string &what, const Measured &measured) {
  return {what, fmt::format("{:.2f}", measured.microseconds.least), fmt::format("{:.2f}", measured.microseconds.median),
          fmt::format("{:.2f}", measured.microseconds.most), fmt::format("{:.1f}", measured.allocations)};
}

}  // namespace

int main(int count, char **words) {
  const int runs = std::max(1, count > 1 ? std::atoi(words[1]) : 1001);
  test::ConvolutionBench plain, with_options({model::Overlap::double_buffered, true});
  const auto points = plain.valid_points(100);
  const auto mapping = plain.mapspace.mapping(points[0]);
  double sum = 0;  // keeps the work from being optimized away
  const auto one = measure(runs, 100, [&](int) { sum += plain.score(points[0]) ? plain.objectives[0] : 0; });
  const auto all = measure(
      runs, 100, [&](int i) { sum += plain.score(points[static_cast<std::size_t>(i)]) ? plain.objectives[0] : 0; });
  const auto options = measure(runs, 100, [&](int i) {
    sum += with_options.score(points[static_cast<std::size_t>(i)]) ? with_options.objectives[1] : 0;
  });
  const auto full = measure(std::max(1, runs / 10), 10, [&](int) { sum += plain.evaluator.evaluate(mapping).energy; });
  bench::print_table({{"mapping of conv, 7 variables, 4 levels", "least us", "median us", "most us", "allocations"},
                      row("scored, one mapping", one),
                      row("scored, 100 mappings in turn", all),
                      row("scored, both options of [latency]", options),
                      row("evaluated with its result", full)});
  const bool quiet = one.allocations == 0 && all.allocations == 0 && options.allocations == 0;
  if (!quiet)
    fmt::print(stderr, "scoring allocates from the heap\n");
  return quiet && sum > 0 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
//
// Counts of workloads of up to 2^63 points are exact, and beyond that an error: never a number that wrapped around.
#include "evaluate/evaluator.hpp"
#include "support/catch.hpp"
#include "support/slow_build.hpp"
#include "unit/evaluate/designs.hpp"
#include "unit/evaluate/large_nests.hpp"

using namespace forge;
using evaluate::counts::Exactness;
using model::NestKind;

namespace {

void check_equal(const tests::LargeCase &sample, const evaluate::NestCounts &counts) {
  const tests::WideFormulas formulas(sample);
  for (std::size_t t = 0; t < sample.einsum.tensors.size(); ++t) {
    const auto wide = formulas.count(t);
    for (std::size_t h = 0; h < wide.size(); ++h) {
      INFO("tensor " << t << " holder " << h);
      const evaluate::Counts &exact = counts.tensors[t][h];
      REQUIRE((static_cast<tests::Wide>(exact.tile) == wide[h].tile));
      REQUIRE((static_cast<tests::Wide>(exact.fills) == wide[h].fills));
      REQUIRE((static_cast<tests::Wide>(exact.reads) == wide[h].reads));
      REQUIRE((static_cast<tests::Wide>(exact.updates) == wide[h].updates));
      REQUIRE((static_cast<tests::Wide>(exact.drains) == wide[h].drains));
    }
  }
}

// Both closed forms against the formulas in 128 bits. `perfect`: by which one.
void compare(unsigned bits, bool window, bool spatial, bool perfect, int cases) {
  evaluate::counts::Scratch scratch;
  int exact = 0;
  for (int seed = 0; seed < cases; ++seed) {
    INFO("seed " << seed << ", " << bits << " bits");
    auto sample = tests::LargeNests(static_cast<std::uint64_t>(seed)).draw(bits, window, spatial);
    sample.nest.perfect = perfect;
    evaluate::NestCounts counts;
    const Exactness exactness = evaluate::count_by_closed_forms(
        evaluate::make_shapes(sample.einsum), evaluate::sizes_of(sample.einsum), sample.nest, true, scratch, counts);
    REQUIRE(exactness != Exactness::overflow);
    if (exactness != Exactness::exact)
      continue;
    ++exact;
    check_equal(sample, counts);
  }
  // Not exact: imperfect counts of a rank variable that is spread above and below a holder that merges it.
  CHECK(exact >= (spatial && !perfect ? cases * 8 / 10 : cases));
}

constexpr std::uint64_t million = 1000000, quintillion = million * million * million;

model::NestNode loop(std::size_t variable, std::uint64_t tile) {
  return {.kind = NestKind::loop, .variable = variable, .tile = tile};
}

// m, n, k of a matrix multiplication, tiled once between DRAM and a buffer.
model::Mapping tiled(std::uint64_t m, std::uint64_t n, std::uint64_t k) {
  return {.einsum = 0,
          .nest = {{.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 0},
                   loop(0, m),
                   loop(2, n),
                   loop(1, k),
                   {.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 1},
                   loop(0, 1),
                   loop(2, 1),
                   loop(1, 1),
                   {.kind = NestKind::compute, .node = 2}}};
}

evaluate::EinsumResult evaluate_large(const model::Einsum &einsum, const model::Mapping &mapping) {
  tests::Design design;
  design.memory("DRAM", tests::unlimited, 1, 1).memory("Buffer", tests::unlimited, 1, 1).compute("MAC", 1);
  const model::Workload workload{{einsum}};
  const auto costs = design.costs();
  return evaluate::Evaluator(workload, design.architecture, costs).evaluate(mapping);
}

const evaluate::StorageCounts &row(const evaluate::EinsumResult &result, const char *memory, const char *tensor) {
  for (const auto &one : result.storage) {
    if (one.memory == memory && one.tensor == tensor)
      return one;
  }
  throw std::out_of_range(tensor);
}

}  // namespace

TEST_CASE("closed forms equal formulas in 128 bits on nests of up to 2^63 points") {
  for (const unsigned bits : {40U, 60U, 62U}) {
    for (const bool perfect : {true, false}) {
      compare(bits, false, false, perfect, test::slow_build ? 50 : 500);
      compare(bits, false, true, perfect, test::slow_build ? 30 : 300);
    }
  }
}

TEST_CASE("closed forms equal formulas in 128 bits under sliding windows of up to 2^63 points") {
  for (const unsigned bits : {40U, 60U, 62U}) {
    for (const bool perfect : {true, false})
      compare(bits, true, false, perfect, test::slow_build ? 50 : 500);
  }
}

TEST_CASE("a matrix multiplication of 10^18 points, tiles that divide") {
  const auto einsum = tests::matrix_multiplication(million, million, million);
  const auto result = evaluate_large(einsum, tiled(1000, 2000, 500));
  CHECK(result.computes == quintillion);
  CHECK(result.steps == quintillion);
  CHECK(row(result, "Buffer", "A").fills == million * million * 500);   // for each of the 500 tiles of n
  CHECK(row(result, "Buffer", "B").fills == million * million * 1000);  // of the 1000 tiles of m
  CHECK(row(result, "Buffer", "Z").drains == million * million);
  CHECK(row(result, "Buffer", "Z").fills == 0);
  CHECK(row(result, "Buffer", "A").reads == quintillion);
  CHECK(row(result, "Buffer", "Z").updates == quintillion);
  CHECK(row(result, "Buffer", "Z").reads == quintillion - million * million);  // first touches are elided
}

TEST_CASE("a matrix multiplication of 10^18 points, tiles that do not divide") {
  const auto einsum = tests::matrix_multiplication(million, million, million);
  const auto result = evaluate_large(einsum, tiled(999, 777, 555));
  CHECK(result.counted_by == "closed form");
  CHECK(result.steps == quintillion);
  CHECK(row(result, "Buffer", "A").fills == million * million * 1288);  // ceil(10^6 / 777)
  CHECK(row(result, "Buffer", "B").fills == million * million * 1002);  // ceil(10^6 / 999)
  CHECK(row(result, "Buffer", "A").tile == 999ULL * 555);
  CHECK(row(result, "Buffer", "Z").drains == million * million);
  CHECK(row(result, "Buffer", "B").reads == quintillion);
  CHECK(row(result, "Buffer", "Z").reads == quintillion - million * million);
}

// I[p+r], W[r]: 10^18 points, a window as wide as the image.
TEST_CASE("a convolution of 10^18 points") {
  constexpr std::uint64_t side = 1000000000;
  model::Einsum einsum{.name = "conv"};
  einsum.variables = {{"p", side}, {"r", side}};
  einsum.tensors = {{"I", false, {{{0, 1}, {1, 1}}}, 16}, {"W", false, {{{1, 1}}}, 16}, {"O", true, {{{0, 1}}}, 16}};
  const model::Mapping mapping{.einsum = 0,
                               .nest = {{.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 0},
                                        loop(0, 1),
                                        {.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 1},
                                        loop(1, 1),
                                        {.kind = NestKind::compute, .node = 2}}};
  const auto result = evaluate_large(einsum, mapping);
  CHECK(row(result, "DRAM", "I").tile == 2 * side - 1);
  CHECK(row(result, "Buffer", "I").tile == side);
  CHECK(row(result, "Buffer", "I").fills == 2 * side - 1);  // each step brings one
  CHECK(row(result, "Buffer", "I").reads == side * side);
}

// Tiles that do not divide: each brings what the one before did not have, in all the whole image once.
TEST_CASE("a convolution of 10^15 points, tiles that do not divide") {
  constexpr std::uint64_t p = 1000000000;
  model::Einsum einsum{.name = "conv"};
  einsum.variables = {{"p", p}, {"r", million}};
  einsum.tensors = {{"I", false, {{{0, 1}, {1, 1}}}, 16}, {"W", false, {{{1, 1}}}, 16}, {"O", true, {{{0, 1}}}, 16}};
  const model::Mapping mapping{.einsum = 0,
                               .nest = {{.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 0},
                                        loop(0, 999),
                                        {.kind = NestKind::keep, .tensors = {0, 1, 2}, .node = 1},
                                        loop(1, 1),
                                        loop(0, 1),
                                        {.kind = NestKind::compute, .node = 2}}};
  const auto result = evaluate_large(einsum, mapping);
  CHECK(result.counted_by == "closed form");
  CHECK(row(result, "Buffer", "I").tile == 999 + million - 1);
  CHECK(row(result, "Buffer", "I").fills == p + million - 1);
  CHECK(row(result, "DRAM", "I").reads == p + million - 1);
  CHECK(row(result, "Buffer", "I").reads == p * million);
  CHECK(row(result, "Buffer", "O").drains == p);
}

TEST_CASE("2^63 - 1 points are counted, 2^63 are refused") {
  auto einsum = tests::matrix_multiplication(649657, 92737 * 337ULL, 127ULL * 73 * 49);
  CHECK(model::computes(einsum) == (std::uint64_t{1} << 63) - 1);
  const auto result = evaluate_large(einsum, tiled(1, 1, 1));
  CHECK(result.steps == (std::uint64_t{1} << 63) - 1);
  CHECK(row(result, "Buffer", "A").reads == (std::uint64_t{1} << 63) - 1);
  einsum = tests::matrix_multiplication(std::uint64_t{1} << 21, std::uint64_t{1} << 21, std::uint64_t{1} << 21);
  CHECK_THROWS_WITH(model::computes(einsum), test::ContainsSubstring("more than 2^63 - 1 points"));
  CHECK_THROWS_WITH(evaluate_large(einsum, tiled(1, 1, 1)), test::ContainsSubstring("more than 2^63 - 1 points"));
}

TEST_CASE("sums over Einsums that leave 64 bits are refused") {
  tests::Design design;
  design.memory("DRAM", tests::unlimited, 1, 1).compute("MAC", 1);
  const model::Workload workload;
  const auto costs = design.costs();
  const evaluate::Evaluator evaluator(workload, design.architecture, costs);
  evaluate::EinsumResult one;
  one.computes = one.steps = quintillion;
  one.utilization = 1;
  one.repeat = 18;
  CHECK(evaluator.totals({one}).computes == 18 * quintillion);
  CHECK_THROWS_WITH(evaluator.totals({one, one}), test::ContainsSubstring("does not fit into 64 bits"));
}

TEST_CASE("instances beyond 2^53 are counted exactly") {
  tests::Design design;
  const std::uint64_t places = (std::uint64_t{1} << 60) + 1;
  design.memory("DRAM", tests::unlimited, 1, 1).fanout("PE", {{.name = "x", .size = places}}).compute("MAC", 1);
  model::Einsum einsum{.name = "wide"};
  einsum.variables = {{"m", places}};
  einsum.tensors = {{"A", false, {{{0, 1}}}, 16}, {"Z", true, {{{0, 1}}}, 16}};
  const model::Workload workload{{einsum}};
  const auto costs = design.costs();
  const auto result = evaluate::Evaluator(workload, design.architecture, costs)
                          .evaluate({.einsum = 0,
                                     .nest = {{.kind = NestKind::keep, .tensors = {0, 1}, .node = 0},
                                              {.kind = NestKind::spread, .node = 1, .variable = 0, .tile = 1},
                                              {.kind = NestKind::compute, .node = 2}}});
  CHECK(result.components.back().instances_used == places);
  CHECK(result.steps == 1);
}

// Ranks that depend on each other, with coefficients whose products leave the mantissa of any floating point number.
TEST_CASE("whether ranks are independent is decided exactly") {
  std::mt19937_64 random(5);
  const auto coefficient = [&] { return static_cast<std::int64_t>(1 + random() % (1 << 17)); };
  evaluate::counts::Scratch scratch;
  for (int i = 0; i < 300; ++i) {
    model::Einsum einsum{.name = "dependent"};
    einsum.variables = {{"a", 2}, {"b", 3}, {"c", 2}};
    std::int64_t x[3], y[3];
    for (int v = 0; v < 3; ++v) {
      x[v] = coefficient();
      y[v] = coefficient();
    }
    model::Tensor tensor{.name = "A", .output = false, .index = {{}, {}, {}}, .bits = 8};
    for (std::size_t v = 0; v < 3; ++v) {
      tensor.index[0].push_back({v, x[v]});
      tensor.index[1].push_back({v, y[v]});
      tensor.index[2].push_back({v, 3 * x[v] + 5 * y[v]});
    }
    einsum.tensors = {tensor, {"Z", true, {}, 8}};
    CHECK_FALSE(evaluate::make_shapes(einsum)[0].countable);
  }
}

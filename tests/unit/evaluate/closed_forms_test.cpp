// SPDX-License-Identifier: Apache-2.0
//
// The closed forms equal the executable definition on random nests, and say so where they do not apply.
#include <fmt/format.h>

#include "evaluate/nest_counts.hpp"
#include "support/catch.hpp"
#include "unit/evaluate/random_nests.hpp"

using namespace forge;
using evaluate::counts::Exactness;

namespace {

std::string describe(const tests::RandomCase& sample) {
  std::string text;
  for (const auto& variable : sample.einsum.variables) text += fmt::format("{}={} ", variable.name, variable.size);
  for (const auto& tensor : sample.einsum.tensors) {
    text += "\n" + tensor.name + "[";
    for (const auto& rank : tensor.index) {
      for (const auto& term : rank) text += fmt::format("+{}{}", term.coefficient, sample.einsum.variables[term.variable].name);
      text += ",";
    }
    text += "] held below";
    for (const auto& holder : sample.nest.holders[static_cast<std::size_t>(&tensor - sample.einsum.tensors.data())]) {
      text += fmt::format(" {}{}", holder.holder.depth, holder.holder.retain ? "" : "(drops)");
    }
  }
  text += "\n";
  for (const auto& loop : sample.nest.loops) {
    text += fmt::format("{} {} tile {} x {} cast {:b} reduce {:b}\n", loop.spatial ? "par" : "for",
                        sample.einsum.variables[loop.variable].name, loop.tile, loop.iterations, loop.multicast & 15,
                        loop.reduce & 15);
  }
  return text;
}

void check_equal(const evaluate::NestCounts& a, const evaluate::NestCounts& b) {
  REQUIRE(a.steps == b.steps);
  REQUIRE(a.places == b.places);
  for (std::size_t t = 0; t < a.tensors.size(); ++t) {
    for (std::size_t h = 0; h < a.tensors[t].size(); ++h) {
      INFO("tensor " << t << " holder " << h);
      REQUIRE(a.tensors[t][h].tile == b.tensors[t][h].tile);
      REQUIRE(a.tensors[t][h].fills == b.tensors[t][h].fills);
      REQUIRE(a.tensors[t][h].reads == b.tensors[t][h].reads);
      REQUIRE(a.tensors[t][h].updates == b.tensors[t][h].updates);
      REQUIRE(a.tensors[t][h].drains == b.tensors[t][h].drains);
    }
  }
}

}  // namespace

TEST_CASE("closed forms equal the replay on 20000 random perfect nests") {
  evaluate::counts::Scratch scratch;
  int exact = 0;
  const int cases = 20000;
  for (int seed = 0; seed < cases; ++seed) {
    const auto sample = tests::RandomNests(static_cast<std::uint64_t>(seed)).draw(true, 200);
    const auto shapes = evaluate::make_shapes(sample.einsum);
    const auto sizes = evaluate::sizes_of(sample.einsum);
    evaluate::NestCounts closed;
    const Exactness exactness =
        evaluate::count_by_closed_forms(shapes, sizes, sample.nest, sample.compute_elides, scratch, closed);
    REQUIRE(exactness != Exactness::overflow);
    if (exactness != Exactness::exact) continue;
    ++exact;
    INFO("seed " << seed << "\n" << describe(sample));
    check_equal(closed, evaluate::count_by_replay(sample.einsum, sample.nest, sample.compute_elides));
  }
  // What stays: windows on outputs, and several ranks that share rank variables under a window.
  CHECK(exact > cases * 9 / 10);
}

TEST_CASE("closed forms do not claim imperfect nests") {
  evaluate::counts::Scratch scratch;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto sample = tests::RandomNests(seed).draw(false, 60);
    if (sample.nest.perfect) continue;
    evaluate::NestCounts closed;
    CHECK(evaluate::count_by_closed_forms(evaluate::make_shapes(sample.einsum), evaluate::sizes_of(sample.einsum),
                                          sample.nest, true, scratch, closed) == Exactness::unknown);
  }
}

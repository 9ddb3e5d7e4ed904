// SPDX-License-Identifier: Apache-2.0
//
// Hops and passing values: the closed forms equal the executable definition on random nests.
#include "evaluate/network.hpp"

#include "support/catch.hpp"
#include "support/slow_build.hpp"
#include "unit/evaluate/random_networks.hpp"

using namespace forge;
using evaluate::counts::Exactness;

namespace {

// Compares hops with the replay; answers for how many nests the closed forms apply, and for how many of these there is a
// sliding window.
struct Applied {
  int exact = 0, windows = 0;
};
Applied compare_hops(int cases) {
  evaluate::counts::Scratch scratch;
  Applied applied;
  for (int seed = 0; seed < cases; ++seed) {
    INFO("seed " << seed);
    const auto [sample, network] = tests::draw_network(static_cast<std::uint64_t>(seed), true, 200);
    const auto shapes = evaluate::make_shapes(sample.einsum);
    const auto sizes = evaluate::sizes_of(sample.einsum);
    const evaluate::Counted counted{sample.einsum, shapes, sizes, sample.compute_elides};
    evaluate::NetworkCounts closed;
    const Exactness exactness = count_hops_by_closed_forms(counted, sample.nest, network, scratch, closed);
    REQUIRE(exactness != Exactness::overflow);
    if (exactness != Exactness::exact)
      continue;
    ++applied.exact;
    const auto replayed = count_hops_by_replay(counted, sample.nest, network);
    for (std::size_t t = 0; t < shapes.size(); ++t) {
      INFO("tensor " << t);
      REQUIRE(closed.tensors[t].sends.down == replayed.tensors[t].sends.down);
      REQUIRE(closed.tensors[t].sends.up == replayed.tensors[t].sends.up);
      REQUIRE(closed.tensors[t].hops.down == replayed.tensors[t].hops.down);
      REQUIRE(closed.tensors[t].hops.up == replayed.tensors[t].hops.up);
      applied.windows += shapes[t].simple || replayed.tensors[t].hops.down == 0 ? 0 : 1;
    }
    REQUIRE_THAT(closed.busiest_hops, test::WithinRel(replayed.busiest_hops, 1e-12));
    REQUIRE_THAT(closed.busiest_link, test::WithinRel(replayed.busiest_link, 1e-12));
  }
  return applied;
}

// The same for what passes a node, with any factors.
int compare_passing(int cases, bool perfect, bool halos = false) {
  evaluate::counts::Scratch scratch;
  int closed = 0;
  for (int seed = 0; seed < cases; ++seed) {
    INFO("seed " << seed);
    const auto [sample, network] = tests::draw_network(static_cast<std::uint64_t>(seed), perfect, 120, halos);
    const auto shapes = evaluate::make_shapes(sample.einsum);
    const auto sizes = evaluate::sizes_of(sample.einsum);
    const evaluate::Counted counted{sample.einsum, shapes, sizes, sample.compute_elides};
    const auto passing = count_passing(counted, sample.nest, network.position, network.charge, network.name, scratch);
    if (passing.counted_by != "closed form")
      continue;
    ++closed;
    const auto replayed = replay_passing(counted, sample.nest, network.position, network.charge);
    for (std::size_t t = 0; t < shapes.size(); ++t) {
      INFO("tensor " << t);
      REQUIRE(passing.tensors[t].down == replayed.tensors[t].down);
      REQUIRE(passing.tensors[t].up == replayed.tensors[t].up);
    }
    REQUIRE_THAT(passing.busiest, test::WithinRel(replayed.busiest, 1e-12));
  }
  return closed;
}

}  // namespace

constexpr int n_cases = test::slow_build ? 2000 : 20000;

TEST_CASE("hops in closed form equal the replay on random perfect nests") {
  const Applied applied = compare_hops(n_cases);
  CHECK(applied.exact > n_cases * 8 / 10);
  CHECK(applied.windows > n_cases / 24);
}

TEST_CASE("what passes a node equals the replay on random perfect nests") {
  CHECK(compare_passing(n_cases, true) > n_cases * 8 / 10);
}

TEST_CASE("what passes a node, and its busiest place, equal the replay on random imperfect nests") {
  CHECK(compare_passing(n_cases, false) > n_cases * 7 / 10);
}

TEST_CASE("what passes a node equals the replay on random nests with loops that lead or overlap") {
  CHECK(compare_passing(n_cases / 2, false, true) > n_cases * 2 / 10);
}

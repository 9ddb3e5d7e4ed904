// SPDX-License-Identifier: Apache-2.0
//
// The closed forms equal the executable definition on random nests, and say so where they do not apply.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "evaluate/nest_counts.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/slow_build.hpp"
#include "unit/evaluate/random_nests.hpp"

using namespace forge;
using evaluate::counts::Exactness;

namespace {

std::string describe(const tests::RandomCase &sample) {
  std::string text;
  for (const auto &variable : sample.einsum.variables)
    text += fmt::format("{}={} ", variable.name, variable.size);
  for (const auto &tensor : sample.einsum.tensors) {
    text += "\n" + tensor.name + "[";
    for (const auto &rank : tensor.index) {
      for (const auto &term : rank)
        text += fmt::format("+{}{}", term.coefficient, sample.einsum.variables[term.variable].name);
      text += ",";
    }
    text += "] held below";
    for (const auto &holder : sample.nest.holders[static_cast<std::size_t>(&tensor - sample.einsum.tensors.data())]) {
      text += fmt::format(" {}{}", holder.holder.depth, holder.holder.retain ? "" : "(drops)");
    }
  }
  text += "\n";
  for (const auto &loop : sample.nest.loops) {
    text += fmt::format("{} {} tile {} x {} lead {} overlap {} cast {:b} reduce {:b}\n", loop.spatial ? "par" : "for",
                        sample.einsum.variables[loop.variable].name, loop.tile, loop.iterations, loop.lead,
                        loop.overlap, loop.multicast & 15, loop.reduce & 15);
  }
  return text;
}

void check_equal(const evaluate::NestCounts &a, const evaluate::NestCounts &b) {
  REQUIRE(a.computes == b.computes);
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

// The busiest instance of each memory, tensor by tensor.
void check_busiest(const evaluate::NestCounts &closed, const evaluate::NestCounts &replayed) {
  for (std::size_t t = 0; t < closed.busiest.size(); ++t) {
    for (std::size_t h = 0; h < closed.busiest[t].size(); ++h) {
      evaluate::Counts most;
      for (const auto &at : replayed.by_place[t][h]) {
        most.fills = std::max(most.fills, at.counts.fills);
        most.reads = std::max(most.reads, at.counts.reads);
        most.updates = std::max(most.updates, at.counts.updates);
        most.drains = std::max(most.drains, at.counts.drains);
      }
      INFO("busiest instance, tensor " << t << " holder " << h);
      REQUIRE(closed.busiest[t][h].fills == most.fills);
      REQUIRE(closed.busiest[t][h].reads == most.reads);
      REQUIRE(closed.busiest[t][h].updates == most.updates);
      REQUIRE(closed.busiest[t][h].drains == most.drains);
    }
  }
}

// Which nests are drawn, as failed_seeds.txt names them.
struct Kind {
  const char *name;
  bool perfect;
  std::uint64_t most_points;
  bool halos = false;
};
constexpr Kind perfect_nests{"perfect", true, 200}, imperfect_nests{"imperfect", false, 150},
    halo_nests{"halos", false, 150, true};

// Compares the closed forms with the replay on one random nest; answers whether the closed forms apply.
bool compare(std::uint64_t seed, const Kind &kind, evaluate::counts::Scratch &scratch) {
  const auto sample = tests::RandomNests(seed).draw(kind.perfect, kind.most_points, kind.halos);
  const auto shapes = evaluate::make_shapes(sample.einsum);
  const auto sizes = evaluate::sizes_of(sample.einsum);
  INFO("a failure goes into tests/unit/evaluate/failed_seeds.txt: " << kind.name << " " << seed);
  INFO(describe(sample));
  evaluate::NestCounts closed;
  const Exactness exactness =
      evaluate::count_by_closed_forms(shapes, sizes, sample.nest, sample.compute_elides, scratch, closed);
  REQUIRE(exactness != Exactness::overflow);
  if (exactness != Exactness::exact)
    return false;
  const auto replayed = evaluate::count_by_replay(sample.einsum, sample.nest, sample.compute_elides);
  check_equal(closed, replayed);
  check_busiest(closed, replayed);
  return true;
}

// Answers for how many of the nests the closed forms apply.
int compare_many(int cases, const Kind &kind) {
  evaluate::counts::Scratch scratch;
  int exact = 0;
  for (int seed = 0; seed < cases; ++seed)
    exact += compare(static_cast<std::uint64_t>(seed), kind, scratch) ? 1 : 0;
  return exact;
}

constexpr int n_cases = test::slow_build ? 1500 : 40000;

}  // namespace

TEST_CASE("closed forms equal the replay on random perfect nests") {
  // What stays: windows on outputs, and several ranks that share rank variables under a window.
  CHECK(compare_many(n_cases, perfect_nests) > n_cases * 9 / 10);
}

TEST_CASE("closed forms equal the replay on random imperfect nests") {
  // What stays besides: sums that are merged below and above a holder over the same rank variable.
  CHECK(compare_many(n_cases, imperfect_nests) > n_cases * 8 / 10);
}

TEST_CASE("closed forms equal the replay on every seed that ever found a fault") {
  std::ifstream file(std::string(test::source_directory) + "/tests/unit/evaluate/failed_seeds.txt");
  REQUIRE(file);
  evaluate::counts::Scratch scratch;
  int seeds = 0, draws = 0;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string kind;
    std::uint64_t seed = 0;
    if (!(words >> kind) || kind[0] == '#')
      continue;
    INFO(line);
    REQUIRE(words >> seed);
    if (kind == "draws") {
      draws = static_cast<int>(seed);
      continue;
    }
    const Kind *drawn = nullptr;
    for (const Kind *known : {&perfect_nests, &imperfect_nests, &halo_nests})
      drawn = kind == known->name ? known : drawn;
    REQUIRE(drawn != nullptr);
    // That the closed forms say that they do not apply is as good an answer.
    compare(seed, *drawn, scratch);
    ++seeds;
  }
  CHECK(seeds > 0);
  // Seeds mean other nests once RandomNests draws otherwise: then look for new ones that find the same faults.
  CHECK(draws == tests::RandomNests::draws);
}

TEST_CASE("closed forms equal the replay on random nests of producers that make the halos of their consumers") {
  CHECK(compare_many(n_cases, halo_nests) > n_cases * 6 / 10);
}

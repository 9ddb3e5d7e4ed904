// SPDX-License-Identifier: Apache-2.0
//
// Mapping trees: the closed forms of the completed nests equal the definition, which knows nothing of completed nests.
#include <fmt/format.h>

#include <iterator>
#include <map>

#include "evaluate/nest_counts.hpp"
#include "support/catch.hpp"
#include "support/slow_build.hpp"
#include "unit/evaluate/random_trees.hpp"
#include "unit/evaluate/tree_definition.hpp"

using namespace forge;
using evaluate::counts::Exactness;

namespace {

std::string describe(const tests::RandomTree &sample) {
  std::string text;
  for (const auto &mapping : sample.mappings) {
    const auto &einsum = sample.workload.einsums[mapping.einsum];
    text += "\n" + einsum.name + ":";
    for (const auto &variable : einsum.variables)
      text += fmt::format(" {}={}", variable.name, variable.size);
    for (const auto &tensor : einsum.tensors) {
      text += fmt::format(" {}[", tensor.name);
      for (const auto &rank : tensor.index) {
        for (const auto &term : rank)
          text += fmt::format("+{}{}", term.coefficient, einsum.variables[term.variable].name);
        text += ",";
      }
      text += "]";
    }
    text += "\n";
    for (const auto &node : mapping.nest) {
      text += node.shared ? fmt::format("  #{} ", *node.shared) : "     ";
      if (node.kind == model::NestKind::keep) {
        for (const auto tensor : node.tensors)
          text += "keep " + einsum.tensors[tensor].name;
        text += " in " + sample.architecture.nodes[node.node].name + (node.retain ? "" : " (drops)");
        text += node.served_elsewhere.empty() ? "" : " served elsewhere";
      } else if (node.kind != model::NestKind::compute) {
        text += fmt::format("{} {} tile {} lead {} overlap {}", node.kind == model::NestKind::loop ? "for" : "par",
                            node.variable == model::absent_variable ? "?" : einsum.variables[node.variable].name,
                            node.tile, node.lead, node.overlap);
      }
      text += "\n";
    }
  }
  return text;
}

bool is_shared(const model::Mapping &mapping, std::size_t memory, std::size_t tensor) {
  for (const auto &node : mapping.nest) {
    if (node.kind == model::NestKind::keep && node.node == memory && node.shared &&
        std::find(node.tensors.begin(), node.tensors.end(), tensor) != node.tensors.end())
      return true;
  }
  return false;
}

struct Tally {
  std::uint64_t refused = 0, unknown = 0, equal = 0, followed = 0;
};

bool is_made(const tests::RandomTree &sample, const std::string &tensor) {
  return std::any_of(sample.workload.einsums.begin(), sample.workload.einsums.end(),
                     [&](const model::Einsum &einsum) { return einsum.tensors.back().name == tensor; });
}

// Does an Einsum follow a loop for one reader of its result, and has another reader outside of this loop?
bool has_readers_elsewhere(const tests::RandomTree &sample) {
  for (const auto &mapping : sample.mappings) {
    const std::string &result = sample.workload.einsums[mapping.einsum].tensors.back().name;
    for (const auto &node : mapping.nest) {
      if (node.kind == model::NestKind::keep || node.variable != model::absent_variable)
        continue;
      for (const auto &other : sample.mappings) {
        const auto &tensors = sample.workload.einsums[other.einsum].tensors;
        if (!model::find_shared(other, *node.shared) &&
            std::any_of(tensors.begin(), tensors.end() - 1, [&](const auto &one) { return one.name == result; }))
          return true;
      }
    }
  }
  return false;
}

// An input in the outermost keep that several Einsums read: what they touch of it together is not counted.
bool is_read_apart(const tests::RandomTree &sample, std::size_t memory, const std::string &tensor) {
  int readers = 0;
  for (const auto &einsum : sample.workload.einsums) {
    readers += std::any_of(einsum.tensors.begin(), einsum.tensors.end(),
                           [&](const model::Tensor &one) { return one.name == tensor; });
  }
  return readers > 1 && memory == 0 && !is_made(sample, tensor);
}

void compare(std::uint64_t seed, tests::RandomTrees::Kind kind, Tally &tally) {
  auto sample = tests::RandomTrees(seed, kind).draw();
  const auto as_read = sample.mappings;
  if (has_readers_elsewhere(sample)) {
    ++tally.refused;
    return;
  }
  if (!model::complete(sample.workload, sample.tree, sample.mappings).empty()) {
    ++tally.refused;
    return;
  }
  for (const auto &mapping : sample.mappings) {
    if (!model::structural_errors(sample.workload, sample.architecture, mapping).empty()) {
      ++tally.refused;
      return;
    }
  }
  INFO("seed " << seed << describe(sample));
  tests::TreeCounts closed;
  evaluate::counts::Scratch scratch;
  const auto path = sample.architecture.path_to(5);
  bool follows = false;
  for (const auto &mapping : sample.mappings) {
    const auto &einsum = sample.workload.einsums[mapping.einsum];
    const auto nest = evaluate::flatten(sample.workload, sample.architecture, path, mapping);
    evaluate::NestCounts counts;
    const Exactness exactness = evaluate::count_by_closed_forms(
        evaluate::make_shapes(einsum), evaluate::sizes_of(einsum), nest, true, scratch, counts);
    REQUIRE(exactness != Exactness::overflow);
    if (exactness != Exactness::exact)
      counts = evaluate::count_by_replay(einsum, nest, true);
    tally.unknown += exactness != Exactness::exact ? 1U : 0U;
    evaluate::leave_out_served_elsewhere(nest, counts);
    closed.computes[einsum.name] = counts.computes;
    closed.steps[einsum.name] = counts.steps;
    for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
      for (std::size_t h = 0; h < nest.holders[t].size(); ++h) {
        auto &sum = closed.counts[{path[nest.holders[t][h].position], einsum.tensors[t].name}];
        const auto &one = counts.tensors[t][h];
        // What is passed on has the tile of its producer, which comes first.
        const bool passed_on = !einsum.tensors[t].output && is_made(sample, einsum.tensors[t].name) &&
                               is_shared(mapping, path[nest.holders[t][h].position], t);
        sum.tile = passed_on ? sum.tile : std::max(sum.tile, one.tile);
        sum.fills += one.fills;
        sum.reads += one.reads;
        sum.updates += one.updates;
        sum.drains += one.drains;
      }
    }
    for (const auto &node : mapping.nest)
      follows = follows || node.lead > 0 || node.overlap != 0;
  }
  const auto definition = tests::TreeDefinition(sample.workload, sample.tree, as_read).run();
  REQUIRE(definition.faults == std::vector<std::string>{});
  REQUIRE(closed.computes == definition.computes);
  REQUIRE(closed.steps == definition.steps);
  for (const auto &[where, counts] : definition.counts) {
    INFO(sample.architecture.nodes[where.first].name << "/" << where.second);
    const auto &mine = closed.counts[where];
    if (!is_read_apart(sample, where.first, where.second))
      REQUIRE(mine.tile == counts.tile);
    REQUIRE(mine.fills == counts.fills);
    REQUIRE(mine.reads == counts.reads);
    REQUIRE(mine.updates == counts.updates);
    REQUIRE(mine.drains == counts.drains);
  }
  ++tally.equal;
  tally.followed += follows ? 1U : 0U;
}

}  // namespace

constexpr std::uint64_t n_cases = test::slow_build ? 3000 : 90000;

TEST_CASE("trees of up to four Einsums equal the definition of trees on random cases") {
  Tally tally;
  for (std::uint64_t seed = 0; seed < n_cases; ++seed)
    compare(seed, tests::RandomTrees::Kind::chain, tally);
  CAPTURE(tally.refused, tally.unknown, tally.equal, tally.followed);
  CHECK(tally.equal > n_cases / 6);      // the others are refused: most random trees make no sense
  CHECK(tally.followed > n_cases / 20);  // with halos that a producer keeps or computes again
  CHECK(tally.unknown < n_cases / 100);
}

TEST_CASE("trees with splits within splits and tensors of several readers equal the definition of trees") {
  Tally tally;
  for (std::uint64_t seed = 0; seed < n_cases / 2; ++seed)
    compare(seed, tests::RandomTrees::Kind::graph, tally);
  CAPTURE(tally.refused, tally.unknown, tally.equal, tally.followed);
  CHECK(tally.equal > n_cases / 30);
  CHECK(tally.followed > n_cases / 200);
  CHECK(tally.unknown < n_cases / 100);
}

// Seeds mean other trees once RandomTrees draws otherwise: then look for new ones that find the same faults.
TEST_CASE("trees equal the definition of trees on every seed that ever found a fault") {
  constexpr std::uint64_t found[] = {138,   217,   380,   541,   681,   1458,   4502,   16955,  18525,
                                     21778, 31259, 47490, 47722, 61693, 102405, 107011, 157865, 202373};
  Tally tally;
  for (const std::uint64_t seed : found)
    compare(seed, tests::RandomTrees::Kind::chain, tally);
  compare(238414, tests::RandomTrees::Kind::graph, tally);
  CHECK(tally.equal + tally.refused == std::size(found) + 1);
}

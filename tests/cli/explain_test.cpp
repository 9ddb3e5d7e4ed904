// SPDX-License-Identifier: Apache-2.0
//
// `forge explain` and `forge verify`, as a user calls them.
#include <string>

#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

// 8 computes; A is fetched once into the buffer, 2 values an action.
constexpr auto project = R"(forge = 1
[[architecture]]
memory = "DRAM"
size = inf
actions.read = { energy = "10 pJ", throughput = "1 GHz" }
actions.write = { energy = "20 pJ", throughput = "1 GHz" }
[[architecture]]
memory = "Buffer"
size = "64 b"
leak_power = "1 mW"
actions.read = { energy = "3 pJ", throughput = "1 GHz", width = "16 b" }
actions.write = { energy = "4 pJ", throughput = "1 GHz", width = "16 b" }
[[architecture]]
compute = "MAC"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
[[workload]]
einsum = "dot"
equation = "Z = A[k] * B[k]"
sizes = { k = 8 }
bits = { all = "8 b" }
[[mapping]]
nest = [
  { keep = "all", in = "DRAM" },
  { for = "k", tile = 4 },
  { keep = ["A"], in = "Buffer" },
  { for = "k", tile = 1 },
  { compute = "MAC" },
]
)";

Outcome forge_on(const std::string &text, std::vector<std::string> arguments) {
  const TemporaryDirectory directory;
  directory.write("p.toml", text);
  arguments.insert(arguments.begin() + 1, "p.toml");
  return run_forge(arguments, directory.path());
}

TEST_CASE("explain: the formula of each figure with its numbers") {
  const auto outcome = forge_on(project, {"explain"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("A fills 8 x 8 b / 16 b = 4 actions"));
  CHECK_THAT(outcome.out, ContainsSubstring("4 x 4 pJ (project) = 16 pJ"));
  CHECK_THAT(outcome.out, ContainsSubstring("occupancy  A 4 x 8 b = 32 b of 64 b"));
  CHECK_THAT(outcome.out, ContainsSubstring("1 mW x 1 instances"));
  CHECK_THAT(outcome.out, ContainsSubstring("leakage    not modelled"));
}

TEST_CASE("explain: a memory generates an address for each of its other actions") {
  std::string text(project);
  const std::string before = "[[architecture]]\ncompute";
  text.insert(text.find(before), "actions.address = { energy = \"0.5 pJ\", throughput = \"1 GHz\" }\n");
  const auto outcome = forge_on(text, {"explain", "--component", "Buffer"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("address    A fills 8 x 8 b / 16 b + A reads 8 x 8 b / 16 b = 8 actions"));
  CHECK_THAT(outcome.out, ContainsSubstring("8 x 0.5 pJ (project) = 4 pJ"));
  CHECK_THAT(outcome.out, ContainsSubstring("write at 1 GHz, read at 1 GHz, address at 1 GHz = 16 ns"));
}

TEST_CASE("explain --component: only this one, and a near name where there is none") {
  const auto outcome = forge_on(project, {"explain", "--component", "Buffer"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out.find("DRAM (") == std::string::npos);
  const auto wrong = forge_on(project, {"explain", "--component", "Bufer"});
  CHECK(wrong.exit_code == 2);
  CHECK_THAT(wrong.err, ContainsSubstring("there is no component 'Bufer', did you mean 'Buffer'?"));
}

TEST_CASE("explain: an invalid mapping, by how much and what helps") {
  const auto outcome = forge_on(project, {"explain", "--set", "Buffer.size=\"16 b\""});
  CHECK(outcome.exit_code == 4);
  CHECK_THAT(outcome.out, ContainsSubstring("INVALID capacity of Buffer: 32 bit > 16 bit by 16 bit"));
  CHECK_THAT(outcome.out, ContainsSubstring("demand: A 4 x 8 b"));
}

TEST_CASE("verify: all counts equal the definition") {
  const auto outcome = forge_on(project, {"verify"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("dot: 21 counts equal the definition (8 points replayed)"));
}

TEST_CASE("verify: what is too large to be replayed is said") {
  const auto outcome = forge_on(project, {"verify", "--limit", "7"});
  CHECK(outcome.exit_code == 4);
  CHECK_THAT(outcome.err, ContainsSubstring("Einsum 'dot' has 8 points; replaying is limited to 7"));
}

TEST_CASE("verify: a project without a mapping") {
  const std::string text(project);
  const auto outcome = forge_on(text.substr(0, text.find("[[mapping]]")), {"verify"});
  CHECK(outcome.exit_code == 4);
  CHECK_THAT(outcome.err, ContainsSubstring("there is no [[mapping]] to verify"));
}

constexpr auto tree = R"(forge = 1
[[architecture]]
memory = "DRAM"
size = inf
actions.read = { energy = "10 pJ", throughput = "1 GHz" }
actions.write = { energy = "20 pJ", throughput = "1 GHz" }
[[architecture]]
memory = "Buffer"
size = "128 b"
leak_power = "1 mW"
actions.read = { energy = "3 pJ", throughput = "1 GHz" }
actions.write = { energy = "4 pJ", throughput = "1 GHz" }
[[architecture]]
compute = "MAC"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
[[workload]]
einsum = "A"
equation = "T[a] = X[a] * V[a]"
sizes = { a = 8 }
bits = { all = "8 b" }
[[workload]]
einsum = "B"
equation = "Z[b] = T[b] * X[b]"
sizes = { b = 8 }
bits = { all = "8 b" }
[[mapping]]
nest = [
  { keep = ["X", "V", "Z"], in = "DRAM" },
  { keep = ["X"], in = "Buffer" },
  { for = "b", tile = 4 },
  { keep = ["T"], in = "Buffer" },
  { pipelined = [
    [{ for = "a", tile = 1 }, { compute = "MAC", einsum = "A" }],
    [{ for = "b", tile = 1 }, { compute = "MAC", einsum = "B" }],
  ] },
]
)";

TEST_CASE("explain: a tree, who pays for what is shared, how long it takes and what it holds at most") {
  const auto outcome = forge_on(tree, {"explain"});
  INFO(outcome.out);
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out,
             ContainsSubstring("follows A makes 4 of 'a' at a time: what a loop above the split asks for"));
  CHECK_THAT(outcome.out, ContainsSubstring("X in Buffer: read by A, read by B; A alone pays for its way from DRAM"));
  CHECK_THAT(outcome.out, ContainsSubstring("T in Buffer: written by A, read by B; the outermost; 32 b x 2 copies"));
  CHECK_THAT(outcome.out,
             ContainsSubstring("peak    Buffer holds at most 128 b of 128 b, during A, B: X 8 x 8 b + T 2 x 4"));
  CHECK_THAT(outcome.out, ContainsSubstring("latency pipelined max(A "));
  CHECK_THAT(outcome.out, ContainsSubstring("for all of them"));
}

TEST_CASE("explain: an invalid tree, by how much and what helps") {
  const auto outcome = forge_on(tree, {"explain", "--set", "Buffer.size=\"100 b\""});
  INFO(outcome.out);
  CHECK(outcome.exit_code == 4);
  CHECK_THAT(outcome.out, ContainsSubstring("INVALID capacity of Buffer during A, B: 128 bit > 100 bit by 28 bit"));
  CHECK_THAT(outcome.out, ContainsSubstring("demand: X 8 x 8 b + T 2 x 4 x 8 b"));
}

TEST_CASE("verify: says what of a tree it does not replay") {
  const auto outcome = forge_on(tree, {"verify"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("tree of A, B: each Einsum was replayed in its own nest"));
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
//
// A project with a network, as a user sees it.
#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

// A row of 4 places: A differs from place to place, B is the same for all, Z is summed up on the way. A place is a square
// with sides of 0.5 mm.
constexpr auto project = R"(forge = 1
[[architecture]]
memory = "DRAM"
actions.read = { energy = "10 pJ", throughput = "1 GHz" }
actions.write = { energy = "10 pJ", throughput = "1 GHz" }
[[architecture]]
network = "NoC"
wire_energy = "0.08 pJ/b/mm"
actions.hop = { energy = "0.1 pJ", throughput = "1 MHz", width = "16 b" }
[[architecture]]
fanout = "PE"
x = { size = 4 }
[[architecture]]
compute = "MAC"
area = "0.25 mm^2"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
[[workload]]
einsum = "mm"
equation = "Z[m] = A[m,k] * B[k,n]"
sizes = { m = 3, k = 4, n = 1 }
bits = { all = "8 b" }
[[mapping]]
nest = [
  { keep = "all", in = "DRAM" },
  { for = "m", tile = 1 },
  { par = "k", tile = 1, over = "PE.x" },
  { compute = "MAC" },
]
)";

std::string replaced(std::string text, const std::string &from, const std::string &to) {
  return text.replace(text.find(from), from.size(), to);
}

Outcome forge_on(const std::string &text, std::vector<std::string> arguments) {
  const TemporaryDirectory directory;
  directory.write("p.toml", text);
  arguments.insert(arguments.begin() + 1, "p.toml");
  return run_forge(arguments, directory.path());
}

TEST_CASE("explain: hops of each tensor, what a hop costs, and the busiest link") {
  const auto outcome = forge_on(project, {"explain", "--component", "NoC"});
  CHECK(outcome.exit_code == 0);
  // 0 + 1 + 2 + 3 links for the 4 elements of A and of B at each of 3 times; 3 links for each sum.
  CHECK_THAT(outcome.out, ContainsSubstring("A 12 sends down, hops 18 x 8 b / 16 b + B 12 sends down, hops 18 x 8 b / "
                                            "16 b + Z 3 sends up, hops 9 x 8 b / 16 b = 22.5 actions"));
  CHECK_THAT(outcome.out, ContainsSubstring("22.5 x 0.1 pJ (project) + 360 b x 0.04 pJ of wire = 16.65 pJ"));
  CHECK_THAT(outcome.out, ContainsSubstring("mesh of PE.x"));
  CHECK_THAT(outcome.out, ContainsSubstring("wire 0.04 pJ/b a hop: 0.08 pJ/b/mm x 0.5 mm (side of one place of the"));
  CHECK_THAT(outcome.out,
             ContainsSubstring("9 hops over the busiest link, one way, of the busiest instance: hop at 1 MHz"
                               " = 9 us"));
}

TEST_CASE("explain: an all-to-all network has a link for each place but the source's own") {
  const auto outcome =
      forge_on(replaced(project, "wire_energy", "topology = \"all-to-all\"\nwire_energy"), {"explain"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("A 12 sends down, hops 9 x 8 b / 16 b"));
  CHECK_THAT(outcome.out, ContainsSubstring("all-to-all over PE.x"));
}

TEST_CASE("run: a network's hops, energy and hop length are in results.json") {
  const auto outcome = forge_on(project, {"run", "--report", "json"});
  CHECK(outcome.exit_code == 0);
  const auto json = nlohmann::json::parse(outcome.out);
  const auto &network = json["einsums"][0]["components"][1];
  CHECK(network["name"] == "NoC");
  CHECK(network["actions"]["hop"] == 22.5);
  CHECK_THAT(network["energy"].get<double>(), WithinRel(16.65e-12, 1e-9));
  CHECK_THAT(network["latency"].get<double>(), WithinRel(9e-6, 1e-9));
  CHECK(json["einsums"][0]["bottleneck"] == "NoC");
  const auto &length = json["architecture"][1]["parameters"]["hop_length"];
  CHECK_THAT(length["value"].get<double>(), WithinRel(0.5e-3, 1e-9));
  CHECK(length["source"] == "area");
}

TEST_CASE("run: the text report names the wires") {
  const auto outcome = forge_on(project, {"run"});
  CHECK_THAT(outcome.out,
             ContainsSubstring("NoC  network with wire_energy 80 pJ/bit/m (node), hop_length 500 um (area)"));
}

TEST_CASE("run: mappings on a network are searched by a sampler") {
  const std::string text(project);
  const auto outcome = forge_on(
      text.substr(0, text.find("[[mapping]]")) + "[mapper]\nstrategy = \"random\"\nevaluations = 200\n", {"run"});
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("verify: hops equal the definition") {
  const auto outcome = forge_on(project, {"verify"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("counts equal the definition (12 points replayed)"));
}

TEST_CASE("check: what is missing for a hop's energy is said") {
  const auto no_area = forge_on(replaced(project, "area = \"0.25 mm^2\"\n", ""), {"check"});
  CHECK(no_area.exit_code == 3);
  CHECK_THAT(no_area.err, ContainsSubstring("p.toml:6:1: error: the hop length of network 'NoC' can't be derived from "
                                            "the area of a place of 'PE'"));
  CHECK_THAT(no_area.err, ContainsSubstring("no area is known of 'MAC'"));
  auto nothing = replaced(project, "wire_energy = \"0.08 pJ/b/mm\"\n", "");
  nothing = replaced(nothing, "energy = \"0.1 pJ\", throughput = \"1 MHz\"", "throughput = \"1 MHz\"");
  const auto unpriced = forge_on(nothing, {"check"});
  CHECK(unpriced.exit_code == 3);
  CHECK_THAT(unpriced.err, ContainsSubstring("p.toml:6:1: error: network 'NoC' has no energy for the action 'hop'"));
}

TEST_CASE("run: imperfect factors on a network are replayed, and refused where that is too long") {
  const auto imperfect = replaced(project, "{ par = \"k\", tile = 1, over = \"PE.x\" }",
                                  "{ for = \"k\", tile = 3 },\n  { par = \"k\", tile = 1, over = \"PE.x\" }");
  const auto outcome = forge_on(imperfect, {"explain"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("counts by replay"));
  CHECK_THAT(outcome.out, ContainsSubstring("Z 6 sends up, hops 6 x 8 b / 16 b"));
  const auto long_one = forge_on(replaced(imperfect, "m = 3", "m = 3000000"), {"explain"});
  CHECK(long_one.exit_code == 4);
  CHECK_THAT(long_one.err, ContainsSubstring("the hops of network 'NoC' can't be counted exactly in this mapping of "
                                             "Einsum 'mm'"));
  CHECK_THAT(long_one.err, ContainsSubstring("the closed forms of networks know factors that divide only"));
}

}  // namespace
}  // namespace forge::test

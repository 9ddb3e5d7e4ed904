// SPDX-License-Identifier: Apache-2.0
//
// How long branches take together, and what leaks meanwhile: two copies of X, on computes of their own.
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

// A takes 8 ns on Left, B 16 ns on Right. Each of them reads 8 values and writes 8.
json run_branches(const std::string &split, const std::string &throughput) {
  const std::string project = R"(forge = 1
[[architecture]]
memory = "DRAM"
keep = "all"
actions.read = { energy = "10 pJ", throughput = ")" +
                              throughput +
                              R"(" }
actions.write = { energy = "10 pJ", throughput = ")" +
                              throughput +
                              R"(" }
leak_power = "1 mW"
[[architecture]]
compute = "Left"
under = "DRAM"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
[[architecture]]
compute = "Right"
under = "DRAM"
actions.compute = { energy = "1 pJ", throughput = "500 MHz" }
[[workload]]
einsum = "A"
equation = "Y[a] = X[a]"
sizes = { a = 8 }
bits = { all = "8 b" }
[[workload]]
einsum = "B"
equation = "Z[b] = X[b]"
sizes = { b = 8 }
bits = { all = "8 b" }
[[mapping]]
nest = [
  { keep = ["X", "Y", "Z"], in = "DRAM" },
  { )" + split + R"( = [
    [{ for = "a", tile = 1 }, { compute = "Left", einsum = "A" }],
    [{ for = "b", tile = 1 }, { compute = "Right", einsum = "B" }],
  ] },
]
)";
  const TemporaryDirectory directory;
  std::ofstream(directory.path() / "p.toml") << project;
  const auto outcome = run_forge({"run", "p.toml", "--report", "json", "--quiet"}, directory.path());
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return json::parse(outcome.out);
}

double leaked(const json &result) {
  double sum = 0;
  for (const auto &einsum : result["einsums"]) {
    for (const auto &component : einsum["components"]) {
      if (component["name"] == "DRAM")
        sum += component["leak_energy"].get<double>();
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("sequential branches add up, concurrent ones overlap, and what leaks does so once") {
  for (const auto &[split, latency] : {std::pair{"sequential", 24e-9}, {"parallel", 16e-9}, {"pipelined", 16e-9}}) {
    const json result = run_branches(split, "inf");
    INFO(split);
    CHECK_THAT(result["trees"][0]["latency"].get<double>(), WithinRel(latency, 1e-12));
    CHECK_THAT(result["totals"]["latency"].get<double>(), WithinRel(latency, 1e-12));
    CHECK_THAT(leaked(result), WithinRel(1e-3 * latency, 1e-12));
    // 32 values at DRAM, 16 computes.
    CHECK_THAT(result["totals"]["energy"].get<double>(), WithinRel(32 * 10e-12 + 16 * 1e-12 + 1e-3 * latency, 1e-12));
    CHECK_THAT(result["trees"][0]["energy"].get<double>(), WithinRel(result["totals"]["energy"].get<double>(), 1e-12));
  }
}

TEST_CASE("the times of a component that concurrent branches share add up") {
  const json result = run_branches("parallel", "1 GHz");
  CHECK_THAT(result["trees"][0]["latency"].get<double>(), WithinRel(32e-9, 1e-12));
  CHECK(result["trees"][0]["bottleneck"] == "DRAM");
  CHECK_THAT(leaked(result), WithinRel(1e-3 * 32e-9, 1e-12));
}

}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
//
// Three tiny accelerators. Their figures are worked out on paper below, and checked as numbers; the reports are then
// compared byte for byte with expected.* beside each project. After a wanted change of a report:
//   FORGE_UPDATE_GOLDEN=1 build/bin/golden_tests    and look at what git diff says.
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

const std::string golden = std::string(forge::test::source_directory) + "/tests/golden/";

// A report on stdout, made in the golden folder so that paths are the same everywhere.
std::string report(const std::string &name, const std::string &writer, const std::string &threads = "1") {
  const auto outcome =
      run_forge({"run", name + "/project.toml", "--report", writer, "--threads", threads, "--quiet"}, golden);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  return outcome.out;
}

json results(const std::string &name) {
  return json::parse(report(name, "json"));
}

// What is left when the build's own hashes and folders are taken out.
std::string portable(const std::string &report) {
  auto results = json::parse(report);
  auto text = report.substr(0, report.find("  \"plugins\": ["));
  return text + "  \"warnings\": " + results["warnings"].dump() + "\n}\n";
}

void compare(const std::string &file, const std::string &actual) {
  if (std::getenv("FORGE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << actual;
  }
  INFO(file);
  CHECK(actual == read_file(file));
}

struct Counts {
  std::uint64_t tile, instances, fills, reads, updates, drains;
};

void check_storage(const json &einsum, const std::string &memory, const std::string &tensor, const Counts &expected) {
  INFO(memory << " " << tensor);
  for (const auto &row : einsum["storage"]) {
    if (row["memory"] == memory && row["tensor"] == tensor) {
      CHECK(row["tile"] == expected.tile);
      CHECK(row["instances"] == expected.instances);
      CHECK(row["fills"] == expected.fills);
      CHECK(row["reads"] == expected.reads);
      CHECK(row["updates"] == expected.updates);
      CHECK(row["drains"] == expected.drains);
      return;
    }
  }
  FAIL("no such row");
}

auto is(double value) {
  return WithinRel(value, 1e-12);
}
double number(const json &value) {
  return value.get<double>();
}

// O[m] = A[m,k] * B[k] with m = 2, k = 3: 6 computes, one after the other.
//   The compute holds nothing: it reads A and B at each of the 6 steps and updates O 6 times. The partial sum is read
//   but for the first product of each of the 2 outputs: 6 - 2 = 4.
//   Buffer: reads 6 + 6 + 4 = 16 at 1 pJ, writes 6 at 2 pJ: 16 + 12 = 28 pJ. MAC: 6 x 1 pJ. Together 34 pJ.
//   Time: one port, 2 actions a nanosecond: (16 + 6) / 2 GHz = 11 ns; MAC 6 ns. So the buffer is the bottleneck, the MAC
//   next, and leakage is 1 mW x 11 ns = 11 pJ. Energy 45 pJ, energy-delay product 45 pJ x 11 ns = 4.95e-19 J*s.
//   Room: 6 + 3 + 2 = 11 of 16 B. Area 1000 um^2: that of the MAC is not given. Utilization 6 / (6 x 1).
TEST_CASE("golden: dot, one memory") {
  const auto run = results("dot");
  const auto &totals = run["totals"];
  CHECK(totals["computes"] == 6);
  CHECK(totals["steps"] == 6);
  CHECK_THAT(number(totals["latency"]), is(11e-9));
  CHECK_THAT(number(totals["energy"]), is(45e-12));
  CHECK_THAT(number(totals["edp"]), is(4.95e-19));
  CHECK_THAT(number(totals["area"]), is(1e-9));
  CHECK_THAT(number(totals["leak_power"]), is(1e-3));
  CHECK_THAT(number(totals["utilization"]), is(1));
  const auto &dot = run["einsums"][0];
  check_storage(dot, "Buffer", "A", {6, 1, 0, 6, 0, 0});
  check_storage(dot, "Buffer", "B", {3, 1, 0, 6, 0, 0});
  check_storage(dot, "Buffer", "O", {2, 1, 0, 4, 6, 0});
  CHECK(dot["bottleneck"] == "Buffer");
  CHECK(dot["next_bottleneck"] == "MAC");
  const auto &buffer = dot["components"][0];
  CHECK(buffer["actions"] == json{{"read", 16}, {"write", 6}});
  CHECK_THAT(number(buffer["energy"]), is(28e-12));
  CHECK_THAT(number(buffer["leak_energy"]), is(11e-12));
  CHECK(buffer["occupancy"] == 88);
  CHECK(buffer["capacity"] == 128);
  CHECK_THAT(number(dot["components"][1]["utilization"]), is(6.0 / 11));
  CHECK(run["search"].is_null());
}

// O[p] = W[r] * I[p+r] with p = 4, r = 2: 8 computes; two tiles of 2 outputs pass through the buffer. Run 3 times.
//   W: 2 weights stay: 2 fills. I: a tile is 3 wide, the second one shares 1 with the first: 3 + 2 = 5 fills, each
//   input once. O: each tile of 2 is finished before it leaves: 4 drains, nothing comes back.
//   DRAM: reads 2 + 5, writes 4: 11 x 10 pJ = 110 pJ.
//   Buffer: reads W 8 + I 8 + O 8 - 4 first ones + 4 drains = 24, writes 2 + 5 fills + 8 updates = 15: 39 pJ.
//   MAC: 8 x 0.5 pJ. Together 153 pJ in 8 ns; three runs 459 pJ in 24 ns. Room: 2 + 3 + 2 = 7 of 8 B.
TEST_CASE("golden: window, two memories and a sliding window") {
  const auto run = results("window");
  CHECK(run["totals"]["computes"] == 24);
  CHECK(run["totals"]["steps"] == 24);
  CHECK_THAT(number(run["totals"]["energy"]), is(459e-12));
  CHECK_THAT(number(run["totals"]["latency"]), is(24e-9));
  CHECK(run["totals"]["area"].is_null());
  CHECK(run["totals"]["leak_power"].is_null());
  const auto &conv = run["einsums"][0];
  CHECK(conv["repeat"] == 3);
  CHECK(conv["computes"] == 8);
  CHECK_THAT(number(conv["energy"]), is(153e-12));
  CHECK_THAT(number(conv["latency"]), is(8e-9));
  CHECK(conv["bottleneck"] == "MAC");
  check_storage(conv, "DRAM", "W", {2, 1, 0, 2, 0, 0});
  check_storage(conv, "DRAM", "I", {5, 1, 0, 5, 0, 0});
  check_storage(conv, "DRAM", "O", {4, 1, 0, 0, 4, 0});
  check_storage(conv, "Buffer", "W", {2, 1, 2, 8, 0, 0});
  check_storage(conv, "Buffer", "I", {3, 1, 5, 8, 0, 0});
  check_storage(conv, "Buffer", "O", {2, 1, 0, 4, 8, 4});
  CHECK_THAT(number(conv["components"][0]["energy"]), is(110e-12));
  CHECK_THAT(number(conv["components"][1]["energy"]), is(39e-12));
  CHECK(conv["components"][1]["occupancy"] == 56);
}

// C[m,n] = A[m,k] * B[k,n], all 2: 8 computes on 2 elements, one row m each, in 4 steps; k outside, n inside.
//   A: one value per element and k: 4 fills, all different: 4 reads of DRAM.
//   B: 2 values per element and k: 8 fills; both elements need the same ones: 4 reads (multicast).
//   C: the 2 sums of a row stay for both k: 4 drains at the end, 4 updates in DRAM, nothing comes back.
//   DRAM: reads 8 x 10 pJ, writes 4 x 20 pJ: 160 pJ; 12 actions at 1 GHz: 12 ns. MAC: 4 steps at 1 GHz: 4 ns.
//   Registers: reads A 8 + B 8 + C 8 - 4 first ones + 4 drains = 24, writes 4 + 8 fills + 8 updates = 20: 44 pJ.
//   MAC: 8 pJ. Together 212 pJ in 12 ns. Room: 1 + 2 + 2 = 5 of 6 B. Area 2 x (100 + 200) um^2.
//   Utilization 8 / (4 steps x 2): 1, though the MACs wait for DRAM two thirds of the time: 4 ns of 12 ns.
TEST_CASE("golden: spread, two processing elements") {
  const auto run = results("spread");
  CHECK(run["totals"]["steps"] == 4);
  CHECK_THAT(number(run["totals"]["energy"]), is(212e-12));
  CHECK_THAT(number(run["totals"]["latency"]), is(12e-9));
  CHECK_THAT(number(run["totals"]["area"]), is(600e-12));
  CHECK_THAT(number(run["totals"]["utilization"]), is(1));
  const auto &gemm = run["einsums"][0];
  CHECK(gemm["bottleneck"] == "DRAM");
  CHECK(gemm["next_bottleneck"] == "MAC");
  check_storage(gemm, "DRAM", "A", {4, 1, 0, 4, 0, 0});
  check_storage(gemm, "DRAM", "B", {4, 1, 0, 4, 0, 0});
  check_storage(gemm, "DRAM", "C", {4, 1, 0, 0, 4, 0});
  check_storage(gemm, "Registers", "A", {1, 2, 4, 8, 0, 0});
  check_storage(gemm, "Registers", "B", {2, 2, 8, 8, 0, 0});
  check_storage(gemm, "Registers", "C", {2, 2, 0, 4, 8, 4});
  const auto &mac = gemm["components"][2];
  CHECK(mac["instances_used"] == 2);
  CHECK_THAT(number(mac["latency"]), is(4e-9));
  CHECK_THAT(number(mac["utilization"]), is(1.0 / 3));
  CHECK(run["architecture"][2]["instances"] == 2);
}

TEST_CASE("golden: reports byte for byte, with 1, 2 and 5 threads") {
  const std::string name = GENERATE("dot", "window", "spread");
  for (const std::string threads : {"1", "2", "5"}) {
    compare(golden + name + "/expected.txt", report(name, "text", threads));
    compare(golden + name + "/expected.json", portable(report(name, "json", threads)));
    compare(golden + name + "/expected.csv", report(name, "csv", threads));
  }
}

// The part of a text report that is about a tree.
std::string tree_section(const std::string &example) {
  const std::string project = "../../configs/" + example + "/project.toml";
  const auto outcome = run_forge({"run", project, "--report", "text", "--quiet"}, golden);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  std::string section;
  std::istringstream lines(outcome.out.substr(outcome.out.find("\nTogether: ") + 1));
  bool is_between = false;  // behind an empty line
  for (std::string line; std::getline(lines, line); section += line + "\n") {
    CHECK(line.size() <= 100);
    if (is_between && !line.starts_with("  ")) {
      break;
    }
    is_between = line.empty();
  }
  return section;
}

// configs/fused-convolutions, on paper: see its files for the layers.
//   Computes: 2 x 64 x 64 x 9 x 56 x 56. DRAM: In 64 x 58 x 58 and both weights of 64 x 64 x 9 once, Out 64 x 56 x 56 once,
//   Mid never. Global buffer while Conv2 runs: both weights, 6 rows of Mid, 8 of In (58 wide; its halo stays), 4 of Out
//   with 16 channels: (2 x 36 864 + 6 x 56 x 64 + 8 x 58 x 64 + 4 x 56 x 16) x 16 b = 251 KiB.
//   Computed again: 14 tiles of 6 rows, of which the last one lacks 2 that are padding: 82 rows instead of 56.
TEST_CASE("golden: the tree of configs/fused-convolutions") {
  const auto run = results("../../configs/fused-convolutions");
  CHECK(run["totals"]["computes"] == 2 * 64 * 64 * 9 * 56 * 56);
  std::uint64_t reads = 0, updates = 0;
  for (const auto &einsum : run["einsums"]) {
    for (const auto &row : einsum["storage"]) {
      reads += row["memory"] == "DRAM" ? row["reads"].get<std::uint64_t>() : 0;
      updates += row["memory"] == "DRAM" ? row["updates"].get<std::uint64_t>() : 0;
    }
  }
  CHECK(reads == 64 * 58 * 58 + 2 * 64 * 64 * 9);
  CHECK(updates == 64 * 56 * 56);
  CHECK(run["trees"][0]["memories"][1]["peak"] == (2 * 36864 + 6 * 56 * 64 + 8 * 58 * 64 + 4 * 56 * 16) * 16);
  const auto again = run_forge({"run", "../../configs/fused-convolutions/project.toml", "--set",
                                "mapping.0.nest.3.retain=false", "--report", "json", "--quiet"},
                               golden);
  REQUIRE(again.exit_code == 0);
  CHECK(json::parse(again.out)["einsums"][0]["computes"] == 64 * 64 * 9 * 82 * 56);
  compare(golden + "trees/fused-convolutions.txt", tree_section("fused-convolutions"));
}

// configs/gpt2-block, on paper. Matrix unit of 16 384 places, 256 lanes, 1 GHz; tokens 1024, width 768.
//   Queries, keys, values: 1024 x 768 x 768 / 16 384 ns = 36.864 us each; up, down: four times as much.
//   Softmax, tile by tile in a pipeline: the lanes have 12 x 1024 x 1024 scores for a maximum and a sum at 1 GHz, an
//   exponential at 0.5 GHz, and 12 x 1024 x 64 results to divide at 0.25 GHz: (4 x 49.152 + 12.288) us = 208.896 us; the
//   matrix unit takes less (half of its rows are idle, twice 98.304 us).
//   HBM: X, all weights and Y once, (2 x 1024 x 768 + 12 x 768 x 768) values of 16 b.
TEST_CASE("golden: the tree of configs/gpt2-block") {
  const auto run = results("../../configs/gpt2-block");
  std::map<std::string, double> latency;
  std::uint64_t passed = 0;
  for (const auto &einsum : run["einsums"]) {
    latency[einsum["name"].get<std::string>()] = number(einsum["latency"]);
    for (const auto &row : einsum["storage"]) {
      const bool is_outermost = row["memory"] == "HBM";
      passed += is_outermost ? row["reads"].get<std::uint64_t>() + row["updates"].get<std::uint64_t>() : 0;
    }
  }
  CHECK(passed == 2 * 1024 * 768 + 12 * 768 * 768);
  CHECK_THAT(latency["queries"], is(36.864e-6));
  CHECK_THAT(latency["up"], is(4 * 36.864e-6));
  double sequential = 0;
  for (const auto name :
       {"queries", "keys", "values", "project", "residual1", "up", "activation", "down", "residual2"}) {
    sequential += latency[name];
  }
  CHECK_THAT(number(run["totals"]["latency"]), is(sequential + 208.896e-6));
  compare(golden + "trees/gpt2-block.txt", tree_section("gpt2-block"));
}

}  // namespace
}  // namespace forge::test

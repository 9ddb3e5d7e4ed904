// SPDX-License-Identifier: Apache-2.0
//
// The default strategy as a user meets it: proofs, what ends them early, and what it says then.
#include <nlohmann/json.hpp>

#include <regex>
#include <string>
#include <utility>

#include "cli/projects.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

json results_of(const Outcome &outcome) {
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return json::parse(outcome.out);
}

// Six rank variables, an array, and every memory may hold everything: the proof takes a while.
std::string large_project() {
  const auto memory = [](const std::string &name, const std::string &size, const std::string &energy) {
    return "[[architecture]]\nmemory = \"" + name + "\"\nsize = \"" + size + "\"\nmay_keep = \"all\"\n" +
           (name == "L0" ? "keep = \"all\"\n" : "") + "actions.read = { energy = \"" + energy +
           "\", throughput = \"4 GHz\" }\nactions.write = { energy = \"" + energy + "\", throughput = \"4 GHz\" }\n";
  };
  return "forge = 1\n" + memory("L0", "inf", "100 pJ") + memory("L1", "16 KiB", "25 pJ") +
         "[[architecture]]\nfanout = \"PE\"\nx = { size = 8, multicast = \"all\", reduce = \"all\" }\n"
         "y = { size = 8, multicast = \"all\", reduce = \"all\" }\n" +
         memory("L2", "1 KiB", "6 pJ") +
         "[[architecture]]\ncompute = \"MAC\"\nactions.compute = { energy = \"1 pJ\", throughput = \"1 GHz\" }\n"
         "[[workload]]\neinsum = \"g\"\nequation = \"Z[a,b,d,f] = A[a,c,d,e] * B[c,b,e,f]\"\n"
         "sizes = { a = 96, b = 96, c = 48, d = 16, e = 16, f = 16 }\nbits = { all = \"8 b\" }\n";
}

std::string without_seconds(const std::string &text) {
  return std::regex_replace(text, std::regex("\"seconds\": [-+.e0-9]+"), "");
}

TEST_CASE("optimal: it is the default, and says that nothing is better") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("g", 8, 8, 8));
  const auto results = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  const auto &search = results["search"];
  CHECK(search["strategy"] == "optimal");
  CHECK(search["optimal"] == true);
  CHECK(search["gap"] == 0);
  CHECK(search["stopped_by"] == "solved");
  const auto sampled = results_of(
      run_forge({"run", "p.toml", "--report", "json", "--mapper", "random", "--set", "mapper.evaluations=2000"},
                directory.path()));
  CHECK(results["totals"]["edp"].get<double>() <= sampled["totals"]["edp"].get<double>() * (1 + 1e-12));
}

TEST_CASE("optimal: a network on any number of threads gives the same bytes") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("a", 8, 8, 8) + gemm("b", 4, 8, 8) + gemm("c", 4, 4, 8) +
                                gemm("d", 6, 4, 8) + "[mapper]\nobjective = [\"latency\", \"energy\"]\n");
  const auto with_threads = [&](const std::string &threads) {
    return without_seconds(
        run_forge({"run", "p.toml", "--report", "json", "--threads", threads}, directory.path()).out);
  };
  const auto one = with_threads("1");
  CHECK_THAT(one, ContainsSubstring("\"optimal\": true"));
  CHECK(with_threads("2") == one);
  CHECK(with_threads("5") == one);
}

TEST_CASE("optimal: what was found is a project's mapping, with the same figures") {
  const TemporaryDirectory directory;
  const auto workload = gemm("g", 16, 12, 8);
  directory.write("p.toml", hardware + workload);
  const auto found = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  std::string nest;
  for (const auto &node : found["einsums"][0]["mapping"]) {
    std::string fields;
    for (const auto &[key, value] : node.items())
      fields += (fields.empty() ? "" : ", ") + key + " = " + value.dump();
    nest += "  { " + fields + " },\n";
  }
  directory.write("q.toml", hardware + workload + "[[mapping]]\neinsum = \"g\"\nnest = [\n" + nest + "]\n");
  const auto given = results_of(run_forge({"run", "q.toml", "--report", "json"}, directory.path()));
  CHECK(given["einsums"].dump() == found["einsums"].dump());
}

TEST_CASE("optimal: past the timeout the best so far comes with its gap") {
  const TemporaryDirectory directory;
  directory.write("p.toml", large_project());
  const auto outcome = run_forge({"run", "p.toml", "--report", "json", "--timeout", "3 s"}, directory.path());
  const auto results = results_of(outcome);
  const auto &search = results["search"];
  CHECK(search["optimal"] == false);
  CHECK(search["stopped_by"] == "timeout");
  CHECK(search["bound"].get<double>() > 0);
  CHECK(search["bound"].get<double>() <= results["totals"]["edp"].get<double>());
  CHECK(search["gap"].get<double>() > 0);
  CHECK(search["gap"].get<double>() < 1);
}

TEST_CASE("optimal: a tolerance bounds the gap, and nothing more is proven") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("g", 24, 24, 24) + "[mapper]\ntolerance = 0.2\n");
  const auto results = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  CHECK(results["search"]["optimal"] == false);
  CHECK(results["search"]["gap"].get<double>() <= 0.2 + 1e-9);
}

TEST_CASE("optimal: where nothing is valid it has proven that") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("g", 8, 8, 8));
  const auto outcome = run_forge(
      {"run", "p.toml", "--set", "architecture.Buffer.size=\"1 B\"", "--set", "architecture.Buffer.keep=\"all\""},
      directory.path());
  CHECK(outcome.exit_code == 4);
  CHECK_THAT(outcome.err, ContainsSubstring("no valid mapping for Einsum 'g' exists: optimal has proven it"));
}

TEST_CASE("optimal: limits for samplers are not silently ignored") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("g", 8, 8, 8) + "[mapper]\nevaluations = 7\n");
  const auto outcome = run_forge({"run", "p.toml", "--report", "csv"}, directory.path());
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, ContainsSubstring("evaluations and patience are limits for samplers"));
}

}  // namespace
}  // namespace forge::test

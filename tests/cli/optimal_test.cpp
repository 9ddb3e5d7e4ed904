// SPDX-License-Identifier: Apache-2.0
//
// The default strategy as a user meets it: proofs, and what it says where there is nothing to find.
#include <nlohmann/json.hpp>

#include <regex>
#include <string>

#include "cli/projects.hpp"
#include "cli/results.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

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
  const std::string factors = GENERATE("perfect", "imperfect", "imperfect-spatial");
  const auto workload = gemm("g", 5, 3, 3);
  directory.write("p.toml", hardware + workload + "[mapper]\nfactors = \"" + factors + "\"\n");
  const auto found = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  CHECK(found["search"]["optimal"] == true);
  directory.write("q.toml", hardware + workload + mapping_of(found));
  const auto given = results_of(run_forge({"run", "q.toml", "--report", "json"}, directory.path()));
  CHECK(given["einsums"].dump() == found["einsums"].dump());
}

// 7 has no factors, and a buffer of 16 bytes has no room for rows of 7 in two dimensions.
TEST_CASE("optimal: imperfect factors find room for squarer tiles") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("g", 7, 7, 7) + "[mapper]\nobjective = \"energy\"\n");
  const auto energy = [&](const std::string &factors) {
    const auto results = results_of(run_forge({"run", "p.toml", "--report", "json", "--set",
                                               "architecture.Buffer.size=16 B", "--set", "mapper.factors=" + factors},
                                              directory.path()));
    return results["totals"]["energy"].get<double>();
  };
  CHECK_THAT(energy("perfect"), WithinRel(5.831e-9, 1e-12));
  CHECK_THAT(energy("imperfect"), WithinRel(4.9e-9, 1e-12));
  CHECK(energy("imperfect-spatial") == energy("perfect"));  // there is no fan-out
}

TEST_CASE("optimal: what it can't do with imperfect factors it says") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("g", 7, 6, 5) +
                                "[mapper]\nfactors = \"imperfect\"\nobjective = [\"resource_usage\"]\n");
  const auto refused = run_forge({"run", "p.toml"}, directory.path());
  CHECK(refused.exit_code == 5);
  CHECK_THAT(refused.err, ContainsSubstring("objectives of nodes, where factors are imperfect"));
  const auto too_many = run_forge(
      {"run", "p.toml", "--set", "mapper.objective=energy", "--set", "workload.g.sizes={ m = 999, k = 999, n = 999 }"},
      directory.path());
  CHECK(too_many.exit_code == 5);
  CHECK_THAT(too_many.err, ContainsSubstring("more than 4194304 tiles, as factors need not divide"));
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

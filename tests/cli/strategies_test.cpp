// SPDX-License-Identifier: Apache-2.0
//
// The bundled search strategies through `forge run`: they find something good, and the same thing each time.
#include <nlohmann/json.hpp>

#include "cli/projects.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

json run_with(const TemporaryDirectory &directory, std::vector<std::string> options) {
  options.insert(options.begin(), {"run", "p.toml", "--report", "json"});
  const auto outcome = run_forge(options, directory.path());
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  auto results = json::parse(outcome.out);
  results["search"].erase("seconds");
  for (auto &search : results["search"]["searches"]) {
    search.erase("seconds");
  }
  return results;
}

// Least energy, by the strategy that sees every point.
double optimum(const TemporaryDirectory &directory) {
  const auto results = run_with(directory, {"--mapper", "exhaustive", "--set", "mapper.evaluations=10^9"});
  REQUIRE(results["search"]["stopped_by"] == "exhausted");
  return results["totals"]["energy"];
}

TEST_CASE("strategies: each finds a good mapping, the same one for any number of threads") {
  const std::string strategy = GENERATE("random", "linear", "hybrid", "annealing", "genetic");
  INFO(strategy);
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("g", 4, 8, 4) + "[mapper]\nobjective = \"energy\"\nevaluations = 6000\n");
  const auto results = run_with(directory, {"--mapper", strategy, "--threads", "1"});
  const auto &search = results["search"];
  CHECK(search["strategy"] == strategy);
  CHECK(search["valid"] > 100);
  CHECK(search["evaluated"] <= 6000);
  CHECK((search["stopped_by"] == "evaluations" || strategy == "linear"));
  CHECK(results["totals"]["energy"] <= 1.05 * optimum(directory));
  CHECK(run_with(directory, {"--mapper", strategy, "--threads", "3"}) == results);
  if (strategy != "linear") {
    const auto other = run_with(directory, {"--mapper", strategy, "--seed", "2"});
    CHECK(other["search"]["valid"] != search["valid"]);
  }
}

TEST_CASE("strategies: linear ends when it has seen what matters, and that has the best mapping") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("g", 4, 8, 4) + "[mapper]\nobjective = \"energy\"\n");
  const double best = optimum(directory);
  const auto linear = run_with(directory, {"--mapper", "linear"});
  CHECK(linear["search"]["stopped_by"] == "exhausted");
  CHECK(linear["search"]["evaluated"] < linear["search"]["mapspace"]);
  CHECK(linear["totals"]["energy"] == Approx(best));
}

TEST_CASE("strategies: options reach the strategy, and those of another one are refused") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("strategy = \"annealing\"\nevaluations = 100000\n"
                                             "options = { chains = 8, cooling = 0.5, restarts = 1 }"));
  const auto results = run_with(directory, {});
  CHECK(results["search"]["stopped_by"] == "exhausted");
  CHECK(results["search"]["evaluated"] < 1000);
  const auto wrong = run_forge({"run", "p.toml", "--set", "mapper.strategy=genetic"}, directory.path());
  CHECK(wrong.exit_code == 3);
  CHECK_THAT(wrong.err, ContainsSubstring("chains"));
}

TEST_CASE("strategies: invalid_patience ends a search that finds nothing more") {
  const TemporaryDirectory directory;
  std::string text = hardware + gemm("g", 8, 8, 8) + "[mapper]\nstrategy = \"random\"\ninvalid_patience = 40\n";
  text.replace(text.find("may_keep = \"all\""), 16, "keep = \"all\"");
  text.replace(text.find("64 B"), 4, "8 B");  // fits now and then
  directory.write("p.toml", text);
  const auto results = run_with(directory, {"--set", "mapper.evaluations=10^9", "--timeout", "60 s"});
  CHECK(results["search"]["stopped_by"] == "invalid_patience");
  CHECK(results["search"]["evaluated"] > 40);
  // Nothing fits: the search gives up, and says what ruled its mappings out.
  text.replace(text.find("8 B"), 3, "1 B");
  directory.write("q.toml", text);
  const auto nothing = run_forge({"run", "q.toml"}, directory.path());
  CHECK(nothing.exit_code == 4);
  CHECK_THAT(nothing.err, ContainsSubstring("among the 40 that random tried"));
  CHECK_THAT(nothing.err, ContainsSubstring("capacity of Buffer ruled out 40 of 40 mappings"));
}

}  // namespace
}  // namespace forge::test

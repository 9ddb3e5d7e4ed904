// SPDX-License-Identifier: Apache-2.0
//
// Objectives of one node, as a user meets them: solvers and samplers, results, and what is said of wrong ones.
#include <nlohmann/json.hpp>

#include <string>

#include "cli/projects.hpp"
#include "cli/results.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

const json &component(const json &results, const std::string &name) {
  for (const json &one : results["einsums"][0]["components"]) {
    if (one["name"] == name)
      return one;
  }
  throw std::logic_error("no component " + name);
}

std::string spread_project(const std::string &mapper) {
  std::string text = hardware;
  text.insert(text.find("[[architecture]]\ncompute"), "[[architecture]]\nfanout = \"PE\"\nx = { size = 4 }\n");
  return text + gemm("g", 8, 8, 8) + "[mapper]\n" + mapper + "\n";
}

TEST_CASE("objectives of nodes: the least is proven, and stands in the results") {
  const TemporaryDirectory directory;
  directory.write("p.toml", spread_project("objective = [\"latency\", \"Buffer.occupancy\", \"energy\"]"));
  const auto fast = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  CHECK(fast["search"]["optimal"] == true);
  CHECK(component(fast, "MAC")["instances_used"] == 4);
  const auto small = results_of(
      run_forge({"run", "p.toml", "--report", "json", "--set", "mapper.objective=[\"MAC.instances\", \"energy\"]"},
                directory.path()));
  CHECK(small["search"]["optimal"] == true);
  CHECK(small["search"]["bound"] == 1);
  CHECK(component(small, "MAC")["instances_used"] == 1);
}

TEST_CASE("objectives of nodes: solver and sampler report fronts by the same names") {
  const TemporaryDirectory directory;
  directory.write("p.toml", spread_project("pareto = [\"energy\", \"resource_usage\"]"));
  const auto proven = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  const auto sampled = results_of(
      run_forge({"run", "p.toml", "--report", "json", "--mapper", "random", "--set", "mapper.evaluations=3000"},
                directory.path()));
  CHECK(proven["search"]["optimal"] == true);
  REQUIRE(proven["pareto"].size() > 1);
  REQUIRE(!sampled["pareto"].empty());
  const auto is_no_worse = [](const json &a, const json &b) {
    for (const char *name : {"energy", "Buffer.occupancy", "MAC.instances"}) {
      if (a[name].get<double>() > b[name].get<double>() * (1 + 1e-9))
        return false;
    }
    return true;
  };
  for (const json &point : sampled["pareto"]) {
    INFO(point);
    CHECK(std::any_of(proven["pareto"].begin(), proven["pareto"].end(),
                      [&](const json &other) { return is_no_worse(other, point); }));
  }
  // The einsum's own figures are those of the first point.
  const json &first = proven["pareto"][0];
  CHECK(first["Buffer.occupancy"] == component(proven, "Buffer")["occupancy"]);
  CHECK(first["MAC.instances"] == component(proven, "MAC")["instances_used"]);
  const auto text = run_forge({"run", "p.toml"}, directory.path());
  CHECK_THAT(text.out, ContainsSubstring("energy  Buffer.occupancy  MAC.instances"));
}

TEST_CASE("objectives of nodes: wrong words") {
  const TemporaryDirectory directory;
  const auto refusal = [&](const std::string &objective) {
    directory.write("p.toml", spread_project("objective = \"" + objective + "\""));
    const auto outcome = run_forge({"run", "p.toml"}, directory.path());
    CHECK(outcome.exit_code == 3);
    return outcome.err;
  };
  CHECK_THAT(refusal("Bufer.occupancy"), ContainsSubstring("there is no memory 'Bufer', did you mean 'Buffer'?"));
  CHECK_THAT(refusal("Buffer.instance"), ContainsSubstring("did you mean 'instances'?"));
  CHECK_THAT(refusal("PE.instances"), ContainsSubstring("'PE' is no memory or compute, and has no instances"));
  CHECK_THAT(refusal("occupancy"), ContainsSubstring("unknown objective 'occupancy'"));
}

}  // namespace
}  // namespace forge::test

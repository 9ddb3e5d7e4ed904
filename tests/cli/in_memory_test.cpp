// SPDX-License-Identifier: Apache-2.0
//
// Convolutions on the in-memory designs of configs/, where converters charge for what passes a sliding window: the default
// strategy maps them, proves that nothing is better, and what it has counted is what a replay counts.
#include <nlohmann/json.hpp>

#include <string>

#include "cli/results.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/slow_build.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

std::string on_design(const std::string &design, const std::string &rest) {
  return "forge = 1\ninclude = [\"" + std::string(source_directory) + "/configs/architectures/" + design +
         ".toml\"]\n" + rest;
}

std::string convolution(const std::string &input, const std::string &sizes) {
  return "[[workload]]\neinsum = \"conv\"\nequation = \"O[m,p,q] = I[c," + input + "] * W[m,c,r,s]\"\nsizes = { " +
         sizes + " }\nbits = { all = 8, W = 1 }\n";
}

const json &component(const json &results, const std::string &name) {
  for (const json &one : results["einsums"][0]["components"]) {
    if (one["name"] == name)
      return one;
  }
  FAIL("there is no '" << name << "'");
  return results;
}

// The layers of ResNet-18 with 56 and 14 rows.
TEST_CASE("in-memory designs: layers of a network are mapped, and proven") {
  const TemporaryDirectory directory;
  const auto [design, converter] =
      GENERATE(table<std::string, std::string>({{"isaac", "DAC"}, {"neurram", "RowDrivers"}}));
  const std::string sizes = slow_build ? "m = 8, c = 4, p = 6, q = 6, r = 3, s = 3"
                                       : GENERATE("m = 64, c = 64, p = 56, q = 56, r = 3, s = 3",
                                                  "m = 256, c = 256, p = 14, q = 14, r = 3, s = 3");
  INFO(design << " " << sizes);
  directory.write("p.toml", on_design(design, convolution("p+r,q+s", sizes)));
  const auto results = results_of(run_forge({"run", "p.toml", "--report", "json", "--threads", "1"}, directory.path()));
  CHECK(results["search"]["strategy"] == "optimal");
  CHECK(results["search"]["optimal"] == true);
  CHECK(results["search"]["gap"] == 0);
  CHECK(component(results, converter)["energy"].get<double>() > 0);
  const auto sampled = results_of(
      run_forge({"run", "p.toml", "--report", "json", "--mapper", "random", "--set", "mapper.evaluations=500"},
                directory.path()));
  CHECK(results["totals"]["edp"].get<double>() <= sampled["totals"]["edp"].get<double>() * (1 + 1e-12));
}

TEST_CASE("in-memory designs: a replay counts what was counted for the mapping that was found") {
  const TemporaryDirectory directory;
  const std::string design = GENERATE("isaac", "raella", "neurram", "jia", "colonnade");
  const std::string objective = GENERATE("energy", "latency");
  const auto project = on_design(design, convolution("2*p+r,q+s", "m = 4, c = 4, p = 6, q = 4, r = 3, s = 2"));
  directory.write("p.toml", project + "[mapper]\nobjective = \"" + objective + "\"\n");
  INFO(design << " " << objective);
  const auto found = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  CHECK(found["search"]["optimal"] == true);
  directory.write("q.toml", project + mapping_of(found));
  const auto given = results_of(run_forge({"run", "q.toml", "--report", "json"}, directory.path()));
  CHECK(given["einsums"].dump() == found["einsums"].dump());
  const auto verified = run_forge({"verify", "q.toml"}, directory.path());
  INFO(verified.out << verified.err);
  CHECK(verified.exit_code == 0);
}

TEST_CASE("in-memory designs: imperfect factors are refused in words") {
  const TemporaryDirectory directory;
  directory.write("p.toml", on_design("colonnade", convolution("p+r,q+s", "m = 4, c = 4, p = 6, q = 4, r = 3, s = 3")) +
                                "[mapper]\nfactors = \"imperfect\"\n");
  const auto refused = run_forge({"run", "p.toml"}, directory.path());
  CHECK(refused.exit_code == 5);
  CHECK_THAT(refused.err, ContainsSubstring("a converter that charges for what passes, where factors are imperfect"));
}

}  // namespace
}  // namespace forge::test

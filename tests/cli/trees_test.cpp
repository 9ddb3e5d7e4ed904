// SPDX-License-Identifier: Apache-2.0
//
// The examples whose Einsums are mapped together: they run, their counts equal the definition where they are small, and
// a tree that a report shows is one that a project may give.
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

struct Example {
  std::string folder;
  std::vector<std::string> parts;      // files that the project includes
  std::vector<std::string> smaller{};  // --set: small enough to be replayed
};

const std::vector<Example> examples{
    {"fused-convolutions", {"layers.toml"}, {"variables.pixels=9", "variables.channels=16"}},
    {"gpt2-block",
     {"design.toml", "block.toml"},
     {"variables.tokens=4", "variables.heads=2", "variables.inner=256", "variables.queries=2", "variables.keys=2",
      "variables.lanes=4"}}};

std::string path_of(const Example &example, const std::string &file) {
  return std::string(source_directory) + "/configs/" + example.folder + "/" + file;
}

// A value as TOML writes it in one line.
std::string toml(const json &value) {
  std::string text;
  if (value.is_array()) {
    for (const json &item : value) {
      text += (text.empty() ? "" : ", ") + toml(item);
    }
    return "[" + text + "]";
  }
  if (value.is_object()) {
    for (const auto &[key, item] : value.items()) {
      text += (text.empty() ? "" : ", ") + key + " = " + toml(item);
    }
    return "{" + text + "}";
  }
  return value.dump();
}

std::string run_json(const std::string &project, const std::filesystem::path &directory) {
  const auto outcome = run_forge({"run", project, "--report", "json", "--quiet"}, directory);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return outcome.out;
}

// Without the line that says which file it was.
std::string figures(const std::string &report) {
  const auto at = report.find("\"file\"");
  REQUIRE(at != std::string::npos);
  return report.substr(0, at) + report.substr(report.find('\n', at));
}

TEST_CASE("trees: what results.json says of a tree is a mapping that gives the same results") {
  for (const Example &example : examples) {
    INFO(example.folder);
    const TemporaryDirectory directory;
    const std::string first = run_json(path_of(example, "project.toml"), directory.path());
    const json results = json::parse(first);
    REQUIRE(results["trees"].size() == 1);
    std::string project = "forge = 1\nproject.name = " + results["project"]["name"].dump() + "\ninclude = [";
    for (const std::string &part : example.parts) {
      project += "\"" + path_of(example, part) + "\",";
    }
    directory.write("again.toml", project + "]\n[[mapping]]\nnest = " + toml(results["trees"][0]["mapping"]) + "\n");
    CHECK(figures(run_json("again.toml", directory.path())) == figures(first));
  }
}

TEST_CASE("trees: the examples are correct, and count as the definition does") {
  for (const Example &example : examples) {
    INFO(example.folder);
    const auto checked = run_forge({"check", path_of(example, "project.toml")});
    INFO(checked.err);
    CHECK(checked.exit_code == 0);
    std::vector<std::string> arguments{"verify", path_of(example, "project.toml")};
    for (const std::string &change : example.smaller) {
      arguments.insert(arguments.end(), {"--set", change});
    }
    const auto verified = run_forge(arguments);
    INFO(verified.err);
    CHECK(verified.exit_code == 0);
  }
}

TEST_CASE("trees: a halo that is computed again costs computes, one that goes through DRAM costs accesses") {
  const Example &example = examples[0];
  const TemporaryDirectory directory;
  const auto energy_of = [&](const std::string &file, const std::vector<std::string> &changes) {
    std::vector<std::string> arguments{"run", path_of(example, file), "--report", "json", "--quiet"};
    arguments.insert(arguments.end(), changes.begin(), changes.end());
    const auto outcome = run_forge(arguments, directory.path());
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    const json results = json::parse(outcome.out);
    return std::pair{results["totals"]["energy"].get<double>(), results["totals"]["computes"].get<double>()};
  };
  const auto kept = energy_of("project.toml", {}), unfused = energy_of("unfused.toml", {}),
             again = energy_of("project.toml", {"--set", "mapping.0.nest.3.retain=false"});
  CHECK(kept.second == unfused.second);
  CHECK(kept.first < unfused.first);
  CHECK(again.second > kept.second);
  CHECK(again.first > unfused.first);
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
//
// Every reference case that needs nothing beyond what is modelled: see README.md beside this file.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "evaluate/evaluator.hpp"
#include "evaluate/tree.hpp"
#include "pricing/component_costs.hpp"
#include "project/project.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace forge;
using nlohmann::json;

namespace {

const std::filesystem::path cases = std::filesystem::path(forge::test::source_directory) / "tests/reference/cases";

std::vector<std::string> names_in(const std::string &peer) {
  std::vector<std::string> names;
  for (const auto &entry : std::filesystem::directory_iterator(cases / peer))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

struct Case {
  project::Project project;
  json expected;
  std::vector<evaluate::EinsumResult> einsums;
  std::vector<evaluate::TreeResult> trees;
  evaluate::Totals totals;
};

json expectation(const std::string &peer, const std::string &name) {
  return json::parse(std::ifstream(cases / peer / name / "expected.json"));
}

Case evaluate_case(const std::string &peer, const std::string &name) {
  Case result{.project = project::load((cases / peer / name / "project.toml").string()),
              .expected = expectation(peer, name)};
  const std::atomic<bool> cancelled = false;
  Pool pool(1);
  const plugin::Host host(cancelled, pool);
  plugin::Registry registry(host, {});
  const auto costs = pricing::component_costs(result.project.architecture, result.project.technology,
                                              result.project.directory, registry, host);
  // What AccelForge calls persistent is a field of forge's workload that this project does not use.
  if (name == "model_15_instances_persistent")
    result.project.workload.einsums.at(0).tensors.at(1).persistent = true;
  const evaluate::Evaluator evaluator(result.project.workload, result.project.architecture, costs);
  for (const auto &mapping : result.project.mappings) {
    const auto errors = model::structural_errors(result.project.workload, result.project.architecture, mapping);
    for (const auto &error : errors)
      FAIL(error.what());
    result.einsums.push_back(evaluator.evaluate(mapping));
  }
  for (const auto &tree : result.project.trees)
    result.trees.push_back(evaluate::evaluate_tree(evaluator, tree, result.project.mappings, result.einsums));
  result.totals = evaluator.totals(result.einsums, result.trees);
  return result;
}

const evaluate::StorageCounts *find(const evaluate::EinsumResult &einsum, const std::string &memory_and_tensor) {
  for (const auto &row : einsum.storage) {
    if (row.memory + "/" + row.tensor == memory_and_tensor)
      return &row;
  }
  return nullptr;
}

std::uint64_t count(const evaluate::StorageCounts &row, const std::string &name) {
  return name == "tile"      ? row.tile
         : name == "fills"   ? row.fills
         : name == "reads"   ? row.reads
         : name == "updates" ? row.updates
                             : row.drains;
}

void check_counts(const evaluate::EinsumResult &einsum, const std::string &where, const json &counts,
                  const std::set<std::string> &names) {
  const auto *row = find(einsum, where);
  INFO(where);
  REQUIRE(row != nullptr);
  for (const auto &name : names) {
    INFO(name);
    CHECK(count(*row, name) == counts.value(name, std::uint64_t{0}));
  }
}

// Is a tensor's index a sum of several rank variables that are larger than 1?
bool under_window(const model::Einsum &einsum, const std::string &tensor) {
  for (const auto &candidate : einsum.tensors) {
    if (candidate.name != tensor)
      continue;
    for (const auto &rank : candidate.index) {
      if (std::count_if(rank.begin(), rank.end(),
                        [&](const auto &term) { return einsum.variables[term.variable].size > 1; }) > 1) {
        return true;
      }
    }
  }
  return false;
}

double bits_of(const project::Project &project, const model::Einsum &einsum, const evaluate::StorageCounts &row) {
  const auto tensor = std::find_if(einsum.tensors.begin(), einsum.tensors.end(),
                                   [&](const auto &candidate) { return candidate.name == row.tensor; });
  const auto &memory = project.architecture.nodes[*project.architecture.find(row.memory)];
  return model::bits_in(memory, einsum, static_cast<std::size_t>(tensor - einsum.tensors.begin()));
}

// "Buf/A/read": fills and updates are AccelForge's writes.
std::map<std::string, double> actions_of(const project::Project &project, const evaluate::EinsumResult &result) {
  const auto &einsum = project.workload.einsums[result.mapping.einsum];
  std::map<std::string, double> actions;
  for (const auto &row : result.storage) {
    const auto &memory = project.architecture.nodes[*project.architecture.find(row.memory)];
    const double bits = bits_of(project, einsum, row);
    const auto scaled = [&](std::uint64_t values, const std::string &action) {
      const double width = memory.actions.at(action).width.value_or(bits);
      return static_cast<double>(values * result.repeat) * bits / width;
    };
    actions[row.memory + "/" + row.tensor + "/read"] = scaled(row.reads + row.drains, "read");
    actions[row.memory + "/" + row.tensor + "/write"] = scaled(row.fills + row.updates, "write");
  }
  for (const auto &use : result.components) {
    for (const auto &passage : use.passed) {
      if (use.kind == "network")
        actions[use.name + "/" + passage.tensor + "/hop"] += static_cast<double>(passage.hops * result.repeat);
    }
  }
  return actions;
}

void check_actions(const project::Project &project, const evaluate::EinsumResult &result, const json &expected) {
  auto actions = actions_of(project, result);
  // AccelForge counts what a converter charges as reads, tensor by tensor.
  double converted = 0, expected_conversions = 0;
  for (const auto &use : result.components) {
    for (const auto &action : use.actions)
      converted += use.kind == "converter" ? action.count : 0;
  }
  for (const auto &[key, value] : expected["actions"].items()) {
    INFO(key);
    const auto &node = project.architecture.nodes[*project.architecture.find(key.substr(0, key.find('/')))];
    if (node.kind == model::NodeKind::converter) {
      expected_conversions += value.get<double>();
    } else if (key.find("/None/") != std::string::npos) {
      CHECK(static_cast<double>(result.computes * result.repeat) == value.get<double>());
    } else {
      CHECK(actions[key] == value.get<double>());
    }
  }
  CHECK(converted == expected_conversions);
}

// Shares of the capacity. AccelForge lets the space of a tile shrink below the loops that index it; forge's is the
// tile's. Answers where they differ: "E1: Buf/C".
std::set<std::string> larger_tiles(const project::Project &project, const evaluate::EinsumResult &result,
                                   const json &usage) {
  const auto &einsum = project.workload.einsums[result.mapping.einsum];
  std::set<std::string> larger;
  for (const auto &row : result.storage) {
    const double capacity = project.architecture.nodes[*project.architecture.find(row.memory)].size;
    const double expected = usage.value("memory/" + row.memory + "/" + row.tensor, 0.0);
    if (std::isinf(capacity))
      continue;
    INFO(row.memory << "/" << row.tensor);
    const double mine = static_cast<double>(row.tile * row.copies) * bits_of(project, einsum, row) / capacity;
    CHECK(mine >= expected);
    if (mine > expected)
      larger.insert(einsum.name + ": " + row.memory + "/" + row.tensor);
  }
  return larger;
}

std::string name_of_tensor(const std::string &memory_and_tensor) {
  return memory_and_tensor.substr(memory_and_tensor.find('/') + 1);
}

}  // namespace

TEST_CASE("counts equal the executable definition exactly") {
  int checked = 0;
  for (const std::string &name : names_in("timeloop")) {
    if (!expectation("timeloop", name).contains("definition"))
      continue;
    INFO(name);
    const Case result = evaluate_case("timeloop", name);
    const auto &definition = result.expected["definition"];
    const auto &einsum = result.einsums.at(0);
    CHECK(einsum.computes == definition["computes"]);
    CHECK(einsum.steps == definition["steps"]);
    CHECK(einsum.storage.size() == definition["counts"].size());
    for (const auto &[where, counts] : definition["counts"].items()) {
      check_counts(einsum, where, counts, {"tile", "fills", "reads", "updates", "drains"});
    }
    ++checked;
  }
  CHECK(checked == 49);
}

TEST_CASE("counts of tensors that are not under a sliding window equal Timeloop's exactly") {
  int checked = 0;
  for (const std::string &name : names_in("timeloop")) {
    if (expectation("timeloop", name).contains("definition"))
      continue;
    INFO(name);
    const Case result = evaluate_case("timeloop", name);
    const auto &einsum = result.einsums.at(0);
    CHECK(einsum.computes == result.expected["computes"]);
    for (const auto &[where, counts] : result.expected["storage"].items()) {
      if (under_window(result.project.workload.einsums[0], name_of_tensor(where)))
        continue;
      check_counts(einsum, where, counts, {"tile", "fills", "reads", "updates"});
      ++checked;
    }
  }
  CHECK(checked > 100);
}

TEST_CASE("AccelForge's evaluations are reproduced") {
  int checked = 0;
  std::set<std::string> larger;
  for (const std::string &name : names_in("accelforge")) {
    // AccelForge averages imperfect factors.
    if (name == "model_13_imperfect")
      continue;
    INFO(name);
    const Case result = evaluate_case("accelforge", name);
    CHECK_THAT(result.totals.energy, test::WithinRel(result.expected["energy"].get<double>(), 1e-6));
    CHECK_THAT(result.totals.latency, test::WithinRel(result.expected["latency"].get<double>(), 1e-6));
    for (const auto &[einsum, expected] : result.expected["einsums"].items()) {
      INFO(einsum);
      const auto found = std::find_if(result.einsums.begin(), result.einsums.end(),
                                      [&, name = einsum](const auto &one) { return one.name == name; });
      REQUIRE(found != result.einsums.end());
      const auto repeat = static_cast<double>(found->repeat);
      CHECK_THAT(found->energy * repeat, test::WithinRel(expected["energy"].get<double>(), 1e-6));
      CHECK_THAT(found->latency * repeat, test::WithinRel(expected["latency"].get<double>(), 1e-6));
      for (const auto &use : found->components)
        CHECK_THAT(use.leak_energy * repeat, test::WithinRel(expected["leak_energy"].value(use.name, 0.0), 1e-6));
      check_actions(result.project, *found, expected);
      for (const std::string &where : larger_tiles(result.project, *found, expected["usage"]))
        larger.insert(name.substr(0, name.find('_', 6)) + " " + where);
    }
    ++checked;
  }
  CHECK(checked == 12);
  CHECK(larger == std::set<std::string>{"model_01 MatA: Buf/Z", "model_02 MatA: Buf/Z", "model_03 E1: Buf/C",
                                        "model_03 E2: Buf/F", "model_04 E2: Buf/F", "model_05 E1: Buf/A",
                                        "model_05 E2: Buf/F", "model_07 MatA: Buf/Z", "model_10 Conv: Buf/O",
                                        "model_11 Conv: Buf/I", "model_12 MatA: Buf/Z", "model_14 MatA: Buf/Z",
                                        "model_15 MatA: Buf/Z", "model_17 MatA: Buf/Z"});
}

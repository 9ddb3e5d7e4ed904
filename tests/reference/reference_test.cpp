// SPDX-License-Identifier: Apache-2.0
//
// Every reference case that needs nothing beyond what is modelled: see README.md beside this file.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "evaluate/component_costs.hpp"
#include "evaluate/evaluator.hpp"
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
  const auto costs = evaluate::component_costs(result.project.architecture, result.project.technology,
                                               result.project.directory, registry, host);
  const evaluate::Evaluator evaluator(result.project.workload, result.project.architecture, costs);
  for (const auto &mapping : result.project.mappings) {
    const auto errors = model::structural_errors(result.project.workload, result.project.architecture, mapping);
    for (const auto &error : errors)
      FAIL(error.what());
    result.einsums.push_back(evaluator.evaluate(mapping));
  }
  result.totals = evaluator.totals(result.einsums);
  return result;
}

bool needs(const json &expected, const std::string &what) {
  const auto &list = expected["needs"];
  return std::find(list.begin(), list.end(), what) != list.end();
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

// AccelForge takes the traffic of a network's links for one iteration of the temporal loops only: README.md. So all other
// components are compared, and the energy of all actions without the leakage over that latency.
void check_beside_network(const evaluate::EinsumResult &einsum, const json &expected) {
  const json &peer = expected["einsums"].begin().value();
  double energy = 0, latency = 0, expected_energy = expected["energy"];
  for (const auto &use : einsum.components) {
    energy += use.energy;
    latency = std::max(latency, use.kind == "network" ? 0 : use.latency);
    expected_energy -= peer["leak_energy"].value(use.name, 0.0);
  }
  CHECK_THAT(energy, test::WithinRel(expected_energy, 1e-6));
  CHECK_THAT(latency, test::WithinRel(expected["latency"].get<double>(), 1e-6));
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

TEST_CASE("a mesh's links carry what all temporal iterations send") {
  const Case result = evaluate_case("accelforge", "model_17_mesh_network");
  const auto &components = result.einsums.at(0).components;
  const auto network =
      std::find_if(components.begin(), components.end(), [](const auto &use) { return use.name == "NoC"; });
  // 16 iterations outside of the array; A: 8 times 3 elements over the first link of X, B: 9 elements go beyond it.
  CHECK(network->busiest_link == 16 * (8 * 3 + 9));
  CHECK(network->latency == 16 * (8 * 3 + 9) / 4.0);
  CHECK(result.totals.latency == 132);
}

TEST_CASE("AccelForge's evaluations are reproduced") {
  int checked = 0;
  for (const std::string &name : names_in("accelforge")) {
    const json expected = expectation("accelforge", name);
    // Not modelled yet, or averaged by AccelForge: README.md.
    if (needs(expected, "multi-Einsum") || name == "model_13_imperfect") {
      continue;
    }
    INFO(name);
    const Case result = evaluate_case("accelforge", name);
    const auto &einsum = result.einsums.at(0);
    if (needs(expected, "network")) {
      check_beside_network(einsum, expected);
    } else {
      CHECK_THAT(result.totals.energy, test::WithinRel(expected["energy"].get<double>(), 1e-6));
      CHECK_THAT(result.totals.latency, test::WithinRel(expected["latency"].get<double>(), 1e-6));
    }
    const auto &architecture = result.project.architecture;
    std::map<std::string, double> actions;  // "Buf/A/read": fills and updates are AccelForge's writes
    for (const auto &row : einsum.storage) {
      const auto &memory = architecture.nodes[*architecture.find(row.memory)];
      const auto &the_einsum = result.project.workload.einsums[0];
      const auto tensor = std::find_if(the_einsum.tensors.begin(), the_einsum.tensors.end(),
                                       [&](const auto &candidate) { return candidate.name == row.tensor; });
      const double bits =
          model::bits_in(memory, the_einsum, static_cast<std::size_t>(tensor - the_einsum.tensors.begin()));
      const auto scaled = [&](std::uint64_t values, const std::string &action) {
        const double width = memory.actions.at(action).width.value_or(bits);
        return static_cast<double>(values * einsum.repeat) * bits / width;
      };
      actions[row.memory + "/" + row.tensor + "/read"] = scaled(row.reads + row.drains, "read");
      actions[row.memory + "/" + row.tensor + "/write"] = scaled(row.fills + row.updates, "write");
    }
    for (const auto &use : einsum.components) {
      if (use.kind != "network")
        continue;
      for (const auto &passage : use.passed)
        actions[use.name + "/" + passage.tensor + "/hop"] += static_cast<double>(passage.hops * einsum.repeat);
    }
    // AccelForge counts what a converter charges as reads, tensor by tensor.
    double converted = 0, expected_conversions = 0;
    for (const auto &use : einsum.components) {
      for (const auto &action : use.actions)
        converted += use.kind == "converter" ? action.count : 0;
    }
    for (const auto &[key, value] : expected["einsums"].begin().value()["actions"].items()) {
      const auto node = architecture.nodes[*architecture.find(key.substr(0, key.find('/')))];
      if (node.kind == model::NodeKind::converter) {
        expected_conversions += value.get<double>();
        continue;
      }
      if (key.find("/None/") != std::string::npos) {
        CHECK(static_cast<double>(einsum.computes * einsum.repeat) == value.get<double>());
        continue;
      }
      INFO(key);
      CHECK(actions[key] == value.get<double>());
    }
    CHECK(converted == expected_conversions);
    ++checked;
  }
  CHECK(checked == 9);
}

// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

using forge::test::TemporaryDirectory;

namespace {

std::string said(const std::string &key, const std::string &value, const std::string &more = "") {
  const TemporaryDirectory directory;
  return refused(directory, {{"p.toml", small_project(more)}}, {{key, value}}).message;
}

}  // namespace

TEST_CASE("a setting changes any field of the project") {
  const auto project = loaded("[[report]]\nwriter = \"text\"\n", {{"mapper.seed", "3"},
                                                                  {"mapper.options.width", "\"4 b\""},
                                                                  {"Buffer.size", "64 KiB"},
                                                                  {"architecture.DRAM.width", "\"8 B\""},
                                                                  {"workload.matmul.sizes.m", "5"},
                                                                  {"variables.side", "7"},
                                                                  {"PE.x.multicast", "none"},
                                                                  {"MAC.actions.compute.energy", "1 pJ"},
                                                                  {"project.name", "other"},
                                                                  {"technology.node", "\"7 nm\""},
                                                                  {"report.0.file", "out.txt"},
                                                                  {"architecture.1.width", "16"}});
  CHECK(project.mapper.seed == 3);
  CHECK(std::get<double>(project.mapper.options.at("width").value) == 4);
  CHECK(project.architecture.nodes[1].size == 64 * 8192);
  CHECK(project.architecture.nodes[1].width == 16.0);
  CHECK(project.architecture.nodes[0].width == 64.0);
  CHECK(project.workload.einsums[0].variables[0].size == 5);
  CHECK(project.architecture.nodes[2].dimensions[0].size == 7);
  CHECK(project.architecture.nodes[3].actions.at("compute").energy == 1e-12);
  CHECK(project.name == "other");
  CHECK(std::get<double>(project.technology.at("node").value) == 7e-9);
  CHECK(project.reports.at(0).file == "out.txt");
}

TEST_CASE("the last of several settings wins") {
  CHECK(loaded("", {{"mapper.seed", "3"}, {"mapper.seed", "4"}}).mapper.seed == 4);
}

TEST_CASE("a setting may be a list or a table") {
  const auto project =
      loaded("", {{"mapper.objective", "[\"energy\", \"latency\"]"}, {"PE.x", "{ size = 2, power_gated = true }"}});
  CHECK(project.mapper.objectives == std::vector{model::Objective::energy, model::Objective::latency});
  CHECK(project.architecture.nodes[2].dimensions[0].power_gated);
}

TEST_CASE("a setting that fits nowhere is refused, and names itself") {
  CHECK(said("maper.seed", "3") ==
        "--set maper.seed=3: error: there is no section or node 'maper', did you mean 'mapper'?");
  CHECK(said("Bufer.size", "3") ==
        "--set Bufer.size=3: error: there is no section or node 'Bufer', did you mean 'Buffer'?");
  CHECK(said("architecture.Bufer.size", "3") ==
        "--set architecture.Bufer.size=3: error: there is no 'Bufer' in 'architecture', did you mean 'Buffer'?");
  CHECK(said("mapper.sead", "3") == "--set mapper.sead=3: error: unknown key 'sead', did you mean 'seed'?");
  CHECK(said("Buffer.sizes", "3") == "--set Buffer.sizes=3: error: unknown key 'sizes', did you mean 'size'?");
  CHECK(said("variables.sied", "3") ==
        "--set variables.sied=3: error: there is no 'sied' in 'variables', did you mean 'side'?");
  CHECK(said("workload.matmull.repeat", "3") ==
        "--set workload.matmull.repeat=3: error: there is no 'matmull' in 'workload', did you mean 'matmul'?");
  CHECK(said("workload.matmul.sizes.z", "3") ==
        "--set workload.matmul.sizes.z=3: error: the equation has no rank variable 'z'");
  CHECK(said("PE.y.size", "3") == "--set PE.y.size=3: error: there is no 'y' in 'PE'");
  CHECK(said("PE.x.sise", "3") == "--set PE.x.sise=3: error: unknown key 'sise', did you mean 'size'?");
  CHECK(said("report.0.file", "x") == "--set report.0.file=x: error: the project has no [[report]]");
  CHECK(said("architecture.9.size", "3") == "--set architecture.9.size=3: error: there is no '9' in 'architecture'");
  CHECK(said("forge", "2") == "--set forge=2: error: 'forge' can't be set");
  CHECK(said("include", "x") == "--set include=x: error: 'include' can't be set");
}

TEST_CASE("a setting's value is checked like that of a file") {
  CHECK(said("mapper.seed", "x") == "--set mapper.seed=x: error: 'x': unknown name 'x'");
  CHECK(said("mapper.seed", "-1") == "--set mapper.seed=-1: error: 'seed' must be at least 0, not -1");
  CHECK(said("mapper.retain", "yes") == "--set mapper.retain=yes: error: 'retain' takes true or false, not a string");
  CHECK(said("Buffer.size", "3 s") ==
        "--set Buffer.size=3 s: error: 'size' is a size in bits such as \"64 KiB\", not a time");
  CHECK(said("Buffer.size", "") == "--set Buffer.size=: error: '': it is empty");
}

TEST_CASE("a key that is no path is refused") {
  for (const std::string key :
       {"", ".", "mapper.", ".seed", "mapper..seed", "mapper.\"seed", "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"}) {
    CHECK(said(key, "3") == "--set " + key + "=3: error: a key is a path such as mapper.seed");
  }
  CHECK(said("mapper", "3") == "--set mapper=3: error: 'mapper' is no field, name one of its keys");
  CHECK(said("Buffer.size.x", "3") == "--set Buffer.size.x=3: error: 'size' has no fields");
}

TEST_CASE("a value can't smuggle in further keys") {
  CHECK(said("mapper.seed", "3\nthreads = 9") != "");
}

}  // namespace forge::project::test

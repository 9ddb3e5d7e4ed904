// SPDX-License-Identifier: Apache-2.0
#include "report/results.hpp"

#include <limits>
#include <map>
#include <set>
#include <string>

#include "report/architecture_tables.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/temporary_directory.hpp"

namespace forge::report {
namespace {

using evaluate::RunResult;

// O[p] = W[r] * I[p+r] on a buffer and a row of two MACs.
project::Project project() {
  project::Project project;
  project.name = "tiny";
  project.file = "tiny.toml";
  auto &nodes = project.architecture.nodes;
  nodes.resize(3);
  nodes[0].name = "Buffer";
  nodes[1].kind = model::NodeKind::fanout;
  nodes[1].name = "PE";
  nodes[1].dimensions.resize(1);
  nodes[1].dimensions[0].name = "x";
  nodes[2].kind = model::NodeKind::compute;
  nodes[2].name = "MAC";
  model::Einsum conv;
  conv.name = "conv";
  conv.variables = {{"p", 16}, {"r", 2}};
  conv.tensors.resize(3);
  conv.tensors[0].name = "W";
  conv.tensors[1].name = "I";
  conv.tensors[2].name = "O";
  project.workload.einsums.push_back(conv);
  return project;
}

model::Mapping mapping() {
  model::Mapping mapping;
  mapping.nest.resize(4);
  mapping.nest[0].tensors = {0, 1, 2};
  mapping.nest[0].retain = false;
  mapping.nest[1].kind = model::NestKind::loop;
  mapping.nest[1].variable = 0;
  mapping.nest[1].tile = 1;
  mapping.nest[2].kind = model::NestKind::spread;
  mapping.nest[2].node = 1;
  mapping.nest[2].variable = 1;
  mapping.nest[2].tile = 1;
  mapping.nest[3].kind = model::NestKind::compute;
  mapping.nest[3].node = 2;
  return mapping;
}

RunResult run() {
  RunResult run;
  pricing::NodeCost buffer{.name = "Buffer", .kind = "memory", .parent = ""};
  buffer.area = 1e-9;
  buffer.actions = {{"read", 1e-12, std::numeric_limits<double>::infinity(), 0, "project"},
                    {"write", std::numeric_limits<double>::quiet_NaN(), 1e9, 64, "model"}};
  pricing::NodeCost mac{.name = "MAC", .kind = "compute", .parent = "PE"};
  run.architecture = {buffer, mac};
  evaluate::EinsumResult conv;
  conv.name = "conv";
  conv.computes = 32;
  conv.energy = 2;
  conv.latency = 3;
  conv.mapping = mapping();
  conv.iterations = {1, 16, 2, 1};
  conv.storage.push_back({"Buffer", "W", 2, 1, 0, 32, 0, 0, 1e-12});
  evaluate::ComponentUse use;
  use.name = "Buffer";
  use.actions = {{"read", 32, 1e-12}};
  conv.components.push_back(use);
  run.einsums.push_back(conv);
  return run;
}

std::map<std::string, Table> by_name(std::vector<Table> tables) {
  std::map<std::string, Table> result;
  for (auto &table : tables) {
    result.emplace(table.name, std::move(table));
  }
  return result;
}

const Column &column(const Table &table, const std::string &name) {
  for (const auto &one : table.columns) {
    if (one.name == name) {
      return one;
    }
  }
  throw std::runtime_error("no column " + name);
}

Column::Texts texts(const Table &table, const std::string &name) {
  return std::get<Column::Texts>(column(table, name).values);
}
Column::Integers integers(const Table &table, const std::string &name) {
  return std::get<Column::Integers>(column(table, name).values);
}
Column::Reals reals(const Table &table, const std::string &name) {
  return std::get<Column::Reals>(column(table, name).values);
}

TEST_CASE("tables: every column has as many values as its table has rows") {
  for (const auto &table : tables(project(), run(), {})) {
    for (const auto &one : table.columns) {
      INFO(table.name << "." << one.name);
      CHECK(std::visit([](const auto &values) { return values.size(); }, one.values) == table.rows);
    }
  }
}

TEST_CASE("tables: a mapping, outermost node first") {
  const auto table = by_name(tables(project(), run(), {})).at("mapping");
  CHECK(texts(table, "kind") == Column::Texts{"keep", "for", "par", "compute"});
  CHECK(texts(table, "tensors") == Column::Texts{"W,I,O", {}, {}, {}});
  CHECK(texts(table, "node") == Column::Texts{"Buffer", {}, "PE.x", "MAC"});
  CHECK(texts(table, "variable") == Column::Texts{{}, "p", "r", {}});
  CHECK(integers(table, "tile") == Column::Integers{{}, 1, 1, {}});
  CHECK(integers(table, "iterations") == Column::Integers{{}, 16, 2, {}});
  CHECK(integers(table, "retain") == Column::Integers{0, {}, {}, {}});
  CHECK(integers(table, "depth") == Column::Integers{0, 1, 2, 3});
}

TEST_CASE("tables: figures that are not modelled are missing, not 0") {
  const auto all = by_name(tables(project(), run(), {}));
  CHECK(reals(all.at("architecture"), "area") == Column::Reals{1e-9, {}});
  CHECK(reals(all.at("architecture"), "leak_power") == Column::Reals{{}, {}});
  CHECK(texts(all.at("architecture"), "component") == Column::Texts{{}, {}});
  CHECK(reals(all.at("actions"), "energy") == Column::Reals{1e-12, {}});
  CHECK(reals(all.at("actions"), "throughput") == Column::Reals{std::numeric_limits<double>::infinity(), 1e9});
  CHECK(reals(all.at("actions"), "width") == Column::Reals{{}, 64});
  CHECK(reals(all.at("components"), "occupancy") == Column::Reals{{}});
  CHECK(all.at("search").rows == 0);
}

TEST_CASE("tables: a total that nothing is known of is missing") {
  auto result = run();
  CHECK(reals(by_name(tables(project(), result, {})).at("totals"), "leak_power") == Column::Reals{{}});
  CHECK(reals(by_name(tables(project(), result, {})).at("totals"), "area") == Column::Reals{1e-9});
  result.architecture[1].leak_power = 1e-6;
  CHECK(reals(by_name(tables(project(), result, {})).at("totals"), "leak_power") == Column::Reals{1e-6});
}

TEST_CASE("tables: energy-delay product of an Einsum") {
  const auto table = by_name(tables(project(), run(), {})).at("einsums");
  CHECK(reals(table, "edp") == Column::Reals{6});
  CHECK(column(table, "edp").unit == "J*s");
  CHECK(texts(table, "next_bottleneck") == Column::Texts{{}});
}

TEST_CASE("tables: points of a front are numbered for each Einsum, their mappings stand apart") {
  auto result = run();
  auto asked = project();
  asked.mapper.objectives = {model::Objective::latency, model::Objective::energy, {model::Measure::occupancy, 0}};
  result.pareto = {{"conv", {1, 4, 8}, mapping()}, {"conv", {2, 3, 7}, mapping()}, {"fc", {5, 6, 9}, mapping()}};
  const auto all = by_name(tables(asked, result, {}));
  const auto &points = all.at("pareto");
  CHECK(integers(points, "point") == Column::Integers{0, 1, 0});
  CHECK(reals(points, "latency") == Column::Reals{1, 2, 5});
  CHECK(column(points, "latency").unit == "s");
  CHECK(reals(points, "energy") == Column::Reals{4, 3, 6});
  const std::string occupancy = asked.architecture.nodes[0].name + ".occupancy";
  CHECK(reals(points, occupancy) == Column::Reals{8, 7, 9});
  CHECK(column(points, occupancy).unit == "bit");
  CHECK(all.at("pareto_mapping").rows == 12);
  CHECK(integers(all.at("pareto_mapping"), "point")[4] == 1);
}

TEST_CASE("tables: provenance") {
  const auto all = by_name(tables(project(), run(), {{"sram", "component", "1.0.0", "1.0", "/x/sram.so", "ab"}}));
  CHECK(texts(all.at("plugins"), "sha256") == Column::Texts{"ab"});
  CHECK(texts(all.at("project"), "file") == Column::Texts{"tiny.toml"});
  CHECK(texts(all.at("forge"), "sdk_abi") == Column::Texts{"1.2"});
}

TEST_CASE("tables: the flat table of components has a row for each action") {
  const auto table = flat_components_table(run().architecture);
  CHECK(texts(table, "name") == Column::Texts{"Buffer", "Buffer", "MAC"});
  CHECK(texts(table, "action") == Column::Texts{"read", "write", {}});
  CHECK(reals(table, "area") == Column::Reals{1e-9, 1e-9, {}});
}

// sdk/README.md promises these tables to authors of writers: each table and column stands there, and nothing else.
TEST_CASE("tables: sdk/README.md lists all of them") {
  const auto readme = test::read_file(std::string(forge::test::source_directory) + "/sdk/README.md");
  const auto begin = readme.find("## Tables that report writers get");
  REQUIRE(begin != std::string::npos);
  const auto section = readme.substr(begin, readme.find("\n## ", begin + 1) - begin);
  auto asked = project();
  for (const auto &table : tables(asked, run(), {})) {
    std::string line = "| `" + table.name + "` | ";
    for (const auto &one : table.columns) {
      const bool is_objective = table.name == "pareto" && one.name != "einsum" && one.name != "point";
      if (!is_objective) {
        line += (line.ends_with("| ") ? "" : ", ") + one.name + (one.unit.empty() ? "" : " [" + one.unit + "]");
      }
    }
    CHECK_THAT(section, test::ContainsSubstring(line));
  }
}

}  // namespace
}  // namespace forge::report

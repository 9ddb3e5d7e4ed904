// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "json_writer.hpp"
#include "support/catch.hpp"
#include "support/report_bench.hpp"

namespace forge::test {
namespace {

using nlohmann::json;
using plugins::JsonWriter;
using Reals = ReportBench::Reals;
using Integers = ReportBench::Integers;
using Texts = ReportBench::Texts;

constexpr double infinity = std::numeric_limits<double>::infinity();

void add_architecture(ReportBench &bench) {
  bench.table("architecture", {{"name", "", Texts{"Buffer", "MAC"}},
                               {"kind", "", Texts{"memory", "compute"}},
                               {"under", "", Texts{std::nullopt, "Buffer"}},
                               {"instances", "", Reals{1, 168}},
                               {"area", "m^2", Reals{1e-8, std::nullopt}},
                               {"leak_power", "W", Reals{std::nullopt, std::nullopt}},
                               {"capacity", "bit", Reals{infinity, std::nullopt}},
                               {"component", "", Texts{"sram", std::nullopt}},
                               {"plugin", "", Texts{"sram", std::nullopt}},
                               {"plugin_version", "", Texts{"1.0.0", std::nullopt}},
                               {"note", "", Texts{std::nullopt, std::nullopt}}});
  bench.table("actions", {{"node", "", Texts{"Buffer", "Buffer", "MAC"}},
                          {"action", "", Texts{"read", "write", "compute"}},
                          {"energy", "J", Reals{1e-12, std::nan(""), 5e-13}},
                          {"throughput", "Hz", Reals{infinity, 2e8, 1e9}},
                          {"width", "bit", Reals{64, 64, std::nullopt}},
                          {"source", "", Texts{"model", "project", "project"}}});
  bench.table("parameters", {{"node", "", Texts{"Buffer", "Buffer"}},
                             {"parameter", "", Texts{"size", "type"}},
                             {"value", "", Reals{1024, std::nullopt}},
                             {"unit", "", Texts{"bit", std::nullopt}},
                             {"text", "", Texts{std::nullopt, "8T"}},
                             {"source", "", Texts{"node", "model"}}});
}

void add_einsum(ReportBench &bench) {
  bench.table("forge", {{"version", "", Texts{"0.1.0"}}, {"sdk_abi", "", Texts{"1.0"}}});
  bench.table("project", {{"name", "", Texts{"tiny"}}, {"file", "", Texts{"tiny.toml"}}});
  bench.table("totals", {{"computes", "", Integers{48}}, {"energy", "J", Reals{1e-10}}});
  bench.table("einsums", {{"name", "", Texts{"conv"}}, {"repeat", "", Integers{2}}, {"computes", "", Integers{48}}});
  bench.table("mapping", {{"einsum", "", Texts{"conv", "conv", "conv", "conv"}},
                          {"kind", "", Texts{"keep", "for", "par", "compute"}},
                          {"tensors", "", Texts{"W,I,O", std::nullopt, std::nullopt, std::nullopt}},
                          {"node", "", Texts{"Buffer", std::nullopt, "PE.x", "MAC"}},
                          {"variable", "", Texts{std::nullopt, "p", "r", std::nullopt}},
                          {"tile", "", Integers{std::nullopt, 4, 1, std::nullopt}},
                          {"iterations", "", Integers{std::nullopt, 4, 3, std::nullopt}},
                          {"retain", "", Integers{0, std::nullopt, std::nullopt, std::nullopt}}});
  bench.table("storage", {{"einsum", "", Texts{"conv"}},
                          {"memory", "", Texts{"Buffer"}},
                          {"tensor", "", Texts{"W"}},
                          {"fills", "", Integers{9007199254740993}}});
  bench.table("components", {{"einsum", "", Texts{"conv", "conv"}}, {"name", "", Texts{"Buffer", "MAC"}}});
  bench.table("component_actions", {{"einsum", "", Texts{"conv", "conv", "conv"}},
                                    {"component", "", Texts{"Buffer", "Buffer", "MAC"}},
                                    {"action", "", Texts{"read", "write", "compute"}},
                                    {"count", "", Reals{12.5, 3, 48}},
                                    {"energy", "J", Reals{1e-12, 2e-12, 3e-12}}});
}

void add_search(ReportBench &bench) {
  bench.table("search", {{"einsum", "", Texts{"conv", "fc"}},
                         {"strategy", "", Texts{"random", "random"}},
                         {"optimal", "", Integers{1, 0}},
                         {"bound", "", Reals{1e-10, std::nullopt}},
                         {"gap", "", Reals{0, std::nullopt}},
                         {"evaluated", "", Integers{10, 20}},
                         {"valid", "", Integers{5, 6}},
                         {"mapspace", "", Reals{100, 200}},
                         {"seconds", "s", Reals{0.5, 0.25}},
                         {"seed", "", Integers{7, 7}},
                         {"stopped_by", "", Texts{"exhausted", "evaluations"}}});
}

json parsed(const ReportBench &bench) {
  const auto outcome = bench.run<JsonWriter>();
  REQUIRE(outcome.status == FORGE_OK);
  return json::parse(outcome.bytes);
}

TEST_CASE("report-json: the architecture, unknown and unlimited figures as null") {
  ReportBench bench;
  add_architecture(bench);
  const auto architecture = parsed(bench)["architecture"];
  REQUIRE(architecture.size() == 2);
  CHECK(architecture[0]["name"] == "Buffer");
  CHECK(architecture[0]["area"] == 1e-8);
  CHECK(architecture[0]["leak_power"].is_null());
  CHECK(architecture[0]["capacity"].is_null());
  CHECK(architecture[0]["actions"]["read"]["energy"] == 1e-12);
  CHECK(architecture[0]["actions"]["read"]["throughput"].is_null());
  CHECK(architecture[0]["actions"]["write"]["energy"].is_null());
  CHECK(architecture[0]["model"] ==
        json{{"component", "sram"}, {"plugin", "sram"}, {"version", "1.0.0"}, {"note", nullptr}});
  CHECK(architecture[0]["parameters"]["size"] == json{{"value", 1024}, {"unit", "bit"}, {"source", "node"}});
  CHECK(architecture[0]["parameters"]["type"] == json{{"value", "8T"}, {"unit", nullptr}, {"source", "model"}});
  CHECK(architecture[1]["model"].is_null());
  CHECK(architecture[1]["instances"] == 168);
}

TEST_CASE("report-json: the architecture alone") {
  ReportBench bench;
  add_architecture(bench);
  const auto outcome = bench.run<JsonWriter>({{"part", 1.0}});
  CHECK(json::parse(outcome.bytes) == parsed(bench)["architecture"]);
}

TEST_CASE("report-json: a mapping in the form of the project file") {
  ReportBench bench;
  add_einsum(bench);
  const auto expected = json::parse(R"([
    {"keep": ["W", "I", "O"], "in": "Buffer", "retain": false},
    {"for": "p", "tile": 4},
    {"par": "r", "tile": 1, "over": "PE.x"},
    {"compute": "MAC"}
  ])");
  CHECK(parsed(bench)["einsums"][0]["mapping"] == expected);
}

TEST_CASE("report-json: counts are integers, however large") {
  ReportBench bench;
  add_einsum(bench);
  const auto conv = parsed(bench)["einsums"][0];
  CHECK(conv["storage"][0]["fills"] == 9007199254740993);
  CHECK(conv["components"][0]["actions"] == json{{"read", 12.5}, {"write", 3}});
  CHECK(conv["components"][1]["actions"] == json{{"compute", 48}});
}

TEST_CASE("report-json: no search, no object about it") {
  ReportBench bench;
  add_einsum(bench);
  const auto results = parsed(bench);
  CHECK(results["search"].is_null());
  CHECK_FALSE(results.contains("pareto"));
  CHECK(results["warnings"] == json::array());
}

TEST_CASE("report-json: several searches are summed up") {
  ReportBench bench;
  add_search(bench);
  const auto search = parsed(bench)["search"];
  CHECK(search["strategy"] == "random");
  CHECK(search["optimal"] == false);
  CHECK(search["bound"].is_null());
  CHECK(search["gap"].is_null());
  CHECK(search["evaluated"] == 30);
  CHECK(search["valid"] == 11);
  CHECK(search["seconds"] == 0.75);
  CHECK(search["seed"] == 7);
  CHECK(search["stopped_by"] == "evaluations");
  REQUIRE(search["searches"].size() == 2);
  CHECK(search["searches"][0]["optimal"] == true);
  CHECK(search["searches"][1]["einsum"] == "fc");
}

TEST_CASE("report-json: points of a front have their objectives and their mapping") {
  ReportBench bench;
  bench.table("pareto", {{"einsum", "", Texts{"conv", "conv"}},
                         {"point", "", Integers{0, 1}},
                         {"latency", "s", Reals{1, 2}},
                         {"energy", "J", Reals{4, 3}}});
  bench.table("pareto_mapping", {{"einsum", "", Texts{"conv", "conv"}},
                                 {"point", "", Integers{0, 1}},
                                 {"kind", "", Texts{"compute", "compute"}},
                                 {"node", "", Texts{"MAC", "ALU"}}});
  const auto expected = json::parse(R"([
    {"einsum": "conv", "latency": 1, "energy": 4, "mapping": [{"compute": "MAC"}]},
    {"einsum": "conv", "latency": 2, "energy": 3, "mapping": [{"compute": "ALU"}]}
  ])");
  CHECK(parsed(bench)["pareto"] == expected);
}

TEST_CASE("report-json: any text makes valid JSON") {
  ReportBench bench;
  bench.table(
      "warnings",
      {{"text", "",
        Texts{"\"quoted\" \\ \n\t\x01\x7f", "gr\xc3\xbc\xc3\x9f", "\xff|\xe2\x82|\xed\xa0\x80", "\xf0\x9f\x94\xa5"}}});
  const auto warnings = parsed(bench)["warnings"];
  CHECK(warnings[0] == "\"quoted\" \\ \n\t\x01\x7f");
  CHECK(warnings[1] == "gr\xc3\xbc\xc3\x9f");
  CHECK(warnings[2] == "\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  CHECK(warnings[3] == "\xf0\x9f\x94\xa5");
}

TEST_CASE("report-json: reals are short and read back as the same value") {
  ReportBench bench;
  bench.table("totals", {{"energy", "J", Reals{0.1}}, {"latency", "s", Reals{5e-324}}, {"area", "m^2", Reals{1e22}}});
  CHECK_THAT(bench.run<JsonWriter>().bytes, ContainsSubstring("\"latency\": 5e-324, \"energy\": 0.1,"));
  CHECK(parsed(bench)["totals"]["area"] == 1e22);
}

TEST_CASE("report-json: no tables at all") {
  const auto results = parsed(ReportBench{});
  CHECK(results["einsums"] == json::array());
  CHECK(results["totals"]["energy"].is_null());
}

}  // namespace
}  // namespace forge::test

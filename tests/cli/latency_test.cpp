// SPDX-License-Identifier: Apache-2.0
//
// [latency] as a user meets it: every report says what the latency adds up from, where that is more than its slowest
// component.
#include <nlohmann/json.hpp>

#include "cli/projects.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

// 64 points of a 4 x 4 x 4 matrix multiplication; rows of A, and all of B, go through the buffer.
const std::string project = hardware + gemm("g", 4, 4, 4) + R"([[mapping]]
einsum = "g"
nest = [
  { keep = "all", in = "DRAM" },
  { for = "m", tile = 1 },
  { keep = ["A_g", "B_g"], in = "Buffer" },
  { for = "n", tile = 1 },
  { for = "k", tile = 1 },
  { compute = "MAC" },
]
)";
const std::string both = "[latency]\noverlap = \"double-buffered\"\npipeline_fill = true\n";

// DRAM: reads A 16, B 16, C 48, updates C 64: 144 ns. Buffer: serves 128, exchanges 32. MAC 64. So perfect overlap
// gives 160 ns of the Buffer. With both options: MAC 64, Buffer max(64, 128) + 32 = 160, DRAM max(160, 144); first
// tiles are 4 of A and 16 of B, 20 ns; C is held in DRAM only.
Outcome forge_on(const std::string &text, std::vector<std::string> arguments) {
  const TemporaryDirectory directory;
  directory.write("p.toml", text);
  arguments.insert(arguments.begin() + 1, "p.toml");
  return run_forge(arguments, directory.path());
}

nlohmann::json results_of(const std::string &text) {
  const auto outcome = forge_on(text, {"run", "--report", "json"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return nlohmann::json::parse(outcome.out);
}

TEST_CASE("latency: nothing is said of options that are off") {
  const auto results = results_of(project);
  CHECK(results["einsums"][0]["latency"] == Approx(160e-9));
  CHECK_FALSE(results.contains("latency"));
  CHECK_FALSE(results["einsums"][0].contains("latency_terms"));
  CHECK(forge_on(project, {"run"}).out.find("latency: ") == std::string::npos);
}

TEST_CASE("latency: the JSON report names options and terms") {
  const auto results = results_of(project + both);
  CHECK(results["latency"] == nlohmann::json{{"overlap", "double-buffered"}, {"pipeline_fill", true}});
  const auto &einsum = results["einsums"][0];
  CHECK(einsum["latency"] == Approx(180e-9));
  CHECK(results["totals"]["latency"] == Approx(180e-9));
  const auto &terms = einsum["latency_terms"];
  REQUIRE(terms.size() == 4);
  CHECK(terms[0]["term"] == "Buffer");
  CHECK(terms[0]["latency"] == Approx(128e-9));
  CHECK(terms[1]["term"] == "exchange of Buffer");
  CHECK(terms[1]["latency"] == Approx(32e-9));
  CHECK(terms[2]["term"] == "pipeline fill");
  CHECK(terms[2]["latency"] == Approx(20e-9));
  CHECK(terms[3]["term"] == "pipeline drain");
  CHECK(terms[3]["latency"] == 0);
}

TEST_CASE("latency: the text report shows the sum") {
  const auto outcome = forge_on(project + both, {"run"});
  CHECK_THAT(outcome.out, ContainsSubstring("  bottleneck: Buffer, 160 ns; next: DRAM, 144 ns (80.0 % of it)\n"
                                            "  latency: 180 ns = Buffer 128 ns + exchange of Buffer 32 ns + "
                                            "pipeline fill 20 ns + pipeline drain\n"
                                            "  0 s\n"));
}

TEST_CASE("latency: the CSV report has a table of the terms") {
  const auto text = project + both + "[[report]]\nwriter = \"csv\"\noptions = { table = \"latency_terms\" }\n";
  const auto outcome = forge_on(text, {"run"});
  CHECK_THAT(outcome.out, StartsWith("einsum,term,latency [s]\ng,Buffer,1.28"));
}

TEST_CASE("latency: explain says which rules made it") {
  const auto outcome = forge_on(project + both, {"explain"});
  CHECK_THAT(outcome.out, ContainsSubstring(
                              "  latency 128 ns of Buffer + 32 ns of exchange of Buffer + 20 ns of pipeline fill + 0 s "
                              "of pipeline drain = 180 ns\n"
                              "          overlap: only double buffered memories exchange tiles while what is below "
                              "them works; pipeline fill and drain: added\n"));
}

TEST_CASE("latency: a search minimizes what the report shows") {
  const auto results =
      results_of(hardware + gemm("g", 8, 8, 8) +
                 "[mapper]\nstrategy = \"random\"\nevaluations = 500\npareto = [\"latency\", \"energy\"]\n" + both);
  double best = results["pareto"][0]["latency"];
  for (const auto &point : results["pareto"])
    best = std::min(best, point["latency"].get<double>());
  const auto &einsum = results["einsums"][0];
  CHECK(einsum["latency"] == Approx(best));
  CHECK(einsum["latency_terms"].size() >= 3);
}

}  // namespace
}  // namespace forge::test

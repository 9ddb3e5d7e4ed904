// SPDX-License-Identifier: Apache-2.0
//
// [latency], and the operations of computes.
#include "support/catch.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

using forge::test::ContainsSubstring;
using forge::test::TemporaryDirectory;

namespace {

std::string complaint(const std::string &text) {
  const TemporaryDirectory directory;
  return refused(directory, {{"p.toml", text}}).message;
}

std::string changed(std::string text, const std::string &from, const std::string &to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("latency options are off where a project says nothing") {
  CHECK_FALSE(loaded().latency.any());
  CHECK_FALSE(loaded("[latency]\noverlap = \"perfect\"\npipeline_fill = false\n").latency.any());
}

TEST_CASE("latency options can be set, also from the command line") {
  const auto project = loaded("[latency]\noverlap = \"double-buffered\"\npipeline_fill = true\n");
  CHECK(project.latency.overlap == model::Overlap::double_buffered);
  CHECK(project.latency.pipeline_fill);
  CHECK(project.latency_position.line > 0);
  CHECK(loaded("", {{"latency.pipeline_fill", "true"}}).latency.pipeline_fill);
}

TEST_CASE("unknown latency options are refused") {
  CHECK_THAT(complaint(small_project("[latency]\noverlap = \"double\"\n")),
             ContainsSubstring(R"('overlap' takes "perfect" or "double-buffered")"));
  CHECK_THAT(complaint(small_project("[latency]\npipline_fill = true\n")),
             ContainsSubstring("unknown key 'pipline_fill', did you mean 'pipeline_fill'?"));
}

TEST_CASE("a compute may have an action for each operation") {
  const auto text = changed(small_project(), "compute = \"MAC\"",
                            "compute = \"MAC\"\nactions.mac = { energy = \"1 pJ\" }\n"
                            "actions.exp = { energy = \"MAC.actions.mac.energy * 3\" }");
  const TemporaryDirectory directory;
  const auto project = load(directory.write("p.toml", text).string(), {{"MAC.actions.mac.energy", "2 pJ"}});
  const auto &actions = project.architecture.nodes.back().actions;
  REQUIRE(actions.size() == 2);
  CHECK(actions.at("exp").energy == 6e-12);
}

TEST_CASE("the operation of an Einsum is read") {
  CHECK(loaded().workload.einsums[0].operation.empty());
  CHECK(loaded("operation = \"exp\"\n").workload.einsums[0].operation == "exp");
}

TEST_CASE("an action that is nearly `compute` is a slip, unless an Einsum has that operation") {
  const auto slip =
      changed(small_project(), "compute = \"MAC\"", "compute = \"MAC\"\nactions.comptue = { energy = \"1 pJ\" }");
  CHECK_THAT(complaint(slip), ContainsSubstring("no Einsum has the operation 'comptue', did you mean 'compute'?"));
  CHECK(complaint(slip + "operation = \"comptue\"\n").empty());
}

}  // namespace forge::project::test

// SPDX-License-Identifier: Apache-2.0
//
// Where a solver proves that no mapping is valid, the message has the limits that can't hold together.
#include <string>
#include <vector>

#include "cli/projects.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

// `hardware` with a fan-out below its buffer.
std::string project(const std::string &buffer, const std::string &fanout) {
  std::string text = hardware;
  const std::string size = "size = \"64 B\"\nmay_keep = \"all\"\n";
  text.replace(text.find(size), size.size(), buffer);
  if (!fanout.empty()) {
    text.insert(text.find("[[architecture]]\ncompute"), "[[architecture]]\nfanout = \"PE\"\nx = { " + fanout + " }\n");
  }
  return text + gemm("g", 8, 8, 8) + "[mapper]\nstrategy = \"optimal\"\n";
}

// The message but for its first line; exit code 4 and that line are checked.
std::string notes(const std::string &text, const std::vector<std::string> &options = {}) {
  const TemporaryDirectory directory;
  directory.write("p.toml", text);
  std::vector<std::string> arguments{"run", "p.toml"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const auto outcome = run_forge(arguments, directory.path());
  CHECK(outcome.exit_code == 4);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, StartsWith("p.toml:"));
  CHECK_THAT(outcome.err, ContainsSubstring("error: no valid mapping for Einsum 'g' exists: optimal has proven it\n"));
  return outcome.err.substr(outcome.err.find('\n') + 1);
}

const std::string several = " limits rule out every mapping, and no fewer of them do: at least one has to change:\n";

TEST_CASE("why not: a memory without room for what it must hold") {
  CHECK(notes(project("size = \"2 B\"\nkeep = \"all\"\n", "")) ==
        "  note: these 2" + several +
            "  note: p.toml:7:1: capacity of Buffer: has 16 bit, needs at least 24 bit: give it a larger `size`, or "
            "values fewer `bits`\n"
            "  note: p.toml:7:1: keep of Buffer: must hold A_g, B_g, C_g: `may_keep` leaves that to the search\n");
  const auto halved = notes(project("size = \"2 B\"\nkeep = \"A_g\"\ndouble_buffered = true\n", ""),
                            {"--set", "architecture.Buffer.size=\"1 B\""});
  CHECK_THAT(halved,
             ContainsSubstring("has 4 bit, needs at least 8 bit (double_buffered: half of its `size`): give it"));
}

TEST_CASE("why not: a constraint that no factor meets") {
  CHECK(notes(project("size = \"64 B\"\n", "size = 8, loops = [\"k == 7\", \"m <= 4\"]")) ==
        "  note: this limit alone rules out every mapping:\n"
        "  note: p.toml:14:26: constraint \"k == 7\" on the loops of PE.x, no factors of k = 8 give it: drop or relax "
        "it\n");
}

TEST_CASE("why not: capacity and min_utilization, each of which could be kept alone") {
  CHECK(
      notes(project("size = \"16 B\"\nkeep = \"A_g\"\n", "size = 64, min_utilization = 1, loops = [\"n == 1\"]")) ==
      "  note: these 4" + several +
          "  note: p.toml:7:1: capacity of Buffer: has 128 bit, needs at least 512 bit: give it a larger `size`, or "
          "values fewer `bits`\n"
          "  note: p.toml:7:1: keep of Buffer: must hold A_g: `may_keep` leaves that to the search\n"
          "  note: p.toml:15:1: min_utilization of PE.x: asks for 64 of 64 places, at most 16 can be reached (a share "
          "of 0.25): lower it, or take sizes with other factors\n"
          "  note: p.toml:15:48: constraint \"n == 1\" on the loops of PE.x: drop or relax it\n");
  // All three tensors: spread over 64 they have 16 values each at least, over 8 they have 4.
  const auto two = notes(project("size = \"16 B\"\nkeep = \"all\"\n", "size = 64, min_utilization = 1"));
  CHECK_THAT(two, ContainsSubstring("these 3" + several));
  CHECK_THAT(two, ContainsSubstring("capacity of Buffer: has 128 bit, needs at least "));
  CHECK_THAT(two, ContainsSubstring("min_utilization of PE.x: asks for 64 of 64 places, at most 8 can be reached"));
}

TEST_CASE("why not: reuse and min_utilization") {
  CHECK(notes(project("size = \"64 B\"\n", "size = 16, min_utilization = 1, reuse = \"B_g\"")) ==
        "  note: these 2" + several +
            "  note: p.toml:14:1: min_utilization of PE.x: asks for 16 of 16 places, at most 8 can be reached (a share "
            "of 0.5): lower it, or take sizes with other factors\n"
            "  note: p.toml:14:1: reuse of PE.x: allows only loops over m = 8: drop tensors from it\n");
}

TEST_CASE("why not: places") {
  const auto text = notes(project("size = \"64 B\"\n", "size = 10, min_utilization = 0.9"));
  CHECK_THAT(text, ContainsSubstring("places of PE.x: has 10, needs at least 16: give it a larger `size`\n"));
  CHECK_THAT(text, ContainsSubstring("asks for 9 of 10 places, at most 8 can be reached (a share of 0.8)"));
}

TEST_CASE("why not: the highest use, and constraints that forbid it") {
  const auto text =
      notes(project("size = \"64 B\"\n", "size = 16, min_utilization = \"max\", loops = [\"m*n <= 2\", \"k <= 2\"]"));
  CHECK_THAT(text, ContainsSubstring("these 3" + several));
  CHECK_THAT(text, ContainsSubstring("min_utilization = \"max\": asks for 16 places, at most 4 can be reached: give"));
  CHECK_THAT(text, ContainsSubstring("constraint \"m*n <= 2\" on the loops of PE.x, needs at least 8: drop or relax"));
}

TEST_CASE("why not: one set of limits for each path") {
  const std::string second = R"([[architecture]]
compute = "Other"
under = "Buffer"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
)";
  auto text = project("size = \"64 B\"\nkeep = \"all\"\n", "");
  text.insert(text.find("[[workload]]"), second);
  const auto both = notes(text, {"--set", "architecture.Buffer.size=\"1 B\""});
  CHECK_THAT(both, ContainsSubstring("note: on the path to MAC:\n  note: these 2"));
  CHECK_THAT(both, ContainsSubstring("note: on the path to Other:\n  note: these 2"));
}

TEST_CASE("why not: explain says the same, samplers what they saw") {
  const TemporaryDirectory directory;
  directory.write("p.toml", project("size = \"2 B\"\nkeep = \"all\"\n", ""));
  const auto run = run_forge({"run", "p.toml"}, directory.path());
  const auto explained = run_forge({"explain", "p.toml"}, directory.path());
  CHECK(explained.exit_code == 4);
  CHECK(explained.err == run.err);
  const auto sampled =
      run_forge({"run", "p.toml", "--mapper", "random", "--set", "mapper.evaluations=200"}, directory.path());
  CHECK(sampled.exit_code == 4);
  CHECK_THAT(sampled.err, ContainsSubstring("among the 200 that random tried\n"
                                            "  note: capacity of Buffer ruled out 200 of 200 mappings; the best one "
                                            "needs "));
  CHECK_THAT(sampled.err, !ContainsSubstring("has to change"));
}

}  // namespace
}  // namespace forge::test

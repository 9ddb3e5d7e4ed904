// SPDX-License-Identifier: Apache-2.0
//
// Every way to fail has its exit code, and a message that says what is wrong, where, and what to do.
#include <chrono>

#include <nlohmann/json.hpp>

#include "cli/projects.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using namespace std::chrono_literals;

// The message of a run that is to fail with `code` and to print no report.
std::string failure(int code, const std::string &project, std::vector<std::string> options = {}) {
  const TemporaryDirectory directory;
  directory.write("p.toml", project);
  options.insert(options.begin(), {"run", "p.toml"});
  const auto outcome = run_forge(options, directory.path());
  INFO(outcome.err);
  CHECK(outcome.exit_code == code);
  CHECK(outcome.out.empty());
  return outcome.err;
}

TEST_CASE("exit 2: the command line is wrong") {
  const auto usage = [](std::vector<std::string> arguments) {
    const auto outcome = run_forge(std::move(arguments));
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    return outcome.err;
  };
  CHECK(usage({"rum"}) ==
        "error: there is no command 'rum', did you mean 'run'?\n  note: forge --help lists the commands\n");
  CHECK_THAT(usage({}), ContainsSubstring("forge --help"));
  CHECK_THAT(usage({"run"}), ContainsSubstring("PROJECT"));
  CHECK_THAT(usage({"run", "p.toml", "--fast"}), ContainsSubstring("--fast"));
  CHECK_THAT(usage({"run", "p.toml", "--fast"}), ContainsSubstring("note: forge run --help lists the options"));
  CHECK_THAT(usage({"run", "p.toml", "--set", "novalue"}), StartsWith("error: --set takes KEY=VALUE, not 'novalue'"));
  CHECK_THAT(usage({"run", "p.toml", "--report", "json="}), StartsWith("error: --report takes WRITER or WRITER=FILE"));
  CHECK_THAT(usage({"run", "p.toml", "--timeout", "soon"}), StartsWith("error: --timeout takes a time, not 'soon'"));
  CHECK_THAT(usage({"run", "p.toml", "--timeout", "5 KiB"}), StartsWith("error: --timeout takes a time"));
  CHECK_THAT(usage({"run", "p.toml", "--timeout", "-1 s"}), StartsWith("error: --timeout takes a time"));
  CHECK_THAT(usage({"run", "p.toml", "--threads", "0"}), ContainsSubstring("--threads"));
  CHECK_THAT(usage({"run", "p.toml", "--threads", "many"}), ContainsSubstring("--threads"));
  CHECK_THAT(usage({"run", "p.toml", "--seed", "-1"}), ContainsSubstring("--seed"));
  CHECK_THAT(usage({"run", "p.toml", "--progress", "sometimes"}), ContainsSubstring("--progress"));
  CHECK_THAT(usage({"run", "p.toml", "--quiet", "--verbose"}), ContainsSubstring("--verbose"));
  CHECK_THAT(usage({"run", "p.toml", "q.toml"}), ContainsSubstring("q.toml"));
  CHECK_THAT(usage({"components", "p.toml", "--format", "jsno"}),
             StartsWith("error: --format: it is one of text, csv, json, not 'jsno', did you mean 'json'?\n"));
  CHECK_THAT(usage({"components", "sweep", "p.toml"}),
             ContainsSubstring("note: forge components sweep --help lists the options"));
  CHECK_THAT(usage({"components", "sweep", "p.toml", "--vary", "a=1", "--csv", ""}),
             StartsWith("error: --csv takes the name of a file"));
}

TEST_CASE("exit 3: the project is wrong, with the place of each mistake") {
  const auto text = failure(3, given_project() + "[mappr]\n[projct]\n");
  CHECK_THAT(text, ContainsSubstring("p.toml:"));
  CHECK_THAT(text, ContainsSubstring("'mappr', did you mean 'mapper'?"));
  CHECK_THAT(text, ContainsSubstring("'projct', did you mean 'project'?"));
}

TEST_CASE("exit 3: an option that the strategy does not have") {
  CHECK_THAT(failure(3, searched_project("options = { speed = 3 }")), ContainsSubstring("speed"));
}

TEST_CASE("exit 3: imperfect factors take a solver") {
  CHECK_THAT(failure(3, searched_project("factors = \"imperfect\"")),
             ContainsSubstring("note: other factors take a solver"));
}

TEST_CASE("exit 3: an option that the writer does not have") {
  const auto text = failure(3, given_project() + "[[report]]\nwriter = \"csv\"\noptions = { tabel = \"storage\" }\n");
  CHECK_THAT(text, ContainsSubstring("did you mean 'table'?"));
  CHECK_THAT(text, StartsWith("p.toml:"));
}

TEST_CASE("exit 3: two reports in one file") {
  CHECK_THAT(failure(3, given_project(), {"--report", "text=a", "--report", "json=./a"}),
             ContainsSubstring("two reports go to ./a"));
}

TEST_CASE("exit 4: the given mapping has the wrong structure: all of it, in its place") {
  auto project = given_project();
  project.replace(project.find("{ for = \"m\", tile = 1 }"), 23, "{ for = \"m\", tile = 9 }");
  project.replace(project.find("{ for = \"k\", tile = 1 }"), 23, "{ for = \"k\", tile = 2 }");
  const auto text = failure(4, project);
  CHECK_THAT(text, ContainsSubstring("tile 9 of 'm' is larger than what is left of it, 4"));
  CHECK_THAT(text, ContainsSubstring("the loops do not cover 'k'"));
  CHECK_THAT(text, StartsWith("p.toml:"));
}

TEST_CASE("exit 4: the given mapping does not fit") {
  auto project = given_project();
  project.insert(project.find("  { for = \"m\""), "  { keep = [\"A_g\", \"B_g\"], in = \"Buffer\" },\n");
  const auto text = failure(4, project, {"--set", "architecture.Buffer.size=\"16 B\""});
  CHECK_THAT(text, ContainsSubstring("the mapping of Einsum 'g' is invalid\n"));
  CHECK_THAT(text, ContainsSubstring("note: capacity of Buffer: 256 bit > 128 bit"));
  CHECK_THAT(text, StartsWith("p.toml:"));
}

TEST_CASE("exit 4: a search that finds nothing says what ruled the mappings out") {
  const auto text = failure(4, searched_project("evaluations = 200"),
                            {"--set", "architecture.Buffer.size=\"1 B\"", "--set", "architecture.Buffer.keep=\"all\""});
  CHECK_THAT(text, ContainsSubstring("no valid mapping for Einsum 'g' among the 200 that random tried\n"));
  CHECK_THAT(text, ContainsSubstring("note: capacity of Buffer ruled out 200 of 200 mappings; the best one needs "));
  CHECK_THAT(text, ContainsSubstring(" of 8 bit\n"));
}

TEST_CASE("exit 5: a plugin is missing") {
  const auto strategy = failure(5, searched_project("strategy = \"randm\""));
  CHECK_THAT(strategy, ContainsSubstring("did you mean 'random'?"));
  CHECK_THAT(strategy, StartsWith("p.toml:"));
  CHECK_THAT(failure(5, searched_project(), {"--mapper", "magic"}), StartsWith("--mapper: error: "));
  CHECK_THAT(failure(5, given_project(), {"--report", "jsn"}), ContainsSubstring("did you mean 'json'?"));
}

TEST_CASE("exit 6: files that can't be read or written") {
  const auto missing = run_forge({"run", "/nowhere/p.toml"});
  CHECK(missing.exit_code == 6);
  CHECK_THAT(missing.err, ContainsSubstring("/nowhere/p.toml"));
  CHECK_THAT(failure(6, given_project(), {"--report", "json=/nowhere/out.json"}),
             ContainsSubstring("cannot write /nowhere/out.json: No such file or directory"));
  CHECK_THAT(failure(6, given_project(), {"--log-file", "/dev/null/log"}), ContainsSubstring("'/dev/null/log'"));
  CHECK_THAT(failure(6, given_project(), {"--report", "json=/dev/full"}), ContainsSubstring("No space left on device"));
}

TEST_CASE("exit 6: a full disk behind stdout") {
  const TemporaryDirectory directory;
  const auto project = directory.write("p.toml", given_project());
  Command command;
  command.arguments = {"sh", "-c", "exec \"$0\" run \"$1\" >/dev/full", forge::test::forge_executable,
                       project.string()};
  const auto outcome = run(command);
  CHECK(outcome.exit_code == 6);
  CHECK(outcome.err == "error: cannot write to stdout: No space left on device\n");
}

TEST_CASE("exit 130: Ctrl+C writes the best so far") {
  const TemporaryDirectory directory;
  directory.write("p.toml",
                  hardware + gemm("a", 8, 8, 8) + gemm("b", 4, 8, 8) +
                      "[mapper]\nstrategy = \"random\"\nevaluations = 1000000000000\n[[report]]\nwriter = \"json\"\n"
                      "file = \"out.json\"\n");
  Command command;
  command.arguments = {forge::test::forge_executable, "run", "p.toml"};
  command.directory = directory.path();
  command.signal_after = 1500ms;
  command.signal_number = GENERATE(SIGINT, SIGTERM);
  const auto outcome = run(command);
  INFO(outcome.err);
  CHECK(outcome.exit_code == 130);
  CHECK(outcome.duration < 20s);
  const auto results = nlohmann::json::parse(read_file(directory.path() / "out.json"));
  CHECK(results["einsums"].size() == 1);
  CHECK(results["search"]["stopped_by"] == "interrupted");
  CHECK(results["warnings"] ==
        nlohmann::json{"interrupted: the search for a was cut short; not mapped, and not in the totals: b"});
}

TEST_CASE("exit 130: interrupted with nothing to write, the old report stays") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("evaluations = 1000000000000") +
                                "[[report]]\nwriter = \"json\"\n"
                                "file = \"out.json\"\n");
  directory.write("out.json", "old");
  Command command;
  command.arguments = {
      forge::test::forge_executable,     "run", "p.toml", "--set", "architecture.Buffer.size=\"1 B\"", "--set",
      "architecture.Buffer.keep=\"all\""};
  command.directory = directory.path();
  command.signal_after = 1500ms;
  const auto outcome = run(command);
  CHECK(outcome.exit_code == 130);
  CHECK_THAT(outcome.err, ContainsSubstring("interrupted before a valid mapping was found; no report was written"));
  CHECK(read_file(directory.path() / "out.json") == "old");
}

}  // namespace
}  // namespace forge::test

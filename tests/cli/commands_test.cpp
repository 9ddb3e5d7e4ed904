// SPDX-License-Identifier: Apache-2.0
//
// The commands beside `run`: check, components, new, --help, --version.
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
using nlohmann::json;

TEST_CASE("check: says what it has looked at, and runs nothing") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("evaluations = 1000000000000") +
                                "[[report]]\nwriter = \"json\"\nfile = \"out.json\"\n");
  const auto outcome = run_forge({"check", "p.toml"}, directory.path());
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out == "p.toml is correct: 3 nodes, 1 Einsum, to be mapped by random\n");
  CHECK_FALSE(std::filesystem::exists(directory.path() / "out.json"));
  CHECK(run_forge({"check", "p.toml", "--quiet"}, directory.path()).out.empty());
  directory.write("q.toml", given_project());
  CHECK(run_forge({"check", "q.toml"}, directory.path()).out ==
        "q.toml is correct: 3 nodes, 1 Einsum, with a given mapping\n");
}

TEST_CASE("check: everything that is wrong, in one go") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("options = { speed = 1 }") +
                                "[[report]]\nwriter = \"jsn\"\n[[report]]\nwriter = \"csv\"\n"
                                "options = { tabel = \"x\" }\n");
  const auto outcome = run_forge({"check", "p.toml"}, directory.path());
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, ContainsSubstring("did you mean 'json'?"));
  CHECK_THAT(outcome.err, ContainsSubstring("did you mean 'table'?"));
  CHECK_THAT(outcome.err, ContainsSubstring("speed"));
}

TEST_CASE("check: parameters of models") {
  const TemporaryDirectory directory;
  auto project = given_project();
  project.insert(project.find("size = \"64 B\""), "model = { component = \"sram\", bankz = 2 }\n");
  directory.write("p.toml", project);
  const auto outcome = run_forge({"check", "p.toml"}, directory.path());
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(outcome.err, ContainsSubstring("did you mean 'banks'?"));
  CHECK_THAT(outcome.err, StartsWith("p.toml:"));
}

TEST_CASE("check: the exit code is that of what is wrong") {
  const auto code = [&](const std::string &added, const std::string &setting = "project.name=x") {
    const TemporaryDirectory directory;
    directory.write("p.toml", given_project() + added);
    return run_forge({"check", "p.toml", "--set", setting}, directory.path()).exit_code;
  };
  CHECK(code("") == 0);
  CHECK(code("", "project.nam=x") == 3);
  CHECK(code("", "architecture.DRAM.size=\"1 B\"") == 4);
  CHECK(code("[[report]]\nwriter = \"jsn\"\n") == 5);
  CHECK(code("[[report]]\nwriter = \"json\"\nfile = \"/nowhere/x\"\n") == 6);
  CHECK(code("[[report]]\nwriter = \"jsn\"\n[mapper]\nstrateg = \"x\"\n") == 3);
}

TEST_CASE("components: as text, CSV and JSON") {
  const TemporaryDirectory directory;
  directory.write("p.toml", given_project());
  const auto text = run_forge({"components", "p.toml"}, directory.path());
  CHECK(text.exit_code == 0);
  CHECK(text.err.empty());
  CHECK_THAT(text.out, StartsWith("Architecture"));
  CHECK_THAT(text.out, ContainsSubstring("10 pJ"));
  const auto csv = run_forge({"components", "p.toml", "--format", "csv"}, directory.path());
  CHECK_THAT(csv.out, StartsWith("name,kind,instances,area [m^2],"));
  CHECK_THAT(csv.out, ContainsSubstring("\nMAC,compute,1,,,,,compute,1e-12,1e+09,"));
  const auto nodes = json::parse(run_forge({"components", "p.toml", "--format", "json"}, directory.path()).out);
  const auto run = json::parse(run_forge({"run", "p.toml", "--report", "json"}, directory.path()).out);
  CHECK(nodes == run["architecture"]);
  const auto other = run_forge(
      {"components", "p.toml", "--format", "json", "--set", "architecture.Buffer.actions.read.energy=\"3 pJ\""},
      directory.path());
  CHECK(json::parse(other.out)[1]["actions"]["read"]["energy"] == 3e-12);
}

TEST_CASE("new: a project that is correct and runs") {
  const TemporaryDirectory directory;
  const auto made = run_forge({"new", "first"}, directory.path());
  CHECK(made.exit_code == 0);
  CHECK(made.out.empty());
  CHECK(made.err == "made first/project.toml; next: forge run first/project.toml\n");
  CHECK(run_forge({"check", "first/project.toml"}, directory.path()).exit_code == 0);
  const auto run = run_forge({"run", "first/project.toml", "--set", "mapper.evaluations=2000"}, directory.path());
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, StartsWith("first  (first/project.toml)\n"));
}

TEST_CASE("new: refuses what is there and what is no name") {
  const TemporaryDirectory directory;
  directory.write("there/file", "x");
  const auto there = run_forge({"new", "there"}, directory.path());
  CHECK(there.exit_code == 2);
  CHECK(there.err == "error: there is there already\n");
  CHECK(run_forge({"new", "bad\"name"}, directory.path()).exit_code == 2);
  CHECK(run_forge({"new", ""}, directory.path()).exit_code == 2);
  CHECK(run_forge({"new", ".."}, directory.path()).exit_code == 2);
  const auto file = run_forge({"new", "there/file/below"}, directory.path());
  CHECK(file.exit_code == 6);
  CHECK_THAT(file.err, ContainsSubstring("Not a directory"));
  CHECK(run_forge({"new", "a/b/"}, directory.path()).exit_code == 0);
  CHECK_THAT(read_file(directory.path() / "a/b/project.toml"), ContainsSubstring("name = \"b\""));
}

TEST_CASE("schema: a JSON Schema with the sections of the project file") {
  const auto outcome = run_forge({"schema"});
  CHECK(outcome.exit_code == 0);
  const auto schema = json::parse(outcome.out);
  for (const auto *section :
       {"project", "variables", "technology", "architecture", "workload", "mapper", "mapping", "report", "plugins"}) {
    CHECK(schema["properties"].contains(section));
  }
}

TEST_CASE("version: what is asked for, at once") {
  const auto outcome = run_forge({"--version"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK_THAT(outcome.out, StartsWith("forge 0."));
}

// Golden files: a change of the help is a change of what users read.
TEST_CASE("help: for the program and for each command") {
  const std::string command =
      GENERATE("", "run", "check", "explain", "verify", "components", "components sweep", "new", "schema");
  std::vector<std::string> arguments;
  std::istringstream words(command);
  for (std::string word; words >> word;) {
    arguments.push_back(word);
  }
  arguments.emplace_back("--help");
  const auto outcome = run_forge(arguments);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  const auto file =
      std::string(forge::test::source_directory) + "/tests/cli/help/" + (command.empty() ? "forge" : command) + ".txt";
  if (std::getenv("FORGE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << outcome.out;
  }
  CHECK(outcome.out == read_file(file));
}

// What a command writes to a terminal: `script` gives it one.
std::string on_terminal(const std::string &command_line,
                        std::map<std::string, std::optional<std::string>> environment) {
  Command command;
  command.arguments = {"script", "-qec", command_line, "/dev/null"};
  command.environment = std::move(environment);
  return run(command).out;
}

TEST_CASE("colours: on a terminal, unless NO_COLOR or a pipe says no") {
  const auto line = std::string(forge::test::forge_executable) + " run /nowhere/p.toml";
  CHECK_THAT(on_terminal(line, {{"NO_COLOR", std::nullopt}, {"TERM", "xterm"}}), ContainsSubstring("\x1b[1;31merror:"));
  CHECK_THAT(on_terminal(line, {{"NO_COLOR", "1"}, {"TERM", "xterm"}}), !ContainsSubstring("\x1b["));
  CHECK_THAT(on_terminal(line, {{"NO_COLOR", std::nullopt}, {"TERM", "dumb"}}), !ContainsSubstring("\x1b["));
  CHECK_THAT(run_forge({"run", "/nowhere/p.toml"}).err, !ContainsSubstring("\x1b["));
}

TEST_CASE("speed: --version in 20 ms, one given mapping in 50 ms") {
  const TemporaryDirectory directory;
  directory.write("p.toml", given_project());
  const auto best_of = [&](const std::vector<std::string> &arguments) {
    auto best = 10s + 0ms;
    for (int i = 0; i < 10; ++i) {
      best = std::min(best, run_forge(arguments, directory.path()).duration);
    }
    return best;
  };
  const auto version = best_of({"--version"}), given = best_of({"run", "p.toml"});
  WARN("--version: " << version.count() << " ms, one given mapping: " << given.count() << " ms");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && defined(NDEBUG)
  CHECK(version < 20ms);
  CHECK(given < 50ms);
#endif
}

}  // namespace
}  // namespace forge::test

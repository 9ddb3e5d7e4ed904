// SPDX-License-Identifier: Apache-2.0
// `forge run` with a broken plugin: whatever the plugin does, the message names it and the exit code is 5.
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using forge::test::Command;
using forge::test::ContainsSubstring;
using forge::test::Outcome;

namespace {

constexpr const char *project = R"(
forge = 1
[project]
name = "zoo"
[[architecture]]
memory = "DRAM"
keep = "all"
actions.read = { energy = "1 pJ", throughput = "1 GHz" }
actions.write = { energy = "1 pJ", throughput = "1 GHz" }
[[architecture]]
memory = "Buffer"
size = "1 Kib"
may_keep = "all"
actions.write = { energy = "1 pJ", throughput = "1 GHz" }
actions.read.throughput = "1 GHz"
model = { component = "zoo.model" }
[[architecture]]
compute = "MAC"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
[[workload]]
einsum = "product"
equation = "C[m,n] = A[m,k] * B[k,n]"
sizes = { m = 4, n = 4, k = 4 }
bits = { all = "8 b" }
[mapper]
strategy = "zoo.count"
evaluations = 1000
[[report]]
writer = "zoo.names"
[plugins]
path = ["plugins"]
)";

// A project with the good plugins of the zoo, one of them replaced by a broken one.
struct Place {
  forge::test::TemporaryDirectory directory;

  Place(const std::string &broken, const std::string &instead_of) {
    directory.write("project.toml", project);
    fs::create_directory(directory.path() / "plugins");
    for (const std::string good : {"good", "good_sampler", "good_writer"}) {
      const std::string name = good == instead_of ? broken : good;
      fs::copy_file(fs::path(ZOO) / (name + ".so"), directory.path() / "plugins" / (name + ".so"));
    }
  }

  Outcome run(std::optional<std::chrono::milliseconds> signal_after = {}) const {
    Command command;
    command.arguments = {forge::test::forge_executable, "run", "project.toml", "--progress", "never"};
    command.directory = directory.path();
    // Else a sanitizer makes an exit of a crash.
    command.environment = {{"ASAN_OPTIONS", "handle_segv=0:handle_sigill=0"},
                           {"TSAN_OPTIONS", "handle_segv=0:handle_sigill=0"}};
    command.signal_after = signal_after;
    command.time_limit = 30s;
    return forge::test::run(command);
  }
};

const std::string model = "component model 'zoo.model' of plugin 'zoo.component' failed in ";
const std::string sampler = "strategy 'zoo.count' of plugin 'zoo.sampler' failed in ";
const std::string writer = "report writer 'zoo.names' of plugin 'zoo.writer' failed in ";

struct Case {
  std::string broken, instead_of, words;
};
const std::vector<Case> cases{
    {"abi_2", "good", "plugins/abi_2.so: refused: built for plugin ABI 2, this forge speaks 1"},
    {"unresolved", "good", "plugins/unresolved.so: broken: undefined symbol: nobody_has_this"},
    {"refuses", "good", "plugins/refuses.so: refused: no license was found: set ACME_LICENSE"},
    {"zero_size", "good", "plugins/zero_size.so: refused: forge_plugin: struct_size is 0"},
    {"truncated_plugin", "good", "plugins/truncated_plugin.so: refused: forge_plugin: struct_size is 72"},
    {"null_function", "good", "plugins/null_function.so: refused: forge_component_interface: the function 'evaluate'"},
    {"duplicate_model", "good", "plugins/duplicate_model.so: refused: the component model id 'zoo.model' stands there"},
    {"nul_in_text", "good", "plugins/nul_in_text.so: refused: forge_plugin.summary: the text has a NUL inside"},
    {"crash_at_load", "good", "plugins/crash_at_load.so failed in load: it was ended by SIGSEGV"},
    {"exit_at_load", "good", "plugins/exit_at_load.so failed in load: it ended the process with exit status 0"},
    {"crash_in_info", "good", "plugins/crash_in_info.so failed in its descriptions: it was ended by SIG"},
    {"throws_at_load", "good", "an exception escaped: no configuration"},
    {"nan_output", "good", model + "evaluate: its output 'read.energy' is NaN"},
    {"crash_in_evaluate", "good", model + "evaluate: it was ended by SIGSEGV"},
    {"exit_in_evaluate", "good", model + "evaluate: it ended the process with exit status 0"},
    {"illegal_value", "good_sampler", sampler + "ask: internal defect: value"},
    {"too_many_rows", "good_sampler", sampler + "ask: internal defect: it says that it wrote"},
    {"half_report", "good_writer", writer + "write: internal defect: out of ink"},
};

}  // namespace

TEST_CASE("the good plugins of the zoo run") {
  const Outcome outcome = Place("good", "good").run();
  INFO(outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("einsums\n"));
}

TEST_CASE("a plugin that nobody needs does not disturb: it is not even loaded") {
  const Place place("good", "good");
  // On the path before the plugins that are needed.
  fs::copy_file(fs::path(ZOO) / "exit_at_load_of_another.so", place.directory.path() / "plugins" / "aaa.so");
  const Outcome run = place.run();
  INFO(run.err);
  CHECK(run.exit_code == 0);
  // A model of a plugin that comes with forge and has another name than it.
  Command components;
  components.arguments = {forge::test::forge_executable, "components", "project.toml", "--set",
                          "Buffer.model={ component = \"fifo\", width = 8, node = \"45 nm\" }"};
  components.directory = place.directory.path();
  const Outcome priced = forge::test::run(components);
  INFO(priced.err);
  CHECK(priced.exit_code == 0);
  components.arguments.push_back("--explain");  // now all are asked
  CHECK_THAT(forge::test::run(components).err, ContainsSubstring("aaa.so failed in load"));
}

TEST_CASE("a solver is not asked where [latency] says what it can't know") {
  const Place place("good_solver", "good_sampler");
  for (const std::string command : {"run", "check"}) {
    const Outcome outcome =
        forge::test::run({.arguments = {forge::test::forge_executable, command, "project.toml", "--set",
                                        "mapper.strategy=zoo.one", "--set", "latency.pipeline_fill=true"},
                          .directory = place.directory.path()});
    CHECK(outcome.exit_code == 3);
    CHECK_THAT(outcome.err,
               ContainsSubstring("strategy 'zoo.one' is a solver, and those know no options of [latency]"));
  }
}

TEST_CASE("forge run names the plugin that failed") {
  for (const auto &[broken, instead_of, words] : cases) {
    const Outcome outcome = Place(broken, instead_of).run();
    INFO(broken << "\n" << outcome.err);
    CHECK(outcome.exit_code == 5);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, ContainsSubstring(words));
  }
}

TEST_CASE("Ctrl+C ends forge in a plugin that does not come back, and says in which") {
  const Outcome outcome = Place("endless_loop", "good").run(1000ms);
  CHECK(outcome.exit_code == 130);
  CHECK_THAT(outcome.err,
             ContainsSubstring("while component model 'zoo.model' of plugin 'zoo.component' was in evaluate"));
}

TEST_CASE("forge that is killed takes its child with it") {
  const Place place("endless_loop", "good");
  Command command;
  command.arguments = {
      "sh", "-c",
      std::string(forge::test::forge_executable) +
          " run project.toml & forge=$!; sleep 0.5; child=$(cat /proc/$forge/task/$forge/children | tr -d ' ');"
          " kill -KILL $forge; sleep 0.3; test -n \"$child\" || exit 1;"
          " ! grep -q '^State:.[RSD]' /proc/$child/status"};
  command.directory = place.directory.path();
  CHECK(forge::test::run(command).exit_code == 0);
}

// SPDX-License-Identifier: Apache-2.0
// Installs forge, makes a plugin of each kind in each language with `forge plugin new`, builds them out of tree against
// the installed SDK, checks them, and runs them, without forge being built anew.
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using forge::test::Command;
using forge::test::ContainsSubstring;
using forge::test::Outcome;

namespace {

const std::vector<std::string> kinds{"component", "sampler", "solver", "report"};

class Workplace {
 public:
  Workplace() { must({CMAKE, "--install", forge::test::build_directory, "--prefix", prefix().string()}); }

  fs::path root() const { return directory_.path(); }
  fs::path prefix() const { return root() / "installed"; }
  std::string forge() const { return (prefix() / "bin" / "forge").string(); }

  // Runs a command that has to succeed; its output.
  std::string must(std::vector<std::string> arguments, const std::string &plugin_path = "") const {
    Command command;
    command.arguments = std::move(arguments);
    command.directory = root();
    command.time_limit = 300s;
    command.environment["FORGE_PLUGIN_PATH"] = plugin_path;
    const Outcome outcome = forge::test::run(command);
    INFO(command.arguments[0] << " " << command.arguments[1] << "\n" << outcome.out << outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return outcome.out;
  }

  // As the README of the new plugin says.
  void build(const std::string &source, const std::string &target) const {
    must({CMAKE, "-G", "Ninja", "-S", source, "-B", target, "-DCMAKE_PREFIX_PATH=" + prefix().string(),
          "-DCMAKE_C_COMPILER=" C_COMPILER, "-DCMAKE_CXX_COMPILER=" CXX_COMPILER, "-DCMAKE_BUILD_TYPE=Debug",
          "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror", "-DCMAKE_C_FLAGS=-Wall -Wextra -Wpedantic -Werror"});
    must({CMAKE, "--build", target});
    const auto tests = fs::path(CMAKE).parent_path() / "ctest";
    must({tests.string(), "--test-dir", target, "--output-on-failure", "--no-tests=error"});
  }

  void write(const std::string &name, const std::string &text) const { directory_.write(name, text); }

 private:
  forge::test::TemporaryDirectory directory_;
};

}  // namespace

TEST_CASE("a stranger's plugins: made, built against the installed SDK, checked, run") {
  const Workplace place;

  // The first one by the book, the others in one build: configuring takes longer than compiling.
  place.must({place.forge(), "plugin", "new", "acme-first"});
  place.build("acme-first", "acme-first/build");
  CHECK_THAT(place.must({place.forge(), "plugin", "info", "acme-first/build/acme-first.so"}),
             ContainsSubstring("component model acme-first: an example"));

  std::string all = "cmake_minimum_required(VERSION 3.25)\nproject(all LANGUAGES C CXX)\nenable_testing()\n";
  std::vector<std::string> names;
  for (const auto &kind : kinds) {
    for (const std::string language : {"c++", "c"}) {
      const std::string name = "acme-" + kind + (language == "c" ? "-c" : "-cpp");
      place.must({place.forge(), "plugin", "new", name, "--kind", kind, "--language", language});
      all += "add_subdirectory(" + name + ")\n";
      names.push_back(name);
    }
  }
  place.write("CMakeLists.txt", all);
  place.build(".", "build");

  std::string path;
  for (const auto &name : names) {
    path += (path.empty() ? "" : ":") + (place.root() / "build" / name).string();
  }
  const std::string listing = place.must({place.forge(), "plugin", "list"}, path);
  for (const auto &name : names) {
    CHECK_THAT(listing, ContainsSubstring(name));
  }

  place.must({place.forge(), "new", "demo"});
  const auto run = [&](std::vector<std::string> words) {
    std::vector<std::string> arguments{place.forge(), "run", "demo/project.toml", "--quiet"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    return place.must(arguments, path);
  };
  for (const std::string suffix : {"-cpp", "-c"}) {
    const std::string report = run({"--mapper", "acme-sampler" + suffix, "--report", "acme-report" + suffix, "--set",
                                    "mapper.evaluations=2000", "--set",
                                    "architecture.Buffer.model={ component = \"acme-component" + suffix + "\" }"});
    CHECK_THAT(report, ContainsSubstring("# einsums"));
    CHECK_THAT(report, ContainsSubstring("acme-sampler" + suffix));
    CHECK_THAT(report, ContainsSubstring("acme-component" + suffix));
    CHECK_THAT(run({"--mapper", "acme-solver" + suffix, "--report", "json"}),
               ContainsSubstring("\"acme-solver" + suffix + "\""));
  }
}

TEST_CASE("the build tree serves as prefix too") {
  const forge::test::TemporaryDirectory directory;
  Command command;
  command.directory = directory.path();
  command.arguments = {forge::test::forge_executable, "plugin", "new", "acme-tree", "--language", "c"};
  REQUIRE(forge::test::run(command).exit_code == 0);
  command.arguments = {"sh", "-c",
                       std::string(CMAKE) +
                           " -G Ninja -S acme-tree -B build -DCMAKE_PREFIX_PATH=" + forge::test::build_directory +
                           " -DCMAKE_C_COMPILER=" + C_COMPILER + " && " + CMAKE + " --build build"};
  const Outcome outcome = forge::test::run(command);
  INFO(outcome.out << outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(fs::exists(directory.path() / "build" / "acme-tree.so"));
}

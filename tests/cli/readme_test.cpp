// SPDX-License-Identifier: Apache-2.0
//
// Every command of README.md is run, block after block, in a folder that looks like a fresh clone after its build.
#include <sstream>
#include <vector>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

#include <unistd.h>

namespace forge::test {
namespace {

namespace fs = std::filesystem;

const fs::path source = forge::test::source_directory;

// The text of each ```sh block.
std::vector<std::string> command_blocks(const fs::path &file) {
  std::vector<std::string> blocks;
  std::istringstream lines(read_file(file));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```sh";
      if (inside) {
        blocks.emplace_back();
      }
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

// scripts/run and scripts/test build forge and run these tests: a test of them here would run itself. That they are
// there and can be started is what is checked; CI and every newcomer run them.
std::string without_scripts(const std::string &block) {
  std::istringstream lines(block);
  std::string rest;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("scripts/")) {
      const auto script = source / line.substr(0, line.find(' '));
      INFO(script);
      CHECK(access(script.c_str(), X_OK) == 0);
      CHECK(run({"sh", "-n", script.string()}).exit_code == 0);
    } else {
      rest += line + "\n";
    }
  }
  return rest;
}

TEST_CASE("README.md: every command runs") {
  const TemporaryDirectory clone;
  fs::create_directory_symlink(forge::test::build_directory, clone.path() / "build");
  fs::copy(source / "configs", clone.path() / "configs", fs::copy_options::recursive);
  const auto blocks = command_blocks(source / "README.md");
  REQUIRE(blocks.size() >= 4);
  for (const auto &block : blocks) {
    const auto commands = without_scripts(block);
    INFO(commands);
    Command command;
    command.arguments = {"sh", "-eu", "-c", commands};
    command.directory = clone.path();
    command.time_limit = std::chrono::minutes(4);
    const auto outcome = run(command);
    INFO(outcome.out);
    INFO(outcome.err);
    CHECK(outcome.exit_code == 0);
  }
}

TEST_CASE("README.md: links lead somewhere") {
  const auto text = read_file(source / "README.md");
  for (auto at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
    const auto target = text.substr(at + 2, text.find(')', at) - at - 2);
    INFO(target);
    CHECK(fs::exists(source / target));
  }
}

TEST_CASE("README.md: commands and exit codes are those of the program") {
  const auto text = read_file(source / "README.md");
  const auto help = run_forge({"--help"}).out;
  std::istringstream lines(help.substr(help.find("Subcommands:")));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    if (line.starts_with("  ") && line.size() > 2 && line[2] != ' ') {
      const auto name = line.substr(2, line.find(' ', 2) - 2);
      INFO(name);
      CHECK_THAT(text, ContainsSubstring("| `forge " + name));
    }
  }
}

}  // namespace
}  // namespace forge::test

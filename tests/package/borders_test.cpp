// SPDX-License-Identifier: Apache-2.0
// The host gives plugins nothing but tables, and plugins take nothing else: seen on symbols, libraries, compile and
// link lines of what this build made.
#include "plugin/elf.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/temporary_directory.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path build = forge::test::build_directory;

std::vector<fs::path> bundled_plugins() {
  std::vector<fs::path> files;
  for (const auto &entry : fs::directory_iterator(build / "lib/forge/plugins")) {
    if (entry.path().extension() == ".so") {
      files.push_back(entry.path());
    }
  }
  return files;
}

bool is_of_a_sanitizer(const std::string &symbol) {
  return symbol.starts_with("__");
}

bool is_of_a_plugin(const std::string &source) {
  const std::string folder = std::string(forge::test::source_directory) + "/plugins/";
  const bool is_test = source.ends_with("test.cpp") || source.find("/tests/") != std::string::npos;
  return source.starts_with(folder) && !is_test;
}

}  // namespace

TEST_CASE("the program exports nothing of forge") {
  for (const auto &symbol : forge::plugin::read_elf(forge::test::forge_executable).exported) {
    INFO(symbol);
    CHECK_FALSE(symbol.starts_with("forge_"));
    CHECK(symbol.find("5forge") == std::string::npos);  // a mangled name of namespace forge
  }
}

TEST_CASE("a bundled plugin exports its entry point, and needs nothing of forge") {
  const auto plugins = bundled_plugins();
  CHECK(plugins.size() >= 10);
  for (const auto &file : plugins) {
    INFO(file);
    const auto elf = forge::plugin::read_elf(file);
    for (const auto &symbol : elf.exported) {
      CHECK((symbol == "forge_plugin_v1" || is_of_a_sanitizer(symbol)));
    }
    CHECK(std::count(elf.exported.begin(), elf.exported.end(), "forge_plugin_v1") == 1);
    for (const auto &symbol : elf.undefined) {
      INFO(symbol);
      CHECK_FALSE(symbol.starts_with("forge_"));
      CHECK(symbol.find("5forge") == std::string::npos);
    }
    for (const auto &library : elf.needed) {
      CHECK(library.find("forge") == std::string::npos);
    }
  }
}

TEST_CASE("no plugin is compiled with a folder of the framework") {
  const auto commands = nlohmann::json::parse(forge::test::read_file(build / "compile_commands.json"));
  int seen = 0;
  for (const auto &entry : commands) {
    const auto source = fs::path(entry["file"].get<std::string>()).lexically_normal().string();
    const auto command = entry["command"].get<std::string>();
    if (!is_of_a_plugin(source) || command.find("_tests.dir") != std::string::npos) {
      continue;
    }
    ++seen;
    INFO(command);
    CHECK(command.find("/framework") == std::string::npos);
    CHECK(command.find("/sdk/include") != std::string::npos);
  }
  CHECK(seen >= 10);
}

TEST_CASE("no plugin is linked with a library of the framework") {
  if (!fs::exists(build / "build.ninja")) {
    return;  // another generator; the symbols above have to do
  }
  std::istringstream lines(forge::test::read_file(build / "build.ninja"));
  bool in_plugin = false;
  int seen = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("build ")) {
      in_plugin = line.starts_with("build lib/forge/plugins/") && line.find("_LINKER__") != std::string::npos;
      seen += in_plugin ? 1 : 0;
    }
    if (in_plugin && !line.empty()) {
      INFO(line);
      CHECK(line.find("libforge") == std::string::npos);
      CHECK(line.find("framework/") == std::string::npos);
    }
  }
  CHECK(seen >= 10);
}

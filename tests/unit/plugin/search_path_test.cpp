// SPDX-License-Identifier: Apache-2.0
#include "plugin/search_path.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

#include <algorithm>
#include <cstdlib>

namespace fs = std::filesystem;
using namespace forge::plugin;

TEST_CASE("the search path: what the project names, the environment, the installation") {
  setenv("FORGE_PLUGIN_PATH", "/from/environment::/project/a/", 1);
  const auto path = search_path({"/project/a/", "/project/b/../c"});
  unsetenv("FORGE_PLUGIN_PATH");
  REQUIRE(path.size() == 4);
  CHECK(path[0] == "/project/a");
  CHECK(path[1] == "/project/c");
  CHECK(path[2] == "/from/environment");
  CHECK(path[3].string().ends_with("/lib/forge/plugins"));
}

TEST_CASE("candidates are libraries, sorted, each file once") {
  const forge::test::TemporaryDirectory directory;
  const auto b = directory.write("first/b.so", "b");
  const auto a = directory.write("first/a.so", "a");
  directory.write("first/readme.txt", "");
  fs::create_directories(directory.path() / "first" / "folder.so");
  const auto c = directory.write("second/c.so", "c");
  fs::create_symlink(a, directory.path() / "second" / "again.so");
  const auto found = candidates({directory.path() / "first", directory.path() / "absent", directory.path() / "second"});
  CHECK(found == std::vector<fs::path>{a, b, c});
}

TEST_CASE("a plugin is named by a path or a bare name") {
  const forge::test::TemporaryDirectory directory;
  const auto file = directory.write("lib/sram.so", "");
  const std::vector<fs::path> path{directory.path() / "none", directory.path() / "lib"};
  std::vector<std::string> tried;
  CHECK(find("sram", path, tried) == file);
  CHECK(find("sram.so", path, tried) == file);
  CHECK(find(file.string(), path, tried) == file);
  tried.clear();
  CHECK(find("dram", path, tried).empty());
  CHECK(tried == std::vector<std::string>{(directory.path() / "none/dram.so").string(),
                                          (directory.path() / "lib/dram.so").string()});
  tried.clear();
  CHECK(find("/absent/dram.so", path, tried).empty());
  CHECK(tried == std::vector<std::string>{"/absent/dram.so"});
}

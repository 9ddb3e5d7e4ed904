// SPDX-License-Identifier: Apache-2.0
// forge plugin list | info | check | new. What they find wrong with plugins is tested in tests/broken_plugins.
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using forge::test::ContainsSubstring;
using forge::test::run_forge;
using forge::test::StartsWith;

namespace {

const std::string bundled = std::string(forge::test::build_directory) + "/lib/forge/plugins/";

}  // namespace

TEST_CASE("plugin list: every plugin, as text and as JSON") {
  const auto text = run_forge({"plugin", "list"});
  CHECK(text.exit_code == 0);
  CHECK_THAT(text.out, StartsWith("PLUGIN"));
  CHECK_THAT(text.out, ContainsSubstring("component sram"));
  CHECK_THAT(text.out, ContainsSubstring("strategy random"));
  CHECK_THAT(text.out, ContainsSubstring("report csv"));
  const auto json = nlohmann::json::parse(run_forge({"plugin", "list", "--format", "json"}).out);
  CHECK(json.size() >= 10);
  CHECK(json[0].contains("file"));
}

TEST_CASE("plugin list: a broken plugin is one line of the list") {
  const forge::test::TemporaryDirectory directory;
  directory.write("broken.so", "no library");
  const auto outcome = run_forge({"plugin", "list", "--path", directory.path().string()});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("broken: is no ELF file"));
  CHECK_THAT(outcome.out, ContainsSubstring("component sram"));
}

TEST_CASE("plugin info: by the id of a model, the name of a plugin, or a file") {
  for (const std::string what : {"example.scratchpad", "template-c", "template-c.so"}) {
    const auto outcome = run_forge({"plugin", "info", what});
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.out, StartsWith("template-c 1.0.0 (ABI 1.2, Apache-2.0)"));
    CHECK_THAT(outcome.out, ContainsSubstring("component model example.scratchpad: "));
    CHECK_THAT(outcome.out, ContainsSubstring("required"));
  }
  const auto json =
      nlohmann::json::parse(run_forge({"plugin", "info", bundled + "template-c.so", "--format", "json"}).out);
  CHECK(json["components"][0]["inputs"][0]["name"] == "size");
}

TEST_CASE("plugin info: what is not there") {
  const auto outcome = run_forge({"plugin", "info", "template-d"});
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(outcome.err, StartsWith("error: there is no plugin, model, strategy or report writer 'template-d', did "
                                     "you mean 'template-c'?\n  note: searched in "));
}

TEST_CASE("plugin check: exit code and formats") {
  auto outcome = run_forge({"plugin", "check", "template-c"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK_THAT(outcome.out, ContainsSubstring("4 batches    passed"));
  CHECK_THAT(outcome.out, ContainsSubstring("conforms to ABI 1\n"));

  const forge::test::TemporaryDirectory directory;
  const auto file = directory.write("broken.so", "no library");
  outcome = run_forge({"plugin", "check", file.string(), "--format", "json"});
  CHECK(outcome.exit_code == 5);
  const auto json = nlohmann::json::parse(outcome.out);
  CHECK(json["passed"] == false);
  CHECK(json["stages"][0]["result"] == "failed");
  CHECK(json["stages"][1]["result"] == "skipped");

  outcome = run_forge({"plugin", "check", "absent"});
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(outcome.err, StartsWith("error: plugin absent: not found\n  note: tried "));
}

TEST_CASE("plugin check: random rows for some time") {
  const auto outcome = run_forge({"plugin", "check", "template-c", "--fuzz", "0.2 s", "--seed", "7"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("7 fuzz       passed"));
  CHECK(run_forge({"plugin", "check", "template-c", "--reproduce", "7"}).exit_code == 0);
}

TEST_CASE("plugin new: a folder with all that it takes") {
  const forge::test::TemporaryDirectory directory;
  const auto outcome = run_forge({"plugin", "new", "acme-memories", "--language", "c"}, directory.path());
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, StartsWith("made acme-memories"));
  for (const std::string name : {"CMakeLists.txt", "README.md", ".gitignore", "plugin.c"}) {
    const auto file = directory.path() / "acme-memories" / name;
    REQUIRE(fs::exists(file));
    CHECK(forge::test::read_file(file).find("{{") == std::string::npos);
  }
}

TEST_CASE("plugin: wrong command lines end with exit code 2 and touch nothing") {
  const forge::test::TemporaryDirectory directory;
  directory.write("here/file", "kept");
  const std::vector<std::vector<std::string>> lines{{"plugin"},
                                                    {"plugin", "lst"},
                                                    {"plugin", "info"},
                                                    {"plugin", "new", "Upper"},
                                                    {"plugin", "new", "../up"},
                                                    {"plugin", "new", "here"},
                                                    {"plugin", "new", "x", "--kind", "mapper"},
                                                    {"plugin", "new", "x", "--language", "rust"},
                                                    {"plugin", "check", "template-c", "--fuzz", "soon"},
                                                    {"plugin", "check", "template-c", "--option", "file"},
                                                    {"plugin", "list", "--format", "xml"}};
  for (const auto &line : lines) {
    const auto outcome = run_forge(line, directory.path());
    INFO(line.back() << ": " << outcome.err);
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.err, StartsWith("error: "));
    CHECK(outcome.out.empty());
  }
  CHECK(forge::test::read_file(directory.path() / "here/file") == "kept");
  CHECK_FALSE(fs::exists(directory.path() / "x"));
}

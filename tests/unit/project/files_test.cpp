// SPDX-License-Identifier: Apache-2.0
//
// Files that are not there, are no files, are too large, or are hostile.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

using forge::test::ContainsSubstring;
using forge::test::StartsWith;
using forge::test::TemporaryDirectory;

TEST_CASE("a file that is not there has its own exit code") {
  const auto refusal = refused("/nowhere/p.toml");
  CHECK(refusal.message == "error: can't read '/nowhere/p.toml': No such file or directory");
  CHECK(refusal.kind == ErrorKind::file);
}

TEST_CASE("a directory, a device and a pipe are no projects") {
  const TemporaryDirectory directory;
  const std::string name = directory.path().string();
  CHECK(refused(name).message == "error: can't read '" + name + "': it is a directory");
  CHECK(refused("/dev/zero").message == "error: can't read '/dev/zero': it is no regular file");
  REQUIRE(mkfifo((name + "/pipe").c_str(), 0600) == 0);
  CHECK(refused(name + "/pipe").message == "error: can't read '" + name + "/pipe': it is no regular file");
  CHECK(refused(name + "/pipe").kind == ErrorKind::file);
}

TEST_CASE("a file without permission is refused") {
  const TemporaryDirectory directory;
  const auto file = directory.write("p.toml", small_project());
  std::filesystem::permissions(file, std::filesystem::perms::none);
  if (std::ifstream(file)) {
    return;  // root reads everything
  }
  CHECK(refused(file.string()).message == "error: can't read '" + file.string() + "': Permission denied");
}

TEST_CASE("a huge file is refused before it is read") {
  const TemporaryDirectory directory;
  const auto file = directory.write("p.toml", "");
  std::filesystem::resize_file(file, (16U << 20U) + 1);
  CHECK(refused(file.string()).message == "error: can't read '" + file.string() + "': it is larger than 16 MiB");
}

TEST_CASE("a name with a NUL names no file") {
  CHECK(refused(std::string("p\0.toml", 7)).kind == ErrorKind::file);
}

TEST_CASE("an empty file lacks everything") {
  const TemporaryDirectory directory;
  CHECK(refused(directory, {{"p.toml", ""}}).message ==
        "p.toml: error: 'forge = 1' is missing: the version of the format\n"
        "p.toml:1:1: error: the project has no [[architecture]]\n"
        "p.toml:1:1: error: the project has no [[workload]]");
}

TEST_CASE("deep nesting ends in a message, not in a crash") {
  const TemporaryDirectory directory;
  const auto said = [&](const std::string &text) { return refused(directory, {{"p.toml", text}}).message; };
  std::string dots;
  for (int i = 0; i < 1000000; ++i) {
    dots += "a.";
  }
  CHECK(said("\n" + dots + "a = 1\n") == "p.toml:2:1: error: a key has at most 16 parts");
  CHECK(said("[" + dots + "a]\n") == "p.toml:1:1: error: a key has at most 16 parts");
  CHECK(said("x = [\"\"\"\"q\"\"\"\", {" + dots + "a = 1}]\n") == "p.toml:1:1: error: a key has at most 16 parts");
  CHECK(said("x = \"\"\"\n" + dots + "\"\"\"\n'" + dots + "' = 1\n") != "");
  CHECK_THAT(said("x = " + std::string(100, '[') + std::string(100, ']')),
             StartsWith("p.toml:1:69: error: values are nested too deeply"));
  CHECK_THAT(said("x = " + std::string(100000, '[')), StartsWith("p.toml:1:"));
  CHECK_THAT(said("[[architecture]]\nmemory = \"M\"\nkeep = \"" + std::string(100000, '(') + "\"\n"),
             ContainsSubstring("p.toml:3:109: error: tensor set '((("));
  CHECK_THAT(said("[variables]\nx = \"" + std::string(900, '(') + "\"\n"), StartsWith("p.toml: error"));
}

TEST_CASE("a long chain of variables ends in a message") {
  const TemporaryDirectory directory;
  std::string text = "forge = 1\n[variables]\n";
  for (int i = 0; i < 5000; ++i) {
    text += "v" + std::to_string(i) + " = \"v" + std::to_string(i + 1) + "\"\n";
  }
  const auto refusal = refused(directory, {{"p.toml", text + "v5000 = 1\n"}});
  CHECK_THAT(refusal.message, forge::test::ContainsSubstring("more than 100 names that refer to each other"));
}

TEST_CASE("thousands of mistakes are cut off") {
  const TemporaryDirectory directory;
  std::string text = "forge = 1\n";
  for (int i = 0; i < 3000; ++i) {
    text += "key" + std::to_string(i) + " = 1\n";
  }
  const auto refusal = refused(directory, {{"p.toml", text}});
  CHECK(refusal.errors == 201);
  CHECK_THAT(refusal.message, forge::test::EndsWith("error: so many errors that reading stopped here"));
}

TEST_CASE("large files are read in seconds, or refused") {
  const TemporaryDirectory directory;
  std::string variables = "forge = 1\n[variables]\n";
  for (int i = 0; i < 5000; ++i) {
    variables += "v" + std::to_string(i) + " = \"2 * 3 b\"\n";
  }
  CHECK_THAT(refused(directory, {{"p.toml", variables}}).message, ContainsSubstring("no [[architecture]]"));
  std::string nodes = "forge = 1\n";
  for (int i = 0; i < 5000; ++i) {
    nodes += "[[architecture]]\nmemory = \"M" + std::to_string(i) + "\"\n";
  }
  CHECK(refused(directory, {{"p.toml", nodes}}).message ==
        "p.toml:2002:1: error: more than 1000 entries in 'architecture'");
  std::string names = "A";
  for (int i = 0; i < 100000; ++i) {
    names += "|x" + std::to_string(i);
  }
  CHECK(refused(directory, {{"p.toml", small_project("[[architecture]]\nmemory = \"L\"\nunder = \"PE\"\nkeep = \"" +
                                                     names + "\"\n")}})
            .errors == 201);
}

TEST_CASE("a message never passes control characters on") {
  const TemporaryDirectory directory;
  CHECK_THAT(refused(directory, {{"p.toml", "forge = 1\n\"\\u001B[2J\" = 1\n"}}).message,
             forge::test::ContainsSubstring("p.toml:2:1: error: unknown key '?[2J'"));
}

}  // namespace forge::project::test

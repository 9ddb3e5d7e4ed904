// SPDX-License-Identifier: Apache-2.0
#include "report/files.hpp"

#include <filesystem>
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/error.hpp"
#include "support/temporary_directory.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace forge::report {
namespace {

namespace fs = std::filesystem;
using test::read_file;
using test::TemporaryDirectory;

std::set<std::string> names_in(const fs::path &folder) {
  std::set<std::string> names;
  for (const auto &entry : fs::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// The message of the Error{file} that `body` throws.
template <typename Body> std::string file_error(const Body &body) {
  try {
    body();
  } catch (const Error &error) {
    CHECK(error.kind() == ErrorKind::file);
    return error.message();
  }
  return "";
}

TEST_CASE("write_file: makes a file, replaces it, and leaves nothing beside it") {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "out.json";
  write_file(file, "first");
  CHECK(read_file(file) == "first");
  const std::string large(3'000'000, 'x');
  write_file(file, large);
  CHECK(read_file(file) == large);
  write_file(file, "");
  CHECK(read_file(file).empty());
  CHECK(names_in(directory.path()) == std::set<std::string>{"out.json"});
}

TEST_CASE("write_file: whoever has the old file open keeps it whole") {
  const TemporaryDirectory directory;
  const auto file = directory.write("out.txt", "old");
  const std::ifstream reader(file);
  write_file(file, "new and longer");
  std::string seen;
  std::getline(const_cast<std::ifstream &>(reader), seen);
  CHECK(seen == "old");
}

TEST_CASE("write_file: a replaced file keeps its permissions, a new one has the usual ones") {
  const TemporaryDirectory directory;
  const auto mode = [](const fs::path &file) {
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 0777U;
  };
  const auto old = directory.write("old", "x");
  fs::permissions(old, fs::perms::owner_read | fs::perms::owner_write);
  write_file(old, "y");
  CHECK(mode(old) == 0600U);
  const mode_t mask = ::umask(027);
  write_file(directory.path() / "new", "z");
  ::umask(mask);
  CHECK(mode(directory.path() / "new") == 0640U);
}

TEST_CASE("write_file: a symbolic link stays one") {
  const TemporaryDirectory directory;
  const auto target = directory.write("folder/target", "old");
  const auto link = directory.path() / "link";
  fs::create_symlink("folder/target", link);
  write_file(link, "new");
  CHECK(fs::is_symlink(link));
  CHECK(read_file(target) == "new");
  fs::create_symlink("folder/later", directory.path() / "dangling");
  write_file(directory.path() / "dangling", "there");
  CHECK(read_file(directory.path() / "folder/later") == "there");
}

TEST_CASE("write_file: what is no regular file is written into, not replaced") {
  write_file("/dev/null", "gone");
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(file_error([] { write_file("/dev/full", "too much"); }) == "cannot write /dev/full: No space left on device");
}

TEST_CASE("write_file: failures say why and leave the old file") {
  const TemporaryDirectory directory;
  const auto file = directory.write("file", "text");
  CHECK(file_error([&] { write_file(directory.path(), "x"); }) ==
        "cannot write " + directory.path().string() + ": Is a directory");
  CHECK(file_error([&] { write_file(directory.path() / "none/out", "x"); }) ==
        "cannot write " + (directory.path() / "none/out").string() + ": No such file or directory");
  CHECK(file_error([&] { write_file(file / "out", "x"); }) ==
        "cannot write " + (file / "out").string() + ": Not a directory");
  CHECK_THAT(file_error([&] { write_file(directory.path() / std::string(300, 'n'), "x"); }),
             test::ContainsSubstring("File name too long"));
  CHECK(read_file(file) == "text");
  CHECK(names_in(directory.path()) == std::set<std::string>{"file"});
}

TEST_CASE("require_writable: says before the work what write_file would say after it") {
  const TemporaryDirectory directory;
  const auto file = directory.write("file", "text");
  CHECK_NOTHROW(require_writable(file));
  CHECK_NOTHROW(require_writable(directory.path() / "new"));
  CHECK_NOTHROW(require_writable("/dev/null"));
  CHECK_NOTHROW(require_writable("relative-name"));
  CHECK_THAT(file_error([&] { require_writable(directory.path() / "none/out"); }),
             test::EndsWith("No such file or directory"));
  CHECK_THAT(file_error([&] { require_writable(file / "out"); }), test::EndsWith("Not a directory"));
  CHECK_THAT(file_error([&] { require_writable(directory.path()); }), test::EndsWith("Is a directory"));
  if (::geteuid() != 0) {  // root may write everywhere
    const auto locked = directory.write("locked/file", "text");
    fs::permissions(locked, fs::perms::owner_read);
    CHECK_THAT(file_error([&] { require_writable(locked); }), test::EndsWith("Permission denied"));
    fs::permissions(locked.parent_path(), fs::perms::owner_read | fs::perms::owner_exec);
    CHECK_THAT(file_error([&] { write_file(locked.parent_path() / "new", "x"); }), test::EndsWith("Permission denied"));
    fs::permissions(locked.parent_path(), fs::perms::owner_all);
  }
}

}  // namespace
}  // namespace forge::report

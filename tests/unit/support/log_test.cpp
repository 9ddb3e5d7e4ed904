// SPDX-License-Identifier: Apache-2.0
//
// The log writes to the stderr of the process: each case runs in a child.
#include "support/log.hpp"

#include <cstdlib>
#include <string>

#include "support/catch.hpp"
#include "support/child_stderr.hpp"
#include "support/error.hpp"
#include "support/temporary_directory.hpp"

using forge::test::ContainsSubstring;
using forge::test::read_file;
using forge::test::stderr_of;
using forge::test::stderr_on_terminal;
using forge::test::TemporaryDirectory;

namespace {

void log_all_levels() {
  forge::log::debug("a {}", 1);
  forge::log::info("b {}", "two");
  forge::log::warning("c {:.1f}", 3.0);
  forge::log::error("d");
}

}  // namespace

TEST_CASE("lines carry their level and the chosen level holds") {
  const auto at = [&](forge::log::Level level) {
    return stderr_of([level] {
      forge::log::configure({.level = level});
      log_all_levels();
    });
  };
  CHECK(at(forge::log::Level::debug) == "debug: a 1\ninfo: b two\nwarning: c 3.0\nerror: d\n");
  CHECK(at(forge::log::Level::info) == "info: b two\nwarning: c 3.0\nerror: d\n");
  CHECK(at(forge::log::Level::warning) == "warning: c 3.0\nerror: d\n");
  CHECK(at(forge::log::Level::error) == "error: d\n");
  CHECK(at(forge::log::Level::off).empty());
}

TEST_CASE("without configure info and above are shown") {
  CHECK(stderr_of(log_all_levels) == "info: b two\nwarning: c 3.0\nerror: d\n");
}

TEST_CASE("a log file gets every level, whatever stderr shows, and starts anew") {
  const TemporaryDirectory directory;
  const auto file = directory.write("run.log", "of yesterday\n");
  const auto shown = stderr_of([&] {
    forge::log::configure({.level = forge::log::Level::off, .file = file.string()});
    CHECK(forge::log::is_enabled(forge::log::Level::debug));
    log_all_levels();
  });
  CHECK(shown.empty());
  const auto text = read_file(file);
  CHECK_THAT(text, ContainsSubstring(" debug: a 1\n"));
  CHECK_THAT(text, ContainsSubstring(" error: d\n"));
  CHECK_THAT(text, !ContainsSubstring("yesterday"));
}

TEST_CASE("a log file that can't be written is an error with its reason") {
  const TemporaryDirectory directory;
  const auto file = (directory.path() / "missing" / "deep").string();
  directory.write("missing", "a file, not a folder");
  try {
    forge::log::configure({.file = file});
    FAIL("no error");
  } catch (const forge::Error &error) {
    CHECK(error.kind() == forge::ErrorKind::file);
    CHECK(error.message() == "cannot write the log file '" + file + "': Not a directory");
  }
  forge::log::configure({});
}

TEST_CASE("braces and control characters of a text do no harm") {
  CHECK(stderr_of([] { forge::log::info("{}", "{} %v {0}"); }) == "info: {} %v {0}\n");
  CHECK(stderr_of([] { forge::log::write(forge::log::Level::info, "x\x1b[2Jy\r\tz\nü"); }) == "info: x?[2Jy?\tz\nü\n");
}

TEST_CASE("on a terminal a line wipes the progress line, and has colours unless they are refused") {
  const auto say = [](const char *no_color, const char *term) {
    return stderr_on_terminal(80, [=] {
      setenv("NO_COLOR", no_color, 1);
      setenv("TERM", term, 1);
      forge::log::configure({});
      forge::log::warning("c");
    });
  };
  CHECK(say("1", "xterm") == "\r\x1b[Kwarning: c\r\n");
  CHECK(say("", "dumb") == "\r\x1b[Kwarning: c\r\n");
  const std::string coloured = say("", "xterm");
  CHECK_THAT(coloured, forge::test::StartsWith("\r\x1b[K\x1b["));
  CHECK_THAT(coloured, ContainsSubstring("warning"));
  CHECK_THAT(coloured, ContainsSubstring("\x1b[m"));
}

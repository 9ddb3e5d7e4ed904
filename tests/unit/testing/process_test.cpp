// SPDX-License-Identifier: Apache-2.0
#include "support/process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace std::chrono_literals;
using forge::test::Command;
using forge::test::run;

TEST_CASE("run keeps the streams and the exit code apart") {
  const auto outcome = run({"sh", "-c", "echo out; echo err >&2; exit 7"});
  CHECK(outcome.exit_code == 7);
  CHECK(outcome.out == "out\n");
  CHECK(outcome.err == "err\n");
  CHECK_FALSE(outcome.timed_out);
}

TEST_CASE("run hands over input, environment and directory") {
  const forge::test::TemporaryDirectory directory;
  Command command;
  command.arguments = {"sh", "-c", "cat; printf %s \"$GREETING${HOME-gone}\"; pwd"};
  command.environment = {{"GREETING", "hello "}, {"HOME", std::nullopt}};
  command.directory = directory.path();
  command.input = std::string(200'000, 'x');
  const auto outcome = run(command);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == command.input + "hello gone" + directory.path().string() + "\n");
}

TEST_CASE("run ends a program whose time is up, with its children") {
  Command command;
  command.arguments = {"sh", "-c", "sleep 60 & sleep 60"};
  command.time_limit = 100ms;
  const auto outcome = run(command);
  CHECK(outcome.timed_out);
  CHECK(outcome.signal == SIGKILL);
  CHECK(outcome.duration < 10s);
}

TEST_CASE("run can press Ctrl+C") {
  Command command;
  command.arguments = {"sh", "-c", "trap 'echo caught; exit 130' INT; echo ready; while :; do sleep 0.02; done"};
  command.signal_after = 300ms;
  const auto outcome = run(command);
  CHECK(outcome.exit_code == 130);
  CHECK(outcome.out == "ready\ncaught\n");
}

TEST_CASE("run says when there is no such program") {
  const auto outcome = run({"forge-no-such-program"});
  CHECK(outcome.exit_code == 127);
  CHECK(outcome.err == "cannot start forge-no-such-program: No such file or directory\n");
}

TEST_CASE("a temporary directory goes away") {
  std::filesystem::path path;
  {
    const forge::test::TemporaryDirectory directory;
    path = directory.path();
    CHECK(forge::test::read_file(directory.write("a/b.txt", "text")) == "text");
  }
  CHECK_FALSE(std::filesystem::exists(path));
}

// SPDX-License-Identifier: Apache-2.0
// Runs a program and collects what it leaves behind. No shell: arguments arrive as they are given.
// Any thread; blocks until the program has ended or its time is up, then kills its process group.
#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace forge::test {

struct Command {
  std::vector<std::string> arguments;                             // [0] is the program, looked up in PATH
  std::map<std::string, std::optional<std::string>> environment;  // on top of ours; nullopt unsets
  std::filesystem::path directory;                                // empty: ours
  std::string input;                                              // its stdin, then end of file
  std::chrono::milliseconds time_limit{60'000};
  // Sent once, this long after the start: for tests of Ctrl+C.
  std::optional<std::chrono::milliseconds> signal_after{};
  int signal_number = SIGINT;
};

struct Outcome {
  int exit_code = -1;  // -1 where a signal ended it
  int signal = 0;      // what ended it; SIGKILL where timed_out
  bool timed_out = false;
  std::string out;
  std::string err;
  std::chrono::milliseconds duration{};
};

Outcome run(const Command &command);

inline Outcome run(std::vector<std::string> arguments) {
  Command command;
  command.arguments = std::move(arguments);
  return run(command);
}

// `forge` of this build with these arguments.
Outcome run_forge(std::vector<std::string> arguments, const std::filesystem::path &directory = {});

}  // namespace forge::test

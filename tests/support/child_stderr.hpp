// SPDX-License-Identifier: Apache-2.0
// What a function writes to stderr, to a file or to a terminal. It runs in a forked child: it must start no threads, and
// what it changes is lost.
#pragma once

#include <array>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temporary_directory.hpp"

namespace forge::test {

// Runs `body` in a child whose stderr is `descriptor`, which is closed here.
inline pid_t start_child(int descriptor, const std::function<void()> &body) {
  const pid_t child = fork();
  if (child < 0) {
    throw std::runtime_error("cannot fork");
  }
  if (child == 0) {
    dup2(descriptor, STDERR_FILENO);
    close(descriptor);
    int status = 0;
    try {
      body();
    } catch (...) {
      status = 1;
    }
    _exit(status);
  }
  close(descriptor);
  return child;
}

inline void expect_success(pid_t child) {
  int status = -1;
  if (waitpid(child, &status, 0) != child || status != 0) {
    throw std::runtime_error("the child failed");
  }
}

inline std::string stderr_of(const std::function<void()> &body) {
  const TemporaryDirectory directory;
  const auto file = directory.write("stderr", "");
  expect_success(start_child(open(file.c_str(), O_WRONLY | O_CLOEXEC), body));
  return read_file(file);
}

// The same on a terminal of so many columns. Line ends arrive as "\r\n".
inline std::string stderr_on_terminal(unsigned short columns, const std::function<void()> &body) {
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
    throw std::runtime_error("cannot make a terminal");
  }
  const int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  winsize size{};
  size.ws_col = columns;
  size.ws_row = 25;
  ioctl(slave, TIOCSWINSZ, &size);
  const pid_t child = start_child(slave, body);
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t n = 0; (n = read(master, buffer.data(), buffer.size())) > 0;) {  // fails when the child has gone
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  close(master);
  expect_success(child);
  return text;
}

}  // namespace forge::test

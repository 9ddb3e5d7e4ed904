// SPDX-License-Identifier: Apache-2.0
#include "support/terminal.hpp"

#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace forge::terminal {

bool on_stderr() {
  return isatty(STDERR_FILENO) == 1;
}

unsigned width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  return 80;
}

bool has_colours() {
  const char *refused = std::getenv("NO_COLOR");
  const char *term = std::getenv("TERM");
  return on_stderr() && (refused == nullptr || *refused == '\0') && term != nullptr && std::string_view(term) != "dumb";
}

}  // namespace forge::terminal

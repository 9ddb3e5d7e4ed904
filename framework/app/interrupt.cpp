// SPDX-License-Identifier: Apache-2.0
#include "app/interrupt.hpp"

#include <csignal>

#include "support/error.hpp"

#include <unistd.h>

namespace forge::app {
namespace {

std::atomic<bool> flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may not wait");

extern "C" void forge_on_signal(int /*number*/) {
  if (flag.exchange(true)) {
    _exit(exit_code(ErrorKind::interrupted));
  }
}

}  // namespace

const std::atomic<bool> &interrupted() {
  return flag;
}

void handle_interrupts() {
  struct sigaction action {};
  action.sa_handler = forge_on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace forge::app

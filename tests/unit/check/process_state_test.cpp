// SPDX-License-Identifier: Apache-2.0
#include "check/process_state.hpp"
#include "check/child.hpp"
#include "support/catch.hpp"

#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <functional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace std::chrono_literals;
using forge::check::in_child;
using forge::check::ProcessState;
using forge::check::Reporter;

namespace {

// What is noticed of a change, made in a child.
std::string noticed(const std::function<void()> &change) {
  std::string all;
  const auto outcome = in_child(
      [&](Reporter &reporter) {
        const ProcessState before;
        change();
        for (const auto &line : before.changes()) {
          reporter.note(line);
        }
      },
      10s);
  for (const auto &finding : outcome.findings) {
    all += finding.text + ";";
  }
  return all;
}

}  // namespace

TEST_CASE("what changes in a process is noticed") {
  CHECK(noticed([] {}).empty());
  CHECK(noticed([] { setlocale(LC_ALL, "C.UTF-8"); }) == "the locale changed from 'C' to 'C.UTF-8';");
  CHECK(noticed([] { setenv("A_NEW_VARIABLE", "1", 1); }) == "the environment changed;");
  CHECK(noticed([] { signal(SIGUSR1, SIG_IGN); }) == "the signal handlers changed;");
  CHECK(noticed([] { umask(0123); }).starts_with("the file mode mask changed"));
  CHECK(noticed([] { open("/dev/null", O_RDONLY); }).starts_with("the number of open files changed"));
  CHECK(noticed([] { chdir("/proc") == 0 ? void() : abort(); }).starts_with("the working directory changed"));
  CHECK(noticed([] { fesetround(FE_UPWARD); }).starts_with("the floating point mode changed"));
}

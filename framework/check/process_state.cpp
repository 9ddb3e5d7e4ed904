// SPDX-License-Identifier: Apache-2.0
#include "check/process_state.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

extern char **environ;  // NOLINT(readability-identifier-naming): POSIX

namespace forge::check {
namespace {

std::size_t entries_of(const char *directory) {
  std::size_t count = 0;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed)) {
    ++count;
  }
  return count;
}

std::string floating_point_mode() {
  std::string text = "rounding " + std::to_string(std::fegetround());
#if defined(__x86_64__)
  constexpr unsigned flags = 0x3f;  // raised exceptions: arithmetic may set them
  text += ", mxcsr " + std::to_string(_mm_getcsr() & ~flags);
#endif
  return text;
}

std::string signal_handlers() {
  std::string text;
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    if (sigaction(signal, nullptr, &action) == 0) {
      text += std::to_string(reinterpret_cast<std::uintptr_t>(action.sa_handler)) + " ";
    }
  }
  return text;
}

std::string environment() {
  std::string text;
  for (char **entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    text += std::string(*entry) + "\n";
  }
  return text;
}

std::string file_mask() {
  const mode_t mask = umask(0);
  umask(mask);
  return std::to_string(mask);
}

std::vector<std::pair<std::string, std::string>> facts() {
  std::error_code failed;
  return {{"locale", std::setlocale(LC_ALL, nullptr)},
          {"floating point mode", floating_point_mode()},
          {"signal handlers", signal_handlers()},
          {"environment", environment()},
          {"working directory", std::filesystem::current_path(failed).string()},
          {"file mode mask", file_mask()},
          {"number of threads", std::to_string(entries_of("/proc/self/task"))},
          {"number of open files", std::to_string(entries_of("/proc/self/fd"))}};
}

}  // namespace

ProcessState::ProcessState() : facts_(facts()) {}

std::vector<std::string> ProcessState::changes() const {
  std::vector<std::string> result;
  auto now = facts();
  // A thread that was joined is seen a moment longer.
  constexpr int most_rounds = 100;
  for (int round = 0; round < most_rounds && now != facts_; ++round) {
    usleep(2000);
    now = facts();
  }
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    const auto &[what, before] = facts_[i];
    const auto &after = now[i].second;
    if (before == after) {
      continue;
    }
    const bool is_short = before.size() < 80 && after.size() < 80;
    result.push_back("the " + what + " changed");
    if (is_short) {
      result.back().append(" from '").append(before).append("' to '").append(after).append("'");
    }
  }
  return result;
}

}  // namespace forge::check

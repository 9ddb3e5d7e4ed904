// SPDX-License-Identifier: Apache-2.0
#include "app/supervisor.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>
#include <string>
#include <string_view>

#include "app/messages.hpp"
#include "plugin/running_call.hpp"
#include "support/error.hpp"
#include "support/log.hpp"

namespace forge::app {
namespace {

using Clock = std::chrono::steady_clock;
using plugin::RunningCall;

// What is meant for the child, wherever it was sent to. The child has a process group of its own, so that it gets
// each signal once: a terminal sends to the whole foreground group.
constexpr std::array passed_on{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH, SIGTSTP, SIGCONT};

// Calls that may take as long as a search does.
constexpr std::array<std::string_view, 3> long_calls{"ask", "tell", "solve"};
constexpr std::chrono::seconds patience{10};

bool is_wanted() {
  const char *choice = std::getenv("FORGE_SUPERVISOR");
  return choice == nullptr || std::string_view(choice) != "off";
}

RunningCall *shared_record() {
  void *memory = mmap(nullptr, sizeof(RunningCall), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : new (memory) RunningCall;
}

sigset_t awaited_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : passed_on) {
    sigaddset(&set, signal);
  }
  sigaddset(&set, SIGCHLD);
  return set;
}

std::string signal_name(int signal) {
  const char *name = sigabbrev_np(signal);
  return name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(signal);
}

// Somebody outside of the process wanted it to end.
bool is_from_outside(int signal) {
  return signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT || signal == SIGKILL ||
         signal == SIGPIPE;
}

class Supervisor {
 public:
  Supervisor(pid_t child, const RunningCall &call, const sigset_t &signals)
      : child_(child), call_(call), signals_(signals) {}

  int wait() {
    int status = 0;
    for (;;) {
      const pid_t ended = waitpid(child_, &status, WNOHANG);
      if (ended == child_ || (ended < 0 && errno != EINTR)) {
        return judge(status);
      }
      constexpr timespec second{1, 0};
      const int signal = sigtimedwait(&signals_, nullptr, &second);
      if (signal > 0 && signal != SIGCHLD) {
        pass_on(signal);
      }
      look_at_call();
    }
  }

 private:
  bool is_inside() const { return call_.number % 2 == 1; }
  std::string owner() const { return call_.owner.data(); }
  std::string function() const { return call_.function.data(); }

  void pass_on(int signal) {
    if (signal == SIGTSTP) {  // Ctrl+Z: both stop, and go on together
      kill(-child_, SIGSTOP);
      raise(SIGSTOP);
      kill(-child_, SIGCONT);
      return;
    }
    kill(child_, signal);
  }

  // Says once for each call that it takes long.
  void look_at_call() {
    const auto number = call_.number.load();
    if (number != seen_) {
      seen_ = number;
      since_ = Clock::now();
      warned_ = false;
    }
    bool may_last = false;
    for (const auto name : long_calls) {
      may_last = may_last || name == function();
    }
    if (is_inside() && !may_last && !warned_ && Clock::now() - since_ > patience) {
      log::warning("{} has been in {} for {} s", owner(), function(), patience.count());
      warned_ = true;
    }
  }

  int judge(int status) const {
    if (WIFEXITED(status)) {
      const int code = WEXITSTATUS(status);
      if (!is_inside()) {
        return code;
      }
      if (code == exit_code(ErrorKind::interrupted)) {  // the second Ctrl+C
        log::warning("interrupted while {} was in {}", owner(), function());
        return code;
      }
      return report_error(Error{
          ErrorKind::plugin,
          owner() + " failed in " + function() + ": it ended the process with exit status " + std::to_string(code)});
    }
    const int signal = WTERMSIG(status);
    if (is_from_outside(signal)) {
      if (is_inside()) {
        log::warning("ended by {} while {} was in {}", signal_name(signal), owner(), function());
      } else if (signal == SIGKILL) {  // perhaps for want of memory
        log::error("killed");
      }
      return 128 + signal;
    }
    if (!is_inside()) {
      return report_defect(defect_words(signal));
    }
    return report_error(
        Error{ErrorKind::plugin, owner() + " failed in " + function() + ": it was ended by " + signal_name(signal)});
  }

  std::string defect_words(int signal) const {
    const std::string words = "ended by " + signal_name(signal);
    return owner().empty() ? words : words + "; the last call of a plugin was " + function() + " of " + owner();
  }

  pid_t child_;
  const RunningCall &call_;
  sigset_t signals_;
  std::uint64_t seen_ = 0;
  Clock::time_point since_ = Clock::now();
  bool warned_ = false;
};

void become_child(RunningCall *record, const sigset_t &old_mask) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGTTOU, SIG_IGN);  // a group in the background may write to the terminal all the same
  sigprocmask(SIG_SETMASK, &old_mask, nullptr);
  plugin::note_calls(record);
}

}  // namespace

int supervised(const std::function<int()> &body) {
  RunningCall *record = is_wanted() ? shared_record() : nullptr;
  if (record == nullptr) {
    return body();
  }
  const sigset_t signals = awaited_signals();
  sigset_t old_mask;
  sigprocmask(SIG_BLOCK, &signals, &old_mask);
  std::fflush(nullptr);  // else both would print it
  const pid_t child = fork();
  if (child <= 0) {
    if (child == 0) {
      become_child(record, old_mask);
    } else {
      sigprocmask(SIG_SETMASK, &old_mask, nullptr);
    }
    return body();
  }
  setpgid(child, child);  // here too: whoever is first
  const int code = Supervisor(child, *record, signals).wait();
  sigprocmask(SIG_SETMASK, &old_mask, nullptr);
  return code;
}

}  // namespace forge::app

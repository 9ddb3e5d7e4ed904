// SPDX-License-Identifier: Apache-2.0
#include "check/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <string_view>

#include "plugin/call.hpp"
#include "support/error.hpp"

namespace forge::check {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t longest_print = 2000;
constexpr std::size_t most_findings = 20;

[[noreturn]] void fail(const char *what) {
  throw Error{ErrorKind::file, std::string("cannot make a child process: ") + what + ": " + std::strerror(errno)};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() { ::close(number_); }
  int number() const { return number_; }

 private:
  int number_;
};

// What the child says: a letter, four bytes of length, the text.
struct Record {
  char tag = 0;
  std::string text;
};

class Parser {
 public:
  void add(const char *bytes, std::size_t size) { buffer_.append(bytes, size); }

  std::optional<Record> next() {
    std::uint32_t length = 0;
    if (buffer_.size() - at_ < 1 + sizeof length) {
      return std::nullopt;
    }
    std::memcpy(&length, buffer_.data() + at_ + 1, sizeof length);
    if (length > Reporter::longest_record || buffer_.size() - at_ - 1 - sizeof length < length) {
      return std::nullopt;
    }
    Record record{buffer_[at_], buffer_.substr(at_ + 1 + sizeof length, length)};
    at_ += 1 + sizeof length + length;
    return record;
  }

 private:
  std::string buffer_;
  std::size_t at_ = 0;
};

// What the parent knows of its child.
struct Watch {
  Clock::time_point start = Clock::now();
  Clock::time_point deadline;       // of the whole work
  Clock::time_point step_deadline;  // of the step
  std::string step;
  bool ended = false;
  bool skipped = false;
  Outcome outcome{};

  void add(Finding::Kind kind, const std::string &text) {
    if (outcome.findings.size() < most_findings) {
      outcome.findings.push_back({kind, plugin::printable(text)});
    } else if (outcome.findings.size() == most_findings) {
      outcome.findings.push_back({kind, "and more"});
    }
  }

  void take(const Record &record) {
    switch (record.tag) {
      case 'S':
        step = plugin::printable(record.text);
        step_deadline = deadline;
        break;
      case 'L':
        if (record.text.size() == sizeof(std::int64_t)) {
          std::int64_t limit = 0;
          std::memcpy(&limit, record.text.data(), sizeof limit);
          step_deadline = std::min(deadline, Clock::now() + milliseconds(limit));
        }
        break;
      case 'N':
        add(Finding::Kind::note, record.text);
        break;
      case 'W':
        add(Finding::Kind::warning, record.text);
        break;
      case 'F':
        add(Finding::Kind::failure, record.text);
        break;
      case 'K':
        skipped = true;
        add(Finding::Kind::note, record.text);
        break;
      case 'P':
        outcome.payload = record.text;
        break;
      case 'E':
        ended = true;
        break;
      default:  // not of ours
        break;
    }
  }
};

// Nothing of the parent's that the plugin could disturb or be disturbed by.
void become_child(int output, const rlimit &no_core) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setrlimit(RLIMIT_CORE, &no_core);
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(null, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  // Sanitizers, tests and Ctrl+C handlers catch signals; here they are to end the child.
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGINT, SIGTERM, SIGALRM}) {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, nullptr);
  }
}

[[noreturn]] void run_child(const std::function<void(Reporter &)> &work, int pipe, int output) {
  const rlimit no_core{0, 0};
  become_child(output, no_core);
  Reporter reporter(pipe);
  try {
    work(reporter);
    reporter.end();
  } catch (const Error &error) {
    std::string text = error.message();
    for (const auto &note : error.notes()) {
      text += "; " + note;
    }
    reporter.failure(text);
    reporter.end();
  } catch (const std::exception &exception) {
    reporter.failure(exception.what());
    reporter.end();
  } catch (...) {
    reporter.failure("an unknown exception");
    reporter.end();
  }
  std::fflush(nullptr);  // what a plugin printed is to be seen
  _exit(0);              // no destructors of the parent's objects, no atexit handlers of the plugin
}

std::string signal_name(int signal) {
  const char *name = sigabbrev_np(signal);
  return name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(signal);
}

// Is it waiting to be waited for?
bool has_ended(pid_t child) {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == child;
}

// Reads records until the child has said or shown that it ends, or its time is up; true when time was up. The end of
// the pipe alone will not do: what the child has started may hold it open.
bool listen(int pipe, pid_t child, Watch &watch) {
  Parser parser;
  std::array<char, 65536> buffer{};
  bool late = false;
  for (;;) {
    const auto deadline = std::min(watch.deadline, watch.step_deadline);
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now()).count();
    if (left <= 0 && !late) {
      late = true;
      kill(-child, SIGKILL);
      kill(child, SIGKILL);
    }
    pollfd wait{pipe, POLLIN, 0};
    const int ready = poll(&wait, 1, late ? 100 : static_cast<int>(std::min<std::int64_t>(left + 1, 100)));
    if (ready == 0 && (late || has_ended(child))) {
      return late;
    }
    if (ready <= 0) {
      continue;
    }
    const ssize_t count = read(pipe, buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
      continue;
    }
    if (count <= 0) {
      return late;
    }
    parser.add(buffer.data(), static_cast<std::size_t>(count));
    while (auto record = parser.next()) {
      watch.take(*record);
    }
    if (watch.ended) {
      return late;
    }
  }
}

// The child may have closed the pipe without ending.
int wait_for(pid_t child, const Watch &watch, bool &late) {
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (!late && Clock::now() > watch.deadline) {
      late = true;
      kill(-child, SIGKILL);
      kill(child, SIGKILL);
    }
    usleep(500);
  }
  return status;
}

std::string printed_text(int output) {
  std::string text(longest_print, '\0');
  const ssize_t count = pread(output, text.data(), text.size(), 0);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return plugin::printable(text);
}

void judge(Watch &watch, int status, bool late) {
  Outcome &outcome = watch.outcome;
  const std::string where = watch.step.empty() ? "" : " while: " + watch.step;
  if (late) {
    outcome.result = Result::timeout;
    watch.add(Finding::Kind::failure, "no answer in time" + where);
  } else if (WIFSIGNALED(status)) {
    outcome.result = Result::crashed;
    outcome.signal = WTERMSIG(status);
    watch.add(Finding::Kind::failure, "the process was ended by " + signal_name(outcome.signal) + where);
  } else if (!watch.ended) {
    outcome.result = Result::failed;
    watch.add(Finding::Kind::failure,
              "the process ended itself with exit status " + std::to_string(WEXITSTATUS(status)) + where);
  } else {
    const auto has = [&](Finding::Kind kind) {
      return std::any_of(outcome.findings.begin(), outcome.findings.end(),
                         [&](const Finding &finding) { return finding.kind == kind; });
    };
    outcome.result = has(Finding::Kind::failure)   ? Result::failed
                     : has(Finding::Kind::warning) ? Result::warning
                     : watch.skipped               ? Result::skipped
                                                   : Result::passed;
  }
}

}  // namespace

std::string words_of(Result result, int signal) {
  switch (result) {
    case Result::passed:
      return "passed";
    case Result::warning:
      return "warning";
    case Result::skipped:
      return "skipped";
    case Result::failed:
      return "failed";
    case Result::timeout:
      return "timeout";
    case Result::crashed:
      break;
  }
  return "crashed (" + signal_name(signal) + ")";
}

Outcome in_child(const std::function<void(Reporter &)> &work, milliseconds limit) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    fail("pipe");
  }
  const Descriptor read_end(ends[0]);
  auto write_end = std::make_unique<Descriptor>(ends[1]);
  const Descriptor output(memfd_create("forge-check-output", MFD_CLOEXEC));
  if (output.number() < 0) {
    fail("memfd_create");
  }
  Watch watch;
  watch.deadline = watch.step_deadline = watch.start + limit;
  std::fflush(nullptr);  // else the child would print it once more
  const pid_t child = fork();
  if (child < 0) {
    fail("fork");
  }
  if (child == 0) {
    run_child(work, write_end->number(), output.number());
  }
  setpgid(child, child);  // here too: whoever is first
  write_end.reset();
  bool late = listen(read_end.number(), child, watch);
  const int status = wait_for(child, watch, late);
  kill(-child, SIGKILL);  // what it left behind
  watch.outcome.seconds = std::chrono::duration<double>(Clock::now() - watch.start).count();
  watch.outcome.printed = printed_text(output.number());
  judge(watch, status, late);
  return std::move(watch.outcome);
}

}  // namespace forge::check

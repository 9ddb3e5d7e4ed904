// SPDX-License-Identifier: Apache-2.0
#include "support/process.hpp"
#include "support/paths.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;  // NOLINT(readability-identifier-naming): POSIX

namespace forge::test {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char *what) {
  throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() { close(); }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void reset(int number) {
    close();
    number_ = number;
  }
  void close() {
    if (number_ >= 0) {
      ::close(number_);
    }
    number_ = -1;
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      fail("pipe2");
    }
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
  }
};

std::vector<std::string> make_environment(const Command &command) {
  std::vector<std::string> entries;
  for (char **entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!command.environment.contains(text.substr(0, text.find('=')))) {
      entries.push_back(text);
    }
  }
  for (const auto &[name, value] : command.environment) {
    if (value) {
      entries.push_back(name + "=" + *value);
    }
  }
  return entries;
}

std::vector<char *> as_pointers(std::vector<std::string> &texts) {
  std::vector<char *> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto &text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// True while there may be more.
bool read_some(const Descriptor &from, std::string &to) {
  std::array<char, 65536> buffer{};
  const ssize_t count = read(from.number(), buffer.data(), buffer.size());
  if (count > 0) {
    to.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }
  return count < 0 && (errno == EINTR || errno == EAGAIN);
}

bool write_some(const Descriptor &to, std::string_view &rest) {
  const ssize_t count = write(to.number(), rest.data(), rest.size());
  if (count >= 0) {
    rest.remove_prefix(static_cast<std::size_t>(count));
    return !rest.empty();
  }
  return errno == EINTR || errno == EAGAIN;
}

// The child's side: nothing here may allocate, other threads of the test may hold the heap's lock.
[[noreturn]] void become(const char *directory, char *const *arguments, char **environment, int in, int out, int err) {
  setpgid(0, 0);
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  if (directory == nullptr || chdir(directory) == 0) {
    execvpe(arguments[0], arguments, environment);
  }
  const std::array<const char *, 5> message{"cannot start ", arguments[0], ": ", std::strerror(errno), "\n"};
  for (const char *part : message) {
    if (write(STDERR_FILENO, part, std::strlen(part)) < 0) {
      break;
    }
  }
  _exit(127);
}

}  // namespace

Outcome run(const Command &command) {
  if (command.arguments.empty()) {
    throw std::invalid_argument("run: no program given");
  }
  Pipe in;
  Pipe out;
  Pipe err;
  auto argument_texts = command.arguments;
  auto environment_texts = make_environment(command);
  auto arguments = as_pointers(argument_texts);
  auto environment = as_pointers(environment_texts);
  const std::string directory = command.directory.string();

  const auto start = Clock::now();
  const pid_t child = fork();
  if (child < 0) {
    fail("fork");
  }
  if (child == 0) {
    become(directory.empty() ? nullptr : directory.c_str(), arguments.data(), environment.data(), in.read_end.number(),
           out.write_end.number(), err.write_end.number());
  }
  setpgid(child, child);  // here too, so that a signal sent now finds the group
  in.read_end.close();
  out.write_end.close();
  err.write_end.close();
  fcntl(in.write_end.number(), F_SETFL, O_NONBLOCK);

  Outcome outcome;
  std::string_view input = command.input;
  if (input.empty()) {
    in.write_end.close();
  }
  bool signalled = !command.signal_after;
  while (out.read_end.is_open() || err.read_end.is_open()) {
    const auto elapsed = Clock::now() - start;
    if (!signalled && elapsed >= *command.signal_after) {
      kill(-child, command.signal_number);
      signalled = true;
    }
    if (!outcome.timed_out && elapsed >= command.time_limit) {
      kill(-child, SIGKILL);
      outcome.timed_out = true;
    }
    std::array<pollfd, 3> waits{
        {{in.write_end.number(), POLLOUT, 0}, {out.read_end.number(), POLLIN, 0}, {err.read_end.number(), POLLIN, 0}}};
    poll(waits.data(), waits.size(), 10);
    if (in.write_end.is_open() && waits[0].revents != 0 && !write_some(in.write_end, input)) {
      in.write_end.close();
    }
    if (out.read_end.is_open() && waits[1].revents != 0 && !read_some(out.read_end, outcome.out)) {
      out.read_end.close();
    }
    if (err.read_end.is_open() && waits[2].revents != 0 && !read_some(err.read_end, outcome.err)) {
      err.read_end.close();
    }
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      fail("waitpid");
    }
  }
  outcome.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
  if (WIFSIGNALED(status)) {
    outcome.signal = WTERMSIG(status);
  } else {
    outcome.exit_code = WEXITSTATUS(status);
  }
  return outcome;
}

Outcome run_forge(std::vector<std::string> arguments, const std::filesystem::path &directory) {
  Command command;
  command.arguments = std::move(arguments);
  command.arguments.insert(command.arguments.begin(), forge::test::forge_executable);
  command.directory = directory;
  return run(command);
}

}  // namespace forge::test

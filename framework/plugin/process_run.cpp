// SPDX-License-Identifier: Apache-2.0
#include "plugin/process_run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace forge::plugin {
namespace {

using Clock = std::chrono::steady_clock;

constexpr rlim_t largest_file = rlim_t{1} << 30;  // that the program may write

[[noreturn]] void fail(const std::string &what) {
  throw ProcessRefusal(FORGE_INTERNAL, "cannot run a program: " + what + ": " + std::strerror(errno));
}

// Never one of the standard streams, which are replaced in the child.
class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(int number, const char *what) : number_(number) {
    if (number_ >= 0 && number_ <= STDERR_FILENO) {
      number_ = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
      ::close(number);
    }
    if (number_ < 0) {
      fail(what);
    }
  }
  Descriptor(Descriptor &&other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor &operator=(Descriptor &&other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() { close(); }
  void close() {
    if (number_ >= 0) {
      ::close(std::exchange(number_, -1));
    }
  }
  int number() const { return number_; }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read_end, write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    fail("pipe");
  }
  Pipe pipe{Descriptor(ends[0], "pipe"), Descriptor(ends[1], "pipe")};
  fcntl(pipe.read_end.number(), F_SETFL, O_NONBLOCK);
  return pipe;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  return true;
}

// The standard input as a file in memory: it needs no one who writes while the program reads.
Descriptor input_of(const std::string &bytes) {
  Descriptor file(memfd_create("forge-input", MFD_CLOEXEC), "memfd_create");
  if (!write_all(file.number(), bytes) || lseek(file.number(), 0, SEEK_SET) != 0) {
    fail("writing its input");
  }
  return file;
}

class Directory {
 public:
  Directory() {
    std::error_code failed;
    path_ = (std::filesystem::temp_directory_path(failed) / "forge-XXXXXX").string();
    if (failed || mkdtemp(path_.data()) == nullptr) {
      fail("making a temporary directory");
    }
  }
  Directory(const Directory &) = delete;
  Directory &operator=(const Directory &) = delete;
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string &path() const { return path_; }

  void add(const std::string &name, const std::string &bytes) const {
    const Descriptor file(::open(of(name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600),
                          name.c_str());
    if (!write_all(file.number(), bytes)) {
      fail("writing " + name);
    }
  }
  void link(const std::string &name, const std::filesystem::path &directory) const {
    if (symlink(directory.c_str(), of(name).c_str()) != 0) {
      fail("making the link " + name);
    }
  }
  // Nothing where there is no regular file of this name.
  std::optional<std::string> read(const std::string &name, bool &is_cut) const {
    const int number = ::open(of(name).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (number < 0) {
      return std::nullopt;
    }
    const Descriptor file(number, name.c_str());
    struct stat facts {};
    if (fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
      return std::nullopt;
    }
    std::string bytes;
    std::array<char, 65536> buffer{};
    ssize_t count = 0;
    while (bytes.size() <= longest_kept && (count = ::read(file.number(), buffer.data(), buffer.size())) > 0) {
      bytes.append(buffer.data(), static_cast<std::size_t>(count));
    }
    if (bytes.size() > longest_kept) {
      bytes.resize(longest_kept);
      is_cut = true;
    }
    return bytes;
  }

 private:
  std::string of(const std::string &name) const { return path_ + "/" + name; }
  std::string path_;
};

std::vector<std::string> environment_of(const Directory &directory) {
  const auto of_user = [](const char *name, const char *otherwise) {
    const char *value = std::getenv(name);
    return std::string(name) + "=" + (value != nullptr ? value : otherwise);
  };
  return {of_user("PATH", "/usr/local/bin:/usr/bin:/bin"), of_user("HOME", "/"), "LANG=C",
          "TMPDIR=" + directory.path()};
}

// Null terminated; the texts must outlive it.
std::vector<char *> pointers_to(std::vector<std::string> &texts) {
  std::vector<char *> pointers;
  for (auto &text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// What the child needs, made before the fork: afterwards only plain system calls are safe, as other threads may have
// held any lock.
struct Launch {
  const char *file;
  char *const *arguments;
  char *const *environment;
  const char *directory;
  int input, output, errors, failure;
  pid_t parent;
};

[[noreturn]] void become(const Launch &launch) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit no_core{0, 0};
  const rlimit file_size{largest_file, largest_file};
  setrlimit(RLIMIT_CORE, &no_core);
  setrlimit(RLIMIT_FSIZE, &file_size);
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) {
    sigaction(signal, &action, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const bool is_ready = dup2(launch.input, STDIN_FILENO) >= 0 && dup2(launch.output, STDOUT_FILENO) >= 0 &&
                        dup2(launch.errors, STDERR_FILENO) >= 0 && chdir(launch.directory) == 0 &&
                        close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0 && getppid() == launch.parent;
  if (is_ready) {
    execve(launch.file, launch.arguments, launch.environment);
  }
  const int why = errno;
  [[maybe_unused]] const ssize_t told = ::write(launch.failure, &why, sizeof why);
  _exit(127);
}

// One of the two streams, read as far as it goes without waiting.
struct Stream {
  Descriptor pipe;
  std::string kept;
  bool is_cut = false;

  void read() {
    std::array<char, 65536> buffer{};
    while (pipe.number() >= 0) {
      const ssize_t count = ::read(pipe.number(), buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count < 0 && errno == EAGAIN) {
        return;
      }
      if (count <= 0) {
        pipe.close();
        return;
      }
      // What does not fit is read, too, so that the program is not kept waiting.
      const std::size_t fits = std::min(static_cast<std::size_t>(count), longest_kept - kept.size());
      kept.append(buffer.data(), fits);
      is_cut = is_cut || fits < static_cast<std::size_t>(count);
    }
  }
};

class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid), watch_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
  Child(const Child &) = delete;
  Child &operator=(const Child &) = delete;
  ~Child() {
    if (watch_ >= 0) {
      ::close(watch_);
    }
    if (!status_) {
      end();
    }
  }

  pid_t pid() const { return pid_; }
  // Becomes readable at its end; -1 where the kernel is too old for it.
  int watch() const { return watch_; }

  bool has_ended() const {
    siginfo_t info{};
    const int answer = waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
    return answer == 0 ? info.si_pid == pid_ : errno == ECHILD;
  }

  // Kills it and all of its group. It is waited for last: until then nobody else gets its number.
  int end() {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    status_ = status;
    return status;
  }

 private:
  pid_t pid_;
  int watch_;
  std::optional<int> status_;
};

pid_t start(const Launch &launch) {
  const pid_t pid = fork();
  if (pid < 0) {
    fail("fork");
  }
  if (pid == 0) {
    become(launch);
  }
  setpgid(pid, pid);  // here too: whoever is first
  return pid;
}

// A process that does what is left to do when forge itself is killed, or ends by Ctrl+C, while a program runs: it kills the
// program's group and removes the directory. It sees that at the end of a pipe that nobody but forge holds open.
class Guard {
 public:
  Guard(pid_t program, const std::string &directory) {
    Pipe alive = make_pipe();
    fcntl(alive.read_end.number(), F_SETFL, 0);  // it is to wait there
    pid_ = fork();
    if (pid_ < 0) {
      fail("fork");
    }
    if (pid_ == 0) {
      watch_over(program, directory.c_str(), alive.read_end.number());
    }
    setpgid(pid_, pid_);
    write_end_ = std::move(alive.write_end);
  }
  Guard(const Guard &) = delete;
  Guard &operator=(const Guard &) = delete;
  ~Guard() {
    kill(pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

 private:
  // Plain system calls only, as in become(). What forge, and other guards, have open is closed.
  [[noreturn]] static void watch_over(pid_t program, const char *directory, int alive) {
    setpgid(0, 0);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, nullptr);
    dup2(alive, STDIN_FILENO);
    close_range(STDIN_FILENO + 1, ~0U, 0);
    char nothing = 0;
    while (::read(STDIN_FILENO, &nothing, 1) < 0 && errno == EINTR) {
    }
    kill(-program, SIGKILL);
    const char *const arguments[] = {"rm", "-rf", "--", directory, nullptr};
    char *const none[] = {nullptr};
    execve("/bin/rm", const_cast<char *const *>(arguments), none);
    _exit(127);
  }

  pid_t pid_ = -1;
  Descriptor write_end_;
};

// Waits until it has ended or is to be ended; true: its time was up.
bool wait_for(const Child &child, Stream &output, Stream &errors, Clock::time_point deadline,
              const std::function<bool()> &is_cancelled) {
  constexpr std::int64_t longest_nap = 50;  // ms
  for (;;) {
    if (is_cancelled()) {
      throw ProcessRefusal(FORGE_CANCELLED, "cancelled");
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      return true;
    }
    std::array<pollfd, 3> events{pollfd{output.pipe.number(), POLLIN, 0}, pollfd{errors.pipe.number(), POLLIN, 0},
                                 pollfd{child.watch(), POLLIN, 0}};
    const std::int64_t nap = std::min(left, child.watch() >= 0 ? longest_nap : 2);
    poll(events.data(), events.size(), static_cast<int>(nap));
    output.read();
    errors.read();
    if (child.has_ended()) {
      return false;
    }
  }
}

}  // namespace

ProcessOutcome run_process(const ProcessSpec &spec, const std::function<bool()> &is_cancelled) {
  const Directory directory;
  for (const auto &[name, bytes] : spec.files) {
    directory.add(name, bytes);
  }
  for (const auto &[name, target] : spec.links) {
    directory.link(name, target);
  }
  const Descriptor input = input_of(spec.input);
  Pipe output_pipe = make_pipe();
  Pipe errors_pipe = make_pipe();
  Pipe failure = make_pipe();
  std::vector<std::string> arguments{spec.file.string()};
  arguments.insert(arguments.end(), spec.arguments.begin(), spec.arguments.end());
  std::vector<std::string> environment = environment_of(directory);

  const std::vector<char *> argument_pointers = pointers_to(arguments);
  const std::vector<char *> environment_pointers = pointers_to(environment);

  const auto deadline = Clock::now() + spec.limit;
  Child child(start({arguments.front().c_str(), argument_pointers.data(), environment_pointers.data(),
                     directory.path().c_str(), input.number(), output_pipe.write_end.number(),
                     errors_pipe.write_end.number(), failure.write_end.number(), getpid()}));
  const Guard guard(child.pid(), directory.path());
  output_pipe.write_end.close();
  errors_pipe.write_end.close();
  failure.write_end.close();
  Stream output{std::move(output_pipe.read_end), {}, false};
  Stream errors{std::move(errors_pipe.read_end), {}, false};

  const bool is_late = wait_for(child, output, errors, deadline, is_cancelled);
  const int status = child.end();
  output.read();
  errors.read();
  int why = 0;
  if (::read(failure.read_end.number(), &why, sizeof why) == sizeof why) {
    throw ProcessRefusal(FORGE_INVALID, "'" + spec.file.string() + "' cannot be run: " + std::strerror(why));
  }

  ProcessOutcome outcome;
  if (is_late) {
    outcome.ending = ProcessOutcome::Ending::late;
  } else if (WIFSIGNALED(status)) {
    outcome.ending = ProcessOutcome::Ending::killed;
    outcome.code = WTERMSIG(status);
  } else {
    outcome.code = WEXITSTATUS(status);
  }
  outcome.is_cut = output.is_cut || errors.is_cut;
  outcome.output = std::move(output.kept);
  outcome.errors = std::move(errors.kept);
  for (const auto &name : spec.wanted) {
    outcome.files.push_back(directory.read(name, outcome.is_cut));
  }
  return outcome;
}

}  // namespace forge::plugin

// SPDX-License-Identifier: Apache-2.0
// "forge.process/1" as a plugin sees it, through its C++ face: programs of the user, run by the host.
#include "forge/sdk/process.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "plugin/host.hpp"
#include "support/catch.hpp"

namespace {

namespace fs = std::filesystem;
using forge::test::ContainsSubstring;
using Ending = forge::sdk::ProcessResult::Ending;
using Clock = std::chrono::steady_clock;

// A variable of the environment for the time of a test.
class Variable {
 public:
  Variable(const char *name, const std::string &value) : name_(name) {
    const char *before = std::getenv(name);
    before_ = before != nullptr ? std::optional<std::string>(before) : std::nullopt;
    setenv(name, value.c_str(), 1);
  }
  Variable(const Variable &) = delete;
  Variable &operator=(const Variable &) = delete;
  ~Variable() {
    if (before_) {
      setenv(name_, before_->c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }

 private:
  const char *name_;
  std::optional<std::string> before_;
};

struct Fixture {
  Fixture() {
    std::string pattern = (fs::temp_directory_path() / "forge-process-test-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    directory = pattern;
  }
  Fixture(const Fixture &) = delete;
  Fixture &operator=(const Fixture &) = delete;
  ~Fixture() {
    std::error_code ignored;
    fs::remove_all(directory, ignored);
  }

  fs::path directory;  // for what a test needs; removed with it
  std::atomic<bool> cancelled{false};
  forge::Pool pool{2};

  forge::sdk::ProcessResult run(const forge::sdk::ProcessRequest &request) {
    const forge::plugin::Host host(cancelled, pool);
    return forge::sdk::run_process(forge::sdk::Host(host.table()), request);
  }
  forge::sdk::ProcessResult shell(const std::string &commands, double seconds = 30) {
    return run(shell_request(commands, seconds));
  }
  static forge::sdk::ProcessRequest shell_request(const std::string &commands, double seconds = 30) {
    forge::sdk::ProcessRequest request;
    request.program = "sh";
    request.arguments = {"-c", commands};
    request.seconds = seconds;
    return request;
  }
  // The words of a refusal, with the status in front.
  std::string refusal(const forge::sdk::ProcessRequest &request) {
    try {
      run(request);
    } catch (const forge::sdk::Failure &failure) {
      return std::to_string(failure.status()) + " " + failure.what();
    }
    return "";
  }
  fs::path script(const std::string &name, const std::string &text) const {
    const fs::path file = directory / name;
    std::ofstream(file) << "#!/bin/sh\n" << text;
    fs::permissions(file, fs::perms::owner_all);
    return file;
  }
};

std::string bytes_of(const fs::path &file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// Killed processes stay visible until init has seen them.
bool is_gone(pid_t pid) {
  for (int i = 0; i < 200; ++i) {
    std::string state = bytes_of("/proc/" + std::to_string(pid) + "/stat");
    state = state.substr(std::min(state.size(), state.rfind(')') + 1));
    if (kill(pid, 0) != 0 || state.find(" Z") == 0) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "process: output, errors, exit status and signal") {
  auto result = shell("echo one; echo two >&2; exit 3");
  CHECK(result.ending == Ending::exited);
  CHECK(result.code == 3);
  CHECK(result.output == "one\n");
  CHECK(result.errors == "two\n");
  CHECK_FALSE(result.succeeded());
  CHECK(result.ending_words() == "exit status 3");
  result = shell("kill -SEGV $$");
  CHECK(result.ending == Ending::killed);
  CHECK(result.code == SIGSEGV);
  CHECK(shell("true").succeeded());
}

TEST_CASE_METHOD(Fixture, "process: much input and much output at once block nobody") {
  auto request = shell_request("cat; cat /dev/null >&2; head -c 3000000 /dev/zero >&2");
  request.input.assign(8 << 20, 'x');
  const auto result = run(request);
  CHECK(result.output == request.input);
  CHECK(result.errors.size() == 3000000);
  CHECK(shell_request("").input.empty());
  CHECK(shell("read line || echo end").output == "end\n");
  request.arguments[1] = "exit 0";  // reads nothing
  CHECK(run(request).succeeded());
}

TEST_CASE_METHOD(Fixture, "process: what is longer than 16 MiB is cut") {
  auto request = shell_request("head -c 20000000 /dev/zero; head -c 17000000 /dev/zero > big; echo x > small");
  request.wanted = {"big", "small", "none"};
  const auto result = run(request);
  CHECK(result.succeeded());
  CHECK(result.is_cut);
  CHECK(result.output.size() == std::size_t{1} << 24);
  CHECK(result.files.at(0)->size() == std::size_t{1} << 24);
  CHECK(result.files.at(1) == "x\n");
  CHECK_FALSE(result.files.at(2));
}

TEST_CASE_METHOD(Fixture,
                 "process: a fresh directory with the files and links that were asked for, removed afterwards") {
  fs::create_directory(directory / "data");
  std::ofstream(directory / "data" / "numbers") << "42\n";
  auto request =
      shell_request("pwd; ls; cat data/numbers; tr a-z A-Z < in > out; ln -s /etc/passwd leak; mkdir -p a/b");
  request.files = {{"in", "text"}};
  request.links = {{"data", (directory / "data").string()}};
  request.wanted = {"out", "leak", "a"};
  const auto result = run(request);
  std::istringstream lines(result.output);
  std::string where;
  std::getline(lines, where);
  CHECK(result.output.substr(where.size() + 1) == "data\nin\n42\n");
  CHECK(result.files.at(0) == "TEXT");
  CHECK_FALSE(result.files.at(1));  // no link is followed
  CHECK_FALSE(result.files.at(2));
  CHECK_FALSE(fs::exists(where));
  CHECK(fs::exists(directory / "data" / "numbers"));
}

TEST_CASE_METHOD(Fixture, "process: the environment is small, and nothing of the host's is open") {
  const Variable secret("FORGE_TEST_SECRET", "1");
  const Variable home("HOME", "/home/of/somebody");
  forge::sdk::ProcessRequest request;
  request.program = "env";
  std::vector<std::string> lines;
  std::istringstream text(run(request).output);
  for (std::string line; std::getline(text, line);) {
    lines.push_back(line.substr(0, line.find('=') + (line.rfind("TMPDIR", 0) == 0 ? 0 : 40)));
  }
  std::sort(lines.begin(), lines.end());
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "HOME=/home/of/somebody");
  CHECK(lines[1] == "LANG=C");
  CHECK(lines[2].rfind("PATH=", 0) == 0);
  CHECK(lines[3] == "TMPDIR");

  const int open_file = ::open("/dev/null", O_RDONLY);  // not closed at exec
  CHECK(shell("ls /proc/$$/fd").output == "0\n1\n2\n");
  close(open_file);
}

TEST_CASE_METHOD(Fixture, "process: programs on PATH, by path, and below HOME") {
  const fs::path own = script("own-program", "echo \"$0\"\n");
  const Variable path("PATH", "relative::" + directory.string() + ":" + std::getenv("PATH"));
  const Variable home("HOME", directory.string());
  forge::sdk::ProcessRequest request;
  request.program = "own-program";
  CHECK(run(request).output == own.string() + "\n");
  request.program = own.string();
  CHECK(run(request).output == own.string() + "\n");
  request.program = "~/own-program";
  CHECK(run(request).output == own.string() + "\n");
  // A directory that lies beside the program, even if that is reached through a link.
  fs::create_directories(directory / "real" / "beside");
  fs::rename(own, directory / "real" / "own-program");
  fs::create_symlink(directory / "real" / "own-program", own);
  request.links = {{"beside", "beside"}};
  CHECK(run(request).succeeded());
  request.links = {{"beside", "~/real/beside"}};
  CHECK(run(request).succeeded());
  request.links = {{"beside", "missing"}};
  CHECK(refusal(request) == "1 there is no directory '" + (directory / "real" / "missing").string() + "'");
}

TEST_CASE_METHOD(Fixture, "process: what can't be run is refused with words") {
  forge::sdk::ProcessRequest request;
  request.program = "no-such-program-anywhere";
  CHECK(refusal(request) == "1 there is no program 'no-such-program-anywhere' on PATH");
  request.program = "/no/such/program";
  CHECK(refusal(request) == "1 there is no program '/no/such/program'");
  request.program = "./cacti";
  CHECK(refusal(request) == "1 the program './cacti' is neither a name on PATH nor an absolute path");
  request.program = directory.string();
  CHECK_THAT(refusal(request), ContainsSubstring("there is no program"));
  request.program = "";
  CHECK(refusal(request) == "1 no program is named");
  std::ofstream(directory / "garbage") << "\x01\x02";
  fs::permissions(directory / "garbage", fs::perms::owner_all);
  request.program = (directory / "garbage").string();
  CHECK_THAT(refusal(request), ContainsSubstring("cannot be run: Exec format error"));

  for (const std::string name : {"", ".", "..", "a/b", "/etc/x"}) {
    request = shell_request("true");
    request.files = {{name, ""}};
    CHECK(refusal(request) == "1 '" + name + "' is no plain name of a file");
    request.files.clear();
    request.wanted = {name};
    CHECK(refusal(request) == "1 '" + name + "' is no plain name of a file");
  }
  request = shell_request("true");
  request.files = {{"a", ""}, {"a", ""}};
  CHECK(refusal(request) == "1 the name 'a' is given twice");
  request = shell_request(std::string("echo \0 x", 8));
  CHECK(refusal(request) == "1 an argument has a NUL in it");
  for (const double seconds : {0.0, -1.0, 1e9, std::nan("")}) {
    CHECK(refusal(shell_request("true", seconds)) == "1 the time limit is not above 0 s and below a week");
  }
}

TEST_CASE_METHOD(Fixture, "process: when its time is up all that it has started is killed") {
  const std::string pids = (directory / "pids").string();
  const auto start = Clock::now();
  const auto result = shell("sleep 60 & echo $! > " + pids + "; echo begun; sleep 60", 0.3);
  CHECK(Clock::now() - start < std::chrono::seconds(10));
  CHECK(result.ending == Ending::late);
  CHECK(result.ending_words() == "no end in time");
  CHECK(result.output == "begun\n");
  CHECK(is_gone(std::stoi(bytes_of(pids))));
}

TEST_CASE_METHOD(Fixture, "process: what it leaves running neither keeps the host waiting nor stays") {
  const std::string pids = (directory / "pids").string();
  const auto start = Clock::now();
  const auto result = shell("sleep 60 & echo $! > " + pids + "; echo done");
  CHECK(Clock::now() - start < std::chrono::seconds(10));
  CHECK(result.succeeded());
  CHECK(result.output == "done\n");
  CHECK(is_gone(std::stoi(bytes_of(pids))));
}

TEST_CASE_METHOD(Fixture, "process: the user stops forge") {
  std::thread stopper([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    cancelled = true;
  });
  const auto start = Clock::now();
  CHECK(refusal(shell_request("sleep 60")) == "4 cancelled");
  CHECK(Clock::now() - start < std::chrono::seconds(10));
  stopper.join();
}

TEST_CASE_METHOD(Fixture, "process: when forge itself is killed nothing of the program stays") {
  const std::string pids = (directory / "pids").string();
  const pid_t forge = fork();
  if (forge == 0) {
    shell("sleep 60 & echo $! $$ $(pwd) > " + pids + ".new; mv " + pids + ".new " + pids + "; sleep 60");
    _exit(0);
  }
  for (int i = 0; i < 500 && !fs::exists(pids); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  kill(forge, SIGKILL);
  waitpid(forge, nullptr, 0);
  std::ifstream stream(pids);
  pid_t background = 0;
  pid_t program = 0;
  std::string where;
  REQUIRE(stream >> background >> program >> where);
  CHECK(is_gone(background));
  CHECK(is_gone(program));
  for (int i = 0; i < 500 && fs::exists(where); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK_FALSE(fs::exists(where));
}

TEST_CASE_METHOD(Fixture, "process: many at once, from the threads of the host") {
  const forge::plugin::Host host(cancelled, pool);
  const forge::sdk::Host face(host.table());
  std::vector<std::string> outputs(40);
  face.parallel_for(outputs.size(), [&](std::uint64_t i, std::uint32_t) {
    outputs[i] = forge::sdk::run_process(face, shell_request("echo " + std::to_string(i))).output;
  });
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    CHECK(outputs[i] == std::to_string(i) + "\n");
  }
}

namespace {

// A program that counts its runs in a file.
struct Cached : Fixture {
  Variable cache{"FORGE_CACHE", (directory / "cache").string()};
  fs::path counter = directory / "runs";

  forge::sdk::ProcessRequest request() {
    forge::sdk::ProcessRequest result;
    result.program = program().string();
    result.arguments = {"first"};
    result.input = "in";
    result.files = {{"file", "bytes"}};
    result.wanted = {"copy", "none"};
    result.is_cacheable = true;
    return result;
  }
  fs::path program(const std::string &more = "") const {
    return script("program", "echo run >> " + counter.string() + "\ncat file > copy\necho $1 " + more +
                                 "\ncat\necho e >&2\n[ $1 != fails ]\n");
  }
  std::size_t runs() const {
    const std::string text = bytes_of(counter);
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
};

}  // namespace

TEST_CASE_METHOD(Cached, "process cache: the same request is answered without a run") {
  const auto first = run(request());
  CHECK_FALSE(first.is_cached);
  const auto second = run(request());
  CHECK(second.is_cached);
  CHECK(runs() == 1);
  CHECK(second.output == "first\nin");
  CHECK(second.output == first.output);
  CHECK(second.errors == first.errors);
  CHECK(second.files == first.files);
  CHECK(second.files.at(0) == "bytes");
  CHECK_FALSE(second.files.at(1));
}

TEST_CASE_METHOD(Cached, "process cache: whatever the result may depend on makes a new run") {
  run(request());
  auto other = request();
  SECTION("an argument") {
    other.arguments = {"second"};
  }
  SECTION("arguments, cut elsewhere") {
    other.arguments = {"fir", "st"};
  }
  SECTION("the input") {
    other.input = "in2";
  }
  SECTION("the bytes of a file") {
    other.files[0].bytes = "others";
  }
  SECTION("what is wanted") {
    other.wanted = {"copy"};
  }
  SECTION("the program") {
    program("changed");
  }
  SECTION("it is not to be kept") {
    other.is_cacheable = false;
  }
  SECTION("a linked directory") {
    fs::create_directory(directory / "data");
    std::ofstream(directory / "data" / "numbers") << "42\n";
    other.links = {{"data", (directory / "data").string()}};
    run(other);
    CHECK(runs() == 2);
    CHECK(run(other).is_cached);
    std::ofstream(counter) << "run\n";
    std::ofstream(directory / "data" / "numbers") << "424\n";
  }
  SECTION("what lies behind a link inside of a linked directory") {
    fs::create_directories(directory / "data");
    fs::create_directories(directory / "elsewhere" / "deeper");
    std::ofstream(directory / "elsewhere" / "deeper" / "numbers") << "42\n";
    fs::create_directory_symlink(directory / "elsewhere", directory / "data" / "link");
    fs::create_directory_symlink(directory / "data", directory / "elsewhere" / "back");  // a loop
    other.links = {{"data", (directory / "data").string()}};
    run(other);
    CHECK(runs() == 2);
    CHECK(run(other).is_cached);
    std::ofstream(counter) << "run\n";
    std::ofstream(directory / "elsewhere" / "deeper" / "numbers") << "424\n";
  }
  SECTION("where a link inside of a linked directory leads back to") {
    fs::create_directories(directory / "data" / "a" / "b");
    fs::create_directory_symlink("..", directory / "data" / "a" / "b" / "up");
    other.links = {{"data", (directory / "data").string()}};
    run(other);
    CHECK(run(other).is_cached);
    std::ofstream(counter) << "run\n";
    fs::remove(directory / "data" / "a" / "b" / "up");
    fs::create_directory_symlink("../..", directory / "data" / "a" / "b" / "up");
  }
  SECTION("the file is damaged") {
    const auto at = GENERATE(0.0, 0.5, 0.99);
    for (const auto &entry : fs::directory_iterator(directory / "cache" / "process")) {
      std::string bytes = bytes_of(entry.path());
      bytes[static_cast<std::size_t>(static_cast<double>(bytes.size()) * at)] ^= 1;
      std::ofstream(entry.path(), std::ios::binary) << bytes;
    }
  }
  SECTION("the file is cut") {
    for (const auto &entry : fs::directory_iterator(directory / "cache" / "process")) {
      fs::resize_file(entry.path(), fs::file_size(entry.path()) - 1);
    }
  }
  const auto result = run(other);
  CHECK_FALSE(result.is_cached);
  CHECK(runs() == 2);
}

TEST_CASE_METHOD(Cached, "process cache: links that fan out without an end are too much to look at") {
  // Each level holds the next one twice: 2^30 directories, none of them above itself.
  fs::path inner = directory / "level0";
  fs::create_directory(inner);
  for (int i = 1; i <= 30; ++i) {
    const fs::path level = directory / ("level" + std::to_string(i));
    fs::create_directory(level);
    fs::create_directory_symlink(inner, level / "a");
    fs::create_directory_symlink(inner, level / "b");
    inner = level;
  }
  auto wide = request();
  wide.links = {{"data", inner.string()}};
  run(wide);
  CHECK_FALSE(run(wide).is_cached);
}

TEST_CASE_METHOD(Cached, "process cache: failures are not kept, nor anything with FORGE_CACHE=off") {
  auto failing = request();
  failing.arguments = {"fails"};
  run(failing);
  CHECK_FALSE(run(failing).is_cached);
  const Variable off("FORGE_CACHE", "off");
  run(request());
  CHECK_FALSE(run(request()).is_cached);
  CHECK(runs() == 4);
}

TEST_CASE_METHOD(Cached, "process cache: without FORGE_CACHE it lies where the user's caches lie") {
  const Variable none("FORGE_CACHE", "");
  {
    const Variable common("XDG_CACHE_HOME", (directory / "xdg").string());
    run(request());
    CHECK(fs::exists(directory / "xdg" / "forge" / "process"));
  }
  const Variable common("XDG_CACHE_HOME", "");
  const Variable home("HOME", directory.string());
  run(request());
  CHECK(fs::exists(directory / ".cache" / "forge" / "process"));
}

TEST_CASE_METHOD(Cached, "process cache: it stays bounded, what was not used for the longest time goes") {
  const fs::path place = directory / "cache" / "process";
  fs::create_directories(place);
  const auto now = fs::file_time_type::clock::now();
  for (std::size_t i = 0; i <= forge::plugin::ProcessCache::most_results; ++i) {
    const fs::path file = place / ("old-" + std::to_string(i));
    std::ofstream(file) << "x";
    fs::last_write_time(file, now - std::chrono::hours(1) - std::chrono::seconds(i));
  }
  run(request());
  const auto left = static_cast<std::size_t>(std::distance(fs::directory_iterator(place), fs::directory_iterator()));
  CHECK(left == forge::plugin::ProcessCache::most_results / 4 * 3);
  CHECK(fs::exists(place / "old-0"));
  CHECK(run(request()).is_cached);
}

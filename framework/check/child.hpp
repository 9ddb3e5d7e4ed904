// SPDX-License-Identifier: Apache-2.0
//
// Runs a piece of work in a child process, so that whatever a plugin does there harms nobody. The child tells what it
// does, finds and brings through a pipe; a child that ends without saying so has failed, whatever its exit status.
// Call from a process without other threads that hold locks (the child inherits them as they are).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace forge::check {

enum class Result { passed, warning, skipped, failed, crashed, timeout };

// "passed", "crashed (SIGSEGV)" ...
std::string words_of(Result result, int signal = 0);

struct Finding {
  enum class Kind { note, warning, failure } kind = Kind::note;
  std::string text;
};

// The child's end of the pipe.
class Reporter {
 public:
  // Each record is a letter, four bytes of length, and so many bytes.
  static constexpr std::size_t longest_record = std::size_t{1} << 26;

  explicit Reporter(int descriptor) : descriptor_(descriptor) {}

  // What comes next; named when the child dies in it. With a limit, the child is ended when the next step is not
  // reached in time.
  void step(const std::string &words, std::optional<std::chrono::milliseconds> limit = {});
  void note(const std::string &text);
  void warning(const std::string &text);
  void failure(const std::string &text);
  std::size_t failures() const { return failures_; }  // reported so far
  // There is nothing to do; why.
  void skipped(const std::string &text);
  // What the parent gets as Outcome::payload.
  void payload(const std::string &bytes);
  // All was done.
  void end();

 private:
  void send(char tag, const std::string &bytes);
  int descriptor_;
  std::size_t failures_ = 0;
};

struct Outcome {
  Result result = Result::passed;
  int signal = 0;  // where it crashed
  std::vector<Finding> findings;
  std::string payload;
  std::string printed;  // what the child wrote to stdout and stderr
  double seconds = 0;
};

// stdin of the child is empty, its output is collected. Exceptions of `work` become failures. The child and what it
// started are killed after `limit`. Throws Error{file} when no child can be made.
Outcome in_child(const std::function<void(Reporter &)> &work, std::chrono::milliseconds limit);

}  // namespace forge::check

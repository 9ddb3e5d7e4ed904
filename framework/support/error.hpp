// SPDX-License-Identifier: Apache-2.0
//
// The one error type of forge: what is wrong, where, and what to do about it. Thrown where the fact is known,
// enriched on the way, caught in app/main.cpp. Infeasible mappings are data, not errors.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace forge {

// Where something stands in a text the user wrote. Lines and columns start at 1; line 0: no position.
struct Position {
  std::shared_ptr<const std::string> file;  // as the user named it; shared by all positions of a file
  int line = 0;
  int column = 0;
};

// What kind of thing went wrong; each kind has its exit code (interfaces.md).
enum class ErrorKind {
  internal = 1,  // a fault of forge itself
  usage = 2,     // the command line is wrong
  project = 3,   // the project is wrong
  mapping = 4,   // no valid mapping, or the given one is invalid
  plugin = 5,    // a plugin is missing, incompatible or failed
  file = 6,      // a file can't be read or written
  interrupted = 130
};

constexpr int exit_code(ErrorKind kind) {
  return static_cast<int>(kind);
}

class Error : public std::exception {
 public:
  Error(ErrorKind kind, std::string message) : kind_(kind), message_(std::move(message)) {}

  // Both return *this, so that `throw Error{...}.at(position).note("...")` reads well.
  Error &at(Position position);
  Error &note(std::string text);

  ErrorKind kind() const { return kind_; }
  const std::string &message() const { return message_; }
  const Position &position() const { return position_; }
  const std::vector<std::string> &notes() const { return notes_; }

  // "project.toml:14:1: error: unknown key 'widht'\n  note: ..." without a newline at the end.
  const char *what() const noexcept override;

 private:
  void rebuild();

  ErrorKind kind_;
  std::string message_;
  Position position_;
  std::vector<std::string> notes_;
  std::string text_;
};

// Several errors that were found in one go, in the order of the text. Never empty.
class Errors : public std::exception {
 public:
  explicit Errors(std::vector<Error> all);
  const std::vector<Error> &all() const { return all_; }
  const char *what() const noexcept override { return text_.c_str(); }

 private:
  std::vector<Error> all_;
  std::string text_;
};

// ", did you mean 'width'?" when one of the candidates is close to `word`, else "".
std::string did_you_mean(std::string_view word, const std::vector<std::string> &candidates);

}  // namespace forge

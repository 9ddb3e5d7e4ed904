// SPDX-License-Identifier: Apache-2.0
//
// What a plugin must leave alone: locale, floating point mode, signal handlers, environment, working directory,
// threads, open files. A snapshot of it, and what has changed since.
#pragma once

#include <string>
#include <vector>

namespace forge::check {

class ProcessState {
 public:
  ProcessState();  // now

  // One line for each thing that is different now; empty: all is as it was.
  std::vector<std::string> changes() const;

 private:
  std::vector<std::pair<std::string, std::string>> facts_;  // what, and its value as text
};

}  // namespace forge::check

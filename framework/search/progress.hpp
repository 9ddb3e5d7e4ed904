// SPDX-License-Identifier: Apache-2.0
//
// What a search shows while it runs: rate, best so far, share of valid points, time left. One line on a terminal,
// rewritten at most ten times a second; nothing where progress is off. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace forge::search {

struct ProgressState {
  std::string title;  // the Einsum: "conv2_1a (3 of 21)"; empty: as start() was told
  std::uint64_t evaluated = 0, valid = 0;
  std::optional<double> share;  // of the budget, 0 ... 1
  std::string best;             // "edp 1.2e-09 J*s", empty: nothing yet
};

class Progress {
 public:
  explicit Progress(bool enabled);  // writes to stderr when enabled
  ~Progress();                      // wipes the line
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  void start(std::string title);  // a new search begins
  // Would update() draw? Ask before a state is put together.
  bool due() const;
  void update(const ProgressState &state);
  void clear();  // wipes the line before something else is printed

 private:
  bool enabled_;
  bool shown_ = false;
  std::string title_;
  std::chrono::steady_clock::time_point started_, last_;
};

}  // namespace forge::search

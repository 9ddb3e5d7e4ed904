// SPDX-License-Identifier: Apache-2.0
#include "search/progress.hpp"

#include <cstdio>
#include <utility>

#include "search/progress_line.hpp"
#include "support/terminal.hpp"

namespace forge::search {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds interval{100};  // a search that takes less shows nothing

void write(const std::string &text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

Progress::Progress(bool enabled) : enabled_(enabled), started_(Clock::now()), last_(started_) {}

Progress::~Progress() {
  clear();
}

void Progress::start(std::string title) {
  clear();
  title_ = std::move(title);
  started_ = last_ = Clock::now();
}

bool Progress::due() const {
  return enabled_ && Clock::now() - last_ >= interval;
}

void Progress::update(const ProgressState &state) {
  if (!due()) {
    return;
  }
  last_ = Clock::now();
  const double elapsed = std::chrono::duration<double>(last_ - started_).count();
  const std::string &title = state.title.empty() ? title_ : state.title;
  const std::string line = progress_line(title, state, elapsed);
  write("\r" + cut(line, terminal::width() - 1) + "\x1b[K");  // the last column would wrap the cursor
  shown_ = true;
}

void Progress::clear() {
  if (shown_) {
    write("\r\x1b[K");
    shown_ = false;
  }
}

}  // namespace forge::search

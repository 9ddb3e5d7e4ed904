// SPDX-License-Identifier: Apache-2.0
#include "plugin/running_call.hpp"

#include <algorithm>
#include <cstddef>

namespace forge::plugin {
namespace {

std::atomic<RunningCall *> &watched() noexcept {
  static std::atomic<RunningCall *> record{nullptr};
  return record;
}

template <std::size_t N> void copy(std::string_view words, std::array<char, N> &to) noexcept {
  const std::size_t length = std::min(words.size(), N - 1);
  std::copy_n(words.begin(), length, to.begin());
  to[length] = '\0';
}

}  // namespace

void note_calls(RunningCall *record) {
  watched() = record;
}

CallScope::CallScope(std::string_view owner, std::string_view function) noexcept {
  if (RunningCall *record = watched()) {
    copy(owner, record->owner);
    copy(function, record->function);
    record->number |= 1;
  }
}

CallScope::~CallScope() {
  if (RunningCall *record = watched()) {
    record->number += record->number & 1;
  }
}

}  // namespace forge::plugin

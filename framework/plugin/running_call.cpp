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

// Is a call noted? Who set it may write to the record.
std::atomic_flag &noted() noexcept {
  static std::atomic_flag flag;
  return flag;
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
  RunningCall *const record = watched();
  if (record == nullptr || noted().test_and_set(std::memory_order_acquire)) {
    return;
  }
  record_ = record;
  copy(owner, record->owner);
  copy(function, record->function);
  record->number |= 1;
}

CallScope::~CallScope() {
  if (record_ != nullptr) {
    record_->number += record_->number & 1;
    noted().clear(std::memory_order_release);
  }
}

}  // namespace forge::plugin

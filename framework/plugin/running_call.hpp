// SPDX-License-Identifier: Apache-2.0
//
// Which call of a plugin is running. A plugin that crashes, ends the process or never comes back leaves no other trace
// of who it was: a supervising process (app/supervisor) reads it here.
//
// The address of the record is the one thing here that the whole process shares: calls of plugins happen in every
// layer, and none of them should have to know who watches. Set once, before the first call.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace forge::plugin {

// Lies in memory that two processes share. Of calls that run at the same time in several threads only the one that began
// first is noted.
struct RunningCall {
  std::atomic<std::uint64_t> number{0};  // odd: call number (n + 1) / 2 is running; even: it came back
  std::array<char, 256> owner{};         // "component model 'sram' of plugin 'acme.memories'"
  std::array<char, 64> function{};       // "evaluate"
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "it is read from another process");

// From now on calls are noted there; it must outlive them.
void note_calls(RunningCall *record);

// Notes one call from construction to destruction; does nothing where nobody watches.
class CallScope {
 public:
  CallScope(std::string_view owner, std::string_view function) noexcept;
  ~CallScope();
  CallScope(const CallScope &) = delete;
  CallScope &operator=(const CallScope &) = delete;

 private:
  RunningCall *record_ = nullptr;  // where this call is noted
};

}  // namespace forge::plugin

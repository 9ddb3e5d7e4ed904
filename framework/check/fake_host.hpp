// SPDX-License-Identifier: Apache-2.0
//
// The host as the checker shows it to plugins: with or without extensions, and cancelled at a chosen time. It runs no
// programs: who asks is told FORGE_UNSUPPORTED.
#pragma once

#include <forge/abi/ext/parallel.h>
#include <forge/abi/ext/process.h>
#include <forge/abi/ext/progress.h>
#include <forge/abi/plugin.h>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace forge::check {

class FakeHost {
 public:
  enum class Extensions { all, none };
  explicit FakeHost(Extensions extensions = Extensions::all);
  FakeHost(const FakeHost &) = delete;
  FakeHost &operator=(const FakeHost &) = delete;

  const forge_host *table() const { return &table_; }

  // is_cancelled() says yes from then on.
  void cancel_after(std::chrono::milliseconds time);
  void never_cancel();

  // How often plugins asked.
  std::uint64_t cancel_questions() const { return questions_.load(); }
  // Log lines that are not UTF-8, or null with a length.
  std::uint64_t bad_lines() const { return bad_lines_.load(); }

 private:
  struct Services;
  Extensions extensions_;
  std::atomic<std::int64_t> cancel_at_;  // ticks of the steady clock
  std::atomic<std::uint64_t> questions_{0};
  std::atomic<std::uint64_t> bad_lines_{0};
  forge_host table_;
  forge_parallel parallel_;
  forge_progress progress_;
  forge_process process_;
};

}  // namespace forge::check

// SPDX-License-Identifier: Apache-2.0
//
// The host's side of forge_host: the services that every plugin gets. One object for each run; it must outlive
// all instances that were made with it.
#pragma once

#include <forge/abi/ext/parallel.h>
#include <forge/abi/ext/process.h>
#include <forge/abi/ext/progress.h>
#include <forge/abi/plugin.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "plugin/process.hpp"
#include "support/parallel.hpp"

namespace forge::plugin {

class Host {
 public:
  // `cancelled` is polled by plugins through is_cancelled. `pool` serves forge.parallel/1.
  Host(const std::atomic<bool> &cancelled, Pool &pool);
  Host(const Host &) = delete;
  Host &operator=(const Host &) = delete;

  const forge_host *table() const { return &table_; }

  // Who shows progress; empty: nobody. Set before plugins run.
  std::function<void(double share, std::string_view text)> on_progress;

  // From then on is_cancelled() says yes, too; nothing: no deadline. Not while plugins run.
  void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) { deadline_ = deadline; }

 private:
  struct Services;  // what the tables point to

  const std::atomic<bool> &cancelled_;
  Pool &pool_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  forge_host table_;
  forge_parallel parallel_;
  forge_progress progress_;
  ProcessService processes_;
  forge_process process_;
};

}  // namespace forge::plugin

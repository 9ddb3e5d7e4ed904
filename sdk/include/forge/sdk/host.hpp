// SPDX-License-Identifier: Apache-2.0
// The services of the host in C++: messages, cancellation, progress, and a loop over all cores. What this host does
// not offer is done without: no progress is shown, and the loop runs on the calling thread.
#pragma once

#include <cstdint>
#include <exception>
#include <mutex>
#include <string_view>
#include <type_traits>

#include "forge/abi/ext/parallel.h"
#include "forge/abi/ext/progress.h"
#include "forge/abi/plugin.h"
#include "forge/sdk/error.hpp"
#include "forge/sdk/text.hpp"

namespace forge::sdk {

// A view, cheap to copy; valid as long as the instance that it was given to. All functions: any thread.
class Host {
 public:
  explicit Host(const forge_host *host) noexcept : host_(host) {}

  void debug(std::string_view text) const noexcept { log(FORGE_LOG_DEBUG, text); }
  void info(std::string_view text) const noexcept { log(FORGE_LOG_INFO, text); }
  void warning(std::string_view text) const noexcept { log(FORGE_LOG_WARNING, text); }
  void error(std::string_view text) const noexcept { log(FORGE_LOG_ERROR, text); }
  void log(std::int32_t level, std::string_view text) const noexcept {
    if (host_ != nullptr) {
      host_->log(host_, level, to_abi(text));
    }
  }

  // Ask at least every 100 ms.
  bool is_cancelled() const noexcept { return host_ != nullptr && host_->is_cancelled(host_) != 0; }
  void throw_if_cancelled() const {
    if (is_cancelled()) {
      throw Cancelled{};
    }
  }

  // share: 0 ... 1, NaN where unknown.
  void progress(double share, std::string_view text) const noexcept {
    const auto *progress = extension<forge_progress>(FORGE_PROGRESS_ID);
    if (progress != nullptr && FORGE_HAS(progress, forge_progress, report)) {
      progress->report(host_, share, to_abi(text));
    }
  }

  std::uint32_t n_threads() const noexcept {
    const auto *pool = extension<forge_parallel>(FORGE_PARALLEL_ID);
    const bool has_pool = pool != nullptr && FORGE_HAS(pool, forge_parallel, for_each);
    const std::uint32_t n = has_pool ? pool->n_threads(host_) : 1;
    return n > 0 ? n : 1;
  }

  // body(index, thread) once for each index in 0 ... n - 1, concurrently, with thread < n_threads(). All bodies
  // run; of their exceptions the one of the lowest index is thrown, so that a failure is the same each time.
  template <typename Body> void parallel_for(std::uint64_t n, Body &&body) const {
    Loop<std::remove_reference_t<Body>> loop{&body, {}, nullptr, 0};
    const auto *pool = extension<forge_parallel>(FORGE_PARALLEL_ID);
    if (pool != nullptr && FORGE_HAS(pool, forge_parallel, for_each)) {
      pool->for_each(host_, n, &loop, &decltype(loop)::run);
    } else {
      for (std::uint64_t i = 0; i < n; ++i) {
        decltype(loop)::run(&loop, i, 0);
      }
    }
    if (loop.failure) {
      std::rethrow_exception(loop.failure);
    }
  }

  // Another table of the host, or null; the id is a literal.
  template <typename Table> const Table *extension(const char *id) const noexcept {
    return host_ == nullptr ? nullptr : static_cast<const Table *>(host_->get_extension(host_, id));
  }
  const forge_host *abi() const noexcept { return host_; }

 private:
  template <typename Body> struct Loop {
    Body *body;
    std::mutex mutex;
    std::exception_ptr failure;
    std::uint64_t failed_index;

    static void run(void *context, std::uint64_t index, std::uint32_t thread) noexcept {
      auto &loop = *static_cast<Loop *>(context);
      try {
        (*loop.body)(index, thread);
      } catch (...) {
        const std::lock_guard lock(loop.mutex);
        if (!loop.failure || index < loop.failed_index) {
          loop.failure = std::current_exception();
          loop.failed_index = index;
        }
      }
    }
  };
  const forge_host *host_;
};

}  // namespace forge::sdk

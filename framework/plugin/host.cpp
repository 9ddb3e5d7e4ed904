// SPDX-License-Identifier: Apache-2.0
#include "plugin/host.hpp"

#include <cstring>
#include <string_view>

#include "plugin/call.hpp"
#include "support/log.hpp"

#ifndef FORGE_VERSION
#error "the build says which version of forge this is"
#endif

namespace forge::plugin {
namespace {

constexpr std::string_view host_name = "forge";
constexpr std::string_view host_version = FORGE_VERSION;

forge_str text(std::string_view words) {
  return {words.data(), words.size()};
}

std::string_view words(forge_str text) {
  return text.ptr == nullptr ? std::string_view{} : std::string_view{text.ptr, static_cast<std::size_t>(text.len)};
}

log::Level level_of(int32_t level) {
  switch (level) {
    case FORGE_LOG_DEBUG:
      return log::Level::debug;
    case FORGE_LOG_WARNING:
      return log::Level::warning;
    case FORGE_LOG_ERROR:
      return log::Level::error;
    default:
      return log::Level::info;
  }
}

// Host functions are called from plugins, in the middle of a C frame: nothing may be thrown through it.
void log_line(const forge_host *, int32_t level, forge_str line) noexcept {
  try {
    log::write(level_of(level), printable(words(line)));
  } catch (...) {  // a lost log line is no reason to end
  }
}

}  // namespace

struct Host::Services {
  static Host &self(const forge_host *host) noexcept { return *static_cast<Host *>(host->impl); }

  static uint32_t is_cancelled(const forge_host *host) noexcept {
    const Host &own = self(host);
    const bool late = own.deadline_ && std::chrono::steady_clock::now() >= *own.deadline_;
    return late || own.cancelled_.load(std::memory_order_relaxed) ? 1 : 0;
  }

  static const void *get_extension(const forge_host *host, const char *id) noexcept {
    if (id == nullptr) {
      return nullptr;
    }
    if (std::strcmp(id, FORGE_PARALLEL_ID) == 0) {
      return &self(host).parallel_;
    }
    if (std::strcmp(id, FORGE_PROCESS_ID) == 0) {
      return &self(host).process_;
    }
    return std::strcmp(id, FORGE_PROGRESS_ID) == 0 ? &self(host).progress_ : nullptr;
  }

  static uint32_t n_threads(const forge_host *host) noexcept { return self(host).pool_.threads(); }

  static void for_each(const forge_host *host, uint64_t n, void *context,
                       void (*body)(void *context, uint64_t index, uint32_t thread)) noexcept {
    self(host).pool_.for_each(n, [&](std::uint64_t index, unsigned thread) { body(context, index, thread); });
  }

  static void report(const forge_host *host, double share, forge_str line) noexcept {
    try {
      if (self(host).on_progress) {
        self(host).on_progress(share, printable(words(line)));
      }
    } catch (...) {  // nor is a progress line
    }
  }

  static forge_status run(const forge_host *host, const forge_process_request *request,
                          const forge_process_result **out, forge_error *error) noexcept {
    return self(host).processes_.run(request, out, error, [host] { return is_cancelled(host) != 0; });
  }

  static void release(const forge_host *, const forge_process_result *result) noexcept {
    ProcessService::release(result);
  }
};

Host::Host(const std::atomic<bool> &cancelled, Pool &pool)
    : cancelled_(cancelled),
      pool_(pool),
      table_{sizeof(forge_host),     FORGE_ABI_MINOR,        this, text(host_name), text(host_version), log_line,
             Services::is_cancelled, Services::get_extension},
      parallel_{sizeof(forge_parallel), 0, Services::n_threads, Services::for_each},
      progress_{sizeof(forge_progress), 0, Services::report},
      process_{sizeof(forge_process), 0, Services::run, Services::release} {}

}  // namespace forge::plugin

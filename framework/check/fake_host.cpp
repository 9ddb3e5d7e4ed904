// SPDX-License-Identifier: Apache-2.0
#include "check/fake_host.hpp"

#include <cstring>
#include <limits>
#include <string_view>

#include "plugin/call.hpp"

namespace forge::check {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view name = "forge plugin check";
constexpr std::string_view version = FORGE_VERSION;

}  // namespace

struct FakeHost::Services {
  static FakeHost &self(const forge_host *host) noexcept { return *static_cast<FakeHost *>(host->impl); }

  static void log(const forge_host *host, int32_t, forge_str line) noexcept {
    if ((line.ptr == nullptr && line.len > 0) ||
        (line.len > 0 && !plugin::is_utf8({line.ptr, static_cast<std::size_t>(line.len)}))) {
      ++self(host).bad_lines_;
    }
  }

  static uint32_t is_cancelled(const forge_host *host) noexcept {
    FakeHost &fake = self(host);
    ++fake.questions_;
    return Clock::now().time_since_epoch().count() >= fake.cancel_at_.load() ? 1 : 0;
  }

  static const void *get_extension(const forge_host *host, const char *id) noexcept {
    FakeHost &fake = self(host);
    if (id == nullptr || fake.extensions_ == Extensions::none) {
      return nullptr;
    }
    if (std::strcmp(id, FORGE_PARALLEL_ID) == 0) {
      return &fake.parallel_;
    }
    if (std::strcmp(id, FORGE_PROCESS_ID) == 0) {
      return &fake.process_;
    }
    return std::strcmp(id, FORGE_PROGRESS_ID) == 0 ? &fake.progress_ : nullptr;
  }

  static uint32_t n_threads(const forge_host *) noexcept { return 1; }

  static void for_each(const forge_host *, uint64_t n, void *context,
                       void (*body)(void *context, uint64_t index, uint32_t thread)) noexcept {
    for (uint64_t i = n; i-- > 0;) {  // backwards: the order is nobody's business
      body(context, i, 0);
    }
  }

  static void report(const forge_host *host, double, forge_str line) noexcept { log(host, FORGE_LOG_INFO, line); }

  static forge_status run(const forge_host *, const forge_process_request *, const forge_process_result **out,
                          forge_error *error) noexcept {
    constexpr std::string_view words = "forge plugin check runs no programs";
    if (out != nullptr) {
      *out = nullptr;
    }
    if (error != nullptr) {
      error->code = FORGE_UNSUPPORTED;
      if (error->text != nullptr && error->capacity > words.size()) {
        std::memcpy(error->text, words.data(), words.size());
        error->text[words.size()] = '\0';
      }
    }
    return FORGE_UNSUPPORTED;
  }
  static void release(const forge_host *, const forge_process_result *) noexcept {}
};

FakeHost::FakeHost(Extensions extensions)
    : extensions_(extensions),
      cancel_at_(never),
      table_{sizeof(forge_host),
             FORGE_ABI_MINOR,
             this,
             {name.data(), name.size()},
             {version.data(), version.size()},
             Services::log,
             Services::is_cancelled,
             Services::get_extension},
      parallel_{sizeof(forge_parallel), 0, Services::n_threads, Services::for_each},
      progress_{sizeof(forge_progress), 0, Services::report},
      process_{sizeof(forge_process), 0, Services::run, Services::release} {}

void FakeHost::cancel_after(std::chrono::milliseconds time) {
  cancel_at_ = (Clock::now() + time).time_since_epoch().count();
}

void FakeHost::never_cancel() {
  cancel_at_ = never;
}

}  // namespace forge::check

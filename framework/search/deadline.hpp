// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "plugin/host.hpp"

namespace forge::search {

// The host says "cancelled" past the deadline, as long as this lives.
class DeadlineGuard {
 public:
  DeadlineGuard(plugin::Host &host, double seconds) : host_(host) {
    using Clock = std::chrono::steady_clock;
    if (seconds < 1e9) {  // more would overflow the clock, and is for ever
      host_.set_deadline(Clock::now() +
                         std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)));
    }
  }
  DeadlineGuard(const DeadlineGuard &) = delete;
  DeadlineGuard &operator=(const DeadlineGuard &) = delete;
  ~DeadlineGuard() { host_.set_deadline(std::nullopt); }

 private:
  plugin::Host &host_;
};

}  // namespace forge::search

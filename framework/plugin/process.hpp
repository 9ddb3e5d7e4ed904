// SPDX-License-Identifier: Apache-2.0
//
// The host's side of "forge.process/1": checks what a plugin asks for, finds the program, and runs it or answers from
// the cache.
#pragma once

#include <forge/abi/ext/process.h>

#include <functional>

#include "plugin/process_cache.hpp"

namespace forge::plugin {

class ProcessService {
 public:
  // As forge_process.run and release. Any thread; nothing is thrown.
  forge_status run(const forge_process_request *request, const forge_process_result **out, forge_error *error,
                   const std::function<bool()> &is_cancelled) noexcept;
  static void release(const forge_process_result *result) noexcept;

 private:
  ProcessCache cache_;
};

}  // namespace forge::plugin

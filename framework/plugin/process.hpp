// SPDX-License-Identifier: Apache-2.0
//
// The host's side of "forge.process/1": checks what a plugin asks for, finds the program, and runs it or answers from
// the cache.
#pragma once

#include <forge/abi/ext/process.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

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

// The first program of this name in the absolute directories of PATH.
std::optional<std::filesystem::path> program_on_path(const std::string &name);

}  // namespace forge::plugin

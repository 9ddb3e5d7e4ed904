// SPDX-License-Identifier: Apache-2.0
//
// Runs a program of the user in a fresh directory: what "forge.process/1" promises, without the ABI around it. Whatever
// the program does, it ends: on its own, when its time is up, or when forge is stopped or ends in whatever way; and with
// it all that it has started in its process group.
#pragma once

#include <forge/abi/base.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace forge::plugin {

struct ProcessSpec {
  std::filesystem::path file;  // of the program; absolute
  std::vector<std::string> arguments;
  std::string input;
  std::vector<std::pair<std::string, std::string>> files;            // name, bytes
  std::vector<std::pair<std::string, std::filesystem::path>> links;  // name, directory
  std::vector<std::string> wanted;
  std::chrono::milliseconds limit{0};
};

struct ProcessOutcome {
  enum class Ending { exited, killed, late };
  Ending ending = Ending::exited;
  int code = 0;         // exit status, or signal
  bool is_cut = false;  // something was longer than longest_kept
  std::string output, errors;
  std::vector<std::optional<std::string>> files;  // as `wanted`

  bool operator==(const ProcessOutcome &) const = default;
};

// The program did not run; what the plugin gets.
class ProcessRefusal : public std::runtime_error {
 public:
  ProcessRefusal(forge_status status, const std::string &text) : std::runtime_error(text), status_(status) {}
  forge_status status() const { return status_; }

 private:
  forge_status status_;
};

constexpr std::size_t longest_kept = std::size_t{1} << 24;

// Names and directories are checked by the caller. Throws ProcessRefusal; FORGE_CANCELLED when is_cancelled() says so,
// which is asked at least every 50 ms.
ProcessOutcome run_process(const ProcessSpec &spec, const std::function<bool()> &is_cancelled);

}  // namespace forge::plugin

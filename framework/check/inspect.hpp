// SPDX-License-Identifier: Apache-2.0
//
// What a plugin declares, read in a child process: for `forge plugin list` and `info`.
#pragma once

#include <filesystem>
#include <string>

#include "check/child.hpp"

namespace forge::check {

struct Declaration {
  Outcome outcome;
  // An object {id, version, license, summary, abi, file, components, strategies, writers}; empty where the plugin
  // could not be read, then outcome.findings says why.
  std::string json;
};

Declaration inspect(const std::filesystem::path &file);

}  // namespace forge::check

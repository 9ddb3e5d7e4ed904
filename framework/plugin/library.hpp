// SPDX-License-Identifier: Apache-2.0
//
// Opens shared libraries, never closes them. The only place with Boost.DLL.
#pragma once

#include <forge/abi/plugin.h>

#include <filesystem>
#include <string>
#include <vector>

namespace forge::plugin {

// Names of the dynamic symbols that a file exports, read without running any of its code. Throws Error{plugin} when
// it is not a shared library of this machine.
std::vector<std::string> exported_symbols(const std::filesystem::path &file);

// Opens the library (all symbols bound at once, none of them made visible to others), finds the entry point of ABI 1,
// calls it. Throws Error{plugin}: "broken: <loader's words>", "built for plugin ABI 2, this forge speaks 1", or
// "refused: <the plugin's words>".
const forge_plugin *open(const std::filesystem::path &file, const forge_host *host);

}  // namespace forge::plugin

// SPDX-License-Identifier: Apache-2.0
//
// Where plugins are looked for. Nothing here loads anything.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace forge::plugin {

// `first`, then FORGE_PLUGIN_PATH (':' between directories), then <executable>/../lib/forge/plugins; absolute, each
// directory once.
std::vector<std::filesystem::path> search_path(const std::vector<std::string> &first);

// Every *.so of these directories, in the order of the path and, within a directory, of the file names. Two names of
// the same file (links) count once, under the first name. Directories that are not there have none.
std::vector<std::filesystem::path> candidates(const std::vector<std::filesystem::path> &path);

// The file that a path or bare name means, or nothing. `tried` gets each path that was looked at.
std::filesystem::path find(const std::string &name_or_path, const std::vector<std::filesystem::path> &path,
                           std::vector<std::string> &tried);

}  // namespace forge::plugin

// SPDX-License-Identifier: Apache-2.0
//
// Files that a run leaves behind: there as a whole or not at all. The text goes to a temporary name in the same folder,
// to the disk, and then takes the place of what was there. Whoever reads meanwhile sees the old file or the new one.
#pragma once

#include <filesystem>
#include <string_view>

namespace forge::report {

// Keeps the permissions of a file that is replaced, follows symbolic links, and writes straight into what is no
// regular file (a pipe, /dev/null). Throws Error{file} with the system's words; the old file is then as it was.
void write_file(const std::filesystem::path &file, std::string_view bytes);

// Would write_file find its folder? For saying so before a long search, not after it. Throws Error{file}.
void require_writable(const std::filesystem::path &file);

// The process's stdout. Throws Error{file} where not everything arrived (a full disk behind a redirection).
void write_stdout(std::string_view bytes);

}  // namespace forge::report

// SPDX-License-Identifier: Apache-2.0
//
// SHA-256, for the provenance in reports. The only place that names the library behind it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace forge {

// 64 lower case hexadecimal digits.
std::string sha256(std::string_view bytes);

// Of a file's content. Throws Error{file}.
std::string sha256_of_file(const std::filesystem::path &file);

}  // namespace forge

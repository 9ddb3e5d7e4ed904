// SPDX-License-Identifier: Apache-2.0
//
// TOML text to values. Its .cpp is the only place that knows toml++.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "project/value.hpp"

namespace forge::project {

// The text of a regular file of at most 16 MiB. Throws Error{file} without position.
std::string read_text(const std::string &file);

// A whole file. Throws Error{project} at the first character that is no TOML; parsing stops there.
Value parse_toml(std::string_view text, const std::shared_ptr<const std::string> &file);

// The value of a setting: "3", "[1, 2]", "{ size = 4 }"; nothing when it is no TOML value.
std::optional<Value> parse_toml_value(std::string_view text);

}  // namespace forge::project

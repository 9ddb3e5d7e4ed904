// SPDX-License-Identifier: Apache-2.0
// Texts at the border: forge_str and std::string_view are the same thing with different names.
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "forge/abi/base.h"

namespace forge::sdk {

constexpr forge_str to_abi(std::string_view text) noexcept {
  return {text.data(), text.size()};
}

constexpr std::string_view to_view(forge_str text) noexcept {
  // gcc under -fsanitize=undefined compares no address of a template's data with null at compile time.
  if (!std::is_constant_evaluated() && text.ptr == nullptr) {
    return {};
  }
  return {text.ptr, static_cast<std::size_t>(text.len)};
}

// Ids of plugins and models: lower case letters, digits, '-', '_' and '.', a letter or digit first.
constexpr bool is_id(std::string_view text) noexcept {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (const char c : text) {
    if (!is_plain(c) && c != '-' && c != '_' && c != '.') {
      return false;
    }
  }
  return !text.empty() && is_plain(text.front());
}

// None, or several with one space between.
constexpr bool are_ids(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    if (!is_id(text.substr(0, end)) || end + 1 == text.size()) {
      return false;
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return true;
}

}  // namespace forge::sdk

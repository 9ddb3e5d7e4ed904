// SPDX-License-Identifier: Apache-2.0
//
// The one copy from a table of any release into a table of this one. Shared by the parts of adapt.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "plugin/call.hpp"
#include "support/error.hpp"

namespace forge::plugin {

// "forge_plugin: struct_size is 0". The words may quote what the plugin wrote.
[[noreturn]] inline void bad_table(std::string_view what, const std::string &words) {
  throw Error{ErrorKind::plugin, printable(std::string(what) + ": " + words)};
}

// Copies what both sides know of `foreign`; the rest stays zero.
template <class Table> Table full_size(const Table *foreign, std::size_t smallest, std::string_view what) {
  if (foreign == nullptr) {
    bad_table(what, "is null");
  }
  std::uint32_t size = 0;  // the first member of every table
  std::memcpy(&size, foreign, sizeof size);
  if (size == 0) {
    bad_table(what, "struct_size is 0; set it with sizeof");
  }
  if (size < smallest) {
    bad_table(what, "struct_size is " + std::to_string(size) + ", but ABI 1.0 has " + std::to_string(smallest) +
                        " bytes: the table is cut short");
  }
  Table result{};
  std::memcpy(&result, foreign, std::min<std::size_t>(size, sizeof(Table)));
  result.struct_size = sizeof(Table);
  return result;
}

}  // namespace forge::plugin

// SPDX-License-Identifier: Apache-2.0
#include "plugin/call.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace forge::plugin {
namespace {

// Length of the UTF-8 character that `text` begins with; 0 where it begins with none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) {
    return 0;
  }
  std::uint32_t code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      return 0;
    }
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return overlong || surrogate || code > 0x10FFFF ? 0 : length;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const bool control = length == 1 && ((text[0] >= 0 && text[0] < ' ' && text[0] != '\n') || text[0] == 0x7F);
    if (length == 0 || control) {
      result += '?';
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(1, length));
  }
  return result;
}

std::string Words::text() const {
  const auto end = std::find(storage_.begin(), storage_.end(), '\0');
  return printable({storage_.data(), static_cast<std::size_t>(end - storage_.begin())});
}

std::string_view status_words(forge_status status) {
  switch (status) {
    case FORGE_OK:
      return "no failure";
    case FORGE_INVALID:
      return "invalid input";
    case FORGE_UNSUPPORTED:
      return "not supported";
    case FORGE_INFEASIBLE:
      return "infeasible";
    case FORGE_CANCELLED:
      return "cancelled";
    case FORGE_FATAL:
      return "fatal defect";
    default:
      return "internal defect";
  }
}

Error failure(const std::string &owner, std::string_view function, forge_status status, const std::string &text) {
  std::string message = owner + " failed in " + std::string(function) + ": " + std::string(status_words(status));
  if (!text.empty()) {
    message += ": " + text;
  }
  return Error{ErrorKind::plugin, message};
}

}  // namespace forge::plugin

// SPDX-License-Identifier: Apache-2.0
//
// One call across the border: where the plugin puts its words, and how a failure becomes an Error{plugin} that names
// who failed. Exceptions that escape a plugin are caught where the C++ runtime allows it (it does not where a plugin
// brings its own static one).
#pragma once

#include <forge/abi/base.h>

#include <array>
#include <exception>
#include <string>
#include <string_view>

#include "plugin/running_call.hpp"
#include "support/error.hpp"

namespace forge::plugin {

// Storage for forge_error; made anew for each call.
class Words {
 public:
  Words() { table_ = {sizeof(forge_error), FORGE_OK, storage_.data(), storage_.size()}; }
  Words(const Words &) = delete;
  Words &operator=(const Words &) = delete;

  forge_error *table() { return &table_; }

  // What the plugin wrote, made safe to print; empty where it wrote nothing.
  std::string text() const;

 private:
  std::array<char, 4096> storage_{};
  forge_error table_{};
};

// "internal defect", "invalid input" ...; unknown statuses are internal defects.
std::string_view status_words(forge_status status);

// "<owner> failed in <function>: <status>: <text>"
Error failure(const std::string &owner, std::string_view function, forge_status status, const std::string &text);

// Runs `body`; what escapes from it is an exception of the plugin, unless it is an Error of ours.
template <class Body> auto guarded(const std::string &owner, std::string_view function, const Body &body) {
  const CallScope scope(owner, function);
  try {
    return body();
  } catch (const Error &) {
    throw;
  } catch (const Errors &) {
    throw;
  } catch (const std::exception &exception) {
    throw failure(owner, function, FORGE_INTERNAL, "an exception escaped: " + std::string(exception.what()));
  } catch (...) {
    throw failure(owner, function, FORGE_INTERNAL, "an exception escaped");
  }
}

// Any text as valid UTF-8 without control characters: what is not becomes '?'.
std::string printable(std::string_view text);

// Is it UTF-8 (no surrogates, no overlong forms)?
bool is_utf8(std::string_view text);

}  // namespace forge::plugin

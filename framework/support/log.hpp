// SPDX-License-Identifier: Apache-2.0
//
// Log lines: to stderr from the chosen level on, and all of them to a file where the user asks for one. Reports do not
// go through here. Any thread may log; configure() comes first, from main.
//
// The logger is the one object behind these functions that outlives a run: made at its first use, closed at the end
// of the process. Handing it through every call chain would make each layer name it for the sake of rare warnings,
// and nothing that forge computes depends on it.
#pragma once

#include <fmt/core.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace forge::log {

enum class Level { debug, info, warning, error, off };

struct Settings {
  Level level = Level::info;             // of stderr
  std::optional<std::string> file = {};  // gets every line, with time and level
};

// Throws Error{file} when the file can't be written; stderr is configured all the same.
void configure(const Settings &settings);

// Would a line of this level go anywhere?
bool is_enabled(Level level);

// One line (or more). Control characters, which would steer the terminal, are shown as '?'.
void write(Level level, std::string_view text);

template <typename... Arguments> void debug(fmt::format_string<Arguments...> format, Arguments &&...arguments) {
  if (is_enabled(Level::debug)) {
    write(Level::debug, fmt::format(format, std::forward<Arguments>(arguments)...));
  }
}

template <typename... Arguments> void info(fmt::format_string<Arguments...> format, Arguments &&...arguments) {
  if (is_enabled(Level::info)) {
    write(Level::info, fmt::format(format, std::forward<Arguments>(arguments)...));
  }
}

template <typename... Arguments> void warning(fmt::format_string<Arguments...> format, Arguments &&...arguments) {
  if (is_enabled(Level::warning)) {
    write(Level::warning, fmt::format(format, std::forward<Arguments>(arguments)...));
  }
}

template <typename... Arguments> void error(fmt::format_string<Arguments...> format, Arguments &&...arguments) {
  if (is_enabled(Level::error)) {
    write(Level::error, fmt::format(format, std::forward<Arguments>(arguments)...));
  }
}

}  // namespace forge::log

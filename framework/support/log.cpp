// SPDX-License-Identifier: Apache-2.0
#include "support/log.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "support/error.hpp"
#include "support/terminal.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/sinks/basic_file_sink.h>

namespace forge::log {
namespace {

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::off:
      break;
  }
  return spdlog::level::off;
}

std::shared_ptr<spdlog::sinks::sink> stderr_sink(Level level) {
  const auto mode = terminal::has_colours() ? spdlog::color_mode::always : spdlog::color_mode::never;
  auto sink = std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>(mode);
  // On a terminal a progress line may stand where this one begins: it is wiped, and drawn again later.
  sink->set_pattern(terminal::on_stderr() ? "\r\x1b[K%^%l%$: %v" : "%l: %v");
  sink->set_level(spdlog_level(level));
  return sink;
}

std::unique_ptr<spdlog::logger> make_logger(Level level) {
  auto logger = std::make_unique<spdlog::logger>("forge", stderr_sink(level));
  logger->set_level(spdlog_level(level));
  logger->flush_on(spdlog::level::trace);  // a line that was logged before a crash is there
  return logger;
}

spdlog::logger &logger() {
  static const std::unique_ptr<spdlog::logger> one = make_logger(Settings{}.level);
  return *one;
}

bool steers_terminal(char c) {
  const auto code = static_cast<unsigned char>(c);
  return (code < 0x20 && c != '\n' && c != '\t') || code == 0x7f;
}

}  // namespace

// The list of sinks has no lock of its own: this runs before there are threads.
void configure(const Settings &settings) {
  auto &sinks = logger().sinks();
  sinks.assign(1, stderr_sink(settings.level));
  logger().set_level(spdlog_level(settings.level));
  if (!settings.file) {
    return;
  }
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(*settings.file, /*truncate=*/true);
    sink->set_pattern("%Y-%m-%d %H:%M:%S.%e %l: %v");
    sink->set_level(spdlog::level::debug);
    sinks.push_back(std::move(sink));
    logger().set_level(spdlog::level::debug);
  } catch (const spdlog::spdlog_ex &) {
    const int reason = errno;
    throw Error{ErrorKind::file, "cannot write the log file '" + *settings.file + "': " + std::strerror(reason)};
  }
}

bool is_enabled(Level level) {
  return logger().should_log(spdlog_level(level));
}

void write(Level level, std::string_view text) {
  const auto where = spdlog_level(level);
  if (std::none_of(text.begin(), text.end(), steers_terminal)) {
    logger().log(where, spdlog::string_view_t(text.data(), text.size()));
    return;
  }
  std::string clean(text);
  std::replace_if(clean.begin(), clean.end(), steers_terminal, '?');
  logger().log(where, spdlog::string_view_t(clean.data(), clean.size()));
}

}  // namespace forge::log

// SPDX-License-Identifier: Apache-2.0
#include "app/messages.hpp"

#include <algorithm>
#include <cstdio>

#include "support/log.hpp"
#include "support/terminal.hpp"

namespace forge::app {
namespace {

struct Palette {
  const char *place = "", *error = "", *note = "", *end = "";
};

Palette palette(bool colours) {
  return colours ? Palette{"\x1b[1m", "\x1b[1;31m", "\x1b[36m", "\x1b[0m"} : Palette{};
}

// Texts of plugins and projects may hold anything; what would steer the terminal is shown as '?'.
std::string harmless(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return (code < 0x20 && c != '\n' && c != '\t') || code == 0x7f;
      },
      '?');
  return text;
}

std::string place_of(const Position &position) {
  if (!position.file) {
    return "";
  }
  if (position.line == 0) {
    return *position.file + ":";
  }
  return *position.file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) + ":";
}

void print(const std::string &text) {
  std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace

std::string to_text(const Error &error, bool colours) {
  const auto style = palette(colours);
  std::string text;
  if (const auto place = harmless(place_of(error.position())); !place.empty()) {
    text += style.place + place + style.end + " ";
  }
  text += std::string(style.error) + "error:" + style.end + " " + harmless(error.message());
  for (const auto &note : error.notes()) {
    text += std::string("\n  ") + style.note + "note:" + style.end + " " + harmless(note);
  }
  return text;
}

int report_error(const Error &error) {
  print(to_text(error, terminal::has_colours()));
  return exit_code(error.kind());
}

int report_errors(const Errors &errors) {
  int code = exit_code(errors.all().front().kind());
  for (const auto &error : errors.all()) {
    code = std::min(code, report_error(error));
  }
  return code;
}

int report_defect(const std::string &what) {
  return report_error(Error{ErrorKind::internal, what}.note("this is a fault of forge itself, please report it"));
}

}  // namespace forge::app

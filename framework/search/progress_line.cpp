// SPDX-License-Identifier: Apache-2.0
#include "search/progress_line.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

#include <fmt/core.h>

namespace forge::search {
namespace {

constexpr std::string_view prefixes[] = {"f", "p", "n", "u", "m", "", "k", "M", "G", "T", "P"};
constexpr int plain = 5;  // index of no prefix

// Three significant digits, 1 <= |value| < 1000.
std::string three_digits(double value) {
  const double size = std::abs(value);
  if (size < 9.995) {
    return fmt::format("{:.2f}", value);
  }
  return size < 99.95 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u;
}

}  // namespace

std::string with_prefix(double value, std::string_view unit) {
  const auto with_unit = [&](const std::string &number, std::string_view prefix) {
    const bool bare = prefix.empty() && unit.empty();
    return bare ? number : number + " " + std::string(prefix) + std::string(unit);
  };
  if (value == 0 || !std::isfinite(value)) {
    return with_unit(fmt::format("{}", value), "");
  }
  if (unit.empty() && std::abs(value) < 1000 && value == std::trunc(value)) {
    return fmt::format("{:.0f}", value);  // a count
  }
  double scaled = value;  // to what three digits show as 1.00 ... 999
  int power = 0;
  for (; std::abs(scaled) >= 999.5; scaled /= 1000) {
    ++power;
  }
  for (; std::abs(scaled) < 0.9995; scaled *= 1000) {
    --power;
  }
  const int index = power + plain;
  const bool is_plain_unit = unit.find_first_of("*^/") == std::string_view::npos;
  const bool is_whole = unit.empty() && power < 0;  // no "5 m mappings"
  if (!is_plain_unit || is_whole || index < 0 || index >= static_cast<int>(std::size(prefixes))) {
    return with_unit(fmt::format("{:.3g}", value), "");
  }
  return with_unit(three_digits(scaled), prefixes[index]);
}

std::string as_time(double seconds) {
  if (!(seconds < 1e9)) {
    return "ages";
  }
  const auto whole = static_cast<long>(std::lround(std::max(0.0, seconds)));
  if (whole >= 2L * 24 * 3600) {
    return fmt::format("{} d {} h", whole / 86400, whole % 86400 / 3600);
  }
  if (whole >= 3600) {
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole % 3600 / 60, whole % 60);
  }
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string described(std::span<const double> objectives, std::span<const model::Quantity> names) {
  std::string text;
  for (std::size_t i = 0; i < objectives.size(); ++i) {
    const bool named = i < names.size();
    text += fmt::format("{}{}{}", i == 0 ? "" : ", ", named ? names[i].name : "", named ? " " : "");
    text += with_prefix(objectives[i], named ? names[i].unit : "");
  }
  return text;
}

std::string progress_line(std::string_view title, const ProgressState &state, double elapsed) {
  const auto evaluated = static_cast<double>(state.evaluated);
  std::string line = title.empty() ? "" : std::string(title) + ": ";
  if (state.evaluated > 0) {
    line += with_prefix(evaluated, "") + " mappings, ";
    if (elapsed > 0) {
      line += with_prefix(evaluated / elapsed, "") + "/s, ";
    }
    line += fmt::format("{:.3g} % valid, ", 100 * static_cast<double>(state.valid) / evaluated);
  }
  if (!state.best.empty()) {
    line += "best " + state.best + ", ";
  }
  if (state.share && *state.share > 0) {
    return line + as_time(elapsed * (1 - *state.share) / *state.share) + " left";
  }
  return line + as_time(elapsed);
}

std::string cut(std::string_view text, unsigned columns) {
  std::size_t characters = 0;
  std::size_t kept = 0;  // bytes of the text that fit beside the dots
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (starts_character(text[i])) {
      if (characters + 3 <= columns) {
        kept = i;
      }
      ++characters;
    }
  }
  if (characters <= columns) {
    return std::string(text);
  }
  return std::string(text.substr(0, kept)) + std::string("...").substr(0, std::min(columns, 3u));
}

}  // namespace forge::search

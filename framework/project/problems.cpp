// SPDX-License-Identifier: Apache-2.0
#include "project/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace forge::project {

namespace {

// What a file holds may be quoted in a message; a terminal must neither obey it nor be flooded.
std::string presentable(std::string text) {
  constexpr std::size_t longest = 1000;
  if (text.size() > longest) {
    std::size_t end = longest;  // not inside of a character
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    text = text.substr(0, end) + "...";
  }
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  return text;
}

Error presentable(const Error &error) {
  Error result{error.kind(), presentable(error.message())};
  result.at(error.position());
  for (const auto &note : error.notes()) {
    result.note(presentable(note));
  }
  return result;
}

}  // namespace

void Problems::add(Error error) {
  error = presentable(error);
  // One mistake may be met several times, e.g. a field that other fields refer to.
  if (!seen_.emplace(error.what()).second) {
    return;
  }
  all_.push_back(std::move(error));
  if (all_.size() == most) {
    throw_if_any();
  }
}

std::vector<std::string> Problems::files() const {
  std::vector<std::string> names;
  for (const auto &file : files_) {
    names.push_back(*file);
  }
  return names;
}

std::size_t Problems::rank(const Error &error) const {
  const auto &file = error.position().file;
  const auto found =
      std::find_if(files_.begin(), files_.end(), [&file](const auto &known) { return file && *known == *file; });
  return static_cast<std::size_t>(found - files_.begin());
}

void Problems::throw_if_any() {
  if (all_.empty()) {
    return;
  }
  const auto key = [this](const Error &error) {
    return std::tuple(rank(error), error.position().line, error.position().column);
  };
  std::stable_sort(all_.begin(), all_.end(), [&key](const Error &a, const Error &b) { return key(a) < key(b); });
  if (all_.size() == most) {
    all_.push_back(Error{all_.back().kind(), "so many errors that reading stopped here"}.at({}));
  }
  throw Errors(std::move(all_));
}

}  // namespace forge::project

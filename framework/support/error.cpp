// SPDX-License-Identifier: Apache-2.0
#include "support/error.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <numeric>

namespace forge {

Error &Error::at(Position position) {
  position_ = std::move(position);
  rebuild();
  return *this;
}

Error &Error::note(std::string text) {
  notes_.push_back(std::move(text));
  rebuild();
  return *this;
}

const char *Error::what() const noexcept {
  return text_.empty() ? message_.c_str() : text_.c_str();
}

void Error::rebuild() {
  text_.clear();
  if (position_.file) {
    text_ += *position_.file + ":";
    if (position_.line > 0) {
      text_ += std::to_string(position_.line) + ":" + std::to_string(position_.column) + ":";
    }
    text_ += " ";
  }
  text_ += "error: " + message_;
  for (const auto &note : notes_)
    text_ += "\n  note: " + note;
}

Errors::Errors(std::vector<Error> all) : all_(std::move(all)) {
  for (const auto &error : all_) {
    if (!text_.empty())
      text_ += "\n";
    text_ += error.what();
  }
}

namespace {

// Number of single-character edits (insert, delete, replace, swap of neighbours) between two words.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

std::string lower(std::string_view word) {
  std::string result(word);
  for (char &c : result)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string> &candidates) {
  if (word.empty() || word.size() > 64)
    return "";
  const std::string wanted = lower(word);
  const std::string *best = nullptr;
  // A third of the letters may be wrong, but not all of a short word. The right case decides between equals.
  const std::size_t most = std::min(std::max<std::size_t>(1, wanted.size() / 3), wanted.size() - 1);
  std::pair<std::size_t, std::size_t> best_distance{most + 1, 0};
  for (const auto &candidate : candidates) {
    if (candidate.size() > 64 || candidate == word)
      continue;
    const std::pair distance{edit_distance(wanted, lower(candidate)), edit_distance(word, candidate)};
    if (distance < best_distance) {
      best = &candidate;
      best_distance = distance;
    }
  }
  return best ? ", did you mean '" + *best + "'?" : "";
}

}  // namespace forge

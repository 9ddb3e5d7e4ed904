// SPDX-License-Identifier: Apache-2.0
#include "check/values.hpp"

#include <cmath>

namespace forge::check {

Values values_for(const std::vector<plugin::Description> &descriptions, const Options &options) {
  Values values;
  for (const auto &description : descriptions) {
    const bool is_file = description.kind == plugin::ValueKind::file;
    const bool is_text = is_file || description.kind == plugin::ValueKind::text;
    double number = 0;
    std::string text;
    if (is_text) {
      const auto given = options.texts.find(description.name);
      text = given != options.texts.end() ? given->second : description.preset_text;
      if (text.empty() && (description.required || is_file) && !description.optional) {
        values.missing = std::string(is_file ? "the file '" : "the text '") + description.name + "'";
      } else if (is_file && !text.empty()) {
        text = plugin::file_bytes(text, {});
      }
    } else if (description.required) {
      number = std::isfinite(description.lowest) ? description.lowest : 1;
    } else {
      number = description.preset;
    }
    values.options.numbers.push_back(number);
    values.options.texts.push_back(text);
  }
  return values;
}

std::string missing_words(const std::string &owner, const Values &values) {
  return owner + " was not run: it needs " + values.missing + "; give it with --option NAME=VALUE";
}

}  // namespace forge::check

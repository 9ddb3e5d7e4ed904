// SPDX-License-Identifier: Apache-2.0
//
// What the checker hands to plugins as options: presets, what the user gave, and where a number must be given, the
// lowest one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/check.hpp"
#include "plugin/description.hpp"

namespace forge::check {

struct Values {
  plugin::OptionValues options;
  std::string missing;  // "the file 'table'": nobody gave it and there is no preset; empty: all are there
};

Values values_for(const std::vector<plugin::Description> &descriptions, const Options &options);

// What to do about missing values.
std::string missing_words(const std::string &owner, const Values &values);

}  // namespace forge::check

// SPDX-License-Identifier: Apache-2.0
//
// What a plugin says about a column or an option, copied out of the ABI, and the check of a user's values.
#pragma once

#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture.hpp"

namespace forge::plugin {

enum class ValueKind { real, integer, flag, choice, text, file };

struct Description {
  std::string name;
  std::string unit;
  std::string summary;
  ValueKind kind = ValueKind::real;
  bool required = false;
  bool optional = false;
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
  double covered_lowest = -std::numeric_limits<double>::infinity();  // beyond, the model extrapolates
  double covered_highest = std::numeric_limits<double>::infinity();
  double preset = 0;
  std::vector<std::string> choices;
  std::string preset_text;
};

// The number that stands for a user's value: a choice becomes its index, a flag 0 or 1. Throws Error{project} at
// the value's position when type, unit or range are wrong; `owner` names whose option it is ("model sram").
double checked_number(const Description &description, const model::ModelParameter &value, const std::string &owner);

// The bytes of a file that an option names. Throws Error{file} at the position.
std::string file_bytes(const std::filesystem::path &file, const Position &position);

// The options of a strategy or writer, by index of the description: presets where the user says nothing, file
// options replaced by the bytes of the file (relative to `directory`). Throws Errors{project, file}.
struct OptionValues {
  std::vector<double> numbers;
  std::vector<std::string> texts;
};
OptionValues checked_options(const std::vector<Description> &descriptions,
                             const std::map<std::string, model::ModelParameter> &options, const std::string &directory,
                             const std::string &owner);

}  // namespace forge::plugin

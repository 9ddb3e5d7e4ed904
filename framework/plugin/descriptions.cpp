// SPDX-License-Identifier: Apache-2.0
//
// The part of adapt that reads lists of column and option descriptions.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <set>

#include "plugin/adapt.hpp"
#include "plugin/full_size.hpp"

namespace forge::plugin {
namespace {

constexpr std::size_t column_info_1_0 = FORGE_END_OF(forge_column_info, preset_text);
constexpr std::uint32_t most_choices = 4096;
constexpr std::size_t longest_name = 64;
constexpr double most_exact_integer = 9007199254740992.0;  // 2^53

ValueKind kind_of(int32_t kind, const std::string &what) {
  switch (kind) {
    case FORGE_REAL:
      return ValueKind::real;
    case FORGE_INTEGER:
      return ValueKind::integer;
    case FORGE_FLAG:
      return ValueKind::flag;
    case FORGE_CHOICE:
      return ValueKind::choice;
    case FORGE_TEXT:
      return ValueKind::text;
    case FORGE_FILE:
      return ValueKind::file;
    default:
      bad_table(what, "kind " + std::to_string(kind) + " is not known");
  }
}

bool is_text(ValueKind kind) {
  return kind == ValueKind::text || kind == ValueKind::file;
}

void check_kind(ValueKind kind, ListKind list, const std::string &what) {
  if (list == ListKind::texts && !is_text(kind)) {
    bad_table(what, "only texts and files may stand here");
  }
  if ((list == ListKind::inputs || list == ListKind::outputs) && is_text(kind)) {
    bad_table(what, "texts and files cannot be columns; list them in text_info");
  }
}

void check_name(const std::string &name, const std::string &what) {
  const bool good = !name.empty() && name.size() <= longest_name && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  if (!good) {
    bad_table(what, "'" + name.substr(0, longest_name) + "' is no name: 1 to 64 lower case letters, digits, '_', '.'");
  }
}

std::vector<std::string> choices_of(const forge_column_info &info, const std::string &what) {
  if (info.n_choices == 0 || info.choices == nullptr) {
    bad_table(what, "is a choice without choices");
  }
  if (info.n_choices > most_choices) {
    bad_table(what, "has more than " + std::to_string(most_choices) + " choices");
  }
  std::vector<std::string> result;
  for (std::uint32_t i = 0; i < info.n_choices; ++i) {
    result.push_back(text_of(info.choices[i], what + ".choices"));
    if (result.back().empty()) {
      bad_table(what, "has an empty choice");
    }
    if (std::count(result.begin(), result.end(), result.back()) > 1) {
      bad_table(what, "has the choice '" + result.back() + "' twice");
    }
  }
  return result;
}

// Flags and choices have the range that follows from their kind, whatever the plugin wrote there.
void set_range(Description &description, const forge_column_info &info, const std::string &what) {
  description.lowest = info.lowest;
  description.highest = info.highest;
  if (description.kind == ValueKind::flag) {
    description.lowest = 0;
    description.highest = 1;
  } else if (description.kind == ValueKind::choice) {
    description.lowest = 0;
    description.highest = static_cast<double>(description.choices.size() - 1);
  }
  if (!(description.lowest <= description.highest)) {
    bad_table(what, "lowest is not below or equal to highest");
  }
}

void set_covered(Description &description, const forge_column_info &info, const std::string &what) {
  if (info.covered_lowest == 0 && info.covered_highest == 0) {
    return;
  }
  description.covered_lowest = info.covered_lowest;
  description.covered_highest = info.covered_highest;
  if (!(description.covered_lowest <= description.covered_highest)) {
    bad_table(what, "covered_lowest is not below or equal to covered_highest");
  }
}

void set_preset(Description &description, const forge_column_info &info, const std::string &what) {
  description.preset = std::numeric_limits<double>::quiet_NaN();
  if (description.required || description.optional) {
    return;  // required: the user has to say it; optional: NaN means "not given"
  }
  description.preset = info.preset;
  if (!(info.preset >= description.lowest && info.preset <= description.highest)) {
    bad_table(what, "the preset is outside of lowest ... highest");
  }
  const bool whole = std::abs(info.preset) <= most_exact_integer && std::trunc(info.preset) == info.preset;
  if (description.kind != ValueKind::real && !whole) {
    bad_table(what, "the preset is not a whole number");
  }
}

Description description_of(const forge_column_info *foreign, ListKind list, const std::string &place) {
  const auto info = full_size(foreign, column_info_1_0, place);
  Description result;
  result.name = text_of(info.name, place + ".name");
  check_name(result.name, place);
  const std::string what = place + " '" + result.name + "'";
  result.unit = text_of(info.unit, what + ".unit");
  result.summary = text_of(info.summary, what + ".summary");
  result.kind = kind_of(info.kind, what);
  check_kind(result.kind, list, what);
  result.required = (info.flags & FORGE_REQUIRED) != 0;
  result.optional = (info.flags & FORGE_OPTIONAL) != 0;
  if (result.kind == ValueKind::choice) {
    result.choices = choices_of(info, what);
  }
  if (is_text(result.kind)) {
    result.preset_text = text_of(info.preset_text, what + ".preset_text");
    return result;
  }
  set_range(result, info, what);
  set_covered(result, info, what);
  if (list != ListKind::outputs) {
    set_preset(result, info, what);
  }
  return result;
}

}  // namespace

std::vector<Description> descriptions(const std::function<const forge_column_info *(std::uint32_t)> &entry,
                                      ListKind kind, std::string_view what) {
  const std::uint32_t length = length_of([&](std::uint32_t i) { return entry(i); }, what);
  std::vector<Description> result;
  std::set<std::string> names;
  for (std::uint32_t i = 0; i < length; ++i) {
    result.push_back(description_of(entry(i), kind, std::string(what) + " " + std::to_string(i)));
    if (!names.insert(result.back().name).second) {
      bad_table(what, "the name '" + result.back().name + "' stands there twice");
    }
  }
  return result;
}

}  // namespace forge::plugin

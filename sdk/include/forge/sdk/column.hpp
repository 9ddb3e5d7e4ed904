// SPDX-License-Identifier: Apache-2.0
// Descriptions of inputs, outputs and options, written as constants:
//
//   static constexpr forge_column_info inputs[] = {
//       real("size", "bit", "capacity").range(1, 1e15).required(),
//       integer("banks", "", "parts that work at once").range(1, 1024).preset(1),
//       choice("type", "kind of cell", types),
//   };
//
// A range of a real or integer column that is not given is -infinity ... infinity.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "forge/sdk/error.hpp"
#include "forge/sdk/text.hpp"

namespace forge::sdk {

class Column {
 public:
  constexpr Column(std::int32_t kind, std::string_view name, std::string_view unit, std::string_view summary) noexcept
      : info_{.struct_size = sizeof(forge_column_info),
              .kind = kind,
              .flags = 0,
              .n_choices = 0,
              .name = to_abi(name),
              .unit = to_abi(unit),
              .summary = to_abi(summary),
              .lowest = -std::numeric_limits<double>::infinity(),
              .highest = std::numeric_limits<double>::infinity(),
              .preset = 0,
              .choices = nullptr,
              .preset_text = {nullptr, 0},
              .covered_lowest = 0,
              .covered_highest = 0} {}

  // Both ends belong to the range.
  constexpr Column range(double lowest, double highest) const noexcept {
    Column copy = *this;
    copy.info_.lowest = lowest;
    copy.info_.highest = highest;
    return copy;
  }
  // What the source of the figures covers. Beyond, within the range, the model extrapolates and the host warns.
  constexpr Column covered(double lowest, double highest) const noexcept {
    Column copy = *this;
    copy.info_.covered_lowest = lowest;
    copy.info_.covered_highest = highest;
    return copy;
  }
  constexpr Column preset(double value) const noexcept {
    Column copy = *this;
    copy.info_.preset = value;
    return copy;
  }
  constexpr Column preset(std::string_view text) const noexcept {
    Column copy = *this;
    copy.info_.preset_text = to_abi(text);
    return copy;
  }
  constexpr Column required() const noexcept { return with(FORGE_REQUIRED); }
  constexpr Column optional() const noexcept { return with(FORGE_OPTIONAL); }
  constexpr Column choices(std::span<const forge_str> names) const noexcept {
    Column copy = range(0, static_cast<double>(names.size()) - 1);
    copy.info_.n_choices = static_cast<std::uint32_t>(names.size());
    copy.info_.choices = names.data();
    return copy;
  }

  // Implicit, so that an array of forge_column_info can be written as a list of columns.
  constexpr operator forge_column_info() const noexcept { return info_; }

 private:
  constexpr Column with(std::uint32_t flag) const noexcept {
    Column copy = *this;
    copy.info_.flags |= flag;
    return copy;
  }
  forge_column_info info_;
};

constexpr Column real(std::string_view name, std::string_view unit, std::string_view summary) {
  return {FORGE_REAL, name, unit, summary};
}
constexpr Column integer(std::string_view name, std::string_view unit, std::string_view summary) {
  return {FORGE_INTEGER, name, unit, summary};
}
constexpr Column flag(std::string_view name, std::string_view summary) {
  return Column{FORGE_FLAG, name, {}, summary}.range(0, 1);
}
// The value is the index into `names`, which must live for ever; see text_list().
constexpr Column choice(std::string_view name, std::string_view summary, std::span<const forge_str> names) {
  return Column{FORGE_CHOICE, name, {}, summary}.choices(names);
}
constexpr Column text(std::string_view name, std::string_view summary) {
  return {FORGE_TEXT, name, {}, summary};
}
// The user names a file, the plugin gets its bytes.
constexpr Column file(std::string_view name, std::string_view summary) {
  return {FORGE_FILE, name, {}, summary};
}
// What a model gives: zero or more, of the source that the summary names.
constexpr Column output(std::string_view name, std::string_view unit, std::string_view summary) {
  return real(name, unit, summary).range(0, std::numeric_limits<double>::max());
}

// Does a value that the host hands over (not NaN unless optional) lie where the description says?
constexpr bool is_legal(const forge_column_info &info, double value) noexcept {
  if (value != value) {
    return (info.flags & FORGE_OPTIONAL) != 0;
  }
  if (!(value >= info.lowest && value <= info.highest)) {
    return false;
  }
  constexpr double largest = 9007199254740992.0;  // 2^53, see FORGE_INTEGER
  return info.kind == FORGE_REAL ||
         (value >= -largest && value <= largest && value == static_cast<double>(static_cast<std::int64_t>(value)));
}

constexpr bool is_text(const forge_column_info &info) noexcept {
  return info.kind == FORGE_TEXT || info.kind == FORGE_FILE;
}

// Are the descriptions themselves in order? Checked when a plugin is compiled.
constexpr bool has_known_units(std::span<const forge_column_info> columns) noexcept {
  constexpr std::string_view units[] = {"", "J", "s", "W", "m^2", "m", "Hz", "V", "bit", "F", "F/m", "Ohm", "K"};
  for (const auto &column : columns) {
    bool found = false;
    for (const auto unit : units) {
      found = found || unit == to_view(column.unit);
    }
    if (!found) {
      return false;
    }
  }
  return true;
}
constexpr bool has_good_names(std::span<const forge_column_info> columns) noexcept {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto name = to_view(columns[i].name);
    if (!is_id(name) || name.find('-') != std::string_view::npos) {
      return false;
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (to_view(columns[j].name) == name) {
        return false;
      }
    }
  }
  return true;
}
constexpr bool has_good_presets(std::span<const forge_column_info> columns) noexcept {
  for (const auto &column : columns) {
    const bool is_needed = (column.flags & (FORGE_REQUIRED | FORGE_OPTIONAL)) == 0;
    if (!is_text(column) && is_needed && !is_legal(column, column.preset)) {
      return false;
    }
    if (column.kind == FORGE_CHOICE && column.n_choices == 0) {
      return false;
    }
  }
  return true;
}

}  // namespace forge::sdk

// SPDX-License-Identifier: Apache-2.0
// The user's options of a strategy or a report writer, read by name. The host has checked them against the
// descriptions and filled in presets; an unknown name here is a defect of the plugin.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "forge/abi/options.h"
#include "forge/sdk/column.hpp"

namespace forge::sdk {

// A view; valid during the call that it was handed over in.
class Options {
 public:
  Options(std::span<const forge_column_info> described, const forge_options *values)
      : described_(described), values_(values) {
    if (!described_.empty() && (values_ == nullptr || values_->n_options < described_.size())) {
      throw Invalid("the host handed over fewer options than this plugin describes");
    }
  }

  double real(std::string_view name) const { return values_->number[find(name)]; }
  std::int64_t integer(std::string_view name) const { return std::llround(real(name)); }
  bool flag(std::string_view name) const { return real(name) != 0; }
  std::size_t choice(std::string_view name) const { return static_cast<std::size_t>(integer(name)); }
  // False for an optional number that the user did not give.
  bool has(std::string_view name) const { return !std::isnan(real(name)); }
  // A text, or the bytes of a file. A copy outlives the call, the view does not.
  std::string_view text(std::string_view name) const { return to_view(values_->text[find(name)]); }

 private:
  std::size_t find(std::string_view name) const {
    for (std::size_t i = 0; i < described_.size(); ++i) {
      if (to_view(described_[i].name) == name) {
        return i;
      }
    }
    throw std::logic_error("the plugin asks for an option that it does not describe: " + std::string(name));
  }
  std::span<const forge_column_info> described_;
  const forge_options *values_;
};

// The descriptions of a value type, for those that have any.
template <typename Type> constexpr std::span<const forge_column_info> options_of() noexcept {
  if constexpr (requires { std::span<const forge_column_info>(Type::options); }) {
    return Type::options;
  } else {
    static_assert(
        !requires { Type::options; }, "`options` must be: static constexpr forge_column_info options[] = {...};");
    return {};
  }
}

// Constant tables whose end the caller finds by a null.
template <typename Info> constexpr const Info *at_or_null(std::span<const Info> list, std::uint32_t index) noexcept {
  return index < list.size() ? &list[index] : nullptr;
}

// Id and summary, the part that all value types have in common.
template <typename Type> consteval bool has_identity() {
  static_assert(
      requires { std::string_view(Type::id); }, "missing: static constexpr std::string_view id = \"vendor.name\";");
  static_assert(
      requires { std::string_view(Type::summary); },
      "missing: static constexpr std::string_view summary = \"one line\";");
  static_assert(is_id(Type::id), "`id` may hold lower case letters, digits, '-', '_' and '.'");
  return true;
}
template <typename Type> consteval bool has_good_options() {
  static_assert(has_good_names(options_of<Type>()),
                "an option's name is empty, given twice, or not made of lower case letters, "
                "digits, '_' and '.'");
  static_assert(has_known_units(options_of<Type>()), "an option has a unit that is not SI");
  static_assert(has_good_presets(options_of<Type>()), "an option's preset is not in its range");
  return true;
}
template <typename... Types> consteval bool has_distinct_ids() {
  constexpr std::string_view ids[] = {Types::id...};
  for (std::size_t i = 0; i < sizeof...(Types); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (ids[i] == ids[j]) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace forge::sdk

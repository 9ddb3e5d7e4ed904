// SPDX-License-Identifier: Apache-2.0
//
// Values with units: what a unit means in SI, and how dimensions are named in messages.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace forge::project {

// Exponents of bit, second, joule, metre, volt, kelvin.
struct Dimension {
  std::array<int, 6> exponents{};

  bool operator==(const Dimension &) const = default;
  bool plain() const { return *this == Dimension{}; }  // a number without unit
};

namespace dimension {
inline constexpr Dimension none{};
inline constexpr Dimension bit{{1, 0, 0, 0, 0}};
inline constexpr Dimension time{{0, 1, 0, 0, 0}};
inline constexpr Dimension frequency{{0, -1, 0, 0, 0}};
inline constexpr Dimension energy{{0, 0, 1, 0, 0}};
inline constexpr Dimension power{{0, -1, 1, 0, 0}};
inline constexpr Dimension length{{0, 0, 0, 1, 0}};
inline constexpr Dimension area{{0, 0, 0, 2, 0}};
inline constexpr Dimension wire_energy{{-1, 0, 1, -1, 0}};
inline constexpr Dimension voltage{{0, 0, 0, 0, 1}};
inline constexpr Dimension capacitance{{0, 0, 1, 0, -2}};
inline constexpr Dimension capacitance_per_length{{0, 0, 1, -1, -2}};
inline constexpr Dimension resistance{{0, 1, -1, 0, 2}};
inline constexpr Dimension temperature{{0, 0, 0, 0, 0, 1}};
}  // namespace dimension

struct Quantity {
  double value = 0;  // in SI units; bits for sizes
  Dimension dimension;
};

// 64, "KiB" -> 524288 bit; nothing when it is no unit.
std::optional<Quantity> in_unit(double number, std::string_view name);

// Units that a misspelt one may have meant, by did_you_mean's wording.
std::string similar_unit(std::string_view name);

// The SI unit: "bit", "Hz", "m^2", "J/bit"; "" for a plain number.
std::string si_unit(const Dimension &dimension);

// For messages: "a number without unit", "a size in bits", "a time", "a quantity in J/bit".
std::string in_words(const Dimension &dimension);

// What a user may write: "64 KiB", "5 ns"; "" where there is no typical example.
std::string_view example_of(const Dimension &dimension);

}  // namespace forge::project

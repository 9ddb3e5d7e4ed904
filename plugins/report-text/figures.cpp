// SPDX-License-Identifier: Apache-2.0
#include "figures.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace forge::plugins {
namespace {

struct Prefix {
  double factor;
  std::string_view name;
};

constexpr std::array<Prefix, 15> si{{{1e24, "Y"},
                                     {1e21, "Z"},
                                     {1e18, "E"},
                                     {1e15, "P"},
                                     {1e12, "T"},
                                     {1e9, "G"},
                                     {1e6, "M"},
                                     {1e3, "k"},
                                     {1, ""},
                                     {1e-3, "m"},
                                     {1e-6, "u"},
                                     {1e-9, "n"},
                                     {1e-12, "p"},
                                     {1e-15, "f"},
                                     {1e-18, "a"}}};

constexpr std::array<Prefix, 7> binary{{{1152921504606846976.0, "Ei"},
                                        {1125899906842624.0, "Pi"},
                                        {1099511627776.0, "Ti"},
                                        {1073741824.0, "Gi"},
                                        {1048576.0, "Mi"},
                                        {1024.0, "Ki"},
                                        {1, ""}}};

// Areas: what chips are measured in.
constexpr std::array<Prefix, 2> areas{{{1e-6, "mm^2"}, {1e-12, "um^2"}}};

// Four significant digits, without zeros at the end: "1.5", "1024", "0.001234".
std::string digits(double value) {
  std::array<char, 40> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 4).ptr;
  return {text.data(), end};
}

// What is left of a value when it is written with four digits: 999.96 becomes 1000, which takes the next prefix.
double rounded(double value) {
  const auto text = digits(value);
  double result = value;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

template <std::size_t N> const Prefix &prefix_for(const std::array<Prefix, N> &prefixes, double value) {
  for (const auto &prefix : prefixes) {
    if (std::abs(rounded(value)) >= prefix.factor * (1 - 1e-12)) {
      return prefix;
    }
  }
  return prefixes.back();
}

// A number that may reach 1023 before its prefix: all digits before the point are shown.
std::string whole_digits(double value) {
  return std::abs(value) >= 1000 && std::abs(value) < 1e15 ? std::to_string(std::llround(value)) : digits(value);
}

std::string bytes(double value) {
  constexpr double bits_per_byte = 8;
  if (std::fmod(value, bits_per_byte) != 0 && value < 1024 * bits_per_byte) {
    return whole_digits(value) + " b";
  }
  const auto &prefix = prefix_for(binary, value / bits_per_byte);
  return whole_digits(value / bits_per_byte / prefix.factor) + " " + std::string(prefix.name) + "B";
}

std::string area_text(double value) {
  // From a hundredth of a square millimetre on nobody wants to count zeros.
  const auto &prefix = value >= 1e-8 ? areas.front() : areas.back();
  return whole_digits(value / prefix.factor) + " " + std::string(prefix.name);
}

}  // namespace

std::string figure(double value, std::string_view unit) {
  if (std::isnan(value)) {
    return std::string(unknown);
  }
  if (std::isinf(value)) {
    return value > 0 ? "unlimited" : "-unlimited";
  }
  if (value == 0) {
    return unit.empty() ? "0" : "0 " + std::string(unit == "bit" ? "b" : unit == "m^2" ? "mm^2" : unit);
  }
  if (unit == "bit") {
    return bytes(value);
  }
  if (unit == "m^2") {
    return area_text(value);
  }
  const auto &prefix = prefix_for(si, value);
  const std::string end = std::string(prefix.name) + std::string(unit);
  return digits(value / prefix.factor) + (end.empty() ? "" : " " + end);
}

std::string bits(double value) {
  return std::isnan(value) ? std::string(unknown) : whole_digits(value) + " b";
}

std::string share(double value) {
  if (std::isnan(value)) {
    return std::string(unknown);
  }
  std::array<char, 400> text{};
  const double percent = value * 100;
  const int places = percent != 0 && percent < 9.995 ? 2 : 1;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), percent, std::chars_format::fixed, places).ptr;
  return std::string(text.data(), end) + " %";
}

std::string grouped(std::int64_t value) {
  std::string text = std::to_string(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t i = text.size(); i > first + 3;) {
    i -= 3;
    text.insert(i, " ");
  }
  return text;
}

std::string compact(double value) {
  auto text = figure(value, "");
  std::erase(text, ' ');
  return text;
}

std::string figure(const sdk::TableColumn &column, std::size_t row) {
  return column.has(row) ? figure(column.real(row), column.unit()) : std::string(unknown);
}

}  // namespace forge::plugins

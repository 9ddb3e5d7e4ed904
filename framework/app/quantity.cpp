// SPDX-License-Identifier: Apache-2.0
#include "app/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace forge::app {
namespace {

struct Prefix {
  double factor;
  const char *name;
};

constexpr std::array<Prefix, 11> prefixes{{{1e18, "E"},
                                           {1e15, "P"},
                                           {1e12, "T"},
                                           {1e9, "G"},
                                           {1e6, "M"},
                                           {1e3, "k"},
                                           {1, ""},
                                           {1e-3, "m"},
                                           {1e-6, "u"},
                                           {1e-9, "n"},
                                           {1e-12, "p"}}};

}  // namespace

std::string quantity(double value, std::string_view unit, int digits) {
  if (!std::isfinite(value)) {
    return std::isnan(value) ? "unknown" : "unlimited";
  }
  if (unit.empty()) {
    return fmt::format("{:.{}g}", value, std::abs(value) < 1e15 ? std::max(digits, 15) : digits);
  }
  Prefix best = prefixes.back();
  for (const auto &prefix : prefixes) {
    if (std::abs(value) >= prefix.factor || value == 0) {
      best = value == 0 ? Prefix{1, ""} : prefix;
      break;
    }
  }
  const double scaled = value / best.factor;
  // Never "1e+03 kbit": digits before the point are all shown.
  const int before = std::abs(scaled) >= 1 ? static_cast<int>(std::log10(std::abs(scaled))) + 1 : 1;
  return fmt::format("{:.{}g} {}{}", scaled, std::max(digits, before), best.name, unit);
}

std::pair<std::string, std::string> distinct_quantities(double a, double b, std::string_view unit) {
  constexpr int most_digits = 17;
  for (int digits = 3; digits < most_digits; ++digits) {
    auto pair = std::pair{quantity(a, unit, digits), quantity(b, unit, digits)};
    if (pair.first != pair.second || a == b) {
      return pair;
    }
  }
  return {quantity(a, unit, most_digits), quantity(b, unit, most_digits)};
}

}  // namespace forge::app

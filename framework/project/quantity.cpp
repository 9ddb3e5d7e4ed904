// SPDX-License-Identifier: Apache-2.0
#include "project/quantity.hpp"

#include <cmath>
#include <vector>

#include "support/error.hpp"

namespace forge::project {

namespace {

struct Unit {
  std::string_view name;
  double factor;
  Dimension dimension;
  int power = 1;  // of the prefix: um^2 is (1e-6)^2 m^2
};

constexpr Unit units[] = {
    {"b", 1, dimension::bit},          {"bit", 1, dimension::bit},       {"bits", 1, dimension::bit},
    {"B", 8, dimension::bit},          {"J", 1, dimension::energy},      {"s", 1, dimension::time},
    {"W", 1, dimension::power},        {"Hz", 1, dimension::frequency},  {"m", 1, dimension::length},
    {"m^2", 1, dimension::area, 2},    {"V", 1, dimension::voltage},     {"F", 1, dimension::capacitance},
    {"Ohm", 1, dimension::resistance}, {"K", 1, dimension::temperature}, {"op", 1, dimension::none},
    {"ops", 1, dimension::none},
};

// Small prefixes divide: 65 / 1e9 is the double closest to 65e-9, 65 * 1e-9 is not.
struct Prefix {
  std::string_view name;
  double multiply;
  double divide = 1;
};

constexpr Prefix no_prefix{"", 1};
constexpr Prefix si_prefixes[] = {
    {"a", 1, 1e18},     {"f", 1, 1e15}, {"p", 1, 1e12}, {"n", 1, 1e9}, {"u", 1, 1e6}, {"m", 1, 1e3}, {"\u00B5", 1, 1e6},
    {"\u03BC", 1, 1e6}, {"k", 1e3},     {"M", 1e6},     {"G", 1e9},    {"T", 1e12},   {"P", 1e15},   {"E", 1e18},
};
constexpr Prefix binary_prefixes[] = {
    {"Ki", 0x1p10}, {"Mi", 0x1p20}, {"Gi", 0x1p30}, {"Ti", 0x1p40}, {"Pi", 0x1p50},
};

struct Named {
  Dimension dimension;
  std::string_view si, words, example;
};

constexpr Named named[] = {
    {dimension::none, "", "a number without unit", ""},
    {dimension::bit, "bit", "a size in bits", "64 KiB"},
    {dimension::time, "s", "a time", "5 ns"},
    {dimension::frequency, "Hz", "a frequency", "200 MHz"},
    {dimension::energy, "J", "an energy", "0.5 pJ"},
    {dimension::power, "W", "a power", "2 mW"},
    {dimension::length, "m", "a length", "65 nm"},
    {dimension::area, "m^2", "an area", "2000 um^2"},
    {dimension::voltage, "V", "a voltage", "0.8 V"},
    {dimension::capacitance, "F", "a capacitance", "2 fF"},
    {dimension::capacitance_per_length, "F/m", "a capacitance per length", "0.2 fF/um"},
    {dimension::resistance, "Ohm", "a resistance", "10 kOhm"},
    {dimension::temperature, "K", "a temperature", "300 K"},
    {dimension::wire_energy, "J/bit/m", "an energy per bit and length", "0.08 pJ/b/mm"},
};

const Named *find_named(const Dimension &dimension) {
  for (const auto &candidate : named) {
    if (candidate.dimension == dimension) {
      return &candidate;
    }
  }
  return nullptr;
}

std::optional<Quantity> with_prefix(double number, std::string_view name, const Prefix &prefix, const Unit &unit) {
  if (name.size() != prefix.name.size() + unit.name.size() || name.substr(0, prefix.name.size()) != prefix.name ||
      name.substr(prefix.name.size()) != unit.name) {
    return std::nullopt;
  }
  const bool square = unit.power == 2;
  number *= square ? prefix.multiply * prefix.multiply : prefix.multiply;
  number /= square ? prefix.divide * prefix.divide : prefix.divide;
  return Quantity{number * unit.factor, unit.dimension};
}

bool takes_binary_prefix(const Unit &unit) {
  return unit.dimension == dimension::bit;
}

// What most people mean; the candidates of similar_unit.
std::vector<std::string> common_units() {
  std::vector<std::string> names;
  for (const auto &unit : units) {
    names.emplace_back(unit.name);
    for (const auto &prefix : binary_prefixes) {
      if (takes_binary_prefix(unit)) {
        names.push_back(std::string(prefix.name) + std::string(unit.name));
      }
    }
    for (const auto &prefix : si_prefixes) {
      names.push_back(std::string(prefix.name) + std::string(unit.name));
    }
  }
  return names;
}

std::string power_of(std::string_view name, int exponent) {
  return std::string(name) + (exponent == 1 ? "" : "^" + std::to_string(exponent));
}

}  // namespace

std::optional<Quantity> in_unit(double number, std::string_view name) {
  for (const auto &unit : units) {
    if (const auto found = with_prefix(number, name, no_prefix, unit)) {
      return found;
    }
  }
  for (const auto &unit : units) {
    for (const auto &prefix : si_prefixes) {
      if (const auto found = with_prefix(number, name, prefix, unit)) {
        return found;
      }
    }
    for (const auto &prefix : binary_prefixes) {
      if (!takes_binary_prefix(unit)) {
        break;
      }
      if (const auto found = with_prefix(number, name, prefix, unit)) {
        return found;
      }
    }
  }
  return std::nullopt;
}

std::string similar_unit(std::string_view name) {
  if (name == "KB" || name == "Kb") {
    return name == "KB" ? ", did you mean 'KiB' (1024 B) or 'kB' (1000 B)?"
                        : ", did you mean 'Kib' (1024 b) or 'kb' (1000 b)?";
  }
  return did_you_mean(name, common_units());
}

std::string si_unit(const Dimension &dimension) {
  if (const Named *found = find_named(dimension)) {
    return std::string(found->si);
  }
  constexpr std::string_view bases[] = {"bit", "s", "J", "m", "V", "K"};
  std::string above;
  std::string below;
  for (std::size_t i = 0; i < dimension.exponents.size(); ++i) {
    const int exponent = dimension.exponents[i];
    if (exponent > 0) {
      above += (above.empty() ? "" : "*") + power_of(bases[i], exponent);
    } else if (exponent < 0) {
      below += "/" + power_of(bases[i], -exponent);
    }
  }
  return (above.empty() ? "1" : above) + below;
}

std::string in_words(const Dimension &dimension) {
  const Named *found = find_named(dimension);
  return found != nullptr ? std::string(found->words) : "a quantity in " + si_unit(dimension);
}

std::string_view example_of(const Dimension &dimension) {
  const Named *found = find_named(dimension);
  return found != nullptr ? found->example : "";
}

}  // namespace forge::project

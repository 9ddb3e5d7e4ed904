// SPDX-License-Identifier: Apache-2.0
// What holds for every component model, whatever it models: figures are finite and not negative over the declared
// ranges, what is out of them is refused, and cost does not fall with size. Also compares a model with reference rows.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {

// Figures by name at a setting. Others that the model has are not looked at.
struct ReferenceRow {
  Values setting, figures;
};

template <typename Model> void check_rows(const std::vector<ReferenceRow> &rows, double tolerance) {
  ComponentBench<Model> bench;
  for (const auto &[setting, figures] : rows) {
    const auto row = bench.row(setting);
    REQUIRE(!row.empty());
    for (const auto &[name, value] : figures) {
      INFO(Model::id << ' ' << name);
      REQUIRE(row.count(name) == 1);
      CHECK_THAT(row.at(name), WithinRel(value, tolerance));
    }
  }
}

struct Properties {
  // With more of these, area, leakage and energy do not fall.
  std::vector<std::string> grows_with = {"size", "width", "resolution", "rows", "columns", "voltage"};
  int random_rows = 200;
};

template <typename Model> class PropertyCheck {
 public:
  explicit PropertyCheck(Properties properties) : properties_(std::move(properties)) {}

  void run() {
    std::mt19937_64 random(20200915);
    for (int i = 0; i < properties_.random_rows; ++i) {
      Values setting;
      for (const auto &info : inputs()) {
        setting[name_of(info)] = within(info, std::generate_canonical<double, 53>(random));
      }
      check_figures(setting);
      check_growth(setting);
    }
    for (const auto &info : inputs()) {
      for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        Values setting = published();
        setting[name_of(info)] = within(info, share);
        check_figures(setting);
      }
      for (const double value : {below(info.lowest), above(info.highest)}) {
        INFO(Model::id << ' ' << name_of(info) << " = " << value << " is out of its range");
        Values setting = published();
        setting[name_of(info)] = value;
        CHECK(bench_.row(setting).empty());
      }
    }
  }

 private:
  static auto inputs() { return sdk::inputs_of<Model>(); }
  static std::string name_of(const forge_column_info &info) { return std::string(sdk::to_view(info.name)); }
  static double below(double value) { return value - std::max(1e-3, std::abs(value)) / 8; }
  static double above(double value) { return value + std::max(1e-3, std::abs(value)) / 8; }

  // From the lowest to the highest value, by ratio where the range is wide.
  static double within(const forge_column_info &info, double share) {
    const double low = info.lowest, high = info.highest;
    const double value = low > 0 ? low * std::pow(high / low, share) : low + (high - low) * share;
    return std::clamp(info.kind == FORGE_REAL ? value : std::round(value), low, high);
  }
  static Values published() {
    Values setting;
    for (const auto &info : inputs()) {
      if ((info.flags & FORGE_REQUIRED) != 0) {
        setting[name_of(info)] = within(info, 0.5);
      } else if ((info.flags & FORGE_OPTIONAL) == 0) {
        setting[name_of(info)] = info.preset;
      }
    }
    return setting;
  }
  static bool is_possible(const Values &setting) {
    const auto size = setting.find("size"), width = setting.find("width");
    return size == setting.end() || width == setting.end() || size->second >= width->second;
  }
  static bool is_optional(const std::string &output) {
    const auto &outputs = Model::outputs;
    return std::any_of(std::begin(outputs), std::end(outputs), [&output](const auto &info) {
      return name_of(info) == output && (info.flags & FORGE_OPTIONAL) != 0;
    });
  }
  static bool is_cost(const std::string &name) {
    return name == "area" || name == "leak_power" || name.ends_with(".energy");
  }

  void check_figures(const Values &setting) {
    const auto row = bench_.row(setting);
    INFO(Model::id << text_of(setting));
    REQUIRE(row.empty() == !is_possible(setting));
    for (const auto &[name, value] : row) {
      INFO(name << " = " << value);
      REQUIRE((std::isfinite(value) || (std::isnan(value) && is_optional(name))));
      REQUIRE(!(value < 0));
    }
  }
  void check_growth(const Values &setting) {
    for (const auto &info : inputs()) {
      const auto &names = properties_.grows_with;
      if (std::find(names.begin(), names.end(), name_of(info)) == names.end()) {
        continue;
      }
      Values before;
      for (const double share : {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}) {
        Values larger = setting;
        larger[name_of(info)] = within(info, share);
        const auto row = bench_.row(larger);
        for (const auto &[name, value] : before) {
          INFO(Model::id << ' ' << name << text_of(larger));
          REQUIRE((row.empty() || !is_cost(name) || row.at(name) >= value * (1 - 1e-12)));
        }
        before = row;
      }
    }
  }
  static std::string text_of(const Values &setting) {
    std::string text;
    for (const auto &[name, value] : setting) {
      text += ' ' + name + '=' + std::to_string(value);
    }
    return text;
  }

  ComponentBench<Model> bench_;
  Properties properties_;
};

template <typename... Models> void check_properties(const Properties &properties = {}) {
  (PropertyCheck<Models>(properties).run(), ...);
}

}  // namespace forge::test

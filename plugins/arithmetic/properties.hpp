// SPDX-License-Identifier: Apache-2.0
// For the tests of this folder: what holds for any model over its declared ranges, by random rows of a fixed seed.
#pragma once

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {

// Inputs in their ranges; large ranges evenly over their orders of magnitude. `fixed` are taken as they are.
template <typename Model> Values random_inputs(std::mt19937 &random, const Values &fixed) {
  Values row;
  for (const forge_column_info &info : sdk::inputs_of<Model>()) {
    std::uniform_real_distribution<double> share(0, 1);
    const double at = share(random);
    double value = info.lowest > 0 ? info.lowest * std::pow(info.highest / info.lowest, at)
                                   : info.lowest + (info.highest - info.lowest) * at;
    if (info.kind != FORGE_REAL) {
      value = std::round(value);
    }
    value = std::clamp(value, info.lowest, info.highest);
    const bool may_be_absent = (info.flags & FORGE_REQUIRED) == 0;
    if (!may_be_absent || share(random) < 0.7) {
      row[std::string(sdk::to_view(info.name))] = value;
    }
  }
  for (const auto &[name, value] : fixed) {
    row[name] = value;
  }
  return row;
}

// Rows that exist have finite figures above 0. Returns how many existed.
template <typename Model> int check_random_rows(int n, const Values &fixed = {}) {
  ComponentBench<Model> bench;
  std::mt19937 random(20260101);
  int n_possible = 0;
  for (int i = 0; i < n; ++i) {
    const Values figures = bench.row(random_inputs<Model>(random, fixed));
    n_possible += figures.empty() ? 0 : 1;
    for (const auto &[name, value] : figures) {
      INFO(Model::id << ' ' << name);
      CHECK(std::isfinite(value));
      CHECK(value > 0);
    }
  }
  return n_possible;
}

// Two random rows that differ in `input` only: where it is larger, none of these outputs is smaller.
template <typename Model>
void check_growth(const std::string &input, const std::vector<std::string> &outputs, const Values &fixed = {}) {
  ComponentBench<Model> bench;
  std::mt19937 random(20260102);
  int n_compared = 0;
  for (int i = 0; i < 300; ++i) {
    Values a = random_inputs<Model>(random, fixed);
    Values b = a;
    b[input] = random_inputs<Model>(random, {}).emplace(input, 0).first->second;
    a.emplace(input, b[input]);
    if (a[input] > b[input]) {
      std::swap(a, b);
    }
    const Values less = bench.row(a);
    const Values more = bench.row(b);
    if (less.empty() || more.empty()) {
      continue;
    }
    ++n_compared;
    for (const auto &output : outputs) {
      INFO(Model::id << ' ' << input << ' ' << a[input] << " -> " << b[input] << ": " << output << " at "
                     << a.at("node") * 1e9 << " nm");
      CHECK(less.at(output) <= more.at(output) * (1 + 1e-12));
    }
  }
  CHECK(n_compared > 50);
}

}  // namespace forge::test

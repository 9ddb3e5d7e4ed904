// SPDX-License-Identifier: Apache-2.0
// What holds for any of the models over its declared ranges, by random rows of fixed seeds.
#include <algorithm>
#include <cmath>
#include <random>

#include "arrays.hpp"
#include "functions.hpp"
#include "logic.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using namespace plugins::arithmetic;

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
    if ((info.flags & FORGE_REQUIRED) != 0 || share(random) < 0.7) {
      row[std::string(sdk::to_view(info.name))] = std::clamp(value, info.lowest, info.highest);
    }
  }
  for (const auto &[name, value] : fixed) {
    row[name] = value;
  }
  return row;
}

std::string described(const Values &row) {
  std::string text;
  for (const auto &[name, value] : row) {
    text += ' ' + name + '=' + std::to_string(name == "node" ? value * 1e9 : value);
  }
  return text;
}

const std::vector<std::string> nothing;

// Figures are finite and above 0, of at least so many rows out of `n`.
template <typename Model> void check_random_rows(int n, int n_possible) {
  ComponentBench<Model> bench;
  std::mt19937 random(20260101);
  std::vector<std::string> bad;
  for (int i = 0; i < n; ++i) {
    const Values inputs = random_inputs<Model>(random, {});
    const Values figures = bench.row(inputs);
    n_possible -= figures.empty() ? 0 : 1;
    for (const auto &[name, value] : figures) {
      if (!(std::isfinite(value) && value > 0)) {
        bad.push_back(name + " of" + described(inputs));
      }
    }
  }
  CHECK(bad == nothing);
  CHECK(n_possible <= 0);
}

// Of two random rows that differ in `input` only, the one with more of it has no less of the outputs.
template <typename Model>
void check_growth(const std::string &input, const std::vector<std::string> &outputs, const Values &fixed = {}) {
  ComponentBench<Model> bench;
  std::mt19937 random(20260102);
  std::vector<std::string> falling;
  int n_compared = 0;
  for (int i = 0; i < 300; ++i) {
    Values less = random_inputs<Model>(random, fixed);
    Values more = less;
    const Values other = random_inputs<Model>(random, {});
    if (!less.contains(input) || !other.contains(input)) {
      continue;
    }
    more[input] = other.at(input);
    if (less[input] > more[input]) {
      std::swap(less, more);
    }
    const Values a = bench.row(less);
    const Values b = bench.row(more);
    if (a.empty() || b.empty()) {
      continue;
    }
    ++n_compared;
    for (const auto &output : outputs) {
      if (!(a.at(output) <= b.at(output) * (1 + 1e-12))) {
        falling.push_back(output + " falls from" + described(less) + " to" + described(more));
      }
    }
  }
  CHECK(falling == nothing);
  CHECK(n_compared > 50);
}

// Indices of types.
constexpr double int8 = 1;
constexpr double bf16 = 6;
constexpr double custom_int = 10;
constexpr double custom_float = 11;

TEMPLATE_TEST_CASE("aladdin: finite, positive, and never cheaper with more bits", "", AladdinAdder, AladdinComparator,
                   AladdinCounter, AladdinLogic, AladdinMultiplier, AladdinShifter, AladdinShiftAdd) {
  check_random_rows<TestType>(500, 500);
  check_growth<TestType>("width", {"area", "leak_power", "compute.energy"});
  check_growth<TestType>("voltage", {"leak_power", "compute.energy"});
  check_growth<TestType>("temperature", {"leak_power"});
}

TEMPLATE_TEST_CASE("typed: finite, positive, and never cheaper with more bits", "", TypedAdder, TypedMultiplier,
                   TypedMac) {
  check_random_rows<TestType>(2000, 800);
  const std::vector<std::string> costs = {"area", "leak_power", "compute.energy"};
  check_growth<TestType>("width", costs, {{"type", custom_int}});
  for (const auto &width : {"exponent", "mantissa"}) {
    check_growth<TestType>(width, costs, {{"type", custom_float}, {"exponent", 8}, {"mantissa", 7}});
  }
  check_growth<TestType>("voltage", {"leak_power", "compute.energy"}, {{"type", bf16}});
  check_growth<TestType>("temperature", {"leak_power"}, {{"type", bf16}});
}

TEMPLATE_TEST_CASE("functions: finite, positive, and never cheaper with more bits", "", Exp, Reciprocal) {
  check_random_rows<TestType>(2000, 500);
  check_growth<TestType>("mantissa", {"area", "leak_power", "compute.energy"},
                         {{"type", custom_float}, {"exponent", 8}, {"mantissa", 7}});
  check_growth<TestType>("exponent", {"area", "leak_power", "compute.energy"},
                         {{"type", custom_float}, {"exponent", 8}, {"mantissa", 7}});
  check_growth<TestType>("voltage", {"leak_power", "compute.energy"}, {{"type", bf16}});
}

TEST_CASE("arrays: finite, positive, and never smaller with more elements or bits") {
  check_random_rows<Vector>(1000, 300);
  check_random_rows<Systolic>(1000, 300);
  const std::vector<std::string> sizes = {"area", "leak_power", "compute.throughput"};
  check_growth<Vector>("lanes", sizes, {{"type", bf16}, {"accumulator", 0}});
  check_growth<Systolic>("rows", sizes, {{"type", bf16}, {"accumulator", 0}});
  check_growth<Systolic>("columns", sizes, {{"type", int8}, {"accumulator", 0}});
  const std::vector<std::string> costs = {"area", "leak_power", "compute.energy"};
  check_growth<Vector>("width", costs, {{"type", custom_int}, {"accumulator", 0}});
  check_growth<Systolic>("mantissa", costs,
                         {{"type", custom_float}, {"accumulator", 0}, {"exponent", 5}, {"mantissa", 7}});
}

TEMPLATE_TEST_CASE("logic: finite, positive, and never cheaper with more bits", "", LogicAdder, LogicAdderTree,
                   LogicMux, LogicFlipFlop, LogicShiftAdd, LogicMaxPool) {
  check_random_rows<TestType>(1000, 1000);
  check_growth<TestType>("width", {"area", "leak_power", "compute.energy", "compute.latency"});
  check_growth<TestType>("voltage", {"leak_power", "compute.energy"});
  check_growth<TestType>("temperature", {"leak_power"});
}

TEST_CASE("logic: more inputs cost more") {
  const std::vector<std::string> costs = {"area", "leak_power", "compute.energy"};
  check_random_rows<LogicGate>(500, 500);
  check_growth<LogicGate>("inputs", {"area"}, {{"type", 1}});
  check_growth<LogicAdderTree>("inputs", costs);
  check_growth<LogicMux>("inputs", costs);
  check_growth<LogicMaxPool>("window", costs);
  check_growth<LogicShiftAdd>("register_width", costs);
}

}  // namespace
}  // namespace forge::test

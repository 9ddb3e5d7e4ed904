// SPDX-License-Identifier: Apache-2.0
// Rows, and constants where there is none, of hwcomponents-library 1.0.58.
#include "neurram.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using sdk::published::Model;
namespace neurram = plugins::neurram;

TEST_CASE("neurram: ADC and integrator are those of the reference") {
  const Values setting = {{"node", 130e-9}};
  check_rows<Model<neurram::adc>>({{setting, {{"area", 4e-10}, {"leak_power", 1e-8}, {"convert.energy", 3e-13}}}},
                                  1e-9);
  check_rows<Model<neurram::analog_integrator>>(
      {{setting, {{"area", 3.5e-10}, {"leak_power", 5e-9}, {"integrate.energy", 2.5e-13}}}}, 1e-9);
}

TEST_CASE("neurram: sample and shift-add have the constants of the reference") {
  const Values setting = {{"node", 130e-9}};
  check_rows<Model<neurram::analog_sample>>(
      {{setting, {{"area", 4.5e-11}, {"leak_power", 1e-8}, {"sample.energy", 1.2e-12}}}}, 1e-9);
  check_rows<Model<neurram::shift_add>>(
      {{setting, {{"area", 1.7e-10}, {"leak_power", 5e-9}, {"shift_and_add.energy", 1e-13}, {"read.energy", 1e-13}}}},
      1e-9);
}

TEST_CASE("neurram: energy goes with the square of the voltage, area does not") {
  ComponentBench<Model<neurram::adc>> bench;
  const auto full = bench.row({{"node", 130e-9}});
  const auto half = bench.row({{"node", 130e-9}, {"voltage", 0.9}});
  CHECK_THAT(half.at("convert.energy"), WithinRel(full.at("convert.energy") / 4, 1e-12));
  CHECK(half.at("area") == full.at("area"));
}

TEST_CASE("neurram: figures are finite, grow with size, and ranges hold") {
  check_properties<Model<neurram::shift_add>, Model<neurram::adc>, Model<neurram::analog_sample>,
                   Model<neurram::analog_integrator>>();
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
// Rows, and constants where there is none, of hwcomponents-library 1.0.58.
#include "albireo.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using sdk::published::Model;
namespace albireo = plugins::albireo;

constexpr double conservative = 0, moderate = 1, aggressive = 2;

TEST_CASE("albireo: amplifier and DAC are those of the reference at 7 nm") {
  const auto tia = [](double scaling, double energy) {
    return ReferenceRow{{{"node", 7e-9}, {"scaling", scaling}},
                        {{"area", 2.769e-9},
                         {"leak_power", 0},
                         {"amplify.energy", energy},
                         {"convert.energy", energy},
                         {"amplify.latency", 1e-9},
                         {"amplify.throughput", 1e9}}};
  };
  check_rows<Model<albireo::tia>>({tia(conservative, 6.25e-13), tia(moderate, 3.125e-13), tia(aggressive, 4.5e-14)},
                                  1e-9);
  const auto dac = [](double scaling, double energy) {
    return ReferenceRow{{{"node", 7e-9}, {"scaling", scaling}},
                        {{"area", 1.53e-10}, {"leak_power", 0}, {"convert.energy", energy}}};
  };
  check_rows<Model<albireo::dac>>({dac(conservative, 5.2e-12), dac(moderate, 2.6e-12), dac(aggressive, 3.25e-13)},
                                  1e-9);
}

TEST_CASE("albireo: modulators, resonators and lasers draw what the projections say") {
  const auto device = [](double scaling, double area, double leak_power, const std::string &action) {
    return ReferenceRow{{{"scaling", scaling}}, {{"area", area}, {"leak_power", leak_power}, {action + ".energy", 0}}};
  };
  check_rows<Model<albireo::mach_zehnder_modulator>>(
      {device(conservative, 1.5066e-8, 11.3e-3, "modulate"), device(moderate, 1.5066e-8, 1.41e-3, "modulate"),
       device(aggressive, 1.5066e-8, 0.565e-3, "modulate")},
      1e-9);
  check_rows<Model<albireo::micro_ring_resonator>>(
      {device(conservative, 4.1e-10, 3.1e-3, "route"), device(moderate, 4.1e-10, 0.388e-3, "route"),
       device(aggressive, 4.1e-10, 0.155e-3, "route")},
      1e-9);
  check_rows<Model<albireo::double_micro_ring_resonator>>(
      {device(conservative, 8.2e-10, 6.2e-3, "route"), device(aggressive, 8.2e-10, 0.31e-3, "route")}, 1e-9);
  check_rows<Model<albireo::laser>>(
      {device(conservative, 6.153e-9, 1.94e-3, "emit"), device(moderate, 6.153e-9, 74.3e-6, "emit"),
       device(aggressive, 6.153e-9, 61.4e-6, "emit")},
      1e-9);
}

TEST_CASE("albireo: what is passive has an area only") {
  check_rows<Model<albireo::photodiode>>({{{},
                                           {{"area", 1.846e-9},
                                            {"leak_power", 0},
                                            {"detect.energy", 0},
                                            {"detect.latency", 1e-9},
                                            {"detect.throughput", 1e9}}}},
                                         1e-9);
  check_rows<Model<albireo::arrayed_waveguide_grating>>(
      {{{}, {{"area", 1.108089e-6}, {"leak_power", 0}, {"route.energy", 0}}}}, 1e-9);
  check_rows<Model<albireo::star_coupler>>({{{}, {{"area", 2.625e-7}, {"leak_power", 0}, {"route.energy", 0}}}}, 1e-9);
}

TEST_CASE("albireo: figures are finite, and ranges hold") {
  check_properties<Model<albireo::tia>, Model<albireo::dac>, Model<albireo::mach_zehnder_modulator>,
                   Model<albireo::micro_ring_resonator>, Model<albireo::double_micro_ring_resonator>,
                   Model<albireo::photodiode>, Model<albireo::arrayed_waveguide_grating>, Model<albireo::star_coupler>,
                   Model<albireo::laser>>();
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
#include "newton.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using Adc = sdk::published::Model<plugins::newton::adaptive_adc>;

TEST_CASE("newton: the ADC spends its power on the bits that it finds, at the same rate and area") {
  check_rows<Adc>({{{{"node", 32e-9}},
                    {{"area", 1.5e-9},
                     {"leak_power", 0},
                     {"convert.energy", 2.583333e-12},
                     {"convert.latency", 8.333333e-10},
                     {"convert.throughput", 1.2e9}}},
                   // Newton's schedule over the columns of a crossbar finds 832 bits of 1152.
                   {{{"node", 32e-9}, {"resolution", 9 * 832.0 / 1152}},
                    {{"area", 1.5e-9}, {"convert.energy", 2.583333e-12 * 832 / 1152}, {"convert.throughput", 1.2e9}}}},
                  1e-5);
}

TEST_CASE("newton: figures are finite, grow with resolution, and ranges hold") {
  check_properties<Adc>();
}

}  // namespace
}  // namespace forge::test

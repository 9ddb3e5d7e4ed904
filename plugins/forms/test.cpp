// SPDX-License-Identifier: Apache-2.0
// Rows of hwcomponents-library 1.0.58. The DAC of FORMS is that of ISAAC, and is tested there.
#include "forms.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using Adc = sdk::published::Model<plugins::forms::adc>;

TEST_CASE("forms: the ADC is that of the reference") {
  check_rows<Adc>({{{{"node", 32e-9}, {"resolution", 4}},
                    {{"area", 2.84375e-10},
                     {"leak_power", 0},
                     {"convert.energy", 2.2619e-13},
                     {"convert.latency", 4.761905e-10},
                     {"convert.throughput", 2.1e9}}}},
                  1e-5);
}

TEST_CASE("forms: figures are finite, grow with resolution, and ranges hold") {
  check_properties<Adc>();
}

}  // namespace
}  // namespace forge::test

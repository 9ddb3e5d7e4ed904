// SPDX-License-Identifier: Apache-2.0
// Rows of hwcomponents-library 1.0.58.
#include "brahms.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using Dac = sdk::published::Model<plugins::brahms::dac>;

TEST_CASE("brahms: the DAC is that of the reference") {
  check_rows<Dac>({{{{"node", 32e-9}, {"resolution", 8}},
                    {{"area", 2.924492e-10},
                     {"leak_power", 0},
                     {"convert.energy", 2.207976e-13},
                     {"convert.latency", 7.272727e-10},
                     {"convert.throughput", 1.375e9}}}},
                  1e-5);
}

TEST_CASE("brahms: figures are finite, grow with resolution, and ranges hold") {
  check_properties<Dac>();
}

}  // namespace
}  // namespace forge::test

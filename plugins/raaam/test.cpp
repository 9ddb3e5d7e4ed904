// SPDX-License-Identifier: Apache-2.0
// Constants of hwcomponents-library 1.0.58, which has no row of it.
#include "raaam.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using Edram = sdk::published::Model<plugins::raaam::edram>;

TEST_CASE("raaam: the macro of the letter, and half of it") {
  check_rows<Edram>(
      {{{{"node", 16e-9}},
        {{"area", 1.3157e-7},
         {"leak_power", 3.81e-4},
         {"read.energy", 2.64192e-9},
         {"write.energy", 2.51904e-9},
         {"read.throughput", 300e6}}},
       {{{"node", 16e-9}, {"size", 1024 * 512}},
        {{"area", 1.3157e-7 / 2}, {"leak_power", 3.81e-4 / 2}, {"read.energy", 2.64192e-9 * std::pow(0.5, 0.78)}}}},
      1e-9);
}

TEST_CASE("raaam: figures are finite, grow with size, and ranges hold") {
  check_properties<Edram>();
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
// Rows of hwcomponents-library 1.0.58. What AtomLayer takes from ISAAC is tested there.
#include "atomlayer.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using sdk::published::Model;
namespace atomlayer = plugins::atomlayer;

TEST_CASE("atomlayer: ladder and transfers are those of the reference") {
  const Values setting = {{"node", 32e-9}, {"width", 16}, {"size", 16}};
  check_rows<Model<atomlayer::register_ladder>>({{setting,
                                                  {{"area", 1.265625e-11},
                                                   {"leak_power", 0},
                                                   {"read.energy", 1.88562e-15},
                                                   {"read.latency", 1e-9},
                                                   {"read.throughput", 1e9},
                                                   {"write.energy", 1.88562e-15},
                                                   {"write.latency", 1e-9},
                                                   {"write.throughput", 1e9}}}},
                                                1e-5);
  check_rows<Model<atomlayer::input_buffer_transfers>>({{setting,
                                                         {{"area", 1.640625e-11},
                                                          {"leak_power", 0},
                                                          {"transfer.energy", 1.467603e-13},
                                                          {"read.energy", 1.467603e-13},
                                                          {"hop.energy", 1.467603e-13}}}},
                                                       1e-5);
}

TEST_CASE("atomlayer: figures are finite, grow with size, and ranges hold") {
  check_properties<Model<atomlayer::register_ladder>, Model<atomlayer::input_buffer_transfers>>();
}

}  // namespace
}  // namespace forge::test

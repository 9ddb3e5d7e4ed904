// SPDX-License-Identifier: Apache-2.0
// Rows of hwcomponents-library 1.0.58, and of its NeuroSim adder.
#include "colonnade.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using sdk::published::Model;
namespace colonnade = plugins::colonnade;

TEST_CASE("colonnade: logic and input port are those of the reference") {
  check_rows<Model<colonnade::cim_logic>>(
      {{{{"node", 65e-9}, {"width", 1}},
        {{"area", 1.0923822e-11}, {"leak_power", 8.8468245e-9}, {"compute.energy", 1.296752565e-16}}},
       // NeuroSim's adder of 16 bits with the same calibration
       {{{"node", 65e-9}, {"width", 16}},
        {{"area", 0.9 * 1.942013e-10},
         {"leak_power", 15 * 9.436613e-9},
         {"compute.energy", 0.0285 * 0.5 * 1.367487e-13}}}},
      1e-5);
  check_rows<Model<colonnade::input_port>>(
      {{{{"node", 65e-9}}, {{"area", 0}, {"leak_power", 0}, {"drive.energy", 2.4350045e-15}}}}, 1e-5);
}

TEST_CASE("colonnade: an access of the register is that of the reference; its area and leakage there are of one bit") {
  check_rows<Model<colonnade::pipeline_register>>(
      {{{{"node", 65e-9}, {"width", 8}},
        {{"read.energy", 8.766027e-14},
         {"read.latency", 5e-10},
         {"read.throughput", 2e9},
         {"write.energy", 0},
         {"write.latency", 5e-10}}},
       {{{"node", 65e-9}, {"width", 1}}, {{"area", 1.4025648e-11}, {"leak_power", 5.989355e-10}}}},
      1e-5);
}

TEST_CASE("colonnade: a row drives each of its columns, where both operands switch") {
  ComponentBench<Model<colonnade::input_port>> bench;
  const auto one = bench.row({{"node", 65e-9}}).at("drive.energy");
  CHECK_THAT(bench.row({{"node", 65e-9}, {"columns", 128}}).at("drive.energy"), WithinRel(128 * one, 1e-12));
  CHECK_THAT(bench.row({{"node", 65e-9}, {"activity", 1}}).at("drive.energy"), WithinRel(4 * one, 1e-12));
  CHECK(bench.row({{"node", 65e-9}, {"activity", 0}}).at("drive.energy") == 0);
}

TEST_CASE("colonnade: figures are finite, grow with size, and ranges hold") {
  check_properties<Model<colonnade::cim_logic>, Model<colonnade::input_port>, Model<colonnade::pipeline_register>>();
}

}  // namespace
}  // namespace forge::test

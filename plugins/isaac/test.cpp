// SPDX-License-Identifier: Apache-2.0
// Rows of hwcomponents-library 1.0.58.
#include "isaac.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using sdk::published::Model;
namespace isaac = plugins::isaac;

TEST_CASE("isaac: the converters are those of the reference, also where AtomLayer, FORMS and Newton use them") {
  check_rows<Model<isaac::adc>>(
      {{{{"node", 32e-9}, {"resolution", 8}},
        {{"area", 1.2e-9},
         {"leak_power", 0},
         {"convert.energy", 1.66667e-12},
         {"convert.latency", 8.33333e-10},
         {"convert.throughput", 1.2e9}}},
       {{{"node", 32e-9}}, {{"area", 1.2e-9}, {"convert.energy", 1.66667e-12}}},  // AtomlayerADC, NewtonADC
       {{{"node", 22e-9}, {"resolution", 6}},
        {{"area", 1.65e-10},
         {"convert.energy", 1.8586e-13},
         {"convert.latency", 4.296875e-10},
         {"convert.throughput", 2.32727e9}}}},
      1e-5);
  check_rows<Model<isaac::dac>>({{{{"node", 32e-9}, {"resolution", 1}, {"rows", 128}},
                                  {{"area", 2.125e-11},
                                   {"leak_power", 0},
                                   {"convert.energy", 4.1667e-13},
                                   {"convert.latency", 7.8125e-12},
                                   {"convert.throughput", 1.28e11}}},
                                 {{{"node", 32e-9}},  // AtomlayerDAC, FormsDAC
                                  {{"area", 1.66015625e-13},
                                   {"convert.energy", 4.1667e-13},
                                   {"convert.latency", 1e-9},
                                   {"convert.throughput", 1e9}}}},
                                1e-5);
}

TEST_CASE("isaac: eDRAM, bus, router, shift-add and link are those of the reference") {
  check_rows<Model<isaac::edram>>(
      {{{{"node", 65e-9}, {"width", 128}, {"size", 1048576}},
        {{"area", 5.478e-7}, {"leak_power", 0}, {"read.energy", 5.67299e-11}, {"write.energy", 5.67299e-11}}},
       {{{"node", 32e-9}, {"width", 256}, {"size", 256 * 2048}},
        {{"area", 8.3e-8}, {"read.energy", 2.045e-11}, {"write.energy", 2.045e-11}}}},
      1e-5);
  check_rows<Model<isaac::edram_bus>>(
      {{{{"node", 32e-9}, {"width", 256}},
        {{"area", 7.5e-9}, {"leak_power", 0}, {"transfer.energy", 1.3824e-11}, {"hop.energy", 1.3824e-11}}}},
      1e-5);
  check_rows<Model<isaac::router_shared_by_four>>(
      {{{{"node", 32e-9}}, {{"area", 3.75e-8}, {"leak_power", 0}, {"transfer.energy", 2.074e-11}}}}, 1e-5);
  check_rows<Model<isaac::router>>({{{{"node", 32e-9}}, {{"area", 1.5e-7}, {"hop.energy", 2.074e-11}}}}, 1e-5);
  check_rows<Model<isaac::shift_add>>({{{{"node", 32e-9}},
                                        {{"area", 6e-11},
                                         {"leak_power", 0},
                                         {"shift_add.energy", 2.1e-14},
                                         {"shift_add.latency", 8.33333e-10},
                                         {"shift_add.throughput", 1.2e9},
                                         {"read.energy", 2.1e-14},
                                         {"write.energy", 2.1e-14}}}},
                                      1e-5);
  check_rows<Model<isaac::chip2chip_link>>(
      {{{{"node", 32e-9}}, {{"area", 7.13e-6}, {"leak_power", 0}, {"transfer.energy", 1.38176e-11}}}}, 1e-5);
}

TEST_CASE("isaac: a link carries 6.4 GB/s at any node and width") {
  ComponentBench<Model<isaac::chip2chip_link>> bench;
  for (const double width : {8.0, 128.0, 512.0}) {
    CHECK_THAT(bench.row({{"node", 16e-9}, {"width", width}}).at("hop.throughput") * width, WithinRel(51.2e9, 1e-12));
  }
}

TEST_CASE("isaac: figures are finite, grow with size, and ranges hold") {
  check_properties<Model<isaac::adc>, Model<isaac::dac>, Model<isaac::edram>, Model<isaac::edram_bus>,
                   Model<isaac::router>, Model<isaac::router_shared_by_four>, Model<isaac::shift_add>,
                   Model<isaac::chip2chip_link>>();
}

}  // namespace
}  // namespace forge::test

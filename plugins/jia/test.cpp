// SPDX-License-Identifier: Apache-2.0
// Rows, and constants where there is none, of hwcomponents-library 1.0.58.
#include "jia.hpp"
#include "support/component_properties.hpp"
#include "zero_comparator.hpp"

namespace forge::test {
namespace {

using sdk::published::Model;
namespace jia = plugins::jia;

TEST_CASE("jia: the shift-and-add unit is that of the reference, the datapath has its constants") {
  check_rows<Model<jia::shift_add>>({{{{"node", 65e-9}},
                                      {{"area", 5e-9},
                                       {"leak_power", 2.22e-6},
                                       {"shift_and_add.energy", 2.25e-12},
                                       {"shift_and_add.latency", 6.75e-8},
                                       {"shift_and_add.throughput", 1.4814814814814813e7},
                                       {"read.energy", 2.25e-12},
                                       {"write.energy", 2.25e-12}}}},
                                    1e-9);
  check_rows<Model<jia::datapath>>({{{{"node", 65e-9}},
                                     {{"area", 1.0535e-8},
                                      {"leak_power", 4.44e-6},
                                      {"process.energy", 1.2e-11},
                                      {"process.latency", 6.75e-8},
                                      {"process.throughput", 1.4814814814814813e7}}}},
                                   1e-9);
}

TEST_CASE("jia: the zero comparator is the sum of its parts, as in the reference") {
  check_rows<jia::ZeroComparator>({{{{"node", 65e-9}, {"comparators", 256}, {"width", 8}},
                                    {{"area", 4.124578e-8},
                                     {"leak_power", 7.933162e-8},
                                     {"compare.energy", 3.627062e-14},
                                     {"compare.latency", 1.796577e-8},
                                     {"compare.throughput", 2.0744248535e10}}}},
                                  1e-5);
}

TEST_CASE("jia: the pace is that of the array, whatever the node") {
  ComponentBench<Model<jia::datapath>> bench;
  const auto row = bench.row({{"node", 16e-9}, {"array_period", 80e-9}});
  CHECK_THAT(row.at("process.latency"), WithinRel(10e-9, 1e-12));
  CHECK_THAT(row.at("process.throughput"), WithinRel(100e6, 1e-12));
}

TEST_CASE("jia: figures are finite, grow with size, and ranges hold") {
  check_properties<Model<jia::shift_add>, Model<jia::datapath>, jia::ZeroComparator>(
      {{"width", "resolution", "comparators", "voltage"}, 200});
}

}  // namespace
}  // namespace forge::test

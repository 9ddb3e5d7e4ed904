// SPDX-License-Identifier: Apache-2.0
// Rows of hwcomponents-library 1.0.58.
#include "support/component_properties.hpp"
#include "timely.hpp"

namespace forge::test {
namespace {

using sdk::published::Model;
namespace timely = plugins::timely;

// What a component costs at 65 nm, once in 150 ns.
ReferenceRow in_a_cycle(Values setting, double area, const std::string &action, double energy) {
  setting["node"] = 65e-9;
  return {std::move(setting),
          {{"area", area},
           {action + ".energy", energy},
           {action + ".latency", 150e-9},
           {action + ".throughput", 6.666666666666667e6}}};
}

TEST_CASE("timely: the analog components are those of the reference") {
  check_rows<Model<timely::i_adder>>(
      {in_a_cycle({}, 4e-11, "add", 3.68e-14), in_a_cycle({}, 4e-11, "compute", 3.68e-14)}, 1e-5);
  check_rows<Model<timely::p_sub_buf>>({in_a_cycle({}, 5e-12, "drive", 2.3e-15)}, 1e-5);
  check_rows<Model<timely::x_sub_buf>>({in_a_cycle({{"rows", 256}}, 1.28e-9, "drive", 1.5872e-13)}, 1e-5);
  check_rows<Model<timely::charging_comparator>>({in_a_cycle({}, 4e-11, "compare", 4.17e-14)}, 1e-5);
}

TEST_CASE("timely: the converters are those of the reference") {
  check_rows<Model<timely::dtc>>({in_a_cycle({{"resolution", 8}}, 2.4e-10, "convert", 3.75e-14)}, 1e-5);
  check_rows<Model<timely::tdc>>({{{{"node", 32e-9}, {"resolution", 6}},
                                   {{"area", 2.4025e-11},
                                    {"convert.energy", 1.926486e-14},
                                    {"convert.latency", 7.384615e-8},
                                    {"convert.throughput", 1.354167e7}}}},
                                 1e-5);
}

TEST_CASE("timely: the buffer is that of the reference") {
  check_rows<Model<timely::input_output_buffer>>({{{{"node", 65e-9}, {"width", 128}, {"size", 128 * 128}},
                                                   {{"area", 4e-11},
                                                    {"read.energy", 2.03776e-10},
                                                    {"read.latency", 1.25e-10},
                                                    {"read.throughput", 8e9},
                                                    {"write.energy", 4.96624e-10},
                                                    {"write.latency", 1.25e-9},
                                                    {"write.throughput", 8e8}}}},
                                                 1e-5);
}

TEST_CASE("timely: figures are finite, grow with size, and ranges hold") {
  check_properties<Model<timely::i_adder>, Model<timely::p_sub_buf>, Model<timely::x_sub_buf>, Model<timely::dtc>,
                   Model<timely::tdc>, Model<timely::charging_comparator>, Model<timely::input_output_buffer>>();
}

}  // namespace
}  // namespace forge::test

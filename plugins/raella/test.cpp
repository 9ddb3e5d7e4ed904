// SPDX-License-Identifier: Apache-2.0
// Rows, and constants where there is none, of hwcomponents-library 1.0.58.
#include "buffers.hpp"
#include "correction.hpp"
#include "quantization.hpp"
#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using sdk::published::Model;
namespace raella = plugins::raella;

TEST_CASE("raella: the input buffer is that of the reference") {
  check_rows<raella::InputBuffer>({{{{"node", 32e-9}, {"size", 4096}, {"width", 8}, {"speculation", 1}},
                                    {{"area", 1.263446e-9},
                                     {"leak_power", 1.287158e-6},
                                     {"read.energy", 2.938981e-13},
                                     {"read.latency", 2.699742e-9},
                                     {"read.throughput", 1e10},
                                     {"write.energy", 2.463269e-13},
                                     {"write.latency", 2.149871e-9},
                                     {"write.throughput", 1e10}}}},
                                  1e-5);
}

TEST_CASE("raella: the flags are near those of the reference, whose SRAM is CACTI's at their size") {
  const Values setting = {{"node", 32e-9}, {"flags", 512}, {"speculation", 1}};
  check_rows<raella::FlagRegister>({{setting, {{"area", 2.030349e-10}, {"leak_power", 2.901724e-7}}}}, 0.01);
  check_rows<raella::FlagRegister>(
      {{setting, {{"read.energy", 2.248699e-14}, {"read.latency", 3.43191e-9}, {"read.throughput", 2.875e10}}}}, 0.05);
}

TEST_CASE("raella: without speculation inputs are read once, and there are no flags to look at") {
  ComponentBench<raella::InputBuffer> buffer;
  const auto once = buffer.row({{"node", 32e-9}, {"speculation", 0}});
  const auto twice = buffer.row({{"node", 32e-9}});
  const double addition = raella::adder(16, 32e-9).energy;
  CHECK_THAT(twice.at("read.energy") - addition, WithinRel(2 * (once.at("read.energy") - addition), 1e-12));
  CHECK(twice.at("write.energy") == once.at("write.energy"));
  const auto flags = ComponentBench<raella::FlagRegister>().row({{"node", 32e-9}, {"speculation", 0}});
  CHECK(flags.at("read.energy") == 0);
  CHECK(std::isnan(flags.at("read.throughput")));
}

TEST_CASE("raella: corrections and quantizations are sums of their parts") {
  const auto correction =
      ComponentBench<raella::OutputCorrection>().row({{"node", 40e-9}, {"width", 16}, {"entries", 1024}});
  const raella::Buffer centers(4096, 40e-9);
  CHECK_THAT(correction.at("correct.energy"), WithinRel(centers.read_energy(4) + 1.585e-12 / 2, 1e-9));
  CHECK_THAT(correction.at("area"), WithinRel(centers.area + 793.75e-12 / 2, 1e-9));
  check_rows<Model<raella::quant_multiplier>>(
      {{{{"node", 40e-9}, {"width", 16}},
        {{"multiply.energy", 2.5e-13}, {"multiply.latency", 1e-9}, {"multiply.throughput", 1e9}}}},
      1e-9);
  const auto both = ComponentBench<raella::QuantEdram>().row({{"node", 32e-9}});
  const double scale = sdk::technology::energy_factor(40e-9, 32e-9);
  CHECK_THAT(both.at("multiply.energy"), WithinRel(20.45e-12 + 0.25e-12 * scale, 1e-12));
  CHECK(both.at("area") == 83000e-12);
}

TEST_CASE("raella: figures are finite, grow with size, and ranges hold") {
  // A row is longer in a larger buffer, and an entry's share of making an address smaller: energies of an entry need not
  // grow with the size.
  check_properties<raella::InputBuffer, raella::OutputCorrection>({{"width"}, 200});
  check_properties<raella::FlagRegister>({{}, 200});
  check_properties<Model<raella::quant_multiplier>, raella::QuantEdram>();
  ComponentBench<raella::InputBuffer> bench;
  Values before;
  for (double size = 16; size <= 1e7; size *= 1.3) {
    const auto row = bench.row({{"node", 32e-9}, {"size", size}});
    for (const std::string name : {"area", "leak_power"}) {
      CHECK((before.empty() || row.at(name) >= before.at(name)));
    }
    before = row;
  }
}

}  // namespace
}  // namespace forge::test

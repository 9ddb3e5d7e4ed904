// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "edram.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using Bench = ComponentBench<plugins::edram::Edram>;
constexpr double mebi = 1024 * 1024;

TEST_CASE("edram: cells and access times of the macros that it rests on") {
  using namespace plugins::edram;
  for (const auto &[node, value] : cell_areas) {
    CHECK_THAT(interpolated(cell_areas, node), WithinRel(value, 1e-9));
  }
  for (const auto &[node, value] : access_times) {
    CHECK_THAT(interpolated(access_times, node), WithinRel(value, 1e-9));
  }
  Bench bench;
  // Intel's die at 22 nm, with its cell: 1 Gb, 77 mm^2.
  const auto die = bench.row({{"size", 1024 * mebi}, {"width", 512}, {"node", 22e-9}, {"cell_area", 0.029e-12}});
  CHECK_THAT(die.at("area"), WithinRel(77e-6, 1e-9));
  // IBM's macro at 14 nm: 1.1 Mb, 1 ns, 2 ns random cycle, two banks.
  const auto macro = bench.row({{"size", 1.1 * mebi}, {"width", 72}, {"banks", 2}, {"node", 14e-9}});
  CHECK_THAT(macro.at("read.latency"), WithinRel(1e-9, 0.02));
  CHECK_THAT(macro.at("read.throughput"), WithinRel(1e9, 1e-9));
}

// ISAAC (A. Shafiee et al., ISCA 2016, 32 nm; components.json, IsaacEDRAM): 64 KB, 256 b wide: 0.083 mm^2, 20.45 pJ. Not
// used for this model.
TEST_CASE("edram: ISAAC's buffer within a half") {
  Bench bench;
  const auto row = bench.row({{"size", 524288}, {"width", 256}, {"node", 32e-9}});
  CHECK(row.at("read.energy") > 20.45e-12 / 1.5);
  CHECK(row.at("read.energy") < 20.45e-12 * 1.5);
  CHECK(row.at("area") > 0.083e-6 / 1.5);
  CHECK(row.at("area") < 0.083e-6 * 1.5);
}

TEST_CASE("edram: a row is restored as a whole, and all of them in time") {
  Bench bench;
  Values values = {{"size", mebi}, {"width", 64}, {"node", 22e-9}, {"voltage", 1}};
  const auto narrow = bench.row(values);
  CHECK_THAT(narrow.at("refresh_power"), WithinRel(mebi * 18e-15 / 100e-6, 1e-9));
  CHECK(narrow.at("leak_power") == narrow.at("refresh_power"));
  values["row"] = 1024;
  CHECK_THAT(bench.row(values).at("read.energy") - narrow.at("read.energy"), WithinRel((1024 - 64) * 18e-15, 1e-6));
  values["retention"] = 40e-6;
  CHECK_THAT(bench.row(values).at("leak_power"), WithinRel(2.5 * narrow.at("leak_power"), 1e-9));
  values["clock"] = 1e8;
  CHECK(bench.row(values).at("read.throughput") == 1e8);
}

TEST_CASE("edram: positive, more never costs less, and what there is not") {
  Bench bench;
  std::mt19937 random(5);
  const auto up_to = [&random](unsigned most) { return static_cast<double>(1 + random() % most); };
  for (int i = 0; i < 300; ++i) {
    const double width = up_to(2048);
    const double size = width * 2 * up_to(1000000);
    const double node = (4 + up_to(175)) * 1e-9;
    const Values base = {{"size", size}, {"width", width}, {"node", node}};
    Values large = base;
    large["size"] = 2 * size;
    Values wide = base;
    wide["width"] = 2 * width;
    Values fine = base;
    fine["node"] = 0.99 * node;
    const auto before = bench.row(base);
    for (const std::string output : {"area", "leak_power", "read.energy", "write.energy"}) {
      INFO(output << " " << size << " " << width << " " << node);
      REQUIRE(before.at(output) > 0);
      REQUIRE(bench.row(large).at(output) > before.at(output));
      REQUIRE(bench.row(wide).at(output) >= before.at(output));
      if (node > 6e-9) {
        REQUIRE(bench.row(fine).at(output) <= before.at(output));
      }
    }
  }
  CHECK(bench.row({{"size", 127}, {"width", 64}, {"banks", 2}, {"node", 22e-9}}).empty());
  CHECK(bench.row({{"size", 1024}, {"width", 64}, {"row", 32}, {"node", 22e-9}}).empty());
  CHECK(bench.row({{"size", 1024}, {"width", 64}, {"node", 200e-9}}).empty());
}

}  // namespace
}  // namespace forge::test

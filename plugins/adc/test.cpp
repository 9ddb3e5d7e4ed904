// SPDX-License-Identifier: Apache-2.0
#include "adc.hpp"

#include <random>

#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using Bench = ComponentBench<plugins::adc::Adc>;

struct Row {
  double resolution, node, throughput, n_adcs, area, leak, energy;
};
// hwcomponents-adc 1.0.21.
constexpr Row reference[] = {
    {8, 16e-9, 1e10, 8, 1.744820977821931e-08, 0.0010319323060680402, 4.127729224272161e-13},
    {12, 130e-9, 1e6, 1, 2.3282175041935565e-08, 2.0015798351408166e-05, 8.006319340563267e-11},
    {8, 32e-9, 1.2e9, 1, 6.313144569312256e-09, 0.0004436661346415608, 1.4788871154718692e-12},
    {8, 32e-9, 1e8, 1, 3.938925228370414e-09, 3.427423939536721e-05, 1.3709695758146884e-12},
    {10, 65e-9, 1e7, 1, 9.526567366748642e-09, 2.5085422567442688e-05, 1.0034169026977073e-11},
    {7, 7e-9, 1e9, 1, 5.183296242075586e-10, 1.5069660699933743e-05, 6.027864279973497e-14},
    {6, 22e-9, 1e9, 4, 9.003712892023575e-09, 0.00010531353648801376, 4.21254145952055e-13},
    {4, 32e-9, 1e9, 1, 4.963785969612363e-09, 0.0001847498666190012, 7.389994664760048e-13},
};

TEST_CASE("adc: the regression as hwcomponents-adc evaluates it") {
  Bench bench;
  for (const Row &r : reference) {
    const auto row =
        bench.row({{"resolution", r.resolution}, {"node", r.node}, {"throughput", r.throughput}, {"n_adcs", r.n_adcs}});
    CHECK_THAT(row.at("area"), WithinRel(r.area, 1e-5));
    CHECK_THAT(row.at("leak_power"), WithinRel(r.leak, 1e-5));
    CHECK_THAT(row.at("convert.energy"), WithinRel(r.energy, 1e-5));
    CHECK_THAT(row.at("convert.latency"), WithinRel(1 / r.throughput, 1e-9));
    CHECK(row.at("convert.throughput") == r.throughput);
  }
}

TEST_CASE(
    "adc: finite and positive everywhere; faster never costs less energy or area; a finer node never costs more") {
  Bench bench;
  std::mt19937 random(1);
  std::uniform_real_distribution<double> share(0, 1);
  const auto between = [&](double low, double high) { return low * std::pow(high / low, share(random)); };
  for (int i = 0; i < 2000; ++i) {
    const Values at = {{"resolution", std::floor(between(4, 20))},
                       {"node", between(2e-9, 500e-9)},
                       {"throughput", between(1e3, 1e12)},
                       {"n_adcs", std::floor(between(1, 1000))}};
    const auto row = bench.row(at);
    for (const auto &[name, value] : row) {
      CHECK(std::isfinite(value));
      CHECK(value > 0);
    }
    Values faster = at;
    faster["throughput"] *= 2;
    CHECK(bench.row(faster).at("convert.energy") >= row.at("convert.energy"));
    CHECK(bench.row(faster).at("area") >= row.at("area"));
    CHECK(bench.row(faster).at("leak_power") >= row.at("leak_power"));
    Values coarser = at;
    coarser["node"] = std::min(500e-9, 1.5 * at.at("node"));
    CHECK(bench.row(coarser).at("convert.energy") >= row.at("convert.energy"));
    CHECK(bench.row(coarser).at("area") >= row.at("area"));
  }
}

TEST_CASE("adc: a bit more always costs more energy and area") {
  Bench bench;
  for (double node : {2e-9, 7e-9, 32e-9, 130e-9, 500e-9}) {
    for (double rate : {1e3, 1e6, 1e8, 1e9, 1e10, 1e12}) {
      for (double bits = 4; bits < 20; ++bits) {
        const auto few = bench.row({{"resolution", bits}, {"node", node}, {"throughput", rate}});
        const auto more = bench.row({{"resolution", bits + 1}, {"node", node}, {"throughput", rate}});
        for (const char *figure : {"convert.energy", "area", "leak_power"}) {
          CHECK(more.at(figure) > few.at(figure));
        }
      }
    }
  }
}

TEST_CASE("adc: what lies outside of its ranges does not exist") {
  Bench bench;
  CHECK(bench.row({{"resolution", 3}, {"node", 32e-9}, {"throughput", 1e9}}).empty());
  CHECK(bench.row({{"resolution", 8}, {"node", 1e-9}, {"throughput", 1e9}}).empty());
  CHECK(bench.row({{"resolution", 8}, {"node", 32e-9}, {"throughput", 0}}).empty());
  CHECK(bench.row({{"resolution", 8}, {"node", 32e-9}, {"throughput", 1e9}, {"n_adcs", 1.5}}).empty());
}

}  // namespace
}  // namespace forge::test

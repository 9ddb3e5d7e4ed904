// SPDX-License-Identifier: Apache-2.0
#include "aladdin.hpp"

#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using namespace plugins::arithmetic;

struct Row {
  Values inputs;
  double area, leak, energy, latency;
};

// Throughput of the reference is one in each latency, too.
template <typename Model> void check_rows(const std::string &action, const std::vector<Row> &rows) {
  ComponentBench<Model> bench;
  for (const Row &expected : rows) {
    const Values row = bench.row(expected.inputs);
    CHECK_THAT(row.at("area"), WithinRel(expected.area, 1e-9));
    CHECK_THAT(row.at("leak_power"), WithinRel(expected.leak, 1e-9));
    CHECK_THAT(row.at(action + ".energy"), WithinRel(expected.energy, 1e-9));
    CHECK_THAT(row.at(action + ".latency"), WithinRel(expected.latency, 1e-9));
    CHECK_THAT(row.at(action + ".throughput"), WithinRel(1 / expected.latency, 1e-9));
    CHECK(row.at("compute.energy") == row.at(action + ".energy"));
    CHECK(row.at("compute.latency") == row.at(action + ".latency"));
    CHECK(row.at("compute.throughput") == row.at(action + ".throughput"));
  }
}

TEST_CASE("aladdin: the rows of hwcomponents-library 1.0.58") {
  check_rows<AladdinAdder>("add", {{{{"node", 45e-9}, {"width", 16}},
                                    2.0315384615384619e-10,
                                    1.3809340847430782e-06,
                                    1.2083173241501934e-13,
                                    1.125e-9}});
  check_rows<AladdinComparator>("compare", {{{{"node", 45e-9}, {"width", 16}},
                                             5.188461538461539e-11,
                                             1.4442268969604693e-08,
                                             1.6956719782241048e-14,
                                             1.125e-9},
                                            {{{"node", 40e-9}}, 7.1e-11, 2.51e-08, 2.947e-14, 1e-9}});
  check_rows<AladdinCounter>(
      "count",
      {{{{"node", 7e-9}, {"width", 8}}, 1.0691365384615385e-11, 8.709429941089615e-09, 6.803122939030561e-15, 1.75e-10},
       {{{"node", 45e-9}, {"width", 16}},
        3.620961538461539e-10,
        1.8469993383438672e-07,
        1.442730885035331e-13,
        1.125e-9},
       {{{"node", 40e-9}, {"width", 32}}, 4.955e-10, 3.21e-07, 2.5074e-13, 1e-9}});
  check_rows<AladdinMultiplier>(
      "multiply",
      {{{{"node", 7e-9}, {"width", 8}}, 3.4253365384615386e-11, 5.426436100367361e-07, 8.600901219082268e-14, 1.75e-10},
       {{{"node", 40e-9}, {"width", 8}, {"width_b", 16}}, 7.9375e-10, 1e-05, 1.585e-12, 1e-9},
       {{{"node", 40e-9}, {"width", 32}}, 6.35e-09, 8e-05, 1.268e-11, 1e-9},
       {{{"node", 45e-9}, {"width", 16}},
        2.3201923076923077e-09,
        2.3015568079051308e-05,
        3.647967540529632e-12,
        1.125e-9}});
}

TEST_CASE("aladdin: shifter and logic of 32 bits as published") {
  const Values shift = ComponentBench<AladdinShifter>().row({{"node", 40e-9}});
  CHECK_THAT(shift.at("shift.energy"), WithinRel(0.4172512e-12, 1e-4));
  CHECK_THAT(shift.at("area"), WithinRel(249.6461e-12, 1e-4));
  CHECK_THAT(shift.at("leak_power"), WithinRel(1.697876e-6, 1e-4));
  CHECK_THAT(shift.at("shift.latency"), WithinRel(0.7e-9, 1e-9));
  const Values logic = ComponentBench<AladdinLogic>().row({{"node", 40e-9}});
  CHECK_THAT(logic.at("operate.energy"), WithinRel(0.0180559e-12, 1e-4));
  CHECK_THAT(logic.at("area"), WithinRel(50.36996e-12, 1e-4));
}

TEST_CASE("aladdin: a shift-add is its parts, one behind the other") {
  const Values conditions = {{"node", 28e-9}, {"voltage", 0.7}, {"temperature", 350}};
  const auto with = [&](const Values &more) {
    Values row = conditions;
    row.insert(more.begin(), more.end());
    return row;
  };
  const Values whole = ComponentBench<AladdinShiftAdd>().row(with({{"width", 8}, {"register_width", 20}}));
  const Values shift = ComponentBench<AladdinShifter>().row(with({{"width", 8}}));
  const Values add = ComponentBench<AladdinAdder>().row(with({{"width", 20}}));
  CHECK(whole.at("area") > shift.at("area") + add.at("area"));
  CHECK(whole.at("shift_add.energy") > shift.at("shift.energy") + add.at("add.energy"));
  CHECK_THAT(whole.at("shift_add.latency"), WithinRel(shift.at("shift.latency") + add.at("add.latency"), 1e-9));
  CHECK(whole == ComponentBench<AladdinShiftAdd>().row(with({{"width", 8}, {"register_width", 20}})));
  CHECK(ComponentBench<AladdinShiftAdd>().row(with({{"width", 10}})) ==
        ComponentBench<AladdinShiftAdd>().row(with({{"width", 10}, {"register_width", 20}})));
}

TEST_CASE("aladdin: a clock sets the rate; without one it is that of the unit") {
  ComponentBench<AladdinAdder> bench;
  CHECK(bench.row({{"node", 7e-9}, {"clock", 1e8}}).at("add.throughput") == 1e8);
  CHECK_THAT(bench.row({{"node", 7e-9}}).at("add.throughput"), WithinRel(40e9 / 7, 1e-9));
  CHECK(bench.row({{"node", 7e-9}, {"voltage", 0.7}}).at("add.throughput") < 5.2e9);
}

TEST_CASE("aladdin: outside of the ranges there is no such unit") {
  ComponentBench<AladdinAdder> bench;
  CHECK(bench.row({{"node", 40e-9}, {"width", 0}}).empty());
  CHECK(bench.row({{"node", 40e-9}, {"width", 257}}).empty());
  CHECK(bench.row({{"node", 1.9e-9}}).empty());
  CHECK(bench.row({{"node", 251e-9}}).empty());
  CHECK(bench.row({{"node", 40e-9}, {"voltage", 0.59}}).empty());
  CHECK(bench.row({{"node", 40e-9}, {"temperature", 430}}).empty());
  CHECK(ComponentBench<AladdinShifter>().row({{"node", 40e-9}, {"width", 1}}).empty());
}

}  // namespace
}  // namespace forge::test

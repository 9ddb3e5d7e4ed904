// SPDX-License-Identifier: Apache-2.0
#include "logic.hpp"

#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using namespace plugins::arithmetic;

// hwcomponents-neurosim 1.0.43 (DNN+NeuroSim V1.3), clock 1 GHz, in its own processes. NaN: differs, see the README.
struct Row {
  Values inputs;
  double area, leak, energy, latency, throughput;
};
template <typename Model> void check_rows(const std::vector<Row> &rows) {
  ComponentBench<Model> bench;
  for (const Row &expected : rows) {
    const Values row = bench.row(expected.inputs);
    INFO(Model::id);
    const auto check = [&](const std::string &name, double value) {
      INFO(name);
      if (!std::isnan(value)) {
        CHECK_THAT(row.at(name), WithinRel(value, Model::accuracy));
      }
    };
    check("area", expected.area);
    check("leak_power", expected.leak);
    check("compute.energy", expected.energy);
    check("compute.latency", expected.latency);
    check("compute.throughput", expected.throughput);
  }
}

const double differs = std::nan("");

TEST_CASE("logic: the rows of hwcomponents-neurosim") {
  check_rows<LogicGate>({
      {{{"type", 0}, {"node", 22e-9}}, 1.029952e-13, differs, differs, differs, differs},
      {{{"type", 1}, {"node", 22e-9}}, 1.544928e-13, differs, differs, differs, differs},
      {{{"type", 2}, {"node", 22e-9}}, 1.544928e-13, differs, differs, differs, differs},
  });
  check_rows<LogicAdder>({
      {{{"width", 8}, {"node", 22e-9}}, 1.112348e-11, 1.07376e-09, 8.578435e-15, 4.94884e-10, 2.020675552e9},
      {{{"width", 16}, {"node", 65e-9}}, 1.942013e-10, 9.436613e-09, 1.367487e-13, 4.649365e-09, 2.15083135e8},
  });
  check_rows<LogicMux>({
      {{{"width", 8}, {"inputs", 4}, {"node", 22e-9}},
       6.179712e-12,
       9.873633e-11,
       3.933483e-15,
       3.44844e-11,
       2.89986e10},
  });
  check_rows<LogicFlipFlop>({
      {{{"width", 8}, {"node", 22e-9}}, 9.887539e-12, 1.250656e-09, 2.041709e-14, 5e-10, differs},
  });
  check_rows<LogicShiftAdd>({
      {{{"width", 8}, {"register_width", 16}, {"node", 22e-9}},
       4.07861e-11,
       4.825728e-09,
       6.982969e-14,
       9.982853e-10,
       1.0017e9},
  });
  check_rows<LogicMaxPool>({
      {{{"width", 8}, {"window", 4}, {"node", 22e-9}}, 5.870726e-11, differs, 4.638447e-15, 5.462164e-10, 1.830776e9},
  });
}

TEST_CASE("logic: devices are those of the table at its nodes, and lie between elsewhere") {
  for (const Devices &devices : low_power) {
    CHECK_THAT(devices_at(devices.nm * 1e-9).gate, WithinRel(devices.gate, 1e-9));
    CHECK_THAT(devices_at(devices.nm * 1e-9).on_current, WithinRel(devices.on_current, 1e-9));
  }
  CHECK(devices_at(28e-9).voltage < 0.9);
  CHECK(devices_at(28e-9).voltage > 0.85);
}

TEST_CASE("logic: at the nominal voltage given, figures are those without one; energy goes with its square") {
  ComponentBench<LogicAdder> bench;
  const Values nominal = bench.row({{"width", 8}, {"node", 32e-9}});
  const Values given = bench.row({{"width", 8}, {"node", 32e-9}, {"voltage", 0.9}});
  for (const auto &[name, value] : nominal) {
    CHECK_THAT(given.at(name), WithinRel(value, 1e-9));
  }
  const Values low = bench.row({{"width", 8}, {"node", 32e-9}, {"voltage", 0.6}});
  CHECK_THAT(low.at("add.energy"), WithinRel(nominal.at("add.energy") * 4 / 9, 1e-9));
  CHECK(low.at("add.latency") > nominal.at("add.latency"));
}

TEST_CASE("logic: a tree has one adder less than numbers, wider from level to level") {
  const auto adder = [](double width) { return ComponentBench<LogicAdder>().row({{"node", 22e-9}, {"width", width}}); };
  const auto tree = [](double width, double inputs) {
    return ComponentBench<LogicAdderTree>().row({{"node", 22e-9}, {"width", width}, {"inputs", inputs}});
  };
  CHECK(tree(8, 2) == adder(8));
  for (const auto &name : {"area", "leak_power", "add.energy"}) {
    CHECK_THAT(tree(8, 8).at(name),
               WithinRel(4 * adder(8).at(name) + 2 * adder(9).at(name) + adder(10).at(name), 1e-9));
    CHECK_THAT(tree(8, 3).at(name), WithinRel(adder(8).at(name) + adder(9).at(name), 1e-9));
  }
  CHECK_THAT(tree(8, 8).at("add.latency"),
             WithinRel(adder(8).at("add.latency") + adder(9).at("add.latency") + adder(10).at("add.latency"), 1e-9));
}

TEST_CASE("logic: no step at the ends of the table of devices") {
  ComponentBench<LogicAdder> bench;
  for (const double end : {22e-9, 130e-9}) {
    const Values inside = bench.row({{"width", 8}, {"node", end}});
    for (const double beside : {end * 0.9999, end * 1.0001}) {
      for (const auto &[name, value] : bench.row({{"width", 8}, {"node", beside}})) {
        INFO(name << ' ' << beside);
        CHECK_THAT(value, WithinRel(inside.at(name), 0.001));
      }
    }
  }
}

TEST_CASE("logic: outside of the ranges there is no such circuit") {
  CHECK(ComponentBench<LogicAdder>().row({{"width", 0}, {"node", 22e-9}}).empty());
  CHECK(ComponentBench<LogicAdder>().row({{"width", 8}, {"node", 1e-9}}).empty());
  CHECK(ComponentBench<LogicMux>().row({{"width", 8}, {"inputs", 1}, {"node", 22e-9}}).empty());
  CHECK(ComponentBench<LogicGate>().row({{"type", 3}, {"node", 22e-9}}).empty());
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
// Cells of an array and what drives it. Reference: hwcomponents-neurosim 1.0.43 (DNN+NeuroSim V1.3), 22 nm, 128 x 128, 8 columns
// at once, mean input and cell 0.5, pulse of 10 ns, 5-bit converters; each row from a process of its own.
#include <random>

#include "cells.hpp"
#include "drivers.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using namespace plugins::in_memory;

constexpr double tolerance = 0.25;
const std::vector<std::string> no_texts = {"", ""};

TEMPLATE_TEST_CASE("cells: within a quarter of the reference", "", SramCell, RramCell, PcmCell, SttramCell) {
  struct Row {
    std::string_view id;
    double area, leak, read, write;
  };
  constexpr Row rows[] = {
      {"sram-cell", 7.066400000000001e-14, 5.6100000000000005e-12, 7.03849e-16, 2.797848e-16},
      {"rram-cell", 2.5652000000000003e-14, 0, 1.19615405e-17, 2.124238e-15},
      {"pcm-cell", 4.356e-15, 0, 1.3583895425e-16, 4.033017e-17},
      {"sttram-cell", 2.6136e-14, 0, 6.17294e-16, 4.7034470000000006e-17},
  };
  ComponentBench<TestType> bench(no_texts);
  const auto row = bench.row({{"node", 22e-9}, {"readout", 1}, {"programming", 0}});
  for (const Row &r : rows) {
    if (r.id == TestType::id) {
      INFO(r.id << ": read " << row.at("read.energy") / r.read - 1 << ", write " << row.at("write.energy") / r.write - 1
                << ", leakage " << row.at("leak_power") - r.leak);
      CHECK_THAT(row.at("area"), WithinRel(r.area, 1e-9));
      CHECK_THAT(row.at("leak_power"), WithinRel(r.leak, 0.02));
      CHECK_THAT(row.at("read.energy"), WithinRel(r.read, tolerance));
      CHECK_THAT(row.at("write.energy"), WithinRel(r.write, tolerance));
      CHECK_THAT(row.at("read.latency"), WithinRel(1e-8, 1e-9));
      CHECK_THAT(row.at("read.throughput"), WithinRel(1e8, 1e-9));
    }
  }
}

TEST_CASE("row-drivers: within a quarter of the reference") {
  struct Row {
    double cell, area, leak, drive, write;
  };
  const Row rows[] = {
      {0, 3.6825257999999996e-10, 2.7514436e-08, 1.19670857015e-14, 6.332603168605e-15},
      {1, 2.193748e-10, 2.00105e-08, 1.613963038875e-14, 6.816558876000001e-13},
      {2, 2.184623e-10, 2.00105e-08, 9.945415790500002e-15, 1.394624034e-13},
  };
  ComponentBench<RowDrivers> bench({""});
  for (const Row &r : rows) {
    const auto row = bench.row({{"cell", r.cell}, {"node", 22e-9}, {"rows", 128}, {"columns", 128}});
    INFO("cell " << r.cell << ": area " << row.at("area") / r.area - 1 << ", leakage "
                 << row.at("leak_power") / r.leak - 1 << ", drive " << row.at("drive.energy") / r.drive - 1
                 << ", write " << row.at("write.energy") / r.write - 1);
    CHECK_THAT(row.at("area"), WithinRel(r.area, tolerance));
    CHECK_THAT(row.at("leak_power"), WithinRel(r.leak, tolerance));
    CHECK_THAT(row.at("drive.energy"), WithinRel(r.drive, tolerance));
    CHECK_THAT(row.at("write.energy"), WithinRel(r.write, tolerance));
  }
}

TEST_CASE("column-drivers with converters: within a quarter of the reference") {
  struct Row {
    double cell, area, leak, read, write;
  };
  const Row rows[] = {
      {0, 3.53092396e-09, 1.466865e-08, 6.499563729000001e-14, 8.660002860500001e-17},
      {1, 3.33147675e-09, 3.4679150000000004e-08, 5.556190429000001e-14, 1.2879117e-16},
      {2, 3.37356025e-09, 3.4679150000000004e-08, 6.065257399e-14, 9.491504e-17},
  };
  ComponentBench<ColumnDrivers> bench;
  for (const Row &r : rows) {
    const auto row = bench.row({{"cell", r.cell}, {"node", 22e-9}, {"columns", 128}, {"resolution", 5}});
    INFO("cell " << r.cell << ": area " << row.at("area") / r.area - 1 << ", leakage "
                 << row.at("leak_power") / r.leak - 1 << ", read " << row.at("read.energy") / r.read - 1 << ", write "
                 << row.at("write.energy") / r.write - 1);
    CHECK_THAT(row.at("area"), WithinRel(r.area, tolerance));
    CHECK_THAT(row.at("leak_power"), WithinRel(r.leak, tolerance));
    CHECK_THAT(row.at("read.energy"), WithinRel(r.read, tolerance));
    CHECK_THAT(row.at("write.energy"), WithinRel(r.write, tolerance));
  }
}

TEST_CASE("array-adc: within a quarter of the reference, which has RRAM and PCM") {
  ComponentBench<ArrayAdc> bench;
  const auto row = bench.row({{"node", 22e-9}, {"resolution", 5}});
  for (const double area : {3.0990211e-09, 3.1278187e-09}) {
    CHECK_THAT(row.at("area"), WithinRel(area, tolerance));
  }
  CHECK_THAT(row.at("leak_power"), WithinRel(1.3280720000000005e-08, tolerance));
  for (const double energy : {5.523006500000001e-14, 6.03762e-14}) {
    CHECK_THAT(row.at("convert.energy"), WithinRel(energy, tolerance));
  }
}

TEST_CASE("cells: a converter of one's own lets the cell conduct for the whole pulse: V^2 G t") {
  ComponentBench<RramCell> bench(no_texts);
  const auto read = [&](double input, double cell) {
    return bench.row({{"node", 22e-9}, {"average_input", input}, {"average_cell", cell}}).at("read.energy");
  };
  CHECK_THAT(read(1, 1), WithinRel(0.4 * 0.4 / 1.02e6 * 10e-9, 1e-9));
  CHECK_THAT(read(1, 0), WithinRel(0.4 * 0.4 / 10.02e6 * 10e-9, 1e-9));
  CHECK_THAT(read(0.5, 0.5), WithinRel((read(1, 1) + read(1, 0)) / 4, 1e-9));
  CHECK(read(0, 1) == 0);
}

TEST_CASE("cells: distributions stand for averages; an input that is a voltage counts by its square") {
  ComponentBench<RramCell> bench({"0.5 0.25 0.25", "0.75 0.25"});
  ComponentBench<RramCell> averages(no_texts);
  const auto given = bench.row({{"node", 22e-9}});
  CHECK_THAT(
      given.at("read.energy"),
      WithinRel(averages.row({{"node", 22e-9}, {"average_input", 0.375}, {"average_cell", 0.25}}).at("read.energy"),
                1e-9));
  const double square = bench.row({{"node", 22e-9}, {"input_coding", 1}}).at("read.energy");
  CHECK_THAT(square, WithinRel(given.at("read.energy") * (0.25 * 0.25 + 0.25) / 0.375, 1e-9));
}

TEST_CASE("cells: a write programs the device, for as long as that takes") {
  ComponentBench<PcmCell> bench(no_texts);
  const auto set = bench.row({{"node", 22e-9}, {"average_cell", 1}});
  CHECK_THAT(set.at("write.energy"), WithinRel(150e-6 * 150e-6 * 1e3 * 150e-9, 1e-4));
  CHECK(set.at("write.latency") == 150e-9);
  CHECK(set.at("update.energy") == set.at("write.energy"));
}

TEST_CASE("row-drivers: n bits in time are up to 2^n - 1 pulses") {
  ComponentBench<RowDrivers> bench({""});
  const Values at = {{"cell", 1}, {"node", 22e-9}, {"rows", 64}, {"columns", 64}};
  Values four = at;
  four["temporal_resolution"] = 4;
  CHECK_THAT(bench.row(four).at("drive.energy"), WithinRel(15 * bench.row(at).at("drive.energy"), 1e-9));
  CHECK_THAT(bench.row(four).at("convert.latency"), WithinRel(150e-9, 1e-9));
  ComponentBench<RowDrivers> sparse({"0.9 0.1"});
  CHECK_THAT(sparse.row(at).at("drive.energy"), WithinRel(0.2 * bench.row(at).at("drive.energy"), 1e-9));
}

// Draws settings; those in `grow` must not make area, leakage or an energy fall as they grow.
template <typename Model>
void behaves(const std::vector<std::string> &texts, Values given, const std::map<std::string, double> &grow) {
  ComponentBench<Model> bench(texts);
  std::mt19937 random(3);
  std::uniform_real_distribution<double> share(0, 1);
  for (int i = 0; i < 300; ++i) {
    Values at = given;
    at["node"] = 5e-9 * std::pow(50, share(random) * 0.99);
    at["voltage"] = 0.3 + share(random);
    for (const auto &[name, most] : grow) {
      if (name == "node" || name == "voltage") {
        continue;
      }
      const double drawn = share(random) * most;
      at[name] = most > 1 ? std::max(8.0, std::floor(drawn)) : drawn;
    }
    const auto row = bench.row(at);
    REQUIRE_FALSE(row.empty());
    for (const auto &[name, value] : row) {
      CHECK(std::isfinite(value));
      CHECK(value >= 0);
    }
    for (const auto &[name, most] : grow) {
      Values more = at;
      more[name] = most > 1 ? at.at(name) + 1 : std::min(most, at.at(name) * 1.2);
      const auto grown = bench.row(more);
      REQUIRE_FALSE(grown.empty());
      for (const auto &[figure, value] : grown) {
        // More conductance or swing is more energy; a device's SET and RESET need not be.
        const bool is_cost = figure == "area" || figure == "leak_power" || figure.ends_with(".energy");
        INFO(name << " " << at.at(name) << " -> " << more.at(name) << ": " << figure);
        CHECK((!is_cost || value >= row.at(figure) * (1 - 1e-9)));
      }
    }
  }
  given["voltage"] = 0.8;
  for (const auto &[name, most] : grow) {
    given[name] = most > 1 ? 8 : most / 2;
  }
  given["node"] = 4e-9;
  CHECK(bench.row(given).empty());
  given["node"] = 251e-9;
  CHECK(bench.row(given).empty());
}

TEST_CASE("arrays: finite, and what is larger never costs less") {
  const std::map<std::string, double> cell = {{"average_input", 1}, {"average_cell", 1}, {"voltage", 1.3}};
  for (double readout : {0, 1}) {
    const Values given = {{"readout", readout}, {"programming", 0}};
    behaves<SramCell>(no_texts, given, cell);
    behaves<RramCell>(no_texts, given, cell);
    behaves<PcmCell>(no_texts, given, cell);
    behaves<SttramCell>(no_texts, given, cell);
  }
  for (double kind : {0, 1, 2, 3}) {
    behaves<RowDrivers>({""}, {{"cell", kind}}, {{"rows", 1024}, {"columns", 1024}, {"average_input", 1}});
    behaves<ColumnDrivers>({}, {{"cell", kind}, {"active_columns", 8}, {"resolution", 5}}, {{"columns", 1024}});
  }
  behaves<ArrayAdc>({}, {{"resolution", 5}}, {{"active_columns", 1024}});
  behaves<ArrayAdc>({}, {{"active_columns", 8}}, {{"resolution", 9}});
}

TEST_CASE("cells: an area that grows with the node, also where SRAM scales badly") {
  ComponentBench<SramCell> bench(no_texts);
  double before = 0;
  for (double node = 5e-9; node <= 250e-9; node += 0.5e-9) {
    const double area = bench.row({{"node", node}}).at("area");
    CHECK(area > before);
    before = area;
  }
  CHECK_THAT(bench.row({{"node", 7e-9}}).at("area"), WithinRel(146.0 * 600 / 160 * 49e-18, 1e-9));
}

TEST_CASE("arrays: what lies outside of the ranges does not exist") {
  ComponentBench<RramCell> cell(no_texts);
  CHECK(cell.row({{"node", 22e-9}, {"average_cell", 1.1}}).empty());
  CHECK(cell.row({{"node", 22e-9}, {"resistance_on", 1e8}}).empty());  // above resistance_off
  ComponentBench<SramCell> sram(no_texts);
  CHECK(sram.row({{"node", 22e-9}, {"resistance_on", 1e4}}).empty());
  ComponentBench<ColumnDrivers> columns;
  CHECK(columns.row({{"node", 22e-9}, {"columns", 4}, {"active_columns", 8}}).empty());
  CHECK_THROWS_AS(ComponentBench<SramCell>({"0.5 0.6", ""}), std::invalid_argument);
}

}  // namespace
}  // namespace forge::test

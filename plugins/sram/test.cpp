// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "sram.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"
#include "support/paths.hpp"

namespace forge::test {
namespace {

using Bench = ComponentBench<plugins::sram::Sram>;

// 60 of the 1 197 figures that the constants were fitted to, drawn at random.
std::vector<Values> cacti() {
  std::ifstream file(std::string(forge::test::source_directory) + "/plugins/sram/cacti_subset.csv");
  REQUIRE(file);
  std::string line;
  std::vector<std::string> names;
  std::vector<Values> rows;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string field;
    Values row;
    for (std::size_t i = 0; std::getline(fields, field, ','); ++i) {
      if (rows.empty() && i >= names.size()) {
        names.push_back(field);
      } else {
        row[names[i]] = std::stod(field);
      }
    }
    rows.push_back(row);
  }
  rows.erase(rows.begin());
  return rows;
}

Values shape_of(const Values &row) {
  Values shape;
  for (const auto *name : {"node", "width", "size", "banks", "ports"}) {
    shape[name] = row.at(name);
  }
  return shape;
}

TEST_CASE("sram: errors against CACTI 7 are those that README.md tells") {
  struct Figure {
    std::string cacti, ours;
    double median, ninetieth;  // of |ratio| - 1; README.md plus what 60 samples scatter
  };
  const std::vector<Figure> figures = {
      {"area", "area", 0.12, 0.4},
      {"leak_power", "leak_power", 0.12, 0.7},
      {"read_energy", "read.energy", 0.17, 0.6},
      {"write_energy", "write.energy", 0.18, 0.6},
      {"latency", "read.latency", 0.18, 0.55},
      {"throughput", "read.throughput", 0.3, 1.1},
  };
  Bench bench;
  const auto rows = cacti();
  REQUIRE(rows.size() == 60);
  for (const auto &figure : figures) {
    std::vector<double> errors;
    for (const auto &row : rows) {
      const double ratio = bench.row(shape_of(row)).at(figure.ours) / row.at(figure.cacti);
      errors.push_back(std::max(ratio, 1 / ratio) - 1);
    }
    std::sort(errors.begin(), errors.end());
    INFO(figure.ours << ": median " << errors[30] << ", 90th percentile " << errors[54]);
    CHECK(errors[30] < figure.median);
    CHECK(errors[54] < figure.ninetieth);
  }
}

TEST_CASE("sram: more of anything never costs less") {
  Bench bench;
  const Values base = {{"size", 1 << 17}, {"width", 64}, {"banks", 2}, {"ports", 1}, {"node", 45e-9}};
  const auto before = bench.row(base);
  for (const std::string parameter : {"size", "width", "ports"}) {
    Values more = base;
    more[parameter] *= 2;
    const auto after = bench.row(more);
    for (const std::string output : {"area", "leak_power", "read.energy", "write.energy"}) {
      INFO(parameter << " " << output);
      CHECK(after.at(output) >= before.at(output));
    }
  }
  Values banked = base;
  banked["banks"] = 8;
  CHECK(bench.row(banked).at("read.throughput") > 2 * before.at("read.throughput"));
  CHECK(bench.row(banked).at("read.energy") > before.at("read.energy"));
}

TEST_CASE("sram: figures of nodes meet where one formula hands over to the next") {
  using namespace plugins::sram;
  for (const double node : nodes) {
    for (const auto *factors : {&area_nodes, &leak_nodes, &read_nodes, &write_nodes, &latency_nodes}) {
      CHECK_THAT(factor(*factors, node * (1 - 1e-9)), WithinRel(factor(*factors, node * (1 + 1e-9)), 1e-6));
    }
  }
  Bench bench;
  double before = 0;
  for (double nm = 1.5; nm < 500; nm += 0.5) {
    const double area = bench.row({{"size", 65536}, {"width", 64}, {"node", nm * 1e-9}}).at("area");
    CHECK(area > before);
    before = area;
  }
}

TEST_CASE("sram: a port serves at most one access per cycle of the clock") {
  Bench bench;
  const auto rate = [&](std::optional<double> clock) {
    Values in{{"size", 65536}, {"width", 64}, {"banks", 2}, {"node", 45e-9}};
    if (clock)
      in["clock"] = *clock;
    return bench.row(in).at("read.throughput");
  };
  CHECK(rate(200e6) == 2 * 200e6);
  CHECK(rate(1e12) == rate(std::nullopt));
}

TEST_CASE("sram: what no SRAM is") {
  Bench bench;
  CHECK_FALSE(bench.row({{"size", 128}, {"width", 64}, {"banks", 2}, {"node", 45e-9}}).empty());
  CHECK(bench.row({{"size", 127}, {"width", 64}, {"banks", 2}, {"node", 45e-9}}).empty());
  CHECK(bench.row({{"size", 1024}, {"width", 64}, {"banks", 1.5}, {"node", 45e-9}}).empty());
  CHECK(bench.row({{"size", 1024}, {"width", 64}, {"node", 1e-10}}).empty());
  CHECK(bench.row({{"size", INFINITY}, {"width", 64}, {"node", 45e-9}}).empty());
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>

#include "sram.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"
#include "support/paths.hpp"

namespace forge::test {
namespace {

using Bench = ComponentBench<plugins::sram::Sram>;

// Every sixth of 1 197 figures of CACTI 7; the constants of the model were fitted to the others.
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

TEST_CASE("sram: deviations from held-out figures of CACTI 7 are those that README.md tells") {
  struct Figure {
    std::string cacti, ours;
    double median, most;  // of the deviation; its 95th percentile
  };
  const std::vector<Figure> figures = {
      {"area", "area", 0.03, 0.15},
      {"leak_power", "leak_power", 0.06, 0.22},
      {"read_energy", "read.energy", 0.03, 0.25},
      {"write_energy", "write.energy", 0.03, 0.20},
      {"latency", "read.latency", 0.03, 0.10},
      {"throughput", "read.throughput", 0.08, 0.80},
  };
  Bench bench;
  const auto rows = cacti();
  REQUIRE(rows.size() == 200);
  for (const auto &figure : figures) {
    std::vector<double> errors;
    for (const auto &row : rows) {
      const double ratio = bench.row(shape_of(row)).at(figure.ours) / row.at(figure.cacti);
      errors.push_back(std::max(ratio, 1 / ratio) - 1);
    }
    std::sort(errors.begin(), errors.end());
    INFO(figure.ours << ": median " << errors[100] << ", 95th percentile " << errors[190]);
    CHECK(errors[100] < figure.median);
    CHECK(errors[190] < figure.most);
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
  CHECK(bench.row(banked).at("area") > before.at("area"));
}

// What `less` costs, `more` costs, too; and all of it is a number.
void check_growth(const Values &less, const Values &more, const std::vector<std::string> &outputs) {
  for (const auto &[name, value] : more) {
    CHECK(std::isfinite(value));
    CHECK(value > 0);
  }
  for (const auto &output : outputs) {
    INFO(output << " " << less.at(output) << " " << more.at(output));
    CHECK(more.at(output) >= less.at(output) * (1 - 1e-12));
  }
}
const std::vector<std::string> grow_with_size = {"area", "leak_power", "read.energy", "write.energy"};
const std::vector<std::string> grow_with_width = {"read.energy", "write.energy"};

TEST_CASE("sram: over a dense grid, figures grow with the size, and energies with the width") {
  Bench bench;
  for (const double nm : {7.0, 22.0, 28.0, 45.0, 90.0, 180.0}) {
    for (const double ports : {1.0, 2.0, 8.0}) {
      for (const double banks : {1.0, 6.0, 32.0, 4096.0}) {
        INFO(nm << " nm, " << ports << " ports, " << banks << " banks");
        const auto figures = [&](double size, double width) {
          return bench.row({{"size", size}, {"width", width}, {"banks", banks}, {"ports", ports}, {"node", nm * 1e-9}});
        };
        for (double width = 1; width <= 65536; width *= 4) {
          Values before = figures(width * banks, width);
          for (double size = width * banks * 1.3; size <= 1e13; size *= size < 1e9 ? 1.5 : 9) {
            const Values after = figures(size, width);
            check_growth(before, after, grow_with_size);
            before = after;
          }
        }
        for (double size = 4096 * banks; size <= 1e13; size *= 16) {
          Values before = figures(size, 1);
          for (double width = 1.4; width <= std::min(65536.0, size / banks); width *= 1.4) {
            const Values after = figures(size, width);
            check_growth(before, after, grow_with_width);
            before = after;
          }
        }
      }
    }
  }
}

TEST_CASE("sram: random settings within the declared ranges have figures that grow") {
  Bench bench;
  std::mt19937_64 random(1);
  const auto between = [&](double low, double high) {
    return std::exp(std::uniform_real_distribution(std::log(low), std::log(high))(random));
  };
  for (int i = 0; i < 3000; ++i) {
    const double banks = std::floor(between(1, 4097));
    const double width = between(1, 65536);
    const double size = between(width * banks * 1.001, 1e13);
    Values setting = {{"size", size},
                      {"width", width},
                      {"banks", banks},
                      {"ports", std::floor(between(1, 9))},
                      {"node", between(1e-9, 500e-9)}};
    INFO("size " << size << ", width " << width << ", banks " << banks << ", ports " << setting["ports"] << ", node "
                 << setting["node"]);
    const auto before = bench.row(setting);
    setting["size"] = between(size, 1e13);
    check_growth(before, bench.row(setting), grow_with_size);
    setting["size"] = size;
    setting["width"] = std::min({size / banks * (1 - 1e-9), 65536.0, width * between(1, 4)});
    check_growth(before, bench.row(setting), grow_with_width);
  }
}

TEST_CASE("sram: a row costs the same whatever was asked for before") {
  const Values setting = {{"size", 3e6}, {"width", 100}, {"banks", 3}, {"ports", 2}, {"node", 28e-9}};
  Bench first, second;
  second.row({{"size", 5e8}, {"width", 900}, {"banks", 4}, {"ports", 2}, {"node", 28e-9}});
  CHECK(first.row(setting) == second.row(setting));
}

TEST_CASE("sram: the smallest and the largest macros have a price") {
  Bench bench;
  for (const double node : {1e-9, 22e-9, 90e-9, 500e-9}) {
    check_growth(bench.row({{"size", 1}, {"width", 1}, {"node", node}}),
                 bench.row({{"size", 1e13}, {"width", 65536}, {"ports", 8}, {"banks", 4096}, {"node", node}}),
                 grow_with_size);
  }
  const auto bit = bench.row({{"size", 1}, {"width", 1}, {"node", 45e-9}});
  CHECK(bit.at("area") < 1e-10);
}

TEST_CASE("sram: figures of nodes meet where one formula hands over to the next") {
  Bench bench;
  const auto figures = [&](double node) { return bench.row({{"size", 65536}, {"width", 64}, {"node", node}}); };
  for (const auto &technology : plugins::sram::technologies) {
    const auto below = figures(technology.node * (1 - 1e-9));
    for (const auto &[name, value] : figures(technology.node * (1 + 1e-9))) {
      INFO(name << " at " << technology.node);
      CHECK_THAT(value, WithinRel(below.at(name), 1e-6));
    }
  }
  double before = 0;
  for (double nm = 1.5; nm < 500; nm += 0.5) {
    const double area = figures(nm * 1e-9).at("area");
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

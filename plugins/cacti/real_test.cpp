// SPDX-License-Identifier: Apache-2.0
// The plugin with CACTI itself: figures of 1 200 SRAMs that were made with it, of which reference.csv has some. It is
// taken from build/bridges, see scripts/setup-bridges; FORGE_TEST_CACTI names another, CACTI_ROWS another file of rows.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cacti.hpp"
#include "plugin/host.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"
#include "support/paths.hpp"
#include "support/slow_build.hpp"

namespace forge::test {
namespace {

namespace fs = std::filesystem;
using Bench = ComponentBench<plugins::cacti::Cacti>;

std::string real_cacti() {
  if (const char *own = std::getenv("FORGE_TEST_CACTI")) {
    return own;
  }
  std::error_code none;
  for (const auto &entry : fs::directory_iterator(fs::path(source_directory) / "build/bridges/lib", none)) {
    const fs::path file = entry.path() / "site-packages/hwcomponents_cacti/cacti/cacti";
    if (fs::exists(file)) {
      return file.string();
    }
  }
  return "";
}

std::vector<Values> reference_rows() {
  const char *other = std::getenv("CACTI_ROWS");
  std::ifstream stream(other != nullptr ? other : std::string(source_directory) + "/plugins/cacti/reference.csv");
  std::string line;
  std::getline(stream, line);
  const auto split = [](const std::string &text) {
    std::vector<std::string> cells;
    std::istringstream cell_stream(text);
    for (std::string cell; std::getline(cell_stream, cell, ',');) {
      cells.push_back(cell.substr(0, cell.find('\r')));
    }
    return cells;
  };
  const auto names = split(line);
  std::vector<Values> rows;
  while (std::getline(stream, line)) {
    const auto cells = split(line);
    rows.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i) {
      rows.back()[names[i]] = std::stod(cells[i]);
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("cacti: with CACTI 7 itself the figures equal the reference data") {
  const std::string program = real_cacti();
  if (program.empty()) {
    std::cout << "SKIPPED: there is no CACTI; scripts/setup-bridges gets one\n";
    return;
  }
  setenv("FORGE_CACHE", (std::string(build_directory) + "/bridges-cache").c_str(), 0);
  std::atomic<bool> cancelled{false};
  Pool pool(2);
  const plugin::Host host(cancelled, pool);
  Bench bench({program, ""}, host.table());
  const std::pair<const char *, const char *> figures[] = {
      {"area", "area"},
      {"leak_power", "leak_power"},
      {"read_energy", "read.energy"},
      {"write_energy", "write.energy"},
      {"latency", "read.latency"},
      {"throughput", "read.throughput"},
  };
  double worst = 0;
  const auto rows = reference_rows();
  REQUIRE(rows.size() > 50);
  for (std::size_t i = 0; i < rows.size(); i += slow_build ? 12 : 1) {
    const Values &row = rows[i];
    Values given;
    std::string words;
    for (const char *name : {"node", "width", "size", "banks", "ports"}) {
      given[name] = row.at(name);
      words += std::string(name) + " = " + std::to_string(row.at(name) * (*name == 'n' ? 1e9 : 1)) + " ";
    }
    const Values found = bench.row(given);
    CAPTURE(words);
    REQUIRE_FALSE(found.empty());
    for (const auto &[theirs, ours] : figures) {
      CAPTURE(theirs);
      CHECK(found.at(ours) == Approx(row.at(theirs)).epsilon(1e-6));
      worst = std::max(worst, std::abs(found.at(ours) / row.at(theirs) - 1));
    }
  }
  std::cout << rows.size() << " rows, largest difference " << worst << "\n";

  // Property: a cache, which hwcomponents can't price, has tags in addition to what a RAM has.
  const Values ram = bench.row({{"node", 45e-9}, {"width", 512}, {"size", 262144}});
  const Values cache =
      bench.row({{"node", 45e-9}, {"width", 512}, {"size", 262144}, {"type", 1}, {"associativity", 4}});
  REQUIRE_FALSE(cache.empty());
  CHECK(cache.at("area") > ram.at("area"));
  CHECK(cache.at("leak_power") > ram.at("leak_power"));
}

}  // namespace forge::test

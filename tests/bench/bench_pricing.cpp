// SPDX-License-Identifier: Apache-2.0
//
// Settings of a component model priced in one batch through the ABI: different sizes, widths, banks, ports and nodes of
// `sram`. A fresh instance for each run: what a model remembers does not count.
//
//   bench_pricing [RUNS]
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "plugin/registry.hpp"
#include "support/paths.hpp"
#include "table.hpp"

namespace {

using namespace forge;

constexpr std::size_t n_settings = 10'000;

// Drawn from what CACTI's figures cover, and then from all that the model takes.
std::vector<std::vector<double>> settings(const plugin::ComponentModel &sram, bool covered) {
  std::mt19937_64 random(1);
  const auto between = [&](double lowest, double highest) {
    return std::exp(std::uniform_real_distribution(std::log(lowest), std::log(highest))(random));
  };
  std::vector<std::vector<double>> rows;
  while (rows.size() < n_settings) {
    std::vector<double> row;
    for (const auto &input : sram.inputs) {
      if (input.name == "size") {
        row.push_back(covered ? between(4096, 0x1p27) : between(input.lowest, input.highest));
      } else if (input.name == "width") {
        row.push_back(std::round(covered ? between(8, 1024) : between(input.lowest, input.highest)));
      } else if (input.name == "banks" || input.name == "ports") {
        const double most = input.name == "banks" ? (covered ? 32 : input.highest) : (covered ? 2 : input.highest);
        row.push_back(std::round(between(1, most)));
      } else if (input.name == "node") {
        row.push_back(covered ? between(22e-9, 90e-9) : between(input.lowest, input.highest));
      } else {
        row.push_back(input.preset);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

int main(int count, char **words) {
  const int runs = count > 1 ? std::max(1, std::atoi(words[1])) : 21;
  const std::atomic<bool> cancelled{false};
  Pool pool(1);
  const plugin::Host host(cancelled, pool);
  plugin::Registry registry(host, {std::string(forge::test::build_directory) + "/lib/forge/plugins"});
  const auto &sram = *registry.components("sram", "sram").front();
  const std::vector<std::string> texts(sram.texts.size());
  std::vector<std::vector<std::string>> table{{"10 000 settings of sram", "median", "least", "most"}};
  for (const bool covered : {true, false}) {
    const auto rows = settings(sram, covered);
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
      const auto start = std::chrono::steady_clock::now();
      if (sram.evaluate(host, texts, rows).size() != rows.size()) {
        return 1;
      }
      times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    const auto spread = bench::spread_of(std::move(times));
    table.push_back({covered ? "that CACTI's figures cover" : "of all that it takes",
                     fmt::format("{:.1f} ms", spread.median), fmt::format("{:.1f} ms", spread.least),
                     fmt::format("{:.1f} ms", spread.most)});
  }
  bench::print_table(table);
  return 0;
}

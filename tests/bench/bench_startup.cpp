// SPDX-License-Identifier: Apache-2.0
//
// How long the program takes as a user sees it, from the start of the process to its end.
//
//   bench_startup [RUNS]
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "support/paths.hpp"
#include "support/process.hpp"
#include "table.hpp"

namespace {

using namespace forge;

struct Case {
  std::string name;
  std::vector<std::string> arguments;
};

const std::vector<Case> &cases() {
  static const std::vector<Case> all{
      {"forge --version", {"--version"}},
      {"forge run, mapping and figures given",
       {"run", std::string(forge::test::source_directory) + "/tests/data/startup/given.toml"}},
      {"forge run, mapping given, component models",
       {"run", std::string(forge::test::source_directory) + "/tests/data/startup/models.toml"}},
  };
  return all;
}

// Milliseconds of one run; negative where it failed.
double once(const Case &one) {
  const auto start = std::chrono::steady_clock::now();
  const auto outcome = test::run_forge(one.arguments);
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  if (outcome.exit_code != 0) {
    fmt::print(stderr, "{}: exit code {}\n{}", one.name, outcome.exit_code, outcome.err);
    return -1;
  }
  return time.count();
}

}  // namespace

int main(int count, char **words) {
  const int runs = count > 1 ? std::max(1, std::atoi(words[1])) : 50;
  std::vector<std::vector<std::string>> rows{{"command", "median", "least", "most"}};
  for (const Case &one : cases()) {
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
      times.push_back(once(one));
      if (times.back() < 0) {
        return 1;
      }
    }
    const auto spread = bench::spread_of(std::move(times));
    rows.push_back({one.name, fmt::format("{:.1f} ms", spread.median), fmt::format("{:.1f} ms", spread.least),
                    fmt::format("{:.1f} ms", spread.most)});
  }
  fmt::print("Whole process, {} runs\n", runs);
  bench::print_table(rows);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Mappings scored per second on one core, the way a search does it: points come from the plugin mapper-random through
// the boundary, the loop hands them to the scorer, a pool of one thread does the work.
//
//   bench_sampler [--runs N] [--seconds S] [PROJECT.toml...]      default: tests/data/bench/*.toml
//
// Columns: `mappings/s` counts every point, `of them valid` says how many passed all limits (the others cost less),
// `valid/s` is the rate of the scorer alone on points that are valid.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "evaluate/evaluator.hpp"
#include "evaluate/score.hpp"
#include "model/mapspace.hpp"
#include "plugin/registry.hpp"
#include "pricing/component_costs.hpp"
#include "project/project.hpp"
#include "search/progress.hpp"
#include "search/sample.hpp"
#include "support/parallel.hpp"
#include "support/paths.hpp"
#include "table.hpp"

namespace {

using namespace forge;
using Clock = std::chrono::steady_clock;

struct Arguments {
  int runs = 5;
  double seconds = 1;  // of each run
  std::vector<std::string> projects;
};

Arguments parse(int count, char **words) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--runs" && i + 1 < count) {
      arguments.runs = std::max(1, std::atoi(words[++i]));
    } else if (word == "--seconds" && i + 1 < count) {
      arguments.seconds = std::atof(words[++i]);
    } else {
      arguments.projects.emplace_back(word);
    }
  }
  if (arguments.projects.empty()) {
    for (const auto &entry :
         std::filesystem::directory_iterator(std::string(forge::test::source_directory) + "/tests/data/bench")) {
      if (entry.path().extension() == ".toml") {
        arguments.projects.push_back(entry.path().string());
      }
    }
    std::sort(arguments.projects.begin(), arguments.projects.end());
  }
  return arguments;
}

// The mapspace's variables as the boundary shows them. Views `space`.
std::vector<forge_variable> variables_of(const model::Mapspace &space) {
  std::vector<forge_variable> variables;
  for (const auto &variable : space.variables()) {
    variables.push_back({{variable.name.data(), variable.name.size()}, FORGE_VARIABLE_OTHER, variable.n_values});
  }
  return variables;
}

struct Case {
  explicit Case(const std::string &file)
      : project(project::load(file)),
        host(cancelled, pool),
        registry(host, {std::string(forge::test::build_directory) + "/lib/forge/plugins"}),
        costs(pricing::component_costs(project.architecture, project.technology, project.directory, registry, host)),
        evaluator(project.workload, project.architecture, costs),
        mapspace(project.workload, 0, project.architecture,
                 project.architecture.paths_for(project.workload.einsums.at(0)).at(0), project.mapper.retain),
        scorer(evaluator, mapspace, project.mapper.objectives, pool.threads()),
        variables(variables_of(mapspace)),
        space{sizeof(forge_space),
              static_cast<std::uint32_t>(variables.size()),
              variables.data(),
              mapspace.size(),
              static_cast<std::uint32_t>(project.mapper.objectives.size()),
              0} {}

  // Visits the rows of a search, and scores them.
  template <class Visit> search::Found search(std::uint64_t seed, const search::Budget &budget, const Visit &visit) {
    const auto &strategy = registry.strategy("random");
    const auto sampler = strategy.sampler(host, space, plugin::checked_options(strategy.options, {}, "", ""), seed);
    search::SampleSettings settings;
    settings.budget = budget;
    settings.n_variables = space.n_variables;
    settings.n_objectives = space.n_objectives;
    return search::sample(
        *sampler, settings,
        [&](const search::ScoreRange &range) {
          for (std::uint64_t row = 0; row < range.rows; ++row) {
            const std::int32_t *point = range.points + row * space.n_variables;
            const bool valid = scorer.score(point, range.objectives + row * space.n_objectives, range.thread);
            range.valid[row] = valid ? 1 : 0;
            visit(point, valid);
          }
        },
        pool, cancelled, progress);
  }

  // Up to 1000 valid points, row by row.
  std::vector<std::int32_t> valid_points(double seconds) {
    std::vector<std::int32_t> points;
    search(99, {.evaluations = 500'000, .seconds = seconds}, [&](const std::int32_t *point, bool valid) {
      if (valid && points.size() < std::size_t{1000} * space.n_variables) {
        points.insert(points.end(), point, point + space.n_variables);
      }
    });
    return points;
  }

  // The scorer alone; nothing where no valid point is known.
  double valid_per_second(const std::vector<std::int32_t> &points, double seconds) {
    std::vector<double> objectives(space.n_objectives);
    std::uint64_t scored = 0;
    const auto start = Clock::now();
    double elapsed = 0;
    do {
      for (std::size_t first = 0; first < points.size(); first += space.n_variables, ++scored) {
        scorer.score(points.data() + first, objectives.data(), 0);
      }
      elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    } while (scored > 0 && elapsed < seconds);
    return static_cast<double>(scored) / elapsed;
  }

  project::Project project;
  std::atomic<bool> cancelled{false};
  Pool pool{1};
  plugin::Host host;
  plugin::Registry registry;
  std::vector<pricing::NodeCost> costs;
  evaluate::Evaluator evaluator;
  model::Mapspace mapspace;
  evaluate::PointScorer scorer;
  std::vector<forge_variable> variables;
  forge_space space;
  search::Progress progress{false};
};

std::vector<std::string> measure(const std::string &file, const Arguments &arguments) {
  Case one(file);
  const auto valid_points = one.valid_points(2 * arguments.seconds);  // warms up, too
  std::vector<double> rates;
  std::vector<double> valid_rates;
  double share = 0;
  for (int run = 0; run < arguments.runs; ++run) {
    const auto found = one.search(static_cast<std::uint64_t>(run) + 1, {.seconds = arguments.seconds},
                                  [](const std::int32_t *, bool) {});
    rates.push_back(static_cast<double>(found.evaluated) / found.seconds);
    share = static_cast<double>(found.valid) / static_cast<double>(found.evaluated);
    valid_rates.push_back(one.valid_per_second(valid_points, arguments.seconds / 4));
  }
  const auto rate = bench::spread_of(rates);
  const double valid_rate = bench::spread_of(valid_rates).median;
  return {one.project.name,
          fmt::format("{:.3g}", one.mapspace.size()),
          fmt::format("{:.0f}", rate.median),
          fmt::format("{:.0f}", rate.least),
          fmt::format("{:.0f}", rate.most),
          fmt::format("{:.2f} us", 1e6 / rate.median),
          fmt::format("{:.2g} %", 100 * share),
          valid_points.empty() ? "-" : fmt::format("{:.0f}", valid_rate)};
}

}  // namespace

int main(int count, char **words) {
  const Arguments arguments = parse(count, words);
  std::vector<std::vector<std::string>> rows{
      {"project", "mapspace", "mappings/s", "least", "most", "each", "of them valid", "valid/s"}};
  try {
    for (const std::string &file : arguments.projects) {
      rows.push_back(measure(file, arguments));
    }
  } catch (const std::exception &error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  fmt::print("Mappings scored through the sampler boundary, one core, median of {} runs of {} s\n", arguments.runs,
             arguments.seconds);
  bench::print_table(rows);
  return 0;
}

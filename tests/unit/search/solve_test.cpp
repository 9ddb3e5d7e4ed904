// SPDX-License-Identifier: Apache-2.0
//
// Solvers that do what they say.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "one_loop.hpp"
#include "search/solve.hpp"
#include "support/catch.hpp"

using namespace forge;
using namespace forge::search;
using namespace forge::test::one_loop;
using forge::test::SolverScript;

TEST_CASE("an honest solver's last word is what is reported") {
  Run run;
  const Solved solved = run([](const forge_problem &problem, const forge_solver_sink &sink,
                               forge_certificate &certificate, forge_error *error) {
    CHECK(hand_over_honestly(problem, sink, 10, error) == FORGE_OK);
    sink.bound(&sink, 0.5);
    CHECK(hand_over_honestly(problem, sink, 30, error) == FORGE_OK);
    CHECK(hand_over_honestly(problem, sink, 29, error) == FORGE_OK);  // worse: not kept
    certificate.is_optimal = 1;
    certificate.bound = 1;
    certificate.n_evaluated = 12'345;
    return FORGE_OK;
  });
  CHECK(solved.optimal);
  CHECK_FALSE(solved.infeasible);
  REQUIRE(solved.best.size() == 1);
  CHECK(solved.best[0].nest.size() == 1);
  CHECK(solved.best[0].nest[0].tile == 30);
  CHECK(solved.best[0].objectives == std::vector<double>{1});
  CHECK(solved.bound == 1);
  CHECK(solved.evaluated == 12'345);
  CHECK(solved.valid == 3);
  CHECK(solved.stopped_by == StoppedBy::solved);
}

TEST_CASE("a solver without a proof leaves a bound and a gap") {
  Run run;
  const Solved solved = run([](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &,
                               forge_error *error) -> forge_status {
    hand_over_honestly(problem, sink, 31, error);
    sink.bound(&sink, 1.5);
    sink.bound(&sink, 1.25);  // bounds only rise
    sink.bound(&sink, not_a_number);
    return FORGE_OK;
  });
  CHECK_FALSE(solved.optimal);
  CHECK(solved.bound == 1.5);
  CHECK(solved.evaluated == 1);
}

TEST_CASE("an optimal mapping without a bound is its own bound") {
  Run run;
  const Solved solved = run([](const forge_problem &problem, const forge_solver_sink &sink,
                               forge_certificate &certificate, forge_error *error) -> forge_status {
    certificate.is_optimal = 1;
    return hand_over_honestly(problem, sink, 30, error);
  });
  CHECK(solved.optimal);
  CHECK(solved.bound == 1);
}

TEST_CASE("claims may differ by rounding") {
  Run run;
  const double factor = GENERATE(1 - 9e-7, 1 + 9e-7);
  const Solved solved = run([factor](const forge_problem &, const forge_solver_sink &sink,
                                     forge_certificate &certificate, forge_error *error) -> forge_status {
    certificate.is_optimal = 1;
    certificate.bound = energy(17) * factor;
    return hand_over(sink, 17, {energy(17) * factor}, error);
  });
  CHECK(solved.best.at(0).objectives[0] == energy(17));  // the model's figure
}

TEST_CASE("infeasible is an answer") {
  Run run;
  const Solved solved = run([](const forge_problem &, const forge_solver_sink &, forge_certificate &,
                               forge_error *) -> forge_status { return FORGE_INFEASIBLE; });
  CHECK(solved.infeasible);
  CHECK_FALSE(solved.optimal);
  CHECK(solved.best.empty());
  CHECK(solved.stopped_by == StoppedBy::solved);
}

TEST_CASE("cancelled with a mapping: it is kept, and nothing is proven") {
  Run run;
  const forge_status end = GENERATE(forge_status{FORGE_OK}, forge_status{FORGE_CANCELLED});
  const Solved solved = run([&](const forge_problem &problem, const forge_solver_sink &sink,
                                forge_certificate &certificate, forge_error *own) -> forge_status {
    hand_over_honestly(problem, sink, 25, own);
    run.cancelled = true;
    certificate.bound = 0.25;
    return end;
  });
  CHECK(solved.stopped_by == StoppedBy::interrupted);
  CHECK_FALSE(solved.optimal);
  CHECK(solved.best.at(0).nest[0].tile == 25);
  CHECK(solved.bound == 0.25);
}

TEST_CASE("cancelled with nothing found") {
  Run run;
  const Solved solved =
      run([&](const forge_problem &, const forge_solver_sink &, forge_certificate &, forge_error *) -> forge_status {
        run.cancelled = true;
        return FORGE_CANCELLED;
      });
  CHECK(solved.stopped_by == StoppedBy::interrupted);
  CHECK(solved.best.empty());
  CHECK_FALSE(solved.infeasible);
}

TEST_CASE("past its deadline a solver was stopped by the timeout") {
  Run run;
  run.problem.deadline = 0.02;
  const bool finds = GENERATE(false, true);
  const Solved solved = run([finds](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &,
                                    forge_error *own) -> forge_status {
    if (finds) {
      hand_over_honestly(problem, sink, 25, own);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return finds ? FORGE_OK : FORGE_CANCELLED;
  });
  CHECK(solved.stopped_by == StoppedBy::timeout);
  CHECK(solved.best.size() == (finds ? 1 : 0));
}

TEST_CASE("the host says cancelled past the deadline, and not after the search") {
  std::atomic<bool> cancelled{false};
  Run run;
  run.problem.deadline = 0.02;
  Pool pool(1);
  plugin::Host host(cancelled, pool);
  Progress progress(false);
  const forge_host *table = host.table();
  const SolverScript script = [table](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &,
                                      forge_error *own) -> forge_status {
    const auto start = std::chrono::steady_clock::now();
    CHECK(table->is_cancelled(table) == 0);
    hand_over_honestly(problem, sink, 25, own);
    while (table->is_cancelled(table) == 0 && std::chrono::steady_clock::now() - start < std::chrono::seconds(10)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return FORGE_OK;
  };
  const Solved solved = solve(
      test::fake_solver(), host, run.problem, test::fake_solver_options(script), 1,
      [&](std::span<const forge_nest_node> nest) { return run.evaluate(nest); }, cancelled, progress);
  CHECK(solved.stopped_by == StoppedBy::timeout);
  CHECK(solved.seconds < 5);
  CHECK(table->is_cancelled(table) == 0);
}

TEST_CASE("the Pareto set is sorted and without dominated points") {
  Run run;
  run.problem.n_objectives = 2;
  run.problem.pareto = 1;
  const Solved solved = run([](const forge_problem &problem, const forge_solver_sink &sink,
                               forge_certificate &certificate, forge_error *own) -> forge_status {
    for (const std::uint64_t tile : {31u, 10u, 30u, 20u, 10u, 35u}) {
      CHECK(hand_over_honestly(problem, sink, tile, own) == FORGE_OK);
    }
    certificate.is_optimal = 1;
    certificate.bound = 1;
    return FORGE_OK;
  });
  std::vector<std::uint64_t> tiles;
  for (const Solution &solution : solved.best) {
    tiles.push_back(solution.nest.at(0).tile);
  }
  CHECK(tiles == std::vector<std::uint64_t>{30, 20, 10});  // by energy
  CHECK(solved.optimal);
}

TEST_CASE("nests are evaluated on request, in columns") {
  Run run;
  run.only_odd = true;
  run.problem.n_objectives = 2;
  const Solved solved = run([](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &,
                               forge_error *own) -> forge_status {
    const std::array nodes{loop(5), loop(6), loop(7)};
    std::array<forge_solution, 3> solutions{};
    std::array<const forge_solution *, 3> pointers{};
    for (std::size_t i = 0; i < 3; ++i) {
      solutions[i] = {sizeof(forge_solution), 1, &nodes[i], nullptr};
      pointers[i] = &solutions[i];
    }
    std::array<double, 3> energies{};
    std::array<double, 3> latencies{};
    std::array<double *, 2> columns{energies.data(), latencies.data()};
    std::array<forge_status, 3> status{};
    CHECK(sink.evaluate(&sink, pointers.data(), 3, columns.data(), status.data(), own) == FORGE_OK);
    CHECK(status == std::array<forge_status, 3>{FORGE_OK, FORGE_INFEASIBLE, FORGE_OK});
    CHECK(energies == std::array{energy(5), infinity, energy(7)});
    CHECK(latencies == std::array{5.0, infinity, 7.0});
    CHECK(sink.evaluate(&sink, nullptr, 0, nullptr, nullptr, own) == FORGE_OK);
    return hand_over_honestly(problem, sink, 7, own);
  });
  CHECK(solved.evaluated == 4);
  CHECK(solved.valid == 3);
}

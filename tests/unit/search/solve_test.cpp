// SPDX-License-Identifier: Apache-2.0
//
// A nest of this problem is one loop over "m". Its energy is (tile - 30)^2 + 1, its latency is the tile; even tiles
// are no valid mapping where the case says so; any other nest is malformed.
#include "search/solve.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/error.hpp"
#include "support/fake_strategies.hpp"

using namespace forge;
using namespace forge::search;
using forge::test::ContainsSubstring;
using forge::test::SolverScript;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double energy(std::uint64_t tile) {
  const double distance = static_cast<double>(tile) - 30;
  return distance * distance + 1;
}

std::vector<double> objectives_of(std::uint64_t tile, std::uint32_t n) {
  return n == 1 ? std::vector{energy(tile)} : std::vector{energy(tile), static_cast<double>(tile)};
}

forge_nest_node loop(std::uint64_t tile) {
  return {FORGE_NEST_FOR, 0, -1, 0, tile};
}

// What a solver says of a nest of one loop.
forge_status hand_over(const forge_solver_sink &sink, std::uint64_t tile, std::vector<double> claim,
                       forge_error *error) {
  const forge_nest_node node = loop(tile);
  const forge_solution solution{sizeof(forge_solution), 1, &node, claim.data()};
  return sink.incumbent(&sink, &solution, error);
}

forge_status hand_over_honestly(const forge_problem &problem, const forge_solver_sink &sink, std::uint64_t tile,
                                forge_error *error) {
  return hand_over(sink, tile, objectives_of(tile, problem.n_objectives), error);
}

struct Run {
  std::array<forge_str, 1> names{test::as_str("m")};
  std::array<std::int32_t, 2> objectives{FORGE_ENERGY, FORGE_LATENCY};
  forge_problem problem{};
  bool only_odd = false;
  std::atomic<bool> cancelled{false};
  std::uint64_t evaluations = 0;

  Run() {
    problem.struct_size = sizeof(forge_problem);
    problem.n_variables = 1;
    problem.variable_name = names.data();
    problem.n_objectives = 1;
    problem.objective = objectives.data();
    problem.deadline = infinity;
  }

  std::optional<std::vector<double>> evaluate(std::span<const forge_nest_node> nest) {
    ++evaluations;
    if (nest.size() != 1 || nest[0].kind != FORGE_NEST_FOR) {
      throw Error{ErrorKind::plugin, "not one loop"};
    }
    if (only_odd && nest[0].tile % 2 == 0) {
      return std::nullopt;
    }
    return objectives_of(nest[0].tile, problem.n_objectives);
  }

  Solved operator()(const SolverScript &script) {
    Pool pool(1);
    plugin::Host host(cancelled, pool);
    Progress progress(false);
    return solve(
        test::fake_solver(), host, problem, test::fake_solver_options(script), 1,
        [this](std::span<const forge_nest_node> nest) { return evaluate(nest); }, cancelled, progress);
  }

  // The Error that the script ends in.
  Error failure(const SolverScript &script) {
    try {
      (*this)(script);
    } catch (const Error &error) {
      CHECK_THAT(error.message(), ContainsSubstring("strategy 'fake'"));
      CHECK_THAT(error.message(), ContainsSubstring("fakes"));
      return error;
    }
    FAIL("no error");
    return {ErrorKind::internal, ""};
  }
};

}  // namespace

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

TEST_CASE("a wrong claim is an error with both numbers and the mapping, whatever the solver does then") {
  Run run;
  const bool gives_up = GENERATE(true, false);
  const double claim = GENERATE(energy(17) * (1 - 2e-6), energy(17) * (1 + 2e-6), 0.0, not_a_number, infinity);
  std::string told(200, '\0');
  const Error error = run.failure([&](const forge_problem &problem, const forge_solver_sink &sink,
                                      forge_certificate &certificate, forge_error *own) -> forge_status {
    CHECK(hand_over_honestly(problem, sink, 40, own) == FORGE_OK);
    forge_error words{sizeof(forge_error), FORGE_OK, told.data(), told.size()};
    CHECK(hand_over(sink, 17, {claim}, &words) == FORGE_INVALID);
    CHECK(words.code == FORGE_INVALID);
    if (gives_up) {
      return test::fail_with(own, FORGE_INTERNAL, "the host did not like it");
    }
    CHECK(hand_over_honestly(problem, sink, 30, own) == FORGE_INVALID);
    certificate.is_optimal = 1;
    return FORGE_OK;
  });
  CHECK(error.kind() == ErrorKind::plugin);
  CHECK_THAT(error.message(), ContainsSubstring("claims energy = "));
  CHECK_THAT(error.message(), ContainsSubstring("the model puts at energy = 170 J"));
  REQUIRE(error.notes().size() == 1);
  CHECK(error.notes()[0] == "the mapping: for m tile 17");
  CHECK_THAT(told, ContainsSubstring("the model puts at"));
}

TEST_CASE("the second objective is compared too") {
  Run run;
  run.problem.n_objectives = 2;
  const Error error = run.failure(
      [](const forge_problem &, const forge_solver_sink &sink, forge_certificate &, forge_error *own) -> forge_status {
        return hand_over(sink, 17, {energy(17), 18}, own);
      });
  CHECK_THAT(error.message(),
             ContainsSubstring("claims latency = 18 s for a mapping that the model puts at latency = 17 s"));
}

TEST_CASE("a text is cut at a character where the solver has little room") {
  Run run;
  std::array<char, 12> room{};
  run.failure(
      [&](const forge_problem &, const forge_solver_sink &sink, forge_certificate &, forge_error *) -> forge_status {
        forge_error words{sizeof(forge_error), FORGE_OK, room.data(), room.size()};
        hand_over(sink, 17, {0}, &words);
        forge_error none{sizeof(forge_error), FORGE_OK, nullptr, 0};
        hand_over(sink, 17, {0}, &none);
        hand_over(sink, 17, {0}, nullptr);
        return FORGE_OK;
      });
  CHECK(std::string(room.data()) == "strategy 'f");
}

TEST_CASE("mappings that are not valid, or no mappings, are refused as incumbents") {
  Run run;
  run.only_odd = true;
  forge_nest_node node = loop(16);
  std::string words;
  SECTION("not valid") {
    words = "a mapping that is not valid";
  }
  SECTION("malformed") {
    node.kind = FORGE_NEST_COMPUTE;
    words = "no mapping of this problem: not one loop";
  }
  const Error error = run.failure(
      [&](const forge_problem &, const forge_solver_sink &sink, forge_certificate &, forge_error *own) -> forge_status {
        const double claim = 1;
        const forge_solution solution{sizeof(forge_solution), 1, &node, &claim};
        return sink.incumbent(&sink, &solution, own);
      });
  CHECK(error.kind() == ErrorKind::plugin);
  CHECK_THAT(error.message(), ContainsSubstring(words));
  CHECK(error.notes().size() == 1);
}

TEST_CASE("solutions with holes are refused") {
  Run run;
  const forge_nest_node node = loop(3);
  const double claim = 1;
  const forge_solution whole{sizeof(forge_solution), 1, &node, &claim};
  forge_solution broken = whole;
  const forge_solution *given = &broken;
  SECTION("no nodes") {
    broken.node = nullptr;
  }
  SECTION("no claim") {
    broken.claim = nullptr;
  }
  SECTION("cut") {
    broken.struct_size = 8;
  }
  SECTION("nothing") {
    given = nullptr;
  }
  const Error error = run.failure([&](const forge_problem &, const forge_solver_sink &sink, forge_certificate &,
                                      forge_error *own) -> forge_status { return sink.incumbent(&sink, given, own); });
  CHECK_THAT(error.message(), ContainsSubstring("without nodes or claims"));
  CHECK(run.evaluations == 0);
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

TEST_CASE("ends that contradict what was handed over") {
  Run run;
  std::string words;
  SolverScript script;
  SECTION("infeasible, after a mapping") {
    script = [](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &,
                forge_error *own) -> forge_status {
      hand_over_honestly(problem, sink, 3, own);
      return FORGE_INFEASIBLE;
    };
    words = "says that no mapping is valid, after it handed one over";
  }
  SECTION("done, without a mapping") {
    script = [](const forge_problem &, const forge_solver_sink &, forge_certificate &, forge_error *) -> forge_status {
      return FORGE_OK;
    };
    words = "ended without a mapping";
  }
  SECTION("cancelled, and nobody did") {
    script = [](const forge_problem &, const forge_solver_sink &, forge_certificate &, forge_error *) -> forge_status {
      return FORGE_CANCELLED;
    };
    words = "nobody did";
  }
  SECTION("optimal, with a bound above the best") {
    script = [](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &certificate,
                forge_error *own) -> forge_status {
      certificate.is_optimal = 1;
      certificate.bound = 1.5;
      return hand_over_honestly(problem, sink, 30, own);
    };
    words = "says that nothing is below energy = 1.5 J, and has found a mapping with energy = 1 J";
  }
  SECTION("optimal, with a bound below the best") {
    script = [](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &certificate,
                forge_error *own) -> forge_status {
      certificate.is_optimal = 1;
      certificate.bound = 0.9;
      return hand_over_honestly(problem, sink, 30, own);
    };
    words = "proves only that nothing is below energy = 0.9 J";
  }
  SECTION("a bound that a mapping undercuts") {
    script = [](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &,
                forge_error *own) -> forge_status {
      sink.bound(&sink, 2);
      return hand_over_honestly(problem, sink, 30, own);
    };
    words = "nothing is below energy = 2 J";
  }
  SECTION("a bound above a mapping that is there") {
    script = [](const forge_problem &problem, const forge_solver_sink &sink, forge_certificate &,
                forge_error *own) -> forge_status {
      hand_over_honestly(problem, sink, 30, own);
      sink.bound(&sink, 2);
      return FORGE_OK;
    };
    words = "nothing is below energy = 2 J";
  }
  SECTION("not a problem for it") {
    script = [](const forge_problem &, const forge_solver_sink &, forge_certificate &,
                forge_error *own) -> forge_status {
      return test::fail_with(own, FORGE_UNSUPPORTED, "networks are beyond me");
    };
    words = "can't solve this problem: networks are beyond me";
  }
  const Error error = run.failure(script);
  CHECK(error.kind() == ErrorKind::plugin);
  CHECK_THAT(error.message(), ContainsSubstring(words));
}

TEST_CASE("a solver's own failure comes out") {
  Run run;
  try {
    run([](const forge_problem &, const forge_solver_sink &, forge_certificate &, forge_error *own) -> forge_status {
      return test::fail_with(own, FORGE_INTERNAL, "lost the thread");
    });
    FAIL("no error");
  } catch (const Error &error) {
    CHECK(error.kind() == ErrorKind::plugin);
    CHECK_THAT(error.message(), ContainsSubstring("lost the thread"));
  }
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

TEST_CASE("a malformed nest that is to be evaluated is an error") {
  Run run;
  const Error error = run.failure(
      [](const forge_problem &, const forge_solver_sink &sink, forge_certificate &, forge_error *own) -> forge_status {
        const std::array nodes{loop(5), loop(6)};
        const forge_solution solution{sizeof(forge_solution), 2, nodes.data(), nullptr};
        const forge_solution *pointer = &solution;
        double value = 0;
        double *column = &value;
        forge_status status = FORGE_OK;
        CHECK(sink.evaluate(&sink, &pointer, 1, &column, &status, own) == FORGE_INVALID);
        return FORGE_OK;
      });
  CHECK_THAT(error.message(), ContainsSubstring("not one loop"));
}

TEST_CASE("a fault of the host while it evaluates is not the solver's") {
  Run run;
  Pool pool(1);
  plugin::Host host(run.cancelled, pool);
  Progress progress(false);
  const SolverScript script = [](const forge_problem &, const forge_solver_sink &sink, forge_certificate &,
                                 forge_error *own) -> forge_status { return hand_over(sink, 17, {energy(17)}, own); };
  CHECK_THROWS_WITH(solve(
                        test::fake_solver(), host, run.problem, test::fake_solver_options(script), 1,
                        [](std::span<const forge_nest_node>) -> std::optional<std::vector<double>> {
                          throw std::runtime_error("out of luck");
                        },
                        run.cancelled, progress),
                    "out of luck");
}

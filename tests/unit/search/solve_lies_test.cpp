// SPDX-License-Identifier: Apache-2.0
//
// Solvers that claim what is not so, hand over nonsense, or fail.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "one_loop.hpp"
#include "search/solve.hpp"
#include "support/catch.hpp"

using namespace forge;
using namespace forge::search;
using namespace forge::test::one_loop;
using forge::test::ContainsSubstring;
using forge::test::SolverScript;

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

// SPDX-License-Identifier: Apache-2.0
//
// The loop is tested with scripted samplers and a parabola: 2 variables of 100 values, least at (30, 70), and every
// point whose sum is divisible by 3 is no valid mapping.
#include "search/sample.hpp"

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/error.hpp"
#include "support/fake_strategies.hpp"

using namespace forge;
using namespace forge::search;
using forge::test::ContainsSubstring;
using forge::test::FakeSpace;
using forge::test::SamplerScript;

namespace {

double parabola(const std::int32_t *point) {
  return std::pow(point[0] - 30, 2) + std::pow(point[1] - 70, 2);
}

bool is_valid(const std::int32_t *point) {
  return (point[0] + point[1]) % 3 != 0;
}

void score_one(const ScoreRange &range) {
  for (std::uint64_t row = 0; row < range.rows; ++row) {
    const std::int32_t *point = range.points + 2 * row;
    range.valid[row] = is_valid(point) ? 1 : 0;
    range.objectives[row] = is_valid(point) ? parabola(point) : std::numeric_limits<double>::quiet_NaN();
  }
}

// Distance in each direction: two objectives.
void score_two(const ScoreRange &range) {
  for (std::uint64_t row = 0; row < range.rows; ++row) {
    const std::int32_t *point = range.points + 2 * row;
    range.valid[row] = is_valid(point) ? 1 : 0;
    range.objectives[2 * row] = std::abs(point[0] - 30) + point[1] / 10;
    range.objectives[2 * row + 1] = std::abs(point[1] - 70) + point[0] / 20;
  }
}

// Points without end, the same for the same seed.
SamplerScript random_points(std::uint64_t seed) {
  return test::row_by_row(
      [state = seed](std::int32_t *point) mutable {
        for (int i = 0; i < 2; ++i) {
          state = state * 6364136223846793005u + 1442695040888963407u;
          point[i] = static_cast<std::int32_t>((state >> 33) % 100);
        }
        return true;
      },
      2);
}

// Every point once, row by row.
SamplerScript all_points() {
  return test::row_by_row(
      [next = 0](std::int32_t *point) mutable {
        point[0] = next / 100;
        point[1] = next % 100;
        return next++ < 10'000;
      },
      2);
}

struct Run {
  FakeSpace space{{100, 100}};
  SampleSettings settings{.n_variables = 2};
  std::atomic<bool> cancelled{false};
  unsigned threads = 1;

  Found operator()(SamplerScript script, const Scorer &scorer = score_one) {
    Pool pool(threads);
    Progress progress(false);
    const auto sampler = test::fake_sampler(script, space);
    return sample(*sampler, settings, scorer, pool, cancelled, progress);
  }
};

void check_equal(const Found &a, const Found &b) {
  CHECK(a.evaluated == b.evaluated);
  CHECK(a.valid == b.valid);
  CHECK(a.stopped_by == b.stopped_by);
  REQUIRE(a.best.size() == b.best.size());
  for (std::size_t i = 0; i < a.best.size(); ++i) {
    CHECK(a.best[i].values == b.best[i].values);
    CHECK(a.best[i].objectives == b.best[i].objectives);
  }
}

}  // namespace

TEST_CASE("a search ends when the sampler has nothing left, with the best point") {
  Run run;
  run.threads = GENERATE(1u, 2u, 5u);
  run.settings.batch = GENERATE(1u, 7u, 4096u, 100'000u);
  const Found found = run(all_points());
  CHECK(found.stopped_by == StoppedBy::exhausted);
  CHECK(found.evaluated == 10'000);
  CHECK(found.valid == 6'666);
  REQUIRE(found.best.size() == 1);
  CHECK(found.best[0].values == std::vector<std::int32_t>{30, 70});
  CHECK(found.best[0].objectives == std::vector<double>{0});
  CHECK(found.seconds > 0);
}

TEST_CASE("of equal points the one that was asked first wins") {
  Run run;
  run.threads = GENERATE(1u, 2u, 5u);
  run.settings.batch = GENERATE(1u, 13u, 4096u);
  const Found found = run(all_points(), [](const ScoreRange &range) {
    for (std::uint64_t row = 0; row < range.rows; ++row) {
      range.valid[row] = range.points[2 * row] >= 42 ? 1 : 0;
      range.objectives[row] = 5;
    }
  });
  REQUIRE(found.best.size() == 1);
  CHECK(found.best[0].values == std::vector<std::int32_t>{42, 0});
}

TEST_CASE("the budget of evaluations is kept exactly") {
  Run run;
  run.settings.batch = GENERATE(1u, 64u, 4096u);
  run.settings.budget.evaluations = GENERATE(0u, 1u, 63u, 64u, 65u, 5'000u);
  std::atomic<std::uint64_t> scored{0};
  const Found found = run(random_points(1), [&](const ScoreRange &range) {
    scored += range.rows;
    score_one(range);
  });
  CHECK(found.stopped_by == StoppedBy::evaluations);
  CHECK(found.evaluated == *run.settings.budget.evaluations);
  CHECK(scored == found.evaluated);
}

TEST_CASE("patience counts in the order of the rows, for any batch and number of threads") {
  Run run;
  run.threads = GENERATE(1u, 2u, 5u);
  run.settings.batch = GENERATE(1u, 100u, 4096u);
  run.settings.budget.patience = 50;
  // The reference: one point after another.
  SamplerScript script = random_points(3);
  std::uint64_t evaluated = 0;
  std::uint64_t valid = 0;
  std::uint64_t stale = 0;
  double best = std::numeric_limits<double>::infinity();
  while (stale < 50) {
    std::int32_t point[2];
    forge_points points{sizeof(forge_points), 0, 1, 0, point};
    script.ask(points, nullptr);
    ++evaluated;
    if (is_valid(point)) {
      ++valid;
      stale = parabola(point) < best ? 0 : stale + 1;
      best = std::min(best, parabola(point));
    }
  }
  const Found found = run(random_points(3));
  CHECK(found.stopped_by == StoppedBy::patience);
  CHECK(found.evaluated == evaluated);
  CHECK(found.valid == valid);
  CHECK(found.best.at(0).objectives[0] == best);
}

TEST_CASE("impatience saves work when scoring is slow") {
  Run run;
  run.settings.budget.patience = 5;
  std::atomic<std::uint64_t> scored{0};
  const Found found = run(random_points(3), [&](const ScoreRange &range) {
    scored += range.rows;
    std::this_thread::sleep_for(std::chrono::milliseconds(2 * range.rows));
    score_one(range);
  });
  CHECK(found.stopped_by == StoppedBy::patience);
  CHECK(scored < found.evaluated + 40);
}

TEST_CASE("the answer is the same for any number of threads and any speed of the scorer") {
  const bool pareto = GENERATE(false, true);
  std::vector<Found> all;
  for (const unsigned threads : {1u, 2u, 5u}) {
    for (const bool uneven : {false, true}) {
      Run run;
      run.threads = threads;
      run.settings.pareto = pareto;
      run.settings.n_objectives = 2;
      run.settings.budget = {.evaluations = 3'000, .patience = 2'500};
      run.settings.batch = 512;
      all.push_back(run(random_points(11), [&](const ScoreRange &range) {
        if (uneven && range.points[0] % 16 == 0) {
          std::this_thread::sleep_for(std::chrono::microseconds(300));
        }
        score_two(range);
      }));
    }
  }
  for (const Found &found : all) {
    check_equal(found, all.front());
  }
}

TEST_CASE("the front is complete and sorted") {
  Run run;
  run.threads = 2;
  run.settings.pareto = true;
  run.settings.n_objectives = 2;
  const Found found = run(all_points(), score_two);
  std::set<std::pair<double, double>> scores;
  for (std::int32_t x = 0; x < 100; ++x) {
    for (std::int32_t y = 0; y < 100; ++y) {
      const std::int32_t point[] = {x, y};
      double objectives[2];
      std::uint8_t valid = 0;
      score_two({point, 1, objectives, &valid, 0});
      if (valid != 0) {
        scores.emplace(objectives[0], objectives[1]);
      }
    }
  }
  std::vector<std::pair<double, double>> front;
  double least = std::numeric_limits<double>::infinity();
  for (const auto &[first, second] : scores) {
    if (second < least) {
      front.emplace_back(first, second);
      least = second;
    }
  }
  REQUIRE(found.best.size() == front.size());
  CHECK(front.size() > 3);
  for (std::size_t i = 0; i < front.size(); ++i) {
    CHECK(found.best[i].objectives == std::vector{front[i].first, front[i].second});
  }
}

TEST_CASE("the sampler is told its rows in order, infinities where infeasible") {
  Run run;
  run.threads = 2;
  run.settings.n_objectives = 2;
  run.settings.batch = 10;
  run.settings.budget.evaluations = 25;
  std::vector<std::vector<std::int32_t>> asked;
  SamplerScript script = random_points(5);
  script.ask = [&asked, inner = script.ask](forge_points &points, forge_error *error) {
    const auto status = inner(points, error);
    asked.emplace_back(points.value, points.value + 2 * points.n_rows);
    return status;
  };
  std::size_t told = 0;
  script.tell = [&](const forge_scores &scores, forge_error *) {
    REQUIRE(asked.size() == ++told);
    CHECK(scores.struct_size == sizeof(forge_scores));
    REQUIRE(scores.n_objectives == 2);
    REQUIRE(scores.n_rows * 2 == asked.back().size());
    for (std::uint64_t row = 0; row < scores.n_rows; ++row) {
      double expected[2];
      std::uint8_t valid = 0;
      score_two({asked.back().data() + 2 * row, 1, expected, &valid, 0});
      CHECK(scores.row_status[row] == (valid != 0 ? FORGE_OK : FORGE_INFEASIBLE));
      for (std::size_t i = 0; i < 2; ++i) {
        CHECK(scores.objective[i][row] == (valid != 0 ? expected[i] : std::numeric_limits<double>::infinity()));
      }
    }
    return FORGE_OK;
  };
  CHECK(run(script, score_two).evaluated == 25);
  CHECK(told == 2);  // what the last batch gives helps nobody
}

TEST_CASE("a sampler that learns finds the least point") {
  Run run;
  run.threads = GENERATE(1u, 2u, 5u);
  run.settings.batch = 9;
  run.settings.budget.patience = 100;
  std::int32_t x = 0;
  std::int32_t y = 0;
  double best = std::numeric_limits<double>::infinity();
  std::vector<std::int32_t> asked;
  SamplerScript script;
  script.ask = [&](forge_points &points, forge_error *) {
    asked.clear();
    for (std::int32_t dx = -1; dx <= 1; ++dx) {
      for (std::int32_t dy = -1; dy <= 1; ++dy) {
        asked.push_back(std::clamp(x + dx, 0, 99));
        asked.push_back(std::clamp(y + dy, 0, 99));
      }
    }
    std::copy(asked.begin(), asked.end(), points.value);
    points.n_rows = 9;
    return FORGE_OK;
  };
  script.tell = [&](const forge_scores &scores, forge_error *) {
    for (std::uint64_t row = 0; row < scores.n_rows; ++row) {
      if (scores.objective[0][row] < best) {
        best = scores.objective[0][row];
        x = asked[2 * row];
        y = asked[2 * row + 1];
      }
    }
    return FORGE_OK;
  };
  const Found found = run(script);
  CHECK(found.stopped_by == StoppedBy::patience);
  CHECK(found.best.at(0).values == std::vector<std::int32_t>{30, 70});
}

TEST_CASE("where nothing is valid nothing is found") {
  Run run;
  const Found found =
      run(all_points(), [](const ScoreRange &range) { std::fill_n(range.valid, range.rows, std::uint8_t{0}); });
  CHECK(found.best.empty());
  CHECK(found.evaluated == 10'000);
  CHECK(found.valid == 0);
}

TEST_CASE("a space without variables has one point") {
  const FakeSpace space({});
  SamplerScript script = test::row_by_row([n = 0](std::int32_t *) mutable { return n++ < 1; }, 0);
  const auto sampler = test::fake_sampler(script, space);
  Pool pool(2);
  Progress progress(false);
  const std::atomic<bool> cancelled{false};
  const Found found = sample(
      *sampler, {.n_variables = 0},
      [](const ScoreRange &range) {
        range.valid[0] = 1;
        range.objectives[0] = 7;
      },
      pool, cancelled, progress);
  REQUIRE(found.best.size() == 1);
  CHECK(found.best[0].values.empty());
  CHECK(found.best[0].objectives == std::vector<double>{7});
}

TEST_CASE("timeout ends within a batch that is slow to score, and keeps what was scored") {
  Run run;
  run.threads = GENERATE(1u, 2u);
  run.settings.budget.seconds = 0.15;
  const Found found = run(random_points(1), [](const ScoreRange &range) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10 * range.rows));
    score_one(range);
  });
  CHECK(found.stopped_by == StoppedBy::timeout);
  CHECK(found.evaluated > 0);
  CHECK(found.evaluated < 100);
  CHECK(found.best.size() == 1);
  CHECK(found.seconds >= 0.15);
  CHECK(found.seconds < 0.35);
}

TEST_CASE("no time at all scores nothing") {
  Run run;
  run.settings.budget.seconds = 0;
  const Found found = run(random_points(1));
  CHECK(found.stopped_by == StoppedBy::timeout);
  CHECK(found.evaluated == 0);
}

TEST_CASE("cancellation ends a slow batch within 100 ms, and keeps what was scored") {
  Run run;
  run.threads = GENERATE(1u, 2u);
  std::chrono::steady_clock::time_point when;
  std::thread user([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    when = std::chrono::steady_clock::now();
    run.cancelled = true;
  });
  const Found found = run(random_points(1), [](const ScoreRange &range) {
    // fast at first, so that many rows are scored at once when it gets slow
    const bool slow = range.points[0] % 2 == 0;
    std::this_thread::sleep_for(std::chrono::microseconds(slow ? 10'000 * range.rows : 1));
    score_one(range);
  });
  const auto reaction = std::chrono::steady_clock::now() - when;
  user.join();
  CHECK(found.stopped_by == StoppedBy::interrupted);
  CHECK(found.evaluated > 0);
  CHECK(found.best.size() == 1);
  CHECK(reaction < std::chrono::milliseconds(130));  // 80 for the rows, and a loaded machine
}

TEST_CASE("a search that is cancelled before it begins asks nothing") {
  Run run;
  run.cancelled = true;
  SamplerScript script;
  script.ask = [](forge_points &, forge_error *) -> forge_status {
    FAIL("asked");
    return FORGE_OK;
  };
  const Found found = run(script);
  CHECK(found.stopped_by == StoppedBy::interrupted);
  CHECK(found.evaluated == 0);
}

TEST_CASE("failures of a sampler name it") {
  Run run;
  SamplerScript script = random_points(1);
  std::string words;
  SECTION("ask fails") {
    script.ask = [](forge_points &, forge_error *error) {
      return test::fail_with(error, FORGE_INTERNAL, "out of ideas");
    };
    words = "out of ideas";
  }
  SECTION("tell fails") {
    script.tell = [](const forge_scores &, forge_error *error) {
      return test::fail_with(error, FORGE_FATAL, "did not like that");
    };
    words = "did not like that";
  }
  SECTION("a value is not legal") {
    script.ask = [](forge_points &points, forge_error *) {
      points.value[0] = 5;
      points.value[1] = 100;
      points.n_rows = 1;
      return FORGE_OK;
    };
    words = "100";
  }
  SECTION("it says that it wrote more than fits") {
    script.ask = [](forge_points &points, forge_error *) {
      points.n_rows = points.capacity + 1;
      return FORGE_OK;
    };
    words = "4097";
  }
  try {
    run(script);
    FAIL("no error");
  } catch (const Error &error) {
    CHECK(error.kind() == ErrorKind::plugin);
    CHECK_THAT(error.message(), ContainsSubstring("'fake'"));
    CHECK_THAT(error.message(), ContainsSubstring(words));
  }
}

TEST_CASE("what the scorer throws comes out") {
  Run run;
  run.threads = 2;
  CHECK_THROWS_WITH(run(all_points(),
                        [](const ScoreRange &range) {
                          score_one(range);
                          if (range.points[0] == 17) {
                            throw Error{ErrorKind::mapping, "too much"};
                          }
                        }),
                    "too much");
}

TEST_CASE("a valid score that is not a number is a fault of forge") {
  Run run;
  try {
    run(all_points(), [](const ScoreRange &range) {
      std::fill_n(range.valid, range.rows, std::uint8_t{1});
      std::fill_n(range.objectives, range.rows, std::numeric_limits<double>::quiet_NaN());
    });
    FAIL("no error");
  } catch (const Error &error) {
    CHECK(error.kind() == ErrorKind::internal);
  }
}

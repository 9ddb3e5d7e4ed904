// SPDX-License-Identifier: Apache-2.0
//
// What a search finds, whatever the batch, the number of threads and the speed of the scorer.
#include "search/sample.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "parabola.hpp"
#include "support/catch.hpp"

using namespace forge;
using namespace forge::search;
using namespace forge::test::parabola;
using forge::test::FakeSpace;
using forge::test::SamplerScript;

namespace {

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

TEST_CASE("patience with invalid points counts in the order of the rows, for any batch and number of threads") {
  Run run;
  run.threads = GENERATE(1u, 2u, 5u);
  run.settings.batch = GENERATE(1u, 100u, 4096u);
  run.settings.budget.invalid_patience = 150;
  // Rows of 100 points; those of the row 20 and of all behind the row 42 are not valid.
  std::atomic<std::uint64_t> scored{0};
  const Found found = run(all_points(), [&](const ScoreRange &range) {
    scored += range.rows;
    for (std::uint64_t row = 0; row < range.rows; ++row) {
      const auto number = range.points[2 * row];
      range.valid[row] = number != 20 && number <= 42 ? 1 : 0;
      range.objectives[row] = 5;
    }
  });
  CHECK(found.stopped_by == StoppedBy::invalid_patience);
  CHECK(found.evaluated == 43 * 100 + 150);
  CHECK(scored == found.evaluated);
  CHECK(found.valid == 42 * 100);
  CHECK(found.best.size() == 1);
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

// SPDX-License-Identifier: Apache-2.0
//
// How a search ends before its time: the clock, the user, and failures.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>

#include "parabola.hpp"
#include "search/sample.hpp"
#include "support/catch.hpp"
#include "support/error.hpp"

using namespace forge;
using namespace forge::search;
using namespace forge::test::parabola;
using forge::test::ContainsSubstring;
using forge::test::SamplerScript;

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
  CHECK(found.seconds < 1);  // the whole batch takes 20
}

TEST_CASE("no time at all scores nothing") {
  Run run;
  run.settings.budget.seconds = 0;
  const Found found = run(random_points(1));
  CHECK(found.stopped_by == StoppedBy::timeout);
  CHECK(found.evaluated == 0);
}

TEST_CASE("cancellation ends a slow batch within a few rows, and keeps what was scored") {
  Run run;
  run.threads = GENERATE(1u, 2u);
  std::atomic<std::uint64_t> begun_late{0};
  std::thread user([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    run.cancelled = true;
  });
  const Found found = run(random_points(1), [&](const ScoreRange &range) {
    begun_late += run.cancelled ? range.rows : 0;
    // fast at first, so that many rows are scored at once when it gets slow
    const bool slow = range.points[0] % 2 == 0;
    std::this_thread::sleep_for(std::chrono::microseconds(slow ? 10'000 * range.rows : 1));
    score_one(range);
  });
  user.join();
  CHECK(found.stopped_by == StoppedBy::interrupted);
  CHECK(found.evaluated > 0);
  CHECK(found.best.size() == 1);
  CHECK(begun_late <= run.threads * 8);  // 80 ms where a row takes 10
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

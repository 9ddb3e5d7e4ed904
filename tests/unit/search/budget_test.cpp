// SPDX-License-Identifier: Apache-2.0
#include "search/budget.hpp"

#include "support/catch.hpp"

using namespace forge::search;

TEST_CASE("reasons have the names of results.json") {
  CHECK(name_of(StoppedBy::evaluations) == "evaluations");
  CHECK(name_of(StoppedBy::timeout) == "timeout");
  CHECK(name_of(StoppedBy::patience) == "patience");
  CHECK(name_of(StoppedBy::invalid_patience) == "invalid_patience");
  CHECK(name_of(StoppedBy::exhausted) == "exhausted");
  CHECK(name_of(StoppedBy::solved) == "solved");
  CHECK(name_of(StoppedBy::interrupted) == "interrupted");
}

TEST_CASE("patience counts valid points without a better one") {
  Spending spending({.patience = 3});
  CHECK_FALSE(spending.count(true, true));
  CHECK_FALSE(spending.count(true, false));
  CHECK_FALSE(spending.count(false, false));
  CHECK_FALSE(spending.count(true, false));
  CHECK_FALSE(spending.count(true, true));
  CHECK_FALSE(spending.count(true, false));
  CHECK_FALSE(spending.count(true, false));
  CHECK(spending.count(true, false) == StoppedBy::patience);
  CHECK(spending.evaluated() == 8);
  CHECK(spending.valid() == 7);
}

TEST_CASE("invalid patience counts points in a row that are not valid") {
  Spending spending({.invalid_patience = 3});
  CHECK_FALSE(spending.count(false, false));
  CHECK_FALSE(spending.count(false, false));
  CHECK(spending.least_invalid() == 1);
  CHECK_FALSE(spending.count(true, false));  // also one that is no better
  CHECK(spending.least_invalid() == 3);
  CHECK_FALSE(spending.count(false, false));
  CHECK_FALSE(spending.count(false, false));
  CHECK(spending.count(false, false) == StoppedBy::invalid_patience);
  CHECK(spending.evaluated() == 6);
  CHECK(spending.valid() == 1);
}

TEST_CASE("both kinds of patience run side by side") {
  Spending spending({.patience = 2, .invalid_patience = 2});
  CHECK_FALSE(spending.count(true, true));
  CHECK_FALSE(spending.count(true, false));
  CHECK_FALSE(spending.count(false, false));  // patience neither grows nor starts anew
  CHECK(spending.count(true, false) == StoppedBy::patience);
}

TEST_CASE("evaluations are allowed up to the budget") {
  Spending spending({.evaluations = 5});
  CHECK(spending.allowed(4) == 4);
  CHECK(spending.allowed(9) == 5);
  spending.count(false, false);
  spending.count(true, true);
  CHECK(spending.allowed(9) == 3);
  CHECK(*spending.share() == forge::test::Approx(0.4));
}

TEST_CASE("without limits there is no share, and never an end") {
  Spending spending({});
  CHECK_FALSE(spending.share().has_value());
  CHECK_FALSE(spending.is_late());
  CHECK(spending.allowed(4096) == 4096);
}

TEST_CASE("a budget of nothing is spent at once") {
  CHECK(Spending({.evaluations = 0}).allowed(1) == 0);
  CHECK(Spending({.seconds = 0}).is_late());
  CHECK(*Spending({.seconds = 0}).share() == 1);
}

// SPDX-License-Identifier: Apache-2.0
#include "check/guarded.hpp"
#include "check/child.hpp"
#include "support/catch.hpp"

using namespace std::chrono_literals;
using forge::check::GuardedArray;
using forge::check::in_child;
using forge::check::Reporter;
using forge::check::Result;

TEST_CASE("a guarded array holds its elements") {
  GuardedArray<double> values(1000, 2.5);
  values[999] = 1;
  CHECK(values[0] == 2.5);
  CHECK(values[999] == 1);
  CHECK(values.front_is_intact());
  values.data()[-1] = 0;
  CHECK_FALSE(values.front_is_intact());
}

TEST_CASE("one element too far is a crash, and so is writing what is read only") {
  const auto result_of = [](const auto &work) { return in_child([&](Reporter &) { work(); }, 10s).result; };
  CHECK(result_of([] {
          const GuardedArray<double> values(3);
          *static_cast<volatile double *>(values.data() + 3) = 1;
        }) == Result::crashed);
  CHECK(result_of([] {
          const GuardedArray<double> none(0);
          *static_cast<volatile double *>(none.data()) = 1;
        }) == Result::crashed);
  CHECK(result_of([] {
          GuardedArray<double> values(3, 1);
          values.make_read_only();
          *static_cast<volatile double *>(values.data()) = 1;
        }) == Result::crashed);
}

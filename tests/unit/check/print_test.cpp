// SPDX-License-Identifier: Apache-2.0
#include "check/check.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <csignal>

using namespace forge::check;

namespace {

Report sample() {
  Report report{"a.so", "acme 1.0", {}};
  report.stages.push_back({0, "file", {Result::passed, 0, {{Finding::Kind::note, "needs libc.so.6"}}, "", "", 0.001}});
  report.stages.push_back(
      {1, "load", {Result::crashed, SIGSEGV, {{Finding::Kind::failure, "ended by \"SIGSEGV\""}}, "", "", 1.25}});
  report.stages.push_back({2, "tables", {Result::skipped, 0, {}, "", "", 0}});
  return report;
}

}  // namespace

TEST_CASE("a report as text") {
  CHECK(text_of(sample()) ==
        "a.so: acme 1.0\n"
        "  0 file       passed               0.00 s\n"
        "      note: needs libc.so.6\n"
        "  1 load       crashed (SIGSEGV)    1.25 s\n"
        "      failure: ended by \"SIGSEGV\"\n"
        "  2 tables     skipped              0.00 s\n"
        "does not conform to ABI 1\n");
}

TEST_CASE("a report as JSON") {
  const auto json = nlohmann::json::parse(json_of(sample()));
  CHECK(json["passed"] == false);
  CHECK(json["plugin"] == "acme 1.0");
  CHECK(json["stages"].size() == 3);
  CHECK(json["stages"][1]["result"] == "crashed");
  CHECK(json["stages"][1]["signal"] == SIGSEGV);
  CHECK(json["stages"][1]["findings"][0]["text"] == "ended by \"SIGSEGV\"");
}

TEST_CASE("what counts as conforming") {
  Report report = sample();
  CHECK_FALSE(report.passed());
  report.stages[1].outcome.result = Result::warning;
  CHECK(report.passed());
  report.stages[1].outcome.result = Result::timeout;
  CHECK_FALSE(report.passed());
}

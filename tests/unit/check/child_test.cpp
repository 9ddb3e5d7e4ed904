// SPDX-License-Identifier: Apache-2.0
#include "check/child.hpp"
#include "support/catch.hpp"
#include "support/error.hpp"

#include <csignal>
#include <cstdio>
#include <stdexcept>

#include <unistd.h>

using namespace std::chrono_literals;
using forge::check::Finding;
using forge::check::in_child;
using forge::check::Outcome;
using forge::check::Reporter;
using forge::check::Result;
using forge::test::ContainsSubstring;

TEST_CASE("a child that ends well has passed") {
  const Outcome outcome = in_child([](Reporter &reporter) { reporter.payload(std::string(200'000, 'x')); }, 10s);
  CHECK(outcome.result == Result::passed);
  CHECK(outcome.payload.size() == 200'000);
  CHECK(outcome.printed.empty());
}

TEST_CASE("findings decide the result") {
  CHECK(in_child([](Reporter &r) { r.note("n"); }, 10s).result == Result::passed);
  CHECK(in_child([](Reporter &r) { r.skipped("s"); }, 10s).result == Result::skipped);
  CHECK(in_child([](Reporter &r) { r.warning("w"); }, 10s).result == Result::warning);
  const Outcome outcome = in_child(
      [](Reporter &r) {
        r.warning("w");
        r.failure("f");
      },
      10s);
  CHECK(outcome.result == Result::failed);
  REQUIRE(outcome.findings.size() == 2);
  CHECK(outcome.findings[1].kind == Finding::Kind::failure);
  CHECK(outcome.findings[1].text == "f");
}

TEST_CASE("exceptions of the work are failures") {
  const auto text_of = [](const auto &work) { return in_child(work, 10s).findings.at(0).text; };
  CHECK(text_of([](Reporter &) { throw forge::Error{forge::ErrorKind::plugin, "bad"}.note("why"); }) == "bad; why");
  CHECK(text_of([](Reporter &) { throw std::runtime_error("worse"); }) == "worse");
  CHECK(text_of([](Reporter &) { throw 1; }) == "an unknown exception");
}

TEST_CASE("a child that dies is told by its signal and its step") {
  const Outcome outcome = in_child(
      [](Reporter &reporter) {
        reporter.step("first");
        reporter.step("second");
        raise(SIGSEGV);
      },
      10s);
  CHECK(outcome.result == Result::crashed);
  CHECK(outcome.signal == SIGSEGV);
  CHECK(outcome.findings.at(0).text == "the process was ended by SIGSEGV while: second");
  CHECK(forge::check::words_of(outcome.result, outcome.signal) == "crashed (SIGSEGV)");
}

TEST_CASE("a missing report is a failure, whatever the exit status says") {
  const Outcome outcome = in_child([](Reporter &) { _exit(0); }, 10s);
  CHECK(outcome.result == Result::failed);
  CHECK_THAT(outcome.findings.at(0).text, ContainsSubstring("ended itself with exit status 0"));
}

TEST_CASE("a child that does not end is ended, with what it started") {
  const auto forever = [] {
    for (;;) {
      pause();
    }
  };
  Outcome outcome = in_child([&](Reporter &) { forever(); }, 200ms);
  CHECK(outcome.result == Result::timeout);
  CHECK(outcome.seconds < 5);
  outcome = in_child(
      [&](Reporter &reporter) {
        reporter.step("a short one", 200ms);
        forever();
      },
      60s);
  CHECK(outcome.result == Result::timeout);
  CHECK(outcome.findings.at(0).text == "no answer in time while: a short one");
  outcome = in_child(
      [&](Reporter &) {
        if (fork() == 0) {
          forever();
        }
        forever();
      },
      200ms);
  CHECK(outcome.result == Result::timeout);
  CHECK(outcome.seconds < 5);
}

TEST_CASE("what a child leaves behind is not waited for") {
  const auto leave_behind = [] {
    if (fork() == 0) {
      sleep(30);
      _exit(0);
    }
  };
  Outcome outcome = in_child([&](Reporter &) { leave_behind(); }, 10s);
  CHECK(outcome.result == Result::passed);
  CHECK(outcome.seconds < 5);
  outcome = in_child(
      [&](Reporter &) {
        leave_behind();
        raise(SIGABRT);
      },
      10s);
  CHECK(outcome.result == Result::crashed);
  CHECK(outcome.seconds < 5);
}

TEST_CASE("the limit of a step ends with the step") {
  const Outcome outcome = in_child(
      [](Reporter &reporter) {
        reporter.step("quick", 50ms);
        reporter.step("slow");
        usleep(200'000);
      },
      10s);
  CHECK(outcome.result == Result::passed);
}

TEST_CASE("what a child prints is kept, flushed or not") {
  const Outcome outcome = in_child(
      [](Reporter &) {
        std::printf("to stdout");
        std::fprintf(stderr, " and stderr\n");
      },
      10s);
  CHECK_THAT(outcome.printed, ContainsSubstring("to stdout"));
  CHECK_THAT(outcome.printed, ContainsSubstring("and stderr"));
}

TEST_CASE("words of a child are made safe to print, and there are not too many") {
  const Outcome outcome = in_child(
      [](Reporter &reporter) {
        for (int i = 0; i < 1000; ++i) {
          reporter.note("bell\x07 \xff");
        }
      },
      10s);
  CHECK(outcome.findings.at(0).text == "bell? ?");
  CHECK(outcome.findings.size() == 21);
  CHECK(outcome.findings.back().text == "and more");
}

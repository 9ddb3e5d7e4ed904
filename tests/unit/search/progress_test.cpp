// SPDX-License-Identifier: Apache-2.0
#include "search/progress.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "search/progress_line.hpp"
#include "support/catch.hpp"
#include "support/child_stderr.hpp"

using namespace forge::search;
using forge::model::Quantity;

TEST_CASE("numbers have three digits and an SI prefix") {
  CHECK(with_prefix(0, "J") == "0 J");
  CHECK(with_prefix(1, "J") == "1.00 J");
  CHECK(with_prefix(4.5678e-6, "J") == "4.57 uJ");
  CHECK(with_prefix(45.678e-6, "J") == "45.7 uJ");
  CHECK(with_prefix(456.78e-6, "J") == "457 uJ");
  CHECK(with_prefix(-456.78e-12, "J") == "-457 pJ");
  CHECK(with_prefix(12.5e9, "Hz") == "12.5 GHz");
}

TEST_CASE("rounding never shows 1000 of a prefix") {
  CHECK(with_prefix(999.4, "s") == "999 s");
  CHECK(with_prefix(999.6, "s") == "1.00 ks");
  CHECK(with_prefix(0.99999, "s") == "1.00 s");
  CHECK(with_prefix(9.996, "s") == "10.0 s");
  CHECK(with_prefix(99.96e-3, "s") == "100 ms");
}

TEST_CASE("numbers without a unit, compound units, and what has no prefix") {
  CHECK(with_prefix(12, "") == "12");
  CHECK(with_prefix(345678, "") == "346 k");
  CHECK(with_prefix(0.0123, "") == "0.0123");
  CHECK(with_prefix(4.5678e-9, "J*s") == "4.57e-09 J*s");
  CHECK(with_prefix(1e-20, "J") == "1e-20 J");
  CHECK(with_prefix(1e21, "J") == "1e+21 J");
  CHECK(with_prefix(std::numeric_limits<double>::infinity(), "s") == "inf s");
  CHECK(with_prefix(std::numeric_limits<double>::quiet_NaN(), "s") == "nan s");
  CHECK(with_prefix(std::numeric_limits<double>::denorm_min(), "s") == "4.94e-324 s");
}

TEST_CASE("times") {
  CHECK(as_time(0) == "0:00");
  CHECK(as_time(-1) == "0:00");
  CHECK(as_time(59.6) == "1:00");
  CHECK(as_time(185) == "3:05");
  CHECK(as_time(3 * 3600 + 5) == "3:00:05");
  CHECK(as_time(3 * 86400 + 7300) == "3 d 2 h");
  CHECK(as_time(std::numeric_limits<double>::infinity()) == "ages");
  CHECK(as_time(std::numeric_limits<double>::quiet_NaN()) == "ages");
}

TEST_CASE("objectives in words") {
  const std::vector<double> values{2e-6, 3e-3};
  const std::vector<Quantity> names{{"energy", "J"}, {"latency", "s"}};
  CHECK(described(values, names) == "energy 2.00 uJ, latency 3.00 ms");
  CHECK(described(values, {}) == "2e-06, 0.003");
}

TEST_CASE("the line shows what is known") {
  ProgressState state;
  CHECK(progress_line("conv1", state, 2) == "conv1: 0:02");
  state.evaluated = 1'230'000;
  state.valid = 151'290;
  state.best = "energy 4.56 uJ";
  state.share = 0.25;
  CHECK(progress_line("conv1 (1 of 21)", state, 4) ==
        "conv1 (1 of 21): 1.23 M mappings, 308 k/s, 12.3 % valid, best energy 4.56 uJ, 0:12 left");
  state.share = 0;
  state.best = "";
  CHECK(progress_line("", state, 4) == "1.23 M mappings, 308 k/s, 12.3 % valid, 0:04");
}

TEST_CASE("a line is cut at the width of the terminal, between characters") {
  CHECK(cut("abcdef", 6) == "abcdef");
  CHECK(cut("abcdef", 5) == "ab...");
  CHECK(cut("äöüßäö", 6) == "äöüßäö");
  CHECK(cut("äöüßäö", 5) == "äö...");
  CHECK(cut("abcdef", 3) == "...");
  CHECK(cut("abcdef", 2) == "..");
  CHECK(cut("abcdef", 0).empty());
  CHECK(cut("", 0).empty());
}

TEST_CASE("progress that is off is never due") {
  Progress progress(false);
  progress.start("x");
  CHECK_FALSE(progress.due());
  progress.update({});
  progress.clear();
}

TEST_CASE("on a terminal one line is rewritten at most ten times a second, and wiped at the end") {
  const std::string text = forge::test::stderr_on_terminal(30, [] {
    Progress progress(true);
    progress.start("a layer");
    ProgressState state;
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < std::chrono::milliseconds(450)) {
      state.evaluated += 1000;
      progress.update(state);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  const auto drawn = std::count(text.begin(), text.end(), '\r') - 1;
  CHECK(drawn >= 1);
  CHECK(drawn <= 4);
  CHECK_THAT(text, forge::test::StartsWith("\ra layer: "));
  CHECK_THAT(text, forge::test::EndsWith("\r\x1b[K"));
  CHECK(text.find('\n') == std::string::npos);
  const auto first = text.substr(1, text.find('\x1b') - 1);
  CHECK(first.size() <= 29);
}

TEST_CASE("a search that is over soon shows nothing") {
  CHECK(forge::test::stderr_on_terminal(80, [] {
          Progress progress(true);
          progress.start("a layer");
          progress.update({});
        }).empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "project/expression.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/error.hpp"

namespace forge::project::test {

namespace {

Quantity value(const std::string &text, const std::vector<Quantity> &names = {}) {
  return Expression(text).evaluate(names);
}

// "column: message"
std::string refusal(const std::string &text, const std::vector<Quantity> &names = {}) {
  try {
    Expression(text).evaluate(names);
    return "";
  } catch (const Error &error) {
    return std::to_string(error.position().column) + ": " + error.message();
  }
}

}  // namespace

TEST_CASE("arithmetic follows the usual precedence") {
  CHECK(value("2 + 3 * 4").value == 14);
  CHECK(value("(2 + 3) * 4").value == 20);
  CHECK(value("-2^2").value == -4);
  CHECK(value("2^3^2").value == 512);
  CHECK(value("7 / 2 - 1").value == 2.5);
  CHECK(value("1 < 2 ? 10 : 20").value == 10);
  CHECK(value(".5 + 1e3 + 2.5e-1").value == 1000.75);
}

TEST_CASE("functions") {
  CHECK(value("min(3, 1, 2)").value == 1);
  CHECK(value("max(3, 1, 2)").value == 3);
  CHECK(value("ceil(2.1) + floor(2.9)").value == 5);
  CHECK(value("log2(64)").value == 6);
  CHECK(value("sqrt(16) + abs(-2)").value == 6);
}

TEST_CASE("a number takes its unit along") {
  CHECK(value("64 KiB").value == 64 * 8192);
  CHECK(value("64KiB").value == 64 * 8192);
  CHECK(value("1 / 200 MHz").value == 1 / 200e6);
  CHECK(value("1 / 200 MHz").dimension == dimension::time);
  CHECK(value("2 * 64 b + 1 B").value == 136);
  CHECK(value("3 um^2").value == 3e-12);
  CHECK(value("3 um^2").dimension == dimension::area);
  CHECK(value("2 W * 3 s").dimension == dimension::energy);
  CHECK(value("(2 um)^2").dimension == dimension::area);
  CHECK(value("8 b / 2 b").dimension == dimension::none);
  CHECK(value("inf b").value == INFINITY);
  CHECK(value("-inf").value == -INFINITY);
}

TEST_CASE("names are asked for in the order in which they stand") {
  const Expression expression("rows * GLB.size + rows");
  REQUIRE(expression.names().size() == 3);
  CHECK(expression.names()[0].name == "rows");
  CHECK(expression.names()[1].name == "GLB.size");
  CHECK(expression.names()[1].offset == 7);
  CHECK(value("rows * width", {{4, {}}, {16, dimension::bit}}).value == 64);
  CHECK(value("rows * width", {{4, {}}, {16, dimension::bit}}).dimension == dimension::bit);
}

TEST_CASE("units that do not fit together are refused") {
  const std::string mixed = "1: units don't fit together: only quantities of the same kind can be added or compared";
  CHECK(refusal("64 b + 2") == mixed);
  CHECK(refusal("64 b - 2 s") == mixed);
  CHECK(refusal("min(64 b, 2)") == mixed);
  CHECK(refusal("max(64 b, 2000)") == mixed);
  CHECK(refusal("log2(64 b)") == mixed);
  CHECK(refusal("ceil(1.5 b)") == mixed);
  CHECK(refusal("sqrt(16 b)") == mixed);
  CHECK(refusal("2 ^ (3 b)") == mixed);
  CHECK(refusal("ceil(1.5) * 2 b") == "");
  CHECK(refusal("min(64 b, 2 B)") == "");
  CHECK(refusal("sqrt(16 um^2)") == "");
}

TEST_CASE("wrong expressions say where they are wrong") {
  CHECK(refusal("") == "1: it is empty");
  CHECK(refusal("  ") == "1: it is empty");
  CHECK(refusal("2 +") == "3: it ends too early");
  CHECK(refusal("(2 + 3") == "6: a ')' is missing");
  CHECK(refusal("2 + 3)") == "6: unexpected ')'");
  CHECK(refusal("2 3") == "3: unexpected number");
  CHECK(refusal("2 * * 3") == "5: unexpected '*'");
  CHECK(refusal("2 ; 3") == "3: unexpected ';'");
  CHECK(refusal("x = 3", {{}}) == "3: unexpected '='");
  CHECK(refusal("1, 2") == "1: unexpected ',', this is no list");
  CHECK(refusal("1 ? 2") == "1: '?' without ':'");
  CHECK(refusal("system(1)") == "1: unknown function 'system'");
  CHECK(refusal("flor(1)") == "1: unknown function 'flor', did you mean 'floor'?");
  CHECK(refusal("3 kebab") == "3: unknown unit 'kebab'");
  CHECK(refusal("2 m^3") == "3: 'm^' is ambiguous, parentheses help: (2 m)^2");
  CHECK(refusal("1e400") == "1: this number is out of range");
  CHECK(refusal("0/0") == "1: its value is not a number");
  CHECK(refusal("inf - inf") == "1: its value is not a number");
  CHECK(refusal(std::string(1001, '1')) == "1: an expression has at most 1000 characters");
  CHECK(refusal("\"a\"") == "1: unexpected '\"'");
  CHECK(refusal("1 \xC3\xA9") == "3: unknown unit '\xC3\xA9'");
}

TEST_CASE("hostile expressions end in a message or a value") {
  CHECK(refusal(std::string(500, '(') + "1" + std::string(499, ')')) != "");
  CHECK(refusal(std::string(499, '(') + "1" + std::string(499, ')')) == "");
  CHECK(refusal(std::string(900, '-') + "1") == "2: unexpected '-'");
  CHECK(refusal("9^9^9^9^9") == "");
  CHECK(std::isinf(value("9^9^9^9^9").value));
  CHECK(refusal(std::string(300, '?')) != "");
  CHECK(refusal("min(" + std::string(400, ',') + ")") != "");
}

TEST_CASE("values can stand in place of names") {
  const Expression expression("max(read.count, 2 * lanes) / (32 * 200 MHz)");
  CHECK(expression.with({std::nullopt, Quantity{4, {}}}) == "max(read.count, 2 * 4) / (32 * 200000000)");
  CHECK(expression.with({std::nullopt, Quantity{-4, {}}}) == "max(read.count, 2 * (-4)) / (32 * 200000000)");
}

}  // namespace forge::project::test

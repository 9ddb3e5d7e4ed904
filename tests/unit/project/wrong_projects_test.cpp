// SPDX-License-Identifier: Apache-2.0
//
// Every wrong project is refused with the whole message that its table expects.
#include "unit/project/wrong_projects.hpp"

#include <algorithm>
#include <string>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

const std::string_view right_project = R"(forge = 1

[variables]
rows = 4
word = "16 b"

[technology]
node = "65 nm"

[[architecture]]
memory = "DRAM"

[[architecture]]
memory = "GLB"
size = "64 KiB"
keep = "I | O"

[[architecture]]
fanout = "PE"
x = { size = 4, multicast = "all" }

[[architecture]]
memory = "Spad"
size = "rows * word"
actions.read = { energy = "0.1 pJ", throughput = "200 MHz" }

[[architecture]]
compute = "MAC"

[[workload]]
einsum = "conv"
equation = "O[m,p] = I[c,p+r] * W[m,c,r]"
sizes = { m = 8, c = 4, p = 16, r = 3 }
bits = { all = "8 b" }

[mapper]
strategy = "random"
seed = 1

[[mapping]]
nest = [
  { keep = ["I", "W", "O"], in = "DRAM" },
  { for = "m", tile = 4 },
  { keep = ["I", "O"], in = "GLB" },
  { for = "r", tile = 1 },
  { for = "p", tile = 1 },
  { par = "m", tile = 1, over = "PE.x" },
  { keep = ["W"], in = "Spad" },
  { for = "c", tile = 1 },
  { compute = "MAC" },
]

[[report]]
writer = "text"
)";

namespace {

std::string changed(const std::vector<Edit> &edits) {
  std::string text(right_project);
  for (const Edit &edit : edits) {
    const auto at = text.find(edit.from);
    REQUIRE(at != std::string::npos);
    text.replace(at, edit.from.size(), edit.to);
  }
  return text;
}

bool is_expected(const std::string &message, std::string_view expected) {
  if (expected.size() >= 3 && expected.substr(expected.size() - 3) == "...") {
    return message.rfind(expected.substr(0, expected.size() - 3), 0) == 0;
  }
  return message == expected;
}

void check_all(const std::vector<WrongProject> &table) {
  const forge::test::TemporaryDirectory directory;
  for (const auto &wrong : table) {
    const auto refusal = refused(directory, {{"p.toml", changed(wrong.edits)}});
    INFO("case: " << wrong.what << "\nexpected:\n" << wrong.message << "\nsaid:\n" << refusal.message);
    CHECK(is_expected(refusal.message, wrong.message));
    CHECK(refusal.kind == wrong.kind);
  }
}

}  // namespace

TEST_CASE("the project that the table changes is right") {
  const forge::test::TemporaryDirectory directory;
  const auto file = directory.write("p.toml", right_project);
  CHECK_NOTHROW(load(file.string()));
}

TEST_CASE("wrong syntax is refused where it stands") {
  check_all(wrong_syntax);
}
TEST_CASE("unknown and missing keys are refused") {
  check_all(wrong_keys);
}
TEST_CASE("values of the wrong kind are refused") {
  check_all(wrong_types);
}
TEST_CASE("wrong units are refused") {
  check_all(wrong_units);
}
TEST_CASE("wrong expressions are refused") {
  check_all(wrong_expressions);
}
TEST_CASE("numbers out of range are refused") {
  check_all(wrong_numbers);
}
TEST_CASE("wrong Einsums are refused") {
  check_all(wrong_workload);
}
TEST_CASE("wrong architectures are refused") {
  check_all(wrong_architecture);
}
TEST_CASE("wrong mapper settings are refused") {
  check_all(wrong_mapper);
}
TEST_CASE("wrong mappings are refused") {
  check_all(wrong_mapping);
}
TEST_CASE("wrong mappings of several Einsums are refused") {
  check_all(wrong_trees);
}

}  // namespace forge::project::test

// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "support/catch.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

namespace {

model::Einsum second_einsum(const std::string &fields) {
  return loaded("[[workload]]\neinsum = \"layer2.0-conv1\"\nequation = \"O[p] = I[p+r] * W[r]\"\n" + fields)
      .workload.einsums.at(1);
}

}  // namespace

TEST_CASE("an Einsum has its variables in the order of the equation, with sizes") {
  const auto einsum = second_einsum("sizes = { r = 3, p = \"side^2\" }\nbits = { all = 8 }\n");
  CHECK(einsum.name == "layer2.0-conv1");
  REQUIRE(einsum.variables.size() == 2);
  CHECK(einsum.variables[0].name == "p");
  CHECK(einsum.variables[0].size == 16);
  CHECK(einsum.variables[1].size == 3);
  CHECK(einsum.repeat == 1);
  CHECK(einsum.output() == 2);
  CHECK(einsum.position.line == 19);
}

TEST_CASE("bits: all, then roles, then names") {
  const std::string sizes = "sizes = { p = 4, r = 3 }\n";
  const auto einsum = second_einsum(sizes +
                                    "roles = { In = \"I\", Out = \"O\" }\n"
                                    "bits = { O = \"32 b\", Out = \"24 b\", all = \"1 B\", In = \"side * 1 b\" }\n");
  CHECK(einsum.tensors[0].bits == 4);
  CHECK(einsum.tensors[1].bits == 8);
  CHECK(einsum.tensors[2].bits == 32);
  CHECK(einsum.roles.at("In") == "I");
  CHECK(second_einsum(sizes + "bits = { all = 1.58 }\n").tensors[0].bits == 1.58);
}

TEST_CASE("sizes beyond 2^53 are exact where they are written as integers") {
  const auto einsum = second_einsum("sizes = { p = 9007199254740993, r = 3 }\nbits = { all = 8 }\n");
  CHECK(einsum.variables[0].size == 9007199254740993U);
}

}  // namespace forge::project::test

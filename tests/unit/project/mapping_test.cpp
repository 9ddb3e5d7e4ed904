// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "support/catch.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

using model::NestKind;

namespace {

const std::string rest = R"(
  { for = "n", tile = 1 },
  { for = "k", tile = 1 },
  { for = "m", tile = 1 },
  { compute = "MAC" },
])";

}  // namespace

TEST_CASE("a nest refers to memories, tensors, variables and dimensions by index") {
  const auto project = loaded(R"([[mapping]]
nest = [
  { keep = ["B", "Z"], in = "DRAM" },
  { keep = ["A"], in = "DRAM", retain = false },
  { for = "m", tile = "side" },
  { par = "m", tile = 1, over = "PE.x" },)" +
                              rest);
  REQUIRE(project.mappings.size() == 1);
  const auto &nest = project.mappings[0].nest;
  REQUIRE(nest.size() == 8);
  CHECK(nest[0].kind == NestKind::keep);
  CHECK(nest[0].tensors == std::vector<std::size_t>{1, 2});
  CHECK(nest[0].retain);
  CHECK(nest[0].position.line == 21);
  CHECK(!nest[1].retain);
  CHECK(nest[2].kind == NestKind::loop);
  CHECK(nest[2].tile == 4);
  CHECK(nest[3].kind == NestKind::spread);
  CHECK(nest[3].node == 2);
  CHECK(nest[3].dimension == 0);
  CHECK(nest[7].kind == NestKind::compute);
  CHECK(nest[7].node == 3);
}

TEST_CASE("keep may be a tensor set, and a fan-out with one dimension needs no name for it") {
  const auto project = loaded(R"([[mapping]]
einsum = "matmul"
nest = [
  { keep = "inputs | Z", in = "DRAM" },
  { par = "m", tile = 4, over = "PE" },)" +
                              rest);
  CHECK(project.mappings[0].nest[0].tensors == std::vector<std::size_t>{0, 1, 2});
  CHECK(project.mappings[0].nest[1].node == 2);
}

TEST_CASE("the Einsum may be named on the compute") {
  const auto project = loaded(R"([[workload]]
einsum = "copy"
equation = "Y[m] = X[m]"
roles = { In = "X" }
sizes = { m = 1 }
bits = { all = 8 }
[[mapping]]
nest = [ { keep = ["In", "Y"], in = "DRAM" }, { compute = "MAC", einsum = "copy" } ]
[[mapping]]
einsum = "matmul"
nest = [
  { keep = "all", in = "DRAM" },)" +
                              rest);
  CHECK(project.mappings[0].einsum == 1);
  CHECK(project.mappings[0].nest[0].tensors == std::vector<std::size_t>{0, 1});
  CHECK(project.mappings[1].einsum == 0);
}

}  // namespace forge::project::test

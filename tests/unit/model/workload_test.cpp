// SPDX-License-Identifier: Apache-2.0
#include "model/workload.hpp"

#include "support/catch.hpp"
#include "unit/model/examples.hpp"

namespace forge::model::test {

TEST_CASE("an intermediate is written by one Einsum and read by another") {
  const auto workload = two_matmuls();
  CHECK(is_intermediate(workload, "Z"));
  CHECK(!is_intermediate(workload, "A"));
  CHECK(!is_intermediate(workload, "Y"));
  CHECK(!is_intermediate(workload, "Q"));
}

TEST_CASE("computes is the product of the sizes") {
  auto einsum = two_matmuls().einsums[0];
  CHECK(computes(einsum) == 16 * 8 * 12);
  einsum.variables.clear();
  CHECK(computes(einsum) == 1);
}

TEST_CASE("computes never wraps around") {
  auto einsum = two_matmuls().einsums[0];
  einsum.variables = {{"m", std::uint64_t{1} << 31}, {"n", (std::uint64_t{1} << 32) - 1}};
  CHECK(computes(einsum) == (std::uint64_t{1} << 63) - (std::uint64_t{1} << 31));
  einsum.variables[1].size += 1;  // 2^63
  CHECK_THROWS_AS(computes(einsum), Error);
  einsum.variables[1].size = ~std::uint64_t{0};
  CHECK_THROWS_AS(computes(einsum), Error);
}

TEST_CASE("the mask of all tensors") {
  const auto einsum = two_matmuls().einsums[0];
  CHECK(einsum.all() == 0b111);
  CHECK(einsum.output() == 2);
}

}  // namespace forge::model::test

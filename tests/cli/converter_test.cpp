// SPDX-License-Identifier: Apache-2.0
//
// What a converter charges where factors do not divide.
#include <string>

#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

TEST_CASE("explain: the busiest converter decides where places have unequal work") {
  const TemporaryDirectory directory;
  directory.write("p.toml", R"(forge = 1
[[architecture]]
memory = "DRAM"
actions.read = { energy = "10 pJ", throughput = "1 GHz" }
actions.write = { energy = "10 pJ", throughput = "1 GHz" }
[[architecture]]
fanout = "PE"
x = { size = 4 }
[[architecture]]
converter = "ADC"
direction = "up"
tensors = "outputs"
actions.convert = { energy = "2 pJ", throughput = "1 MHz" }
[[architecture]]
compute = "MAC"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
[[workload]]
einsum = "mm"
equation = "Z[m] = A[m,k]"
sizes = { m = 10, k = 2 }
bits = { all = "8 b" }
[[mapping]]
nest = [
  { keep = "all", in = "DRAM" },
  { par = "m", tile = 3, over = "PE.x" },
  { for = "m", tile = 1 },
  { for = "k", tile = 1 },
  { compute = "MAC" },
]
)");
  const auto outcome = run_forge({"explain", "p.toml", "--component", "ADC"}, directory.path());
  CHECK(outcome.exit_code == 0);
  // 10 sums, twice each; the first three places have 3 of them, the last one 1.
  CHECK_THAT(outcome.out, ContainsSubstring("Z pass 20 = 20 actions"));
  CHECK_THAT(outcome.out, ContainsSubstring("convert at 1 MHz = 6 us"));
}

}  // namespace
}  // namespace forge::test

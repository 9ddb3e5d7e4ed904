// SPDX-License-Identifier: Apache-2.0
//
// Plugins that were built with the headers of ABI 1.0 work in a run of today's forge.
#include <string>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {

TEST_CASE("a component model, a sampler and a report writer of ABI 1.0 run together") {
  const TemporaryDirectory directory;
  directory.write("p.toml", R"(forge = 1
[[architecture]]
memory = "DRAM"
actions.read = { energy = "10 pJ", throughput = "1 GHz" }
actions.write = { energy = "10 pJ", throughput = "1 GHz" }
[[architecture]]
memory = "Buffer"
size = "1 KiB"
width = "8 b"
model = { component = "abi10.memory" }
actions.read = { throughput = "1 GHz" }
actions.write = { throughput = "1 GHz" }
[[architecture]]
compute = "MAC"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
[[workload]]
einsum = "gemm"
equation = "C[m,n] = A[m,k] * B[k,n]"
sizes = { m = 8, n = 8, k = 8 }
bits = { all = "8 b" }
[mapper]
evaluations = 500
)");
  Command command;
  command.arguments = {forge_executable, "run", "p.toml", "--mapper", "abi10.walk", "--report", "abi10.lines"};
  command.directory = directory.path();
  command.environment["FORGE_PLUGIN_PATH"] = FROZEN_PLUGINS;
  const Outcome outcome = run(command);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("abi10.component"));
  CHECK_THAT(outcome.out, ContainsSubstring("gemm"));
}

}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
// Small projects for tests of the program. None of them needs a component model.
#pragma once

#include <string>

namespace forge::test {

inline const std::string hardware = R"(forge = 1
[[architecture]]
memory = "DRAM"
keep = "all"
actions.read = { energy = "10 pJ", throughput = "1 GHz", width = "8 b" }
actions.write = { energy = "10 pJ", throughput = "1 GHz", width = "8 b" }
[[architecture]]
memory = "Buffer"
size = "64 B"
may_keep = "all"
actions.read = { energy = "1 pJ", throughput = "1 GHz", width = "8 b" }
actions.write = { energy = "1 pJ", throughput = "1 GHz", width = "8 b" }
[[architecture]]
compute = "MAC"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
)";

inline std::string gemm(const std::string &name, int m, int n, int k) {
  return "[[workload]]\neinsum = \"" + name + "\"\nequation = \"C_" + name + "[m,n] = A_" + name + "[m,k] * B_" + name +
         "[k,n]\"\nsizes = { m = " + std::to_string(m) + ", n = " + std::to_string(n) + ", k = " + std::to_string(k) +
         " }\nbits = { all = \"8 b\" }\n";
}

// A nest that runs in any size: everything stays in DRAM.
inline std::string mapping(const std::string &name) {
  return "[[mapping]]\neinsum = \"" + name + "\"\nnest = [\n  { keep = [\"A_" + name + "\", \"B_" + name + "\", \"C_" +
         name +
         "\"], in = \"DRAM\" },\n  { for = \"m\", tile = 1 },\n  { for = \"n\", tile = 1 },\n  { for = \"k\", tile = 1 "
         "},\n"
         "  { compute = \"MAC\" },\n]\n";
}

// The mapping is given.
inline std::string given_project() {
  return hardware + gemm("g", 4, 4, 4) + mapping("g");
}

// It is searched for.
// Searched by a sampler unless `mapper` names a strategy.
inline std::string searched_project(const std::string &mapper = "evaluations = 500") {
  const bool is_named = mapper.find("strategy") != std::string::npos;
  return hardware + gemm("g", 8, 8, 8) + "[mapper]\n" + (is_named ? "" : "strategy = \"random\"\n") + mapper + "\n";
}

}  // namespace forge::test

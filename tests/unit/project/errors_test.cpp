// SPDX-License-Identifier: Apache-2.0
//
// All mistakes of a project are shown in one run, in the order of the text.
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

TEST_CASE("mistakes in all sections are shown at once") {
  const forge::test::TemporaryDirectory directory;
  const auto refusal = refused(directory, {{"p.toml", R"(forge = 1
[variables]
rows = "2 *"
[[report]]
writer = 3
[[architecture]]
memory = "DRAM"
size = "rows * 1 b"
[[architecture]]
memory = "GLB"
size = "64 kebab"
widht = 3
[[architecture]]
compute = "MAC"
[[workload]]
einsum = "matmul"
equation = "Z[m,n] = A[m,k] * B[k,n]"
sizes = { m = 0, n = 8 }
bits = { all = "8 b" }
[mapper]
seed = -1
[[mapping]]
nest = [
  { keep = ["A", "Q", "Z"], in = "DRAM" },
  { for = "mm", tile = 1 },
  { compute = "MAC" },
]
)"}});
  CHECK(refusal.message ==
        "p.toml:3:11: error: '2 *': it ends too early\n"
        "p.toml:5:10: error: 'writer' takes a string, not an integer\n"
        "p.toml:11:12: error: '64 kebab': unknown unit 'kebab'\n"
        "p.toml:12:1: error: unknown key 'widht', did you mean 'width'?\n"
        "p.toml:18:9: error: 'sizes' lacks rank variable k\n"
        "p.toml:18:15: error: the size of 'm' must be at least 1, not 0\n"
        "p.toml:21:8: error: 'seed' must be at least 0, not -1\n"
        "p.toml:24:18: error: Einsum 'matmul' has no tensor 'Q'\n"
        "p.toml:25:11: error: Einsum 'matmul' has no rank variable 'mm', did you mean 'm'?");
  CHECK(refusal.kind == ErrorKind::project);
}

TEST_CASE("a mapping that does not fit has the exit code of mappings") {
  const forge::test::TemporaryDirectory directory;
  const auto refusal =
      refused(directory, {{"p.toml", small_project("[[mapping]]\nnest = [ { compute = \"MAC\" } ]\n")}});
  CHECK(refusal.kind == ErrorKind::mapping);
  CHECK(refusal.errors == 6);  // three tensors that nothing keeps, three loops that are missing
}

}  // namespace forge::project::test

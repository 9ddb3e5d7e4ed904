// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: mappings of several Einsums.
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

namespace {

constexpr std::string_view workload_before = R"(einsum = "conv"
equation = "O[m,p] = I[c,p+r] * W[m,c,r]"
sizes = { m = 8, c = 4, p = 16, r = 3 }
bits = { all = "8 b" }
)";
constexpr std::string_view nest_before = R"(nest = [
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
)";
// The consumer's `c` is another one than the producer's, over which it sums up.
constexpr std::string_view products = R"(einsum = "A"
equation = "T[m,k] = X[m,c] * W[c,k]"
sizes = { m = 4, c = 3, k = 2 }
bits = { all = 8 }

[[workload]]
einsum = "B"
equation = "Y[m,c] = T[m,k] * V[k,c]"
sizes = { m = 4, k = 2, c = 3 }
bits = { all = 8 }
)";

#define TOP "nest = [\n  { keep = [\"X\", \"W\", \"V\", \"Y\"], in = \"DRAM\" },\n  { keep = [\"T\"], in = \"GLB\" },\n"
#define A \
  R"([{ for = "m", tile = 1 }, { for = "k", tile = 1 }, { for = "c", tile = 1 }, { compute = "MAC", einsum = "A" }])"
#define B \
  R"([{ for = "m", tile = 1 }, { for = "k", tile = 1 }, { for = "c", tile = 1 }, { compute = "MAC", einsum = "B" }])"
#define SHORT_A R"([{ for = "m", tile = 1 }, { for = "k", tile = 1 }, { compute = "MAC", einsum = "A" }])"
#define SHORT_B R"([{ for = "m", tile = 1 }, { for = "k", tile = 1 }, { compute = "MAC", einsum = "B" }])"
#define TREE(nodes)                                  \
  {"I | O", "X | T"}, {workload_before, products}, { \
    nest_before, TOP nodes "]\n"                     \
  }

}  // namespace

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_trees{
    {"nodes below a split",
     {TREE("  { sequential = [" A ", " B "] },\n  { for = \"m\", tile = 1 },\n")},
     R"(p.toml:51:3: error: nothing may stand below a split; the branches hold what comes next)"},
    {"one branch",
     {TREE("  { sequential = [" A "] },\n")},
     R"(p.toml:50:5: error: 'sequential' takes a list of two or more branches, each a nest)"},
    {"branches that are no lists",
     {TREE("  { parallel = [3, {}] },\n")},
     R"(p.toml:50:17: error: a nest is a list of nodes, not an integer
p.toml:50:20: error: a nest is a list of nodes, not a table)"},
    {"an empty branch",
     {TREE("  { sequential = [" A ", []] },\n")},
     R"(p.toml:50:131: error: which Einsum is this branch for? End it with { compute = ..., einsum = "A" })"},
    {"two splits in a node",
     {TREE("  { sequential = [" A ", " B "], parallel = [] },\n")},
     R"(p.toml:50:3: error: 'sequential' stands alone in its node)"},
    {"a split that does not exist",
     {TREE("  { seqential = [" A ", " B "] },\n")},
     R"(p.toml:50:5: error: there is no split 'seqential', did you mean 'sequential'?)"},
    {"a compute above a split",
     {TREE("  { compute = \"MAC\", einsum = \"A\" },\n  { sequential = [" A ", " B "] },\n")},
     R"(p.toml:50:3: error: a compute ends a branch; it can't stand above a split)"},
    {"a loop that concerns no Einsum",
     {TREE("  { for = \"z\", tile = 1 },\n  { sequential = [" A ", " B "] },\n")},
     R"(p.toml:50:11: error: no Einsum of this tree has a rank variable 'z')"},
    {"a keep that concerns no Einsum",
     {TREE("  { keep = [\"Q\"], in = \"GLB\" },\n  { sequential = [" A ", " B "] },\n")},
     R"(p.toml:50:13: error: no Einsum of this tree has a tensor 'Q')"},
    {"an Einsum twice in a tree",
     {TREE("  { sequential = [" A ", " B ", " A "] },\n")},
     R"(p.toml:50:243: error: Einsum 'A' has a mapping already)"},
    {"consumer first",
     {TREE("  { sequential = [" B ", " A "] },\n")},
     R"(p.toml:50:5: error: 'B' reads T before 'A' makes it)",
     ErrorKind::mapping},
    {"dependent branches in parallel",
     {TREE("  { parallel = [" A ", " B "] },\n")},
     R"(p.toml:50:5: error: 'B' reads T, which 'A' makes: they can't run in parallel)",
     ErrorKind::mapping},
    {"an intermediate kept in each branch",
     {TREE("  { sequential = [" A ", " B "] },\n"),
      {"  { keep = [\"T\"], in = \"GLB\" },\n", ""},
      {"= [[{ for", "= [[{ keep = [\"T\"], in = \"GLB\" }, { for"},
      {"], [{ for", "], [{ keep = [\"T\"], in = \"GLB\" }, { for"}},
     R"(p.toml:49:162: error: T goes from 'A' to 'B', but its outermost keeps there are not one and the same
  note: keep it above the split, in the memory that passes it on)",
     ErrorKind::mapping},
    {"a loop that splits the producer's sums, by a name that means something else in the consumer",
     {TREE("  { for = \"c\", tile = 1 },\n  { sequential = [" SHORT_A ", " SHORT_B "] },\n")},
     R"(p.toml:50:3: error: this loop over 'c' splits sums of 'A': 'B' would read T before it is complete
  note: move the loop into the branches, or give 'c' another name in 'B' if it is another one)",
     ErrorKind::mapping},
    {"the same in space",
     {TREE("  { par = \"c\", tile = 1, over = \"PE.x\" },\n  { sequential = [" SHORT_A ", " SHORT_B "] },\n")},
     R"(p.toml:50:3: error: this loop over 'c' splits sums of 'A': 'B' would read T before it is complete
  note: move the loop into the branches, or give 'c' another name in 'B' if it is another one)",
     ErrorKind::mapping},
    {"a loop over a reduction of the producer",
     {TREE("  { for = \"c\", tile = 1 },\n  { sequential = [" SHORT_A ", " B "] },\n"),
      {"Y[m,c] = T[m,k] * V[k,c]", "Y[m,n] = T[m,k] * V[k,n]"},
      {"k = 2, c = 3 }", "k = 2, n = 3 }"},
      {"{ for = \"c\", tile = 1 }, { compute = \"MAC\", einsum = \"B\" }",
       "{ for = \"n\", tile = 1 }, { compute = \"MAC\", einsum = \"B\" }"}},
     R"(p.toml:50:3: error: Einsum 'B' does not have the rank variable of this loop, and nothing below the loop reads what it makes, Y
  note: move the loop into the branches that it concerns)",
     ErrorKind::mapping},
    {"repeats that differ",
     {TREE("  { sequential = [" A ", " B "] },\n"), {"einsum = \"B\"", "repeat = 7\neinsum = \"B\""}},
     R"(p.toml:47:1: error: Einsums of one tree run equally often, but 'A' runs 1 times and 'B' 7)",
     ErrorKind::mapping},
    {"other ranks in the consumer",
     {TREE("  { sequential = [" A ", " B "] },\n"), {"T[m,k] * V", "T[m] * V"}},
     R"(p.toml:46:1: error: T has 2 ranks in 'A' and 1 in 'B')",
     ErrorKind::mapping},
};
// clang-format on

}  // namespace forge::project::test

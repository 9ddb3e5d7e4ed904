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

#define TOP R"(nest = [
  { keep = ["X", "W", "V", "Y"], in = "DRAM" },
  { keep = ["T"], in = "GLB" },
)"
#define A R"([{ for = "m", tile = 1 }, { for = "k", tile = 1 }, { for = "c", tile = 1 }, { compute = "MAC", einsum = "A" }])"
#define B R"([{ for = "m", tile = 1 }, { for = "k", tile = 1 }, { for = "c", tile = 1 }, { compute = "MAC", einsum = "B" }])"
#define SHORT_A R"([{ for = "m", tile = 1 }, { for = "k", tile = 1 }, { compute = "MAC", einsum = "A" }])"
#define SHORT_B R"([{ for = "m", tile = 1 }, { for = "k", tile = 1 }, { compute = "MAC", einsum = "B" }])"
#define TREE(nodes) {workload_before, products}, {nest_before, TOP nodes "]\n"}

}  // namespace

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_trees{
    {"nodes below a split",
     {TREE("  { sequential = [" A ", " B "] },\n  { for = \"m\", tile = 1 },\n")},
     R"(?)"},
    {"one branch", {TREE("  { sequential = [" A "] },\n")}, R"(?)"},
    {"branches that are no lists", {TREE("  { parallel = [3, {}] },\n")}, R"(?)"},
    {"an empty branch", {TREE("  { sequential = [" A ", []] },\n")}, R"(?)"},
    {"two splits in a node", {TREE("  { sequential = [" A ", " B "], parallel = [] },\n")}, R"(?)"},
    {"a split that does not exist", {TREE("  { seqential = [" A ", " B "] },\n")}, R"(?)"},
    {"a compute above a split",
     {TREE("  { compute = \"MAC\", einsum = \"A\" },\n  { sequential = [" A ", " B "] },\n")},
     R"(?)"},
    {"a loop that concerns no Einsum",
     {TREE("  { for = \"z\", tile = 1 },\n  { sequential = [" A ", " B "] },\n")},
     R"(?)"},
    {"a keep that concerns no Einsum",
     {TREE("  { keep = [\"Q\"], in = \"GLB\" },\n  { sequential = [" A ", " B "] },\n")},
     R"(?)"},
    {"an Einsum twice in a tree", {TREE("  { sequential = [" A ", " B ", " A "] },\n")}, R"(?)"},
    {"consumer first", {TREE("  { sequential = [" B ", " A "] },\n")}, R"(?)", ErrorKind::mapping},
    {"dependent branches in parallel", {TREE("  { parallel = [" A ", " B "] },\n")}, R"(?)", ErrorKind::mapping},
    {"an intermediate kept in each branch",
     {TREE("  { sequential = [" A ", " B "] },\n"),
      {"  { keep = [\"T\"], in = \"GLB\" },\n", ""},
      {"= [[{ for", "= [[{ keep = [\"T\"], in = \"GLB\" }, { for"},
      {"], [{ for", "], [{ keep = [\"T\"], in = \"GLB\" }, { for"}},
     R"(?)", ErrorKind::mapping},
    {"a loop that splits the producer's sums, by a name that means something else in the consumer",
     {TREE("  { for = \"c\", tile = 1 },\n  { sequential = [" SHORT_A ", " SHORT_B "] },\n")},
     R"(?)", ErrorKind::mapping},
    {"the same in space",
     {TREE("  { par = \"c\", tile = 1, over = \"PE.x\" },\n  { sequential = [" SHORT_A ", " SHORT_B "] },\n")},
     R"(?)", ErrorKind::mapping},
    {"a loop over a reduction of the producer",
     {TREE("  { for = \"c\", tile = 1 },\n  { sequential = [" SHORT_A ", " B "] },\n"),
      {"Y[m,c] = T[m,k] * V[k,c]", "Y[m,n] = T[m,k] * V[k,n]"},
      {"k = 2, c = 3 }", "k = 2, n = 3 }"},
      {"{ for = \"c\", tile = 1 }, { compute = \"MAC\", einsum = \"B\" }", "{ for = \"n\", tile = 1 }, { compute = \"MAC\", einsum = \"B\" }"}},
     R"(?)", ErrorKind::mapping},
    {"repeats that differ",
     {TREE("  { sequential = [" A ", " B "] },\n"), {"einsum = \"B\"", "repeat = 7\neinsum = \"B\""}},
     R"(?)", ErrorKind::mapping},
    {"other ranks in the consumer",
     {TREE("  { sequential = [" A ", " B "] },\n"), {"T[m,k] * V", "T[m] * V"}},
     R"(?)", ErrorKind::mapping},
};
// clang-format on

}  // namespace forge::project::test

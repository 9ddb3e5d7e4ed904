// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: [[mapping]].
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_mapping{
    {"unknown Einsum",
     {{"[[mapping]]", R"([[mapping]]
einsum = "cnov")"}},
     R"(p.toml:41:10: error: there is no Einsum 'cnov', did you mean 'conv'?)"},
    {"two Einsums in one mapping",
     {{"[[mapping]]", R"([[mapping]]
einsum = "conv")"},
      {R"({ compute = "MAC" })", R"({ compute = "MAC", einsum = "other" })"}},
     R"(p.toml:51:31: error: the mapping is for Einsum 'conv', not 'other')"},
    {"nest missing",
     {{R"(nest = [
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

)",
       ""}},
     R"(p.toml:40:1: error: a mapping needs 'nest')"},
    {"no compute",
     {{R"(  { compute = "MAC" },
)",
       ""}},
     R"(p.toml:40:1: error: the nest of Einsum 'conv' has no compute; end it with { compute = "MAC" })",
     ErrorKind::mapping},
    {"two computes",
     {{R"(  { compute = "MAC" },
)",
       R"(  { compute = "MAC" },
  { compute = "MAC" },
)"}},
     R"(p.toml:51:3: error: a nest has one compute, this is the second)",
     ErrorKind::mapping},
    {"a loop below the compute",
     {{R"(  { compute = "MAC" },
)",
       R"(  { compute = "MAC" },
  { for = "m", tile = 1 },
)"}},
     R"(p.toml:51:3: error: nothing may stand below the compute)",
     ErrorKind::mapping},
    {"unknown compute",
     {{R"({ compute = "MAC" })", R"({ compute = "MCA" })"}},
     R"(p.toml:50:15: error: there is no compute 'MCA', did you mean 'MAC'?)"},
    {"memory as compute",
     {{R"({ compute = "MAC" })", R"({ compute = "GLB" })"}},
     R"(p.toml:50:15: error: there is no compute 'GLB')"},
    {"unknown rank variable",
     {{R"({ for = "m", tile = 4 })", R"({ for = "z", tile = 4 })"}},
     R"(p.toml:43:11: error: Einsum 'conv' has no rank variable 'z')"},
    {"tile missing",
     {{R"({ for = "m", tile = 4 })", R"({ for = "m" })"}},
     R"(p.toml:43:3: error: a node 'for' needs 'tile')"},
    {"tile zero",
     {{R"({ for = "m", tile = 4 })", R"({ for = "m", tile = 0 })"}},
     R"(p.toml:43:23: error: 'tile' must be at least 1, not 0)"},
    {"tile larger than its extent",
     {{R"({ for = "m", tile = 4 })", R"({ for = "m", tile = 16 })"}},
     R"(p.toml:43:3: error: tile 16 of 'm' is larger than what is left of it, 8)",
     ErrorKind::mapping},
    {"loops that do not cover",
     {{R"(  { for = "c", tile = 1 },
)",
       ""}},
     R"(p.toml:49:3: error: the loops do not cover 'c': 4 of it are left at the compute; a last loop { for = "c", tile = 1 } would)",
     ErrorKind::mapping},
    {"unknown memory",
     {{R"(in = "GLB")", R"(in = "GBL")"}},
     R"(p.toml:44:29: error: there is no memory 'GBL', did you mean 'GLB'?)"},
    {"fan-out as memory", {{R"(in = "GLB")", R"(in = "PE")"}}, R"(p.toml:44:29: error: there is no memory 'PE')"},
    {"keep without memory", {{R"(, in = "GLB")", ""}}, R"(p.toml:44:3: error: a node 'keep' needs 'in')"},
    {"unknown tensor", {{R"(["I", "O"])", R"(["I", "Q"])"}}, R"(p.toml:44:18: error: Einsum 'conv' has no tensor 'Q')"},
    {"kept tensors as a number",
     {{R"(["I", "O"])", "3"}},
     R"(p.toml:44:12: error: 'keep' takes a list of tensors, not an integer)"},
    {"tensor kept twice",
     {{R"(["I", "O"])", R"(["I", "I"])"}},
     R"(p.toml:44:3: error: tensor 'I' is kept twice in memory 'GLB')",
     ErrorKind::mapping},
    {"tensor that nothing keeps",
     {{R"(["I", "W", "O"])", R"(["I", "O"])"},
      {R"(  { keep = ["W"], in = "Spad" },
)",
       ""}},
     R"(p.toml:40:1: error: no memory keeps tensor 'W' of Einsum 'conv')",
     ErrorKind::mapping},
    {"keeps out of order",
     {{R"(  { keep = ["I", "W", "O"], in = "DRAM" },
)",
       ""},
      {R"({ keep = ["W"], in = "Spad" })", R"({ keep = ["I", "W", "O"], in = "DRAM" })"}},
     R"(p.toml:47:3: error: tensor 'I' is kept in 'DRAM' below 'GLB', which the architecture has further in
p.toml:47:3: error: tensor 'O' is kept in 'DRAM' below 'GLB', which the architecture has further in
p.toml:47:3: error: memory 'DRAM' stands outside of fan-out 'PE' in the architecture, so it can't stand below its loops)",
     ErrorKind::mapping},
    {"memory above the loops of its fan-out",
     {{R"(  { for = "r", tile = 1 },
)",
       R"(  { keep = ["O"], in = "Spad" },
  { for = "r", tile = 1 },
)"}},
     R"(p.toml:45:3: error: memory 'Spad' stands inside of fan-out 'PE' in the architecture, so it can't stand above its loops)",
     ErrorKind::mapping},
    {"unknown dimension",
     {{R"("PE.x")", R"("PE.y")"}},
     R"(p.toml:47:33: error: there is no dimension of a fan-out 'PE.y', did you mean 'PE.x'?)"},
    {"dimension missing", {{R"(, over = "PE.x")", ""}}, R"(p.toml:47:3: error: a node 'par' needs 'over')"},
    {"spread over more than there is",
     {{R"({ for = "m", tile = 4 },)", ""}},
     R"(p.toml:47:3: error: the spatial loops over 'PE.x' need 8 places, it has 4)",
     ErrorKind::mapping},
    {"node of two kinds",
     {{R"({ for = "m", tile = 4 })", R"({ for = "m", tile = 4, compute = "MAC" })"}},
     R"(p.toml:43:26: error: a node is one thing, this is both 'for' and 'compute')"},
    {"node of no kind",
     {{R"({ for = "m", tile = 4 })", "{ tile = 4 }"}},
     R"(p.toml:43:3: error: a node needs one of keep, for, par, compute)"},
    {"one branch",
     {{R"({ compute = "MAC" })", "{ sequential = [ [] ] }"}},
     R"(p.toml:50:5: error: 'sequential' takes a list of two or more branches, each a nest)"},
    {"branches for one Einsum",
     {{R"({ compute = "MAC" })", "{ sequential = [ [], [] ] }"}},
     R"(p.toml:50:20: error: which Einsum is this branch for? End it with { compute = ..., einsum = "conv" }
p.toml:50:24: error: which Einsum is this branch for? End it with { compute = ..., einsum = "conv" })"},
    {"Einsum mapped twice",
     {{"[[report]]", R"([[mapping]]
nest = [ { keep = ["I", "W", "O"], in = "DRAM" }, { for = "m", tile = 1 }, { for = "p", tile = 1 }, { for = "c", tile = 1 }, { for = "r", tile = 1 }, { compute = "MAC" } ]

[[report]])"}},
     R"(p.toml:53:1: error: Einsum 'conv' has a mapping already)"},
    {"Einsum that the compute cannot run",
     {{R"(compute = "MAC"

[[workload]])",
       R"(compute = "MAC"
einsums = ["fc"]

[[architecture]]
compute = "Vector"
under = "Spad"

[[workload]]
einsum = "fc"
equation = "Z[m] = A[m]"
sizes = { m = 1 }
bits = { all = 8 }

[[workload]])"},
      {"[[mapping]]", R"([[mapping]]
einsum = "fc"
nest = [ { keep = ["A", "Z"], in = "DRAM" }, { compute = "MAC" } ]

[[mapping]]
einsum = "conv")"}},
     R"(p.toml:66:3: error: compute 'MAC' can't run Einsum 'conv', only fc)",
     ErrorKind::mapping},
    {"mapping that does not say for which Einsum",
     {{"[mapper]", R"([[workload]]
einsum = "fc"
equation = "Z[m] = A[m]"
sizes = { m = 1 }
bits = { all = 8 }

[mapper])"}},
     R"(p.toml:46:1: error: which Einsum does this map? Say einsum = "conv")"},
};
// clang-format on

}  // namespace forge::project::test

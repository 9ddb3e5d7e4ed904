// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: [[workload]].
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_workload{
    {"no equals sign",
     {{R"("O[m,p] = I[c,p+r] * W[m,c,r]")", R"("O[m,p] I[c,p+r]")"}},
     R"(p.toml:32:20: error: expected '=' after the output, found 'I')"},
    {"two equals signs",
     {{R"(* W[m,c,r]")", R"(= W[m,c,r]")"}},
     R"(p.toml:32:31: error: expected '*' or the end, found '=')"},
    {"empty equation",
     {{R"("O[m,p] = I[c,p+r] * W[m,c,r]")", R"("")"}},
     R"(p.toml:32:13: error: expected the name of a tensor, found the end)"},
    {"bracket missing",
     {{R"(W[m,c,r]")", R"(W[m,c,r")"}},
     R"(p.toml:32:40: error: expected ']' or ',' after an index, found the end)"},
    {"operand missing",
     {{R"(* W[m,c,r]")", R"(*")"}},
     R"(p.toml:32:32: error: expected the name of a tensor, found the end)"},
    {"index missing", {{R"(W[m,c,r]")", R"(W[m,c,]")"}}, R"(p.toml:32:39: error: expected a rank variable, found ']')"},
    {"output as operand",
     {{R"(* W[m,c,r]")", R"(* O[m,p]")"}},
     R"(p.toml:32:33: error: tensor 'O' is the output, it can't be an operand as well)"},
    {"tensor with two numbers of ranks",
     {{R"(* W[m,c,r]")", R"(* W[m,c,r] * I[c]")"}},
     R"(p.toml:32:44: error: tensor 'I' has 1 ranks here and 2 before)"},
    {"operation that is no name",
     {{"einsum =", "operation = \"2exp\"\neinsum ="}},
     R"(p.toml:31:13: error: '2exp' is no name of an operation: letters, digits and _ make one, such as "exp")"},
    {"persistent tensor that the Einsum does not have",
     {{"einsum =", "persistent = [\"W\", \"Q\"]\neinsum ="}},
     R"(p.toml:31:20: error: Einsum 'conv' has no tensor 'Q')"},
    {"nine operands",
     {{R"(I[c,p+r] * W[m,c,r]")", R"(I[c,p+r] * W[m,c,r] * A * B * C * D * E * F * G")"}},
     R"(p.toml:32:68: error: an Einsum has at most 8 operands)"},
    {"constant in an index",
     {{"I[c,p+r]", "I[c,p+1]"}},
     R"(p.toml:32:28: error: an index has no constant part; a coefficient is written 2*p)"},
    {"difference in an index",
     {{"I[c,p+r]", "I[c,p-r]"}},
     R"(p.toml:32:27: error: an index is a sum; differences are not supported)"},
    {"coefficient zero",
     {{"I[c,p+r]", "I[c,0*p+r]"}},
     R"(p.toml:32:26: error: a coefficient lies between 1 and 2147483648)"},
    {"coefficient negative",
     {{"I[c,p+r]", "I[c,p*-2+r]"}},
     R"(p.toml:32:28: error: a coefficient lies between 1 and 2147483648)"},
    {"coefficient huge",
     {{"I[c,p+r]", "I[c,99999999999999999999*p+r]"}},
     R"(p.toml:32:26: error: a coefficient lies between 1 and 2147483648)"},
    {"foreign character in an equation",
     {{"I[c,p+r]", "I[c,p·r]"}},
     R"(p.toml:32:27: error: expected ']' or ',' after an index, found '·')"},
    {"tensor with a reserved name",
     {{R"(W[m,c,r]")", R"(inputs[m,c,r]")"}},
     R"(p.toml:32:12: error: a tensor can't be called 'inputs': in tensor sets 'inputs' means something else)"},
    {"size missing", {{", r = 3 }", " }"}}, R"(p.toml:33:9: error: 'sizes' lacks rank variable r)"},
    {"size of nothing",
     {{", r = 3 }", ", r = 3, s = 3 }"}},
     R"(p.toml:33:40: error: the equation has no rank variable 's')"},
    {"sizes missing",
     {{"sizes = { m = 8, c = 4, p = 16, r = 3 }\n", ""}},
     R"(p.toml:30:1: error: 'sizes' lacks rank variable m, p, c, r)"},
    {"bits missing",
     {{R"(bits = { all = "8 b" }
)",
       ""}},
     R"(p.toml:30:1: error: 'bits' lacks tensor I, W, O; all = "8 b" would serve every one)"},
    {"bits of one tensor missing",
     {{R"({ all = "8 b" })", "{ I = 8, W = 8 }"}},
     R"(p.toml:34:8: error: 'bits' lacks tensor O; all = "8 b" would serve every one)"},
    {"bits of nothing",
     {{R"({ all = "8 b" })", R"({ all = "8 b", Q = 3 })"}},
     R"(p.toml:34:23: error: the equation has no tensor 'Q')"},
    {"role of nothing",
     {{"bits = {", R"(roles = { X = "Q" }
bits = {)"}},
     R"(p.toml:34:15: error: a role names a tensor of the equation, it has no 'Q')"},
    {"role with the name of a tensor",
     {{"bits = {", R"(roles = { I = "W" }
bits = {)"}},
     R"(p.toml:34:11: error: role 'I' is the name of another tensor)"},
    {"role with a reserved name",
     {{"bits = {", R"(roles = { all = "W" }
bits = {)"}},
     R"(p.toml:34:11: error: a role can't be called 'all')"},
    {"name missing",
     {{R"(einsum = "conv"
)",
       ""}},
     R"(p.toml:30:1: error: an Einsum needs 'einsum')"},
    {"equation missing",
     {{R"(equation = "O[m,p] = I[c,p+r] * W[m,c,r]"
)",
       ""}},
     R"(p.toml:30:1: error: an Einsum needs 'equation')"},
    {"Einsum twice",
     {{"[mapper]", R"([[workload]]
einsum = "conv"
equation = "Z = A * B"
bits = { all = 8 }

[mapper])"}},
     R"(p.toml:36:1: error: 'conv' stands twice, first at p.toml:30:1)"},
    {"name empty", {{R"("conv")", R"("")"}}, R"(p.toml:31:10: error: 'einsum' is empty)"},
    {"workload empty",
     {{R"([[workload]]
einsum = "conv"
equation = "O[m,p] = I[c,p+r] * W[m,c,r]"
sizes = { m = 8, c = 4, p = 16, r = 3 }
bits = { all = "8 b" }
)",
       ""}},
     R"(p.toml:1:1: error: the project has no [[workload]])"},
};
// clang-format on

}  // namespace forge::project::test

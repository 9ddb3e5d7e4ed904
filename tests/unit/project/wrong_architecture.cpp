// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: [[architecture]].
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_architecture{
    {"node without kind",
     {{R"(memory = "GLB"
)",
       ""}},
     R"(p.toml:13:1: error: a node needs a name by its kind: memory, fanout, compute, converter, network)"},
    {"kind misspelt",
     {{R"(memory = "GLB")", R"(memroy = "GLB")"}},
     R"(p.toml:14:1: error: unknown key 'memroy', did you mean 'memory'?)"},
    {"node of two kinds",
     {{R"(memory = "GLB")", R"(memory = "GLB"
compute = "X")"}},
     R"(p.toml:15:1: error: a node is one thing, this is both a memory and a compute)"},
    {"name twice",
     {{R"("Spad"
size)",
       R"("GLB"
size)"}},
     R"(p.toml:22:1: error: 'GLB' stands twice, first at p.toml:13:1)"},
    {"name empty",
     {{R"("GLB"
size)",
       R"(""
size)"}},
     R"(p.toml:14:10: error: 'memory' is empty)"},
    {"name with a dot",
     {{R"("GLB"
size)",
       R"("G.LB"
size)"}},
     R"(p.toml:14:10: error: 'G.LB' is no name: letters, digits and _ make one)"},
    {"name of a section",
     {{R"("GLB"
size)",
       R"("mapper"
size)"}},
     R"(p.toml:14:10: error: a node can't be called 'mapper', that is a section)"},
    {"name of a tensor",
     {{R"("GLB"
size)",
       R"("W"
size)"}},
     R"(p.toml:14:10: error: 'W' is the name of a tensor; tensor sets must tell them apart)"},
    {"under nothing",
     {{R"(compute = "MAC"
)",
       R"(compute = "MAC"
under = "Spda"
)"}},
     R"(p.toml:29:9: error: no node before this one is called 'Spda', did you mean 'Spad'?)"},
    {"under itself",
     {{R"(compute = "MAC"
)",
       R"(compute = "MAC"
under = "MAC"
)"}},
     R"(p.toml:29:9: error: no node before this one is called 'MAC')"},
    {"root under another",
     {{R"(memory = "DRAM"
)",
       R"(memory = "DRAM"
under = "GLB"
)"}},
     R"(p.toml:12:9: error: the first node is the root, it hangs under nothing)"},
    {"root is no memory",
     {{R"(memory = "DRAM"
)",
       R"(fanout = "DRAM"
x = { size = 2 }
)"}},
     R"(p.toml:10:1: error: the first node is the outermost memory, where all tensors come from; this is a fanout)"},
    {"two computes in a line",
     {{R"(compute = "MAC"
)",
       R"(compute = "MAC"
[[architecture]]
compute = "Vector"
)"}},
     R"(p.toml:29:1: error: 'Vector' would hang under compute 'MAC', the node before; say under = "NAME")"},
    {"under a compute",
     {{R"(compute = "MAC"
)",
       R"(compute = "MAC"
[[architecture]]
compute = "Vector"
under = "MAC"
)"}},
     R"(p.toml:31:9: error: 'MAC' is a compute, nothing hangs under it)"},
    {"no compute",
     {{R"([[architecture]]
compute = "MAC"
)",
       ""}},
     R"(p.toml:10:1: error: there is no compute under memory 'DRAM'
p.toml:48:15: error: there is no compute 'MAC')"},
    {"memory without compute below",
     {{R"(compute = "MAC"
)",
       R"(compute = "MAC"
under = "PE"
)"}},
     R"(p.toml:22:1: error: there is no compute under memory 'Spad')"},
    {"fan-out without dimension",
     {{R"(x = { size = 4, multicast = "all" }
)",
       ""}},
     R"(p.toml:18:1: error: a fan-out needs a dimension, such as x = { size = 4 })"},
    {"dimension without size", {{"size = 4, ", ""}}, R"(p.toml:20:5: error: a dimension of a fan-out needs 'size')"},
    {"dimension with a bad name",
     {{"x = { size", R"("x-y" = { size)"}},
     R"(p.toml:20:1: error: 'x-y' is no name: letters, digits and _ make one)"},
    {"keep of an unknown tensor", {{R"("I | O")", R"("I | Q")"}}, R"(p.toml:16:13: error: unknown tensor 'Q')"},
    {"keep of a misspelt memory",
     {{R"("I | O")", R"("I | Spd")"}},
     R"(p.toml:16:13: error: unknown tensor 'Spd', did you mean 'Spad'?)"},
    {"tensor set ends early",
     {{R"("I | O")", R"("I |")"}},
     R"(p.toml:16:12: error: tensor set 'I |': expected a name at the end)"},
    {"tensor set with two operators",
     {{R"("I | O")", R"("I | | O")"}},
     R"(p.toml:16:13: error: tensor set 'I | | O': expected a name, found '|')"},
    {"tensor set not closed",
     {{R"("I | O")", R"("(I | O")"}},
     R"(p.toml:16:15: error: tensor set '(I | O': expected ')')"},
    {"tensor set without operator",
     {{R"("I | O")", R"("I O")"}},
     R"(p.toml:16:11: error: tensor set 'I O': expected '|', '&', '-' or the end, found 'O')"},
    {"tensor set empty",
     {{R"("I | O")", R"(" ")"}},
     R"(p.toml:16:10: error: tensor set ' ': it is empty; the empty set is 'none')"},
    {"constraint without relation",
     {{R"(multicast = "all")", R"(loops = "m * p")"}},
     R"(p.toml:20:25: error: 'm * p' is no constraint such as "m*n <= 8": it needs ==, <= or >=)"},
    {"constraint with an unknown relation",
     {{R"(multicast = "all")", R"(loops = "m < 8")"}},
     R"(p.toml:20:25: error: 'm < 8' is no constraint such as "m*n <= 8": it needs ==, <= or >=)"},
    {"constraint on an unknown variable",
     {{R"(multicast = "all")", R"(loops = ["m*z <= 8"])"}},
     R"(p.toml:20:29: error: no Einsum has a rank variable 'z')"},
    {"constraint without variable",
     {{R"(multicast = "all")", R"(loops = ["3 <= 8"])"}},
     R"(p.toml:20:27: error: the left side is a product of rank variables such as m*n)"},
    {"constraint that nothing meets",
     {{R"(multicast = "all")", R"(loops = ["m == 0"])"}},
     R"(p.toml:20:32: error: loops have at least one iteration, so the bound is a number of at least 1)"},
    {"constraint with a wrong bound",
     {{R"(multicast = "all")", R"(loops = ["m <= rwos"])"}},
     R"(p.toml:20:32: error: 'rwos': unknown name 'rwos', did you mean 'rows'?)"},
    {"order of an unknown variable",
     {{R"(keep = "I | O")", R"(order = ["m", "z"])"}},
     R"(p.toml:16:15: error: no Einsum has a rank variable 'z')"},
    {"order with a variable twice",
     {{R"(keep = "I | O")", R"(order = ["m", "m"])"}},
     R"(p.toml:16:15: error: 'm' stands twice in 'order')"},
    {"bits of an unknown tensor",
     {{R"(keep = "I | O")", "bits = { Q = 8 }"}},
     R"(p.toml:16:10: error: unknown tensor 'Q')"},
    {"compute for an unknown Einsum",
     {{R"(compute = "MAC")", R"(compute = "MAC"
einsums = ["cnov"])"}},
     R"(p.toml:29:12: error: there is no Einsum 'cnov', did you mean 'conv'?)"},
    {"compute for nothing",
     {{R"(compute = "MAC")", R"(compute = "MAC"
einsums = [])"}},
     R"(p.toml:29:11: error: this compute can run nothing; without 'einsums' it runs all)"},
    {"converter with a wrong direction",
     {{"[[architecture]]\ncompute", R"([[architecture]]
converter = "ADC"
direction = "upp"

[[architecture]]
compute)"}},
     R"(p.toml:29:13: error: 'direction' takes "down", "up" or "both", or a table of these, did you mean 'up'?)"},
    {"topology of a network",
     {{R"(compute = "MAC"
)",
       R"(network = "NoC"
topology = "meshh"
[[architecture]]
compute = "MAC"
)"}},
     R"(p.toml:29:12: error: 'topology' takes "mesh" or "all-to-all", not "meshh", did you mean 'mesh'?)"},
    {"wire energy in a wrong unit",
     {{R"(compute = "MAC"
)",
       R"(network = "NoC"
wire_energy = "0.08 pJ/b"
[[architecture]]
compute = "MAC"
)"}},
     R"(p.toml:29:15: error: 'wire_energy' is an energy per bit and length such as "0.08 pJ/b/mm", not a quantity in J/bit)"},
    {"hop length without wire energy",
     {{R"(compute = "MAC"
)",
       R"(network = "NoC"
hop_length = "1 mm"
[[architecture]]
compute = "MAC"
)"}},
     R"(p.toml:29:14: error: 'hop_length' is of no use without 'wire_energy', such as "0.08 pJ/b/mm")"},
    {"action of a network",
     {{R"(compute = "MAC"
)",
       R"(network = "NoC"
actions.read = { energy = 1 }
[[architecture]]
compute = "MAC"
)"}},
     R"(p.toml:29:9: error: unknown key 'read'
  note: actions has: hop)"},
    {"width of an address",
     {{"actions.read = {", R"(actions.address = { width = 8 }
actions.read = {)"}},
     R"(p.toml:25:21: error: unknown key 'width'
  note: an action has: energy, throughput, arguments)"},
    {"architecture empty",
     {{R"([[architecture]]
memory = "DRAM"

[[architecture]]
memory = "GLB"
size = "64 KiB"
keep = "I | O"

[[architecture]]
fanout = "PE"
x = { size = 4, multicast = "all" }

[[architecture]]
memory = "Spad"
size = "rows * word"
actions.read = { energy = "0.1 pJ", throughput = "200 MHz" }

[[architecture]]
compute = "MAC"

)",
       ""},
      {"forge = 1\n", "forge = 1\narchitecture = []\n"}},
     R"(p.toml:2:16: error: 'architecture' is empty)"},
};
// clang-format on

}  // namespace forge::project::test

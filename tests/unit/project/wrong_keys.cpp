// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: unknown and missing keys.
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_keys{
    {"version missing", {{"forge = 1\n", "\n"}}, R"(p.toml: error: 'forge = 1' is missing: the version of the format)"},
    {"version of the future",
     {{"forge = 1\n", "forge = 2\n"}},
     R"(p.toml:1:9: error: this file has version 2 of the format, this forge reads version 1)"},
    {"version as text",
     {{"forge = 1\n", R"(forge = "1"
)"}},
     R"(p.toml:1:9: error: 'forge' takes the version of the format, 1)"},
    {"section misspelt",
     {{"[mapper]", "[maper]"}},
     R"(p.toml:36:2: error: unknown key 'maper', did you mean 'mapper'?)"},
    {"section unknown",
     {{"[mapper]", "[zzzzzz]"}},
     R"(p.toml:36:2: error: unknown key 'zzzzzz'
  note: a project has: forge, include, project, variables, technology, architecture, component, workload, mapper, latency, mapping, report, plugins)"},
    {"memory field misspelt",
     {{R"(keep = "I | O")", R"(kepp = "I | O")"}},
     R"(p.toml:16:1: error: unknown key 'kepp', did you mean 'keep'?)"},
    {"memory field unknown",
     {{R"(keep = "I | O")", R"(colour = "red")"}},
     R"(p.toml:16:1: error: unknown key 'colour'
  note: a memory has: memory, under, model, actions, area, leak_power, instances, count_scale, ports, latency, elide_first_read, loops, size, width, bits, keep, may_keep, double_buffered, order)"},
    {"field of another kind",
     {{R"(compute = "MAC")", R"(compute = "MAC"
size = 8)"}},
     R"(p.toml:29:1: error: unknown key 'size'
  note: a compute has: compute, under, model, actions, area, leak_power, instances, count_scale, ports, latency, elide_first_read, einsums)"},
    {"fan-out field of another kind",
     {{R"(fanout = "PE")", R"(fanout = "PE"
model = { component = "noc" })"}},
     R"(p.toml:20:1: error: a fan-out has no 'model')"},
    {"fan-out field that is no dimension",
     {{R"(fanout = "PE")", R"(fanout = "PE"
y = 4)"}},
     R"(p.toml:20:1: error: unknown key 'y'; a dimension is a table: { size = 4 })"},
    {"dimension field misspelt",
     {{"multicast =", "multicats ="}},
     R"(p.toml:20:17: error: unknown key 'multicats', did you mean 'multicast'?)"},
    {"Einsum field misspelt",
     {{"equation =", "equatoin ="}},
     R"(p.toml:30:1: error: an Einsum needs 'equation'
p.toml:32:1: error: unknown key 'equatoin', did you mean 'equation'?)"},
    {"mapper field misspelt",
     {{"seed =", "sead ="}},
     R"(p.toml:38:1: error: unknown key 'sead', did you mean 'seed'?)"},
    {"nest field misspelt",
     {{R"({ for = "m", tile = 4 })", R"({ for = "m", tiel = 4 })"}},
     R"(p.toml:43:3: error: a node 'for' needs 'tile'
p.toml:43:16: error: unknown key 'tiel', did you mean 'tile'?)"},
    {"nest field of another node",
     {{R"({ for = "m", tile = 4 })", R"({ for = "m", tile = 4, over = "PE.x" })"}},
     R"(p.toml:43:26: error: unknown key 'over'
  note: a node 'for' has: for, tile)"},
    {"report field misspelt",
     {{"writer =", "wirter ="}},
     R"(p.toml:53:1: error: [[report]] needs 'writer'
p.toml:54:1: error: unknown key 'wirter', did you mean 'writer'?)"},
    {"project field unknown",
     {{"[technology]", "[project]\nversion = 3\n[technology]"}},
     R"(p.toml:8:1: error: unknown key 'version'
  note: [project] has: name)"},
    {"plugins field misspelt",
     {{"[technology]", R"([plugins]
paht = "x"
[technology])"}},
     R"(p.toml:8:1: error: unknown key 'paht', did you mean 'path'?)"},
    {"action misspelt",
     {{"actions.read", "actions.raed"}},
     R"(p.toml:25:9: error: unknown key 'raed', did you mean 'read'?)"},
    {"figure misspelt",
     {{"energy =", "enregy ="}},
     R"(p.toml:25:18: error: unknown key 'enregy', did you mean 'energy'?)"},
};
// clang-format on

}  // namespace forge::project::test

// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: [mapper] and [[report]].
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_mapper{
    {"strategy empty", {{R"("random")", R"("")"}}, R"(p.toml:37:12: error: 'strategy' is empty)"},
    {"strategy with a control character",
     {{R"("random")", R"("ran\u001Bdom")"}},
     R"(p.toml:37:12: error: 'strategy' has a control character inside)"},
    {"objective unknown",
     {{"seed = 1", R"(objective = "power")"}},
     R"(p.toml:38:13: error: unknown objective 'power'
  note: known are: energy, latency, edp, ed2p, resource_usage, and of a node, such as GLB, "GLB.occupancy" and "GLB.instances")"},
    {"objective misspelt",
     {{"seed = 1", R"(objective = ["energy", "latencey"])"}},
     R"(p.toml:38:24: error: unknown objective 'latencey', did you mean 'latency'?
  note: known are: energy, latency, edp, ed2p, resource_usage, and of a node, such as GLB, "GLB.occupancy" and "GLB.instances")"},
    {"objective twice",
     {{"seed = 1", R"(objective = ["energy", "energy"])"}},
     R"(p.toml:38:24: error: objective 'energy' stands twice)"},
    {"objective of a node twice",
     {{"seed = 1", R"(objective = ["GLB.occupancy", "GLB.occupancy"])"}},
     R"(p.toml:38:31: error: objective 'GLB.occupancy' stands twice)"},
    {"objective of a node that there is not",
     {{"seed = 1", R"(objective = ["energy", "GBL.occupancy"])"}},
     R"(p.toml:38:24: error: there is no memory 'GBL', did you mean 'GLB'?)"},
    {"objective of a node that there is not, instances",
     {{"seed = 1", R"(pareto = ["energy", "MACs.instances"])"}},
     R"(p.toml:38:21: error: there is no memory or compute 'MACs', did you mean 'MAC'?)"},
    {"objective of a node of another kind",
     {{"seed = 1", R"(objective = ["MAC.occupancy", "PE.instances"])"}},
     R"(p.toml:38:14: error: 'MAC' is no memory, and has no occupancy
p.toml:38:31: error: 'PE' is no memory or compute, and has no instances)"},
    {"objective of a node misspelt",
     {{"seed = 1", R"(objective = "GLB.occupency")"}},
     R"(p.toml:38:13: error: a node has no 'occupency' that could be an objective, did you mean 'occupancy'?
  note: known are: occupancy, instances)"},
    {"objective of a node, and nothing of it",
     {{"seed = 1", R"(objective = "GLB.")"}},
     R"(p.toml:38:13: error: a node has no '' that could be an objective
  note: known are: occupancy, instances)"},
    {"no objective", {{"seed = 1", "objective = []"}}, R"(p.toml:38:13: error: 'objective' names no objective)"},
    {"objective and front",
     {{"seed = 1", R"(objective = "energy"
pareto = ["latency", "energy"])"}},
     R"(p.toml:39:1: error: either 'objective' or 'pareto': the whole front has no single best)"},
    {"factors in other words",
     {{"seed = 1", R"(factors = "any")"}},
     R"(p.toml:38:11: error: 'factors' takes "perfect" or "imperfect" or "imperfect-spatial", not "any")"},
    {"report without writer",
     {{R"(writer = "text")", R"(file = "x.txt")"}},
     R"(p.toml:53:1: error: [[report]] needs 'writer')"},
    {"options that are no table",
     {{"seed = 1", "options = 3"}},
     R"(p.toml:38:11: error: 'options' takes a table, not an integer)"},
};
// clang-format on

}  // namespace forge::project::test

// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: values of the wrong kind.
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_types{
    {"boolean for a size",
     {{R"("64 KiB")", "true"}},
     R"(p.toml:15:8: error: 'size' takes a size in bits such as "64 KiB", not a boolean)"},
    {"number for a tensor set",
     {{R"("I | O")", "3"}},
     R"(p.toml:16:8: error: 'keep' takes a tensor set such as "I | O", not an integer)"},
    {"table for a size",
     {{R"("64 KiB")", "{ value = 3 }"}},
     R"(p.toml:15:8: error: 'size' takes a size in bits such as "64 KiB", not a table)"},
    {"date for a number",
     {{"seed = 1", "seed = 2020-01-01"}},
     R"(p.toml:38:8: error: 'seed' takes a whole number, not a date)"},
    {"text for a boolean",
     {{"seed = 1", R"(retain = "yes")"}},
     R"(p.toml:38:10: error: 'retain' takes true or false, not a string)"},
    {"scalar for a section",
     {{R"([mapper]
strategy = "random"
seed = 1
)",
       ""},
      {"forge = 1\n", "forge = 1\nmapper = 3\n"}},
     R"(p.toml:2:10: error: 'mapper' takes a table, not an integer)"},
    {"table for an array of tables",
     {{"[[workload]]", "[workload]"}},
     R"(p.toml:30:1: error: 'workload' takes an array of tables, [[workload]], not a table)"},
    {"number for an equation",
     {{R"("O[m,p] = I[c,p+r] * W[m,c,r]")", "5"}},
     R"(p.toml:32:12: error: 'equation' takes a string, not an integer)"},
    {"number for sizes",
     {{"{ m = 8, c = 4, p = 16, r = 3 }", "5"}},
     R"(p.toml:33:9: error: 'sizes' takes a table, not an integer)"},
    {"text for a nest",
     {{R"({ for = "m", tile = 4 })", R"("m")"}},
     R"(p.toml:43:3: error: a node is a table such as { for = "m", tile = 1 }, not a string)"},
    {"text for a model",
     {{R"(keep = "I | O")", R"(model = "sram")"}},
     R"(p.toml:16:9: error: 'model' takes a table, not a string)"},
    {"model without component",
     {{R"(keep = "I | O")", "model = { banks = 2 }"}},
     R"(p.toml:16:9: error: a model needs the id of its component: { component = "sram" })"},
    {"array in a model",
     {{R"(keep = "I | O")", R"(model = { component = "sram", banks = [1] })"}},
     R"(p.toml:16:39: error: a number or an expression belongs here, not an array)"},
    {"number for actions",
     {{R"(actions.read = { energy = "0.1 pJ", throughput = "200 MHz" })", "actions = 3"}},
     R"(p.toml:25:11: error: 'actions' takes a table, not an integer)"},
    {"word of the wrong kind",
     {{R"(keep = "I | O")", R"(ports = "seperate")"}},
     R"(p.toml:16:9: error: 'ports' takes "shared" or "separate", not "seperate", did you mean 'separate'?)"},
    {"number in a list of words",
     {{R"(strategy = "random")", R"(objective = ["energy", 3])"}},
     R"(p.toml:37:24: error: 'objective' takes a string or an array of strings, not an integer)"},
};
// clang-format on

}  // namespace forge::project::test

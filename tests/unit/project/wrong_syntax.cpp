// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: what is no TOML.
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_syntax{
    {"value missing", {{"forge = 1\n", "forge = \n"}}, R"(p.toml:1:9: error: invalid TOML...)"},
    {"string not closed", {{R"("random")", R"("random)"}}, R"(p.toml:37:19: error: invalid TOML...)"},
    {"key given twice", {{R"(keep = "I | O")", "size = 3"}}, R"(p.toml:16:8: error: invalid TOML...)"},
    {"table given twice", {{"[mapper]", "[technology]"}}, R"(p.toml:36:1: error: invalid TOML...)"},
    {"bad escape",
     {{R"("DRAM"
)",
       R"("DR\qAM"
)"}},
     R"(p.toml:11:14: error: invalid TOML...)"},
    {"array not closed", {{"[[report]]\n", "x = [1, 2\n"}}, R"(p.toml:54:1: error: invalid TOML...)"},
    {"no UTF-8", {{R"("random")", "\"ran\377dom\""sv}}, R"(p.toml:37:15: error: invalid TOML...)"},
    {"NUL in the text", {{R"("random")", "\"ran\0dom\""sv}}, R"(p.toml:37:16: error: invalid TOML...)"},
    {"integer beyond 64 bits",
     {{"seed = 1", "seed = 99999999999999999999"}},
     R"(p.toml:38:28: error: invalid TOML...)"},
    {"boolean misspelt", {{"seed = 1", "seed = ture"}}, R"(p.toml:38:9: error: invalid TOML...)"},
    {"key of many parts",
     {{"seed = 1", "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1"}},
     R"(p.toml:38:1: error: a key has at most 16 parts)"},
    {"inline table over lines",
     {{"sizes = { m = 8,", "sizes = { m = 8,\n"}},
     R"(p.toml:33:17: error: invalid TOML...)"},
};
// clang-format on

}  // namespace forge::project::test

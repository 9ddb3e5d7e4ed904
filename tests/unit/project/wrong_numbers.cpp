// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: numbers out of range.
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_numbers{
    {"NaN", {{R"("64 KiB")", "nan"}}, R"(p.toml:15:8: error: nan is not a number)"},
    {"negative size", {{R"("64 KiB")", "-1"}}, R"(p.toml:15:8: error: 'size' must be above 0, not -1)"},
    {"negative energy",
     {{R"("0.1 pJ")", R"("-0.1 pJ")"}},
     R"(p.toml:25:27: error: 'energy' must be at least 0, not -1e-13)"},
    {"infinite energy", {{R"("0.1 pJ")", "inf"}}, R"(p.toml:25:27: error: 'energy' must be finite)"},
    {"throughput zero", {{R"("200 MHz")", "0"}}, R"(p.toml:25:50: error: 'throughput' must be above 0, not 0)"},
    {"rank variable of size zero",
     {{"m = 8", "m = 0"}},
     R"(p.toml:33:15: error: the size of 'm' must be at least 1, not 0)"},
    {"rank variable of negative size",
     {{"m = 8", "m = -8"}},
     R"(p.toml:33:15: error: the size of 'm' must be at least 1, not -8)"},
    {"rank variable of broken size",
     {{"m = 8", "m = 2.5"}},
     R"(p.toml:33:15: error: the size of 'm' must be a whole number, not 2.5)"},
    {"size too large to be exact",
     {{"m = 8", R"(m = "2^60")"}},
     R"(p.toml:33:15: error: the size of 'm' is 1.152921504606847e+18, too large to be exact)"},
    {"too many points",
     {{"m = 8, c = 4", "m = 4294967296, c = 4294967296"}},
     R"(p.toml:33:9: error: more than 2^63 - 1 points, too many to be counted exactly)"},
    {"too many elements",
     {{"I[c,p+r]", "I[1000000000*c,1000000000*p,1000000000*r]"}},
     R"(p.toml:30:1: error: tensor 'I' has more than 2^63 - 1 elements, too many to be counted exactly)"},
    {"repeat zero",
     {{"bits = {", "repeat = 0\nbits = {"}},
     R"(p.toml:34:10: error: 'repeat' must be at least 1, not 0)"},
    {"repeat beyond 63 bits",
     {{"bits = {", "repeat = 9223372036854775807\nbits = {"}},
     R"(p.toml:33:9: error: more than 2^63 - 1 points, too many to be counted exactly)"},
    {"no place", {{"size = 4", "size = 0"}}, R"(p.toml:20:14: error: 'size' must be at least 1, not 0)"},
    {"too many places",
     {{"x = { size = 4", "y = { size = 9223372036854775807 }\nx = { size = 4"}},
     R"(p.toml:18:1: error: a fan-out of more than 2^62 places)"},
    {"utilization above one",
     {{"size = 4", "size = 4, min_utilization = 1.5"}},
     R"(p.toml:20:35: error: 'min_utilization' must be between 0 and 1, not 1.5)"},
    {"utilization below zero",
     {{"size = 4", "size = 4, min_utilization = -0.5"}},
     R"(p.toml:20:35: error: 'min_utilization' must be between 0 and 1, not -0.5)"},
    {"utilization in words",
     {{"size = 4", R"(size = 4, min_utilization = "most")"}},
     R"(p.toml:20:35: error: 'min_utilization' takes a share such as 0.5, or "max", not "most")"},
    {"instances zero",
     {{R"(keep = "I | O")", "instances = 0"}},
     R"(p.toml:16:13: error: 'instances' must be above 0, not 0)"},
    {"bits zero", {{R"("8 b")", "0"}}, R"(p.toml:34:16: error: the bits of 'all' must be above 0, not 0)"},
    {"area negative",
     {{R"(keep = "I | O")", R"(area = "-1 mm^2")"}},
     R"(p.toml:16:8: error: 'area' must be at least 0, not -1e-06)"},
    {"threads zero", {{"seed = 1", "threads = 0"}}, R"(p.toml:38:11: error: 'threads' must be at least 1, not 0)"},
    {"threads without bound",
     {{"seed = 1", "threads = 100000"}},
     R"(p.toml:38:11: error: 'threads' must be at most 1024, not 100000)"},
    {"seed negative", {{"seed = 1", "seed = -1"}}, R"(p.toml:38:8: error: 'seed' must be at least 0, not -1)"},
    {"timeout zero", {{"seed = 1", R"(timeout = "0 s")"}}, R"(p.toml:38:11: error: 'timeout' must be above 0, not 0)"},
    {"evaluations zero",
     {{"seed = 1", "evaluations = 0"}},
     R"(p.toml:38:15: error: 'evaluations' must be at least 1, not 0)"},
    {"tolerance negative",
     {{"seed = 1", "tolerance = -0.1"}},
     R"(p.toml:38:13: error: 'tolerance' must be at least 0, not -0.1)"},
};
// clang-format on

}  // namespace forge::project::test

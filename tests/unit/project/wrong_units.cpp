// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: units.
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_units{
    {"unknown unit",
     {{R"("64 KiB")", R"("64 KiBB")"}},
     R"(p.toml:15:12: error: '64 KiBB': unknown unit 'KiBB', did you mean 'KiB'?)"},
    {"ambiguous unit",
     {{R"("64 KiB")", R"("64 KB")"}},
     R"(p.toml:15:12: error: '64 KB': unknown unit 'KB', did you mean 'KiB' (1024 B) or 'kB' (1000 B)?)"},
    {"time for a size",
     {{R"("64 KiB")", R"("64 s")"}},
     R"(p.toml:15:8: error: 'size' is a size in bits such as "64 KiB", not a time)"},
    {"size for a frequency",
     {{R"("200 MHz")", R"("200 Mb")"}},
     R"(p.toml:25:50: error: 'throughput' is a frequency such as "200 MHz", not a size in bits)"},
    {"power for an energy",
     {{R"("0.1 pJ")", R"("0.1 mW")"}},
     R"(p.toml:25:27: error: 'energy' is an energy such as "0.5 pJ", not a power)"},
    {"length for a time",
     {{"seed = 1", R"(timeout = "5 m")"}},
     R"(p.toml:38:11: error: 'timeout' is a time such as "5 ns", not a length)"},
    {"time for bits",
     {{R"("8 b")", R"("8 s")"}},
     R"(p.toml:34:16: error: the bits of 'all' is a size in bits such as "64 KiB", not a time)"},
    {"unit on a count",
     {{"size = 4", R"(size = "4 b")"}},
     R"(p.toml:20:14: error: 'size' is a number without unit, not a size in bits)"},
    {"units that do not fit",
     {{R"("64 KiB")", R"("64 b + 2")"}},
     R"(p.toml:15:9: error: '64 b + 2': units don't fit together: only quantities of the same kind can be added or compared)"},
    {"units below a minimum",
     {{R"("64 KiB")", "\"min(64 b, 2)\""}},
     R"(p.toml:15:9: error: 'min(64 b, 2)': units don't fit together: only quantities of the same kind can be added or compared)"},
};
// clang-format on

}  // namespace forge::project::test

// SPDX-License-Identifier: Apache-2.0
//
// Wrong projects: expressions.
#include "unit/project/wrong_projects.hpp"

namespace forge::project::test {

using namespace std::string_view_literals;

// clang-format off: a case is three lines, what is wrong, what was changed, what forge says
const std::vector<WrongProject> wrong_expressions{
    {"unknown variable",
     {{R"("rows * word")", R"("rwos * word")"}},
     R"(p.toml:24:9: error: 'rwos * word': unknown name 'rwos', did you mean 'rows'?)"},
    {"unknown field",
     {{R"("rows * word")", R"("GLB.sise")"}},
     R"(p.toml:24:9: error: 'GLB.sise': the project gives nothing for 'GLB.sise', did you mean 'GLB.size'?)"},
    {"node as a number",
     {{R"("rows * word")", R"("GLB * 2")"}},
     R"(p.toml:24:9: error: 'GLB * 2': 'GLB' is a node, one of its fields is needed)"},
    {"unknown function",
     {{R"("rows * word")", R"("ciel(rows) * word")"}},
     R"(p.toml:24:9: error: 'ciel(rows) * word': unknown function 'ciel', did you mean 'ceil'?)"},
    {"parenthesis missing",
     {{R"("rows * word")", R"("(rows * word")"}},
     R"(p.toml:24:17: error: '(rows * word': a ')' is missing)"},
    {"parenthesis too many",
     {{R"("rows * word")", R"("rows) * word")"}},
     R"(p.toml:24:13: error: 'rows) * word': unexpected ')')"},
    {"ends early", {{R"("rows * word")", R"("rows *")"}}, R"(p.toml:24:14: error: 'rows *': it ends too early)"},
    {"two operators",
     {{R"("rows * word")", R"("rows ** word")"}},
     R"(p.toml:24:15: error: 'rows ** word': unexpected '*')"},
    {"two values", {{R"("rows * word")", R"("rows word")"}}, R"(p.toml:24:14: error: 'rows word': unexpected 'word')"},
    {"empty", {{R"("rows * word")", R"("")"}}, R"(p.toml:24:9: error: '': it is empty)"},
    {"foreign character",
     {{R"("rows * word")", R"("rows * $word")"}},
     R"(p.toml:24:16: error: 'rows * $word': unexpected '$')"},
    {"foreign character of two bytes",
     {{R"("rows * word")", R"("rows × word")"}},
     R"(p.toml:24:14: error: 'rows × word': unexpected '×')"},
    {"assignment", {{R"("rows * word")", R"("rows = 3")"}}, R"(p.toml:24:14: error: 'rows = 3': unexpected '=')"},
    {"list",
     {{R"("rows * word")", R"("rows, word")"}},
     R"(p.toml:24:9: error: 'rows, word': unexpected ',', this is no list)"},
    {"too few arguments",
     {{R"("rows * word")", "\"min()\""}},
     R"(p.toml:24:13: error: 'min()': too few arguments for a function)"},
    {"not a number", {{R"("rows * word")", R"("0 / 0")"}}, R"(p.toml:24:9: error: '0 / 0': its value is not a number)"},
    {"number out of range",
     {{R"("rows * word")", R"("1e999")"}},
     R"(p.toml:24:9: error: '1e999': this number is out of range)"},
    {"variable of itself",
     {{"rows = 4", R"(rows = "rows + 1")"}},
     R"(p.toml:4:8: error: 'rows' depends on itself: rows -> rows)"},
    {"variables of each other",
     {{"rows = 4\n", R"(rows = "columns"
columns = "lines"
lines = "2 * rows"
)"}},
     R"(p.toml:4:8: error: 'rows' depends on itself: rows -> columns -> lines -> rows)"},
    {"fields of each other",
     {{R"("64 KiB")", R"("2 * Spad.size")"}, {R"("rows * word")", R"("GLB.size")"}},
     R"(p.toml:24:8: error: 'Spad.size' depends on itself: Spad.size -> GLB.size -> Spad.size)"},
    {"variable with a unit where none fits",
     {{"size = 4", R"(size = "word")"}},
     R"(p.toml:20:14: error: 'size' is a number without unit, not a size in bits)"},
    {"variable name", {{"rows = 4", "rows = 4\nmin = 3"}}, R"(p.toml:5:1: error: a variable can't be called 'min')"},
    {"variable that is no number",
     {{"rows = 4", "rows = [4]"}},
     R"(p.toml:4:8: error: a number or an expression belongs here, not an array)"},
    {"wrong variable that nobody uses",
     {{"rows = 4", R"(rows = 4
lost = "3 +")"}},
     R"(p.toml:5:11: error: '3 +': it ends too early)"},
    {"latency with an unknown action",
     {{R"(keep = "I | O")", R"(latency = "compute.count / 200 MHz")"}},
     R"(p.toml:16:12: error: 'compute.count / 200 MHz': unknown name 'compute.count')"},
    {"latency that is no time",
     {{R"(keep = "I | O")", R"(latency = "read.count * 8 b")"}},
     R"(p.toml:16:12: error: 'read.count * 8 b': a latency is a time, not a size in bits)"},
    {"latency grammar",
     {{R"(keep = "I | O")", R"(latency = "read.count / ")"}},
     R"(p.toml:16:23: error: 'read.count / ': it ends too early)"},
};
// clang-format on

}  // namespace forge::project::test

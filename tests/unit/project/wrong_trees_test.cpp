// SPDX-License-Identifier: Apache-2.0
//
// Mapping trees that can't be are refused, with where and why.
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {
namespace {

const std::string right = R"(forge = 1
[[architecture]]
memory = "DRAM"
[[architecture]]
memory = "Buffer"
[[architecture]]
compute = "MAC"
[[workload]]
einsum = "A"
equation = "M[p] = I[p+r] * V[r]"
sizes = { p = 18, r = 3 }
bits = { all = 8 }
roles = { In = "I" }
[[workload]]
einsum = "B"
equation = "O[q] = M[q+s] * W[s]"
sizes = { q = 16, s = 3 }
bits = { all = 8 }
[[mapping]]
nest = [
  { keep = ["I", "V", "W", "O"], in = "DRAM" },
  { for = "q", tile = 4 },
  { keep = ["M"], in = "Buffer" },
  { sequential = [
    [ { for = "p", tile = 1 }, { for = "r", tile = 1 }, { compute = "MAC", einsum = "A" } ],
    [ { for = "q", tile = 1 }, { for = "s", tile = 1 }, { compute = "MAC", einsum = "B" } ],
  ] },
]
)";

struct Change {
  std::string from, to;
};

std::string message_of(const std::vector<Change> &changes) {
  std::string text = right;
  for (const Change &change : changes) {
    INFO(change.from);
    const auto at = text.find(change.from);
    REQUIRE(at != std::string::npos);
    text.replace(at, change.from.size(), change.to);
  }
  const forge::test::TemporaryDirectory directory;
  return refused(directory, {{"p.toml", text}}).message;
}

TEST_CASE("trees: what is wrong with them") {
  CHECK(message_of({}).empty());
  struct Wrong {
    std::vector<Change> changes;
    std::string message;
  };
  const std::vector<Wrong> table{
      {{{"sequential", "parallel"}}, "p.toml:24:5: error: 'B' reads M, which 'A' makes: they can't run in parallel"},
      {{{"einsum = \"A\" }", "einsum = \"x\" }"}}, "there is no Einsum 'x'"},
      {{{", einsum = \"B\"", ""}},
       "p.toml:26:5: error: which Einsum is this branch for? End it with { compute = ..., einsum = \"A\" }"},
      {{{"\"O\"]", "\"O\", \"X\"]"}}, "p.toml:21:33: error: no Einsum of this tree has a tensor 'X'"},
      {{{"for = \"q\", tile = 4", "for = \"z\", tile = 4"}},
       "p.toml:22:11: error: no Einsum of this tree has a rank variable 'z'"},
      {{{"  ] },\n]", "  ] },\n  { for = \"p\", tile = 1 },\n]"}},
       "p.toml:28:3: error: nothing may stand below a split; the branches hold what comes next"},
      {{{"[[mapping]]\n", "[[mapping]]\neinsum = \"A\"\n"}},
       "p.toml:19:1: error: a mapping with branches is for several Einsums; name each at its compute"},
      {{{"{ sequential = [", "{ pipelined = [], sequential = ["}}, "stands alone in its node"},
      {{{"{ keep = [\"M\"], in = \"Buffer\" },\n", "\n"}}, "no memory keeps tensor 'M' of Einsum 'A'"},
      {{{"{ keep = [\"M\"], in = \"Buffer\" },\n", "\n"},
        {"[ { for = \"p\"", "[ { keep = [\"M\"], in = \"Buffer\" }, { for = \"p\""},
        {"[ { for = \"q\"", "[ { keep = [\"M\"], in = \"Buffer\" }, { for = \"q\""}},
       "M goes from 'A' to 'B', but its outermost keeps there are not one and the same"},
      {{{"sizes = { q = 16, s = 3 }", "sizes = { q = 16, s = 3 }\nrepeat = 2"}},
       "Einsums of one tree run equally often, but 'A' runs 1 times and 'B' 2"},
      {{{"sizes = { p = 18,", "sizes = { p = 19,"}}, "'A' makes 19 of 'p', 'B' needs only 18 of them"},
      {{{"for = \"q\", tile = 4", "for = \"r\", tile = 1"}},
       "p.toml:22:3: error: Einsum 'B' does not have the rank variable of this loop, and nothing below the loop reads "
       "what it makes, O"},
      {{{"{ for = \"q\", tile = 4", "{ for = \"s\", tile = 1 }, { for = \"q\", tile = 4"}},
       "two rank variables of the index of M in 'B' have loops above the split; one of them has to stand in the "
       "branch"},
      {{{"M[p] =", "M[p,u] ="},
        {"M[q+s]", "M[q+s,q]"},
        {"p = 18,", "p = 18, u = 16,"},
        {"{ for = \"p\", tile = 1 }", "{ for = \"p\", tile = 1 }, { for = \"u\", tile = 1 }"}},
       "p.toml:22:3: error: 'q' moves several ranks of M at once, so Einsum 'A' can't follow it"},
      {{{"p = 18", "p = 17"}, {"tile = 4", "tile = 5"}, {"in = \"Buffer\"", "in = \"Buffer\", retain = false"}},
       "p.toml:22:3: error: the last iteration needs nothing new of 'p' but padding"},
      // `In` is the tensor I for A, and nothing for B; where B has a tensor of that name, which one is meant?
      {{{"M[q+s] * W[s]", "M[q+s] * In[s]"}, {"\"W\", \"O\"", "\"In\", \"O\""}},
       "p.toml:21:23: error: 'In' is a tensor of 'B', and the role of I in 'A': rename one of them"},
  };
  for (const Wrong &wrong : table) {
    const auto message = message_of(wrong.changes);
    INFO(wrong.changes.front().to);
    CHECK_THAT(message, forge::test::ContainsSubstring(wrong.message));
  }
}

}  // namespace
}  // namespace forge::project::test

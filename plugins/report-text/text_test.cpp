// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <ctime>
#include <limits>
#include <sstream>

#include "figures.hpp"
#include "grid.hpp"
#include "nest.hpp"
#include "support/catch.hpp"
#include "support/report_bench.hpp"
#include "text_writer.hpp"

namespace forge::test {
namespace {

using plugins::TextWriter;
using Reals = ReportBench::Reals;
using Integers = ReportBench::Integers;
using Texts = ReportBench::Texts;

TEST_CASE("report-text: figures have four digits and a prefix") {
  const auto [value, unit, text] = GENERATE(table<double, const char *, const char *>({
      {1.155e-10, "J", "115.5 pJ"},
      {0, "J", "0 J"},
      {1, "s", "1 s"},
      {999.96, "s", "1 ks"},
      {999.94, "s", "999.9 s"},
      {2e8, "Hz", "200 MHz"},
      {1.2345e-9, "J", "1.234 nJ"},
      {1e-25, "J", "1e-07 aJ"},
      {1.814e9, "", "1.814 G"},
      {168, "", "168"},
      {1.5e-13, "J*s", "150 fJ*s"},
      {512, "bit", "64 B"},
      {12, "bit", "12 b"},
      {1048576, "bit", "128 KiB"},
      {8184, "bit", "1023 B"},
      {1.0 / 0.0, "bit", "unlimited"},
      {1.5e-6, "m^2", "1.5 mm^2"},
      {2e-9, "m^2", "2000 um^2"},
      {-3e-3, "s", "-3 ms"},
  }));
  CHECK(plugins::figure(value, unit) == text);
}

TEST_CASE("report-text: shares, counts and what is not known") {
  CHECK(plugins::share(1) == "100.0 %");
  CHECK(plugins::share(0.0123) == "1.23 %");
  CHECK(plugins::share(0) == "0.0 %");
  CHECK(plugins::share(std::nan("")) == "-");
  CHECK(plugins::figure(std::nan(""), "J") == "-");
  CHECK(plugins::grouped(1204224) == "1 204 224");
  CHECK(plugins::grouped(999) == "999");
  CHECK(plugins::grouped(-1000) == "-1 000");
  CHECK(plugins::compact(150528) == "150.5k");
}

TEST_CASE("report-text: columns without anything are left out, widths count characters") {
  using Align = plugins::Grid::Align;
  plugins::Grid grid({{"name", Align::left}, {"none"}, {"n"}});
  grid.add({"gr\xc3\xbcn", "-", "1"});
  grid.add({"rot", "", "10"});
  CHECK(grid.text() ==
        "  name   n\n"
        "  gr\xc3\xbcn   1\n"
        "  rot   10\n");
  CHECK(grid.width() == 10);
}

// Quadratic work on these took a minute.
TEST_CASE("report-text: a compound component of 10 000 parts takes no time") {
  constexpr std::size_t n_parts = 10000, n_actions = 4;
  Texts nodes(n_parts, "PE"), parts, action_nodes(n_parts * n_actions, "PE"), action_parts, actions;
  for (std::size_t i = 0; i < n_parts; ++i) {
    parts.push_back("part" + std::to_string(i));
    for (const char *action : {"add", "read", "update", "write"}) {
      action_parts.push_back(parts.back());
      actions.push_back(action);
    }
  }
  ReportBench bench;
  bench.table("architecture", {{"name", "", Texts{"PE"}}, {"kind", "", Texts{"compute"}}});
  bench.table("parts", {{"node", "", nodes}, {"part", "", parts}});
  bench.table("part_actions", {{"node", "", action_nodes}, {"part", "", action_parts}, {"action", "", actions}});
  const auto start = std::clock();
  const auto bytes = bench.run<TextWriter>().bytes;
  CHECK(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC < 5);
  CHECK_THAT(bytes, ContainsSubstring("  PE.part9999  add\n" + std::string(15, ' ') + "read\n"));
}

TEST_CASE("report-text: long lines are broken at spaces") {
  const std::string word(40, 'x');
  CHECK(plugins::wrapped("  a: ", word + " " + word + " " + word) ==
        "  a: " + word + " " + word + "\n     " + word + "\n");
  CHECK(plugins::wrapped("", "") == "\n");
}

TEST_CASE("report-text: tensors lose their Einsum's name") {
  CHECK(plugins::short_name("I_conv1", "conv1") == "I");
  CHECK(plugins::short_name("I_conv12", "conv1") == "I_conv12");
  CHECK(plugins::short_name("_conv1", "conv1") == "_conv1");
  CHECK(plugins::short_name("conv1", "conv1") == "conv1");
}

// Step 2a of configs/tutorial, with its counts.
ReportBench tutorial() {
  ReportBench bench;
  bench.table("forge", {{"version", "", Texts{"0.1.0"}}});
  bench.table("project", {{"name", "", Texts{"2a"}}, {"file", "", Texts{"2a/project.toml"}}});
  bench.table("totals", {{"computes", "", Integers{48}},
                         {"steps", "", Integers{48}},
                         {"latency", "s", Reals{48e-9}},
                         {"energy", "J", Reals{306.8e-12}},
                         {"edp", "J*s", Reals{48e-9 * 306.8e-12}},
                         {"utilization", "", Reals{1}}});
  bench.table("einsums", {{"name", "", Texts{"conv"}},
                          {"repeat", "", Integers{1}},
                          {"computes", "", Integers{48}},
                          {"latency", "s", Reals{48e-9}},
                          {"energy", "J", Reals{306.8e-12}},
                          {"utilization", "", Reals{1}},
                          {"bottleneck", "", Texts{"MAC"}},
                          {"next_bottleneck", "", Texts{"Buffer"}}});
  bench.table("mapping", {{"einsum", "", Texts{"conv", "conv", "conv", "conv", "conv"}},
                          {"kind", "", Texts{"keep", "for", "keep", "par", "compute"}},
                          {"tensors", "", Texts{"W,I,O", {}, "W,I,O", {}, {}}},
                          {"node", "", Texts{"MainMemory", {}, "Buffer", "PE.x", "MAC"}},
                          {"variable", "", Texts{{}, "p", {}, "r", {}}},
                          {"tile", "", Integers{{}, 1, {}, 1, {}}},
                          {"iterations", "", Integers{{}, 16, {}, 3, {}}},
                          {"retain", "", Integers{1, {}, 0, {}, {}}}});
  bench.table("storage", {{"einsum", "", Texts{"conv", "conv", "conv", "conv", "conv", "conv"}},
                          {"memory", "", Texts{"MainMemory", "MainMemory", "MainMemory", "Buffer", "Buffer", "Buffer"}},
                          {"tensor", "", Texts{"W", "I", "O", "W", "I", "O"}},
                          {"tile", "", Integers{3, 18, 16, 3, 3, 1}},
                          {"instances", "", Integers{1, 1, 1, 1, 1, 1}},
                          {"fills", "", Integers{0, 0, 0, 3, 18, 0}},
                          {"reads", "", Integers{3, 18, 0, 48, 48, 32}},
                          {"updates", "", Integers{0, 0, 16, 0, 0, 48}},
                          {"drains", "", Integers{0, 0, 0, 0, 0, 16}},
                          {"energy", "J", Reals{16e-12, 97e-12, 61e-12, 21e-12, 28e-12, 40e-12}}});
  bench.table("components", {{"einsum", "", Texts{"conv", "conv"}},
                             {"name", "", Texts{"Buffer", "MAC"}},
                             {"energy", "J", Reals{90e-12, 40e-12}},
                             {"leak_energy", "J", Reals{{}, {}}},
                             {"latency", "s", Reals{40e-9, 48e-9}},
                             {"utilization", "", Reals{0.8333, 1}},
                             {"occupancy", "bit", Reals{56, {}}},
                             {"capacity", "bit", Reals{512, {}}},
                             {"instances_used", "", Integers{1, 1}},
                             {"instances", "", Reals{1, 1}}});
  return bench;
}

TEST_CASE("report-text: a small run, word for word") {
  const auto outcome = tutorial().run<TextWriter>();
  CHECK(outcome.status == FORGE_OK);
  CHECK(outcome.bytes ==
        R"(2a  (2a/project.toml)
  energy    306.8 pJ    latency  48 ns    energy x delay      14.73 aJ*s
  computes  48          steps    48       utilization         100.0 %
  area      -           leakage  -        energy per compute  6.392 pJ

Einsums (energy and latency of one run)
  name  repeat  computes    energy  per compute  latency  utilization  bottleneck  next
  conv       1        48  306.8 pJ     6.392 pJ    48 ns      100.0 %  MAC         Buffer

conv
  loop  steps x tile      MainMemory       Buffer
  keep                    W 3  I 18  O 16
  for p  16 x 1           |
   keep, fetched anew     |                W 3  I 3  O 1
   par r  3 x 1  on PE.x  |                |
    compute MAC           |                |

  memory      tensor  tile  instances  fills  reads  updates  drains  energy
  MainMemory  W          3          1      0      3        0       0   16 pJ
  MainMemory  I         18          1      0     18        0       0   97 pJ
  MainMemory  O         16          1      0      0       16       0   61 pJ
  Buffer      W          3          1      3     48        0       0   21 pJ
  Buffer      I          3          1     18     48        0       0   28 pJ
  Buffer      O          1          1      0     32       48      16   40 pJ

  component  energy  latency  utilization    occupancy  instances used
  Buffer      90 pJ    40 ns       83.3 %  7 B of 64 B          1 of 1
  MAC         40 pJ    48 ns      100.0 %            -          1 of 1

  bottleneck: MAC, 48 ns; next: Buffer, 40 ns (83.3 % of it)

Made by
  forge 0.1.0
)");
}

TEST_CASE("report-text: details are a matter of options") {
  const auto bench = tutorial();
  const auto has_nest = [](const ReportBench::Outcome &outcome) {
    return outcome.bytes.find("loop  steps x tile") != std::string::npos;
  };
  CHECK(has_nest(bench.run<TextWriter>({{"details", 1.0}})));
  CHECK_FALSE(has_nest(bench.run<TextWriter>({{"details", 2.0}})));
  CHECK(has_nest(bench.run<TextWriter>({{"details", 2.0}, {"einsums", "other, conv "}})));
  CHECK_FALSE(has_nest(bench.run<TextWriter>({{"details", 2.0}, {"einsums", "con,conv2"}})));
}

TEST_CASE("report-text: architecture, models, search and warnings") {
  ReportBench bench;
  bench.table("architecture", {{"name", "", Texts{"GLB", "PE", "MAC"}},
                               {"kind", "", Texts{"memory", "fanout", "compute"}},
                               {"instances", "", Reals{1, 1, 168}},
                               {"area", "m^2", Reals{1.5e-6, {}, 2e-9}},
                               {"leak_power", "W", Reals{1e-3, {}, {}}},
                               {"capacity", "bit", Reals{1048576, {}, {}}},
                               {"component", "", Texts{"sram", {}, {}}},
                               {"plugin", "", Texts{"sram", {}, {}}},
                               {"plugin_version", "", Texts{"1.0.0", {}, {}}},
                               {"note", "", Texts{"45 nm figures", {}, {}}},
                               {"total_area", "m^2", Reals{1.5e-6, {}, 3.36e-7}},
                               {"total_leak_power", "W", Reals{1e-3, {}, {}}}});
  bench.table("chip", {{"area", "m^2", Reals{1.836e-6}}, {"leak_power", "W", Reals{1e-3}}});
  bench.table("actions", {{"node", "", Texts{"GLB", "GLB", "MAC"}},
                          {"action", "", Texts{"read", "write", "compute"}},
                          {"energy", "J", Reals{1e-12, 2e-12, 5e-13}},
                          {"throughput", "Hz", Reals{std::numeric_limits<double>::infinity(), 2e8, 1e9}},
                          {"width", "bit", Reals{64, 64, {}}},
                          {"source", "", Texts{"model", "model", "project"}},
                          {"latency", "s", Reals{2e-9, {}, {}}}});
  bench.table("parameters", {{"node", "", Texts{"GLB", "GLB"}},
                             {"parameter", "", Texts{"size", "type"}},
                             {"value", "", Reals{1048576, {}}},
                             {"unit", "", Texts{"bit", {}}},
                             {"text", "", Texts{{}, "8T"}},
                             {"source", "", Texts{"node", "model"}}});
  bench.table("search", {{"strategy", "", Texts{"random", "random"}},
                         {"seed", "", Integers{7, 7}},
                         {"evaluated", "", Integers{10000, 20000}},
                         {"valid", "", Integers{5, 6}},
                         {"optimal", "", Integers{0, 0}},
                         {"gap", "", Reals{{}, {}}},
                         {"stopped_by", "", Texts{"patience", "evaluations"}}});
  bench.table("warnings", {{"text", "", Texts{"interrupted"}}});
  CHECK(bench.run<TextWriter>().bytes ==
        R"(Architecture (size, area and leakage of one instance, and of all)
  node   instances     size       area  leakage    all area  all leakage
  GLB            1  128 KiB   1.5 mm^2     1 mW    1.5 mm^2         1 mW
  MAC          168        -  2000 um^2        -  0.336 mm^2            -
  total                                          1.836 mm^2         1 mW

Actions (of one instance)
  node  action   energy  width  latency  throughput  figures from
  GLB   read       1 pJ   64 b     2 ns   unlimited  model
        write      2 pJ   64 b        -     200 MHz  model
  MAC   compute  500 fJ      -        -       1 GHz  project

Models (in parentheses: who gave the parameter)
  GLB  sram with size 128 KiB (node), type 8T (model)

Sources
  sram 1.0.0: 45 nm figures

Search
  random, seed 7: 2 searches, 30 k mappings tried, 11 of them valid; ended: patience (1),
  evaluations (1)

Warnings
  interrupted
)");
}

// Seven memories with long names and tensors.
ReportBench wide(const std::string &tensor) {
  ReportBench bench;
  Texts einsum, kind, tensors, node, memory;
  Integers tile;
  for (int i = 0; i < 7; ++i) {
    einsum.push_back("e");
    kind.push_back("keep");
    tensors.push_back(tensor + "A," + tensor + "B");
    node.push_back("Memory" + std::to_string(i));
  }
  bench.table("einsums", {{"name", "", Texts{"e"}}});
  bench.table("mapping", {{"einsum", "", einsum}, {"kind", "", kind}, {"tensors", "", tensors}, {"node", "", node}});
  return bench;
}

std::size_t longest_line(const std::string &text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) {
    longest = std::max(longest, line.size());
  }
  return longest;
}

TEST_CASE("report-text: nests that are too wide for columns find another form") {
  const auto stacked = wide("T").run<TextWriter>().bytes;
  CHECK(longest_line(stacked) <= 100);
  CHECK_THAT(stacked, ContainsSubstring("  keep                TA ?\n                      TB ?\n"));
  const auto plain = wide("ATensorWithALongName").run<TextWriter>().bytes;
  CHECK(longest_line(plain) <= 100);
  CHECK_THAT(plain, ContainsSubstring("  keep in Memory6: ATensorWithALongNameA ?, ATensorWithALongNameB ?\n"));
}

// Two Einsums and what one passes to the other, in a pipeline.
ReportBench pipeline(const std::string &tensor) {
  ReportBench bench;
  bench.table("trees", {{"tree", "", Integers{0}},
                        {"einsums", "", Texts{"make,use"}},
                        {"latency", "s", Reals{1e-6}},
                        {"energy", "J", Reals{1e-9}},
                        {"edp", "J*s", Reals{1e-15}},
                        {"bottleneck", "", Texts{"MAC"}}});
  bench.table(
      "tree_nodes",
      {{"tree", "", Integers{0, 0, 0, 0, 0, 0, 0, 0, 0}},
       {"row", "", Integers{0, 1, 2, 3, 4, 5, 6, 7, 8}},
       {"depth", "", Integers{0, 0, 0, 0, 1, 2, 1, 2, 2}},
       {"kind", "", Texts{"keep", "for", "keep", "pipelined", "branch", "compute", "branch", "keep", "compute"}},
       {"tensors", "", Texts{"In,Out", {}, tensor, {}, {}, {}, {}, tensor, {}}},
       {"node", "", Texts{"DRAM", {}, "Buffer", {}, {}, "MAC", {}, "Spad", "MAC"}},
       {"variable", "", Texts{{}, "q", {}, {}, {}, {}, {}, {}, {}}},
       {"tile", "", Integers{{}, 4, {}, {}, {}, {}, {}, {}, {}}},
       {"iterations", "", Integers{{}, 8, {}, {}, {}, {}, {}, {}, {}}},
       {"retain", "", Integers{1, {}, 0, {}, {}, {}, {}, 0, {}}},
       {"einsum", "", Texts{{}, {}, {}, {}, "make", "make", "use", "use", "use"}},
       {"derived", "", Texts{{}, "make: p x 4, halo of 2 computed again", {}, {}, {}, {}, {}, {}, {}}}});
  bench.table("tree_lifetimes", {{"tree", "", Integers{0, 0, 0, 0}},
                                 {"row", "", Integers{0, 0, 2, 7}},
                                 {"memory", "", Texts{"DRAM", "DRAM", "Buffer", "Spad"}},
                                 {"tensor", "", Texts{"In", "Out", tensor, tensor}},
                                 {"tile", "", Integers{3200, 3200, 600, 1}},
                                 {"size", "bit", Reals{25600, 25600, 4800, 8}},
                                 {"copies", "", Integers{1, 1, 2, 1}},
                                 {"first", "", Texts{"make", "make", "make", "use"}},
                                 {"last", "", Texts{"use", "use", "use", "use"}}});
  bench.table("tree_memories",
              {{"tree", "", Integers{0, 0}},
               {"memory", "", Texts{"DRAM", "Buffer"}},
               {"peak", "bit", Reals{51200, 9600}},
               {"capacity", "bit", Reals{std::numeric_limits<double>::infinity(), 16384}},
               {"at", "", Texts{"make, use", "a, b, c, d"}},
               {"detail", "", Texts{"In 3200 x 8 b + Out 3200 x 8 b", tensor + " 2 x 600 x 8 b + V 1 x 8 b"}}});
  return bench;
}

TEST_CASE("report-text: a tree, word for word") {
  CHECK(pipeline("Mid").run<TextWriter>().bytes == R"(Together: make, use
  energy 1 nJ  latency 1 us  energy x delay 1 fJ*s  bottleneck MAC

  loop  steps x tile                     tensor  tile       size  lives during
  keep in DRAM: In 3.125 KiB, Out 3.125 KiB
  for q  8 x 4
   (make: p x 4, halo of 2 computed again)
   keep in Buffer, dropped at each step  Mid      600  2 x 600 B  make to use
   pipelined
    make:
     compute MAC
    use:
     keep in Spad, fetched anew          Mid        1        1 B  use
     compute MAC

  memory       peak         of  during
  DRAM     6.25 KiB  unlimited  make, use
  Buffer  1.172 KiB      2 KiB  a, ..., d
    = Mid 2 x 600 x 8 b + V 1 x 8 b
)");
}

TEST_CASE("report-text: a tree that is too wide for columns has its tiles in its lines") {
  const std::string name(30, 'x');
  const auto text = pipeline(name).run<TextWriter>().bytes;
  CHECK(longest_line(text) <= 100);
  CHECK_THAT(text,
             ContainsSubstring("   keep in Buffer, dropped at each step: " + name + " 2 x 600 B (make to use)\n"));
}

TEST_CASE("report-text: no tables, no text") {
  CHECK(ReportBench{}.run<TextWriter>().bytes.empty());
}

}  // namespace
}  // namespace forge::test

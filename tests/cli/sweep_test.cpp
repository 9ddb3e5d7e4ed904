// SPDX-License-Identifier: Apache-2.0
//
// `forge components sweep`: figures of components while a field of the project changes.
#include <string>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

// Its energies follow the variable; the register file is priced by a bundled model.
constexpr auto project = R"(forge = 1
[variables]
rows = 4
[technology]
node = "40 nm"
[[architecture]]
memory = "DRAM"
actions.read = { energy = "rows * 1 pJ", throughput = "1 GHz" }
actions.write = { energy = "2 pJ", throughput = "1 GHz" }
area = "rows * 1 um^2"
[[architecture]]
memory = "Spad"
size = "1 KiB"
width = "16 b"
model = { component = "regfile" }
[[architecture]]
compute = "MAC"
actions.compute = { energy = "1 pJ", throughput = "1 GHz" }
[[workload]]
einsum = "dot"
equation = "Z = A[k] * B[k]"
sizes = { k = 8 }
bits = { all = "8 b" }
)";

// The same with the figures of Spad from the row "full" of a table t.csv.
std::string with_table() {
  std::string text = project;
  const std::string regfile = R"(component = "regfile")";
  return text.replace(text.find(regfile), regfile.size(), R"(component = "table", file = "t.csv", row = "full")");
}

struct Folder : TemporaryDirectory {
  Folder() { write("p.toml", project); }
  Outcome sweep(std::vector<std::string> options) const {
    options.insert(options.begin(), {"components", "sweep", "p.toml"});
    return run_forge(options, path());
  }
};

TEST_CASE("components sweep: a list of values, and the figures that were asked for") {
  const auto outcome =
      Folder().sweep({"--vary", "variables.rows=1,2.5", "--show", "DRAM.read.energy", "--show", "DRAM.area"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out == "variables.rows,DRAM.read.energy [J],DRAM.area [m^2]\n1,1e-12,1e-12\n2.5,2.5e-12,2.5e-12\n");
}

TEST_CASE("components sweep: a range multiplies or adds, its last value included") {
  const Folder folder;
  CHECK(folder.sweep({"--vary", "Spad.size=1 KiB..4 KiB*2", "--show", "Spad.read.energy"}).out ==
        "Spad.size [bit],Spad.read.energy [J]\n8192,1.44e-13\n16384,1.44e-13\n32768,1.44e-13\n");
  CHECK_THAT(folder.sweep({"--vary", "variables.rows=1..2+0.5", "--show", "DRAM.area"}).out,
             ContainsSubstring("\n1,1e-12\n1.5,1.5e-12\n2,2e-12\n"));
}

TEST_CASE("components sweep: values of variables keep their units, and signs of exponents are no steps") {
  TemporaryDirectory directory;
  std::string text = project;
  text.replace(text.find("rows = 4"), 8, "rows = 4\ncap = \"1 KiB\"");
  text.replace(text.find("size = \"1 KiB\""), 14, "size = \"min(cap, 64 KiB)\"");
  directory.write("p.toml", text);
  const auto sweep = [&](const std::string &vary) {
    return run_forge({"components", "sweep", "p.toml", "--vary", vary, "--show", "DRAM.area"}, directory.path());
  };
  CHECK_THAT(sweep("variables.cap=1 KiB..2 KiB*2").out, ContainsSubstring("\n8192,4e-12\n16384,4e-12\n"));
  CHECK_THAT(sweep("variables.rows=1e+0..1e+1*1e+1").out, ContainsSubstring("\n1,1e-12\n10,1e-11\n"));
}

TEST_CASE("components sweep: words are quoted in the table and in the plot") {
  const Folder folder;
  const auto outcome = folder.sweep({"--vary", "project.name=a\"b,c\" 0", "--show", "DRAM.area", "--svg", "s.svg"});
  INFO(outcome.err);
  CHECK(outcome.out == "project.name,DRAM.area [m^2]\n\"a\"\"b\",4e-12\n\"c\"\" 0\",4e-12\n");
  CHECK_THAT(read_file(folder.path() / "s.svg"), ContainsSubstring("</svg>"));
}

TEST_CASE("components sweep: a figure that one value lacks is an empty cell") {
  const Folder folder;
  folder.write("t.csv", "name,area,read_energy,write_energy\nempty,,1e-12,1e-12\nfull,1e-9,1e-12,1e-12\n");
  folder.write("p.toml", with_table());
  for (const std::string values : {"empty,full", "full,empty"}) {
    const auto outcome = folder.sweep({"--vary", "Spad.model.row=" + values, "--show", "Spad.area", "--svg", "s.svg"});
    INFO(outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("\nempty,\n"));
    CHECK_THAT(outcome.out, ContainsSubstring("\nfull,1e-09\n"));
  }
}

TEST_CASE("components sweep: without --show all of the node that changes; of the chip where no node does") {
  const Folder folder;
  CHECK_THAT(folder.sweep({"--vary", "Spad.width=8 b,16 b"}).out,
             StartsWith("Spad.width [bit],Spad.area [m^2],Spad.leak_power [W],Spad.read.energy [J],"));
  const auto all = folder.sweep({"--vary", "technology.node=40 nm,32 nm"}).out;
  CHECK_THAT(all, StartsWith("technology.node [m],DRAM.area [m^2],"));
  CHECK_THAT(all, ContainsSubstring(",total.area [m^2],total.leak_power [W]\n"));
}

TEST_CASE("components sweep: a node or an action stands for all its figures") {
  const Folder folder;
  CHECK_THAT(folder.sweep({"--vary", "variables.rows=1,2", "--show", "DRAM.read", "--show", "total"}).out,
             StartsWith("variables.rows,DRAM.read.energy [J],DRAM.read.throughput [Hz],total.area [m^2],"));
}

TEST_CASE("components sweep: files for the table and the plot") {
  const Folder folder;
  const auto outcome = folder.sweep({"--vary", "Spad.size=1 KiB..64 KiB*2", "--csv", "s.csv", "--svg", "s.svg"});
  INFO(outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out.empty());
  CHECK_THAT(read_file(folder.path() / "s.csv"), StartsWith("Spad.size [bit],"));
  const auto svg = read_file(folder.path() / "s.svg");
  CHECK_THAT(svg, StartsWith("<?xml"));
  CHECK_THAT(svg, ContainsSubstring("Spad.area"));
  CHECK_THAT(svg, ContainsSubstring("</svg>"));
}

TEST_CASE("components sweep: a plot without gnuplot is an error that says how to get it") {
  const Folder folder;
  Command command;
  command.arguments = {forge_executable, "components",         "sweep", "p.toml",
                       "--vary",         "variables.rows=1,2", "--svg", "s.svg"};
  command.directory = folder.path();
  command.environment = {{"PATH", "/nowhere"}};
  const auto outcome = run(command);
  CHECK(outcome.exit_code == 6);
  CHECK_THAT(outcome.err, ContainsSubstring("gnuplot, which draws the plot, was not found on PATH"));
  CHECK_THAT(outcome.err, ContainsSubstring("gnuplot-nox"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "s.svg"));
}

TEST_CASE("components sweep: '-' is standard output for the table, and no plot's") {
  const Folder folder;
  CHECK_THAT(folder.sweep({"--vary", "variables.rows=1,2", "--show", "DRAM.area", "--csv", "-"}).out,
             StartsWith("variables.rows,DRAM.area [m^2]\n1,"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "-"));
  CHECK(folder.sweep({"--vary", "variables.rows=1,2", "--svg", "-"}).exit_code == 2);
}

TEST_CASE("what forge writes takes the place of nothing that it reads") {
  const Folder folder;
  folder.write("t.csv", "name,area,read_energy,write_energy\nfull,1e-9,1e-12,1e-12\n");
  folder.write("base.toml", with_table());
  folder.write("p.toml", "forge = 1\ninclude = [\"base.toml\"]\n");
  std::filesystem::create_symlink("t.csv", folder.path() / "link.csv");
  const std::vector<std::pair<std::string, std::string>> cases{
      {"p.toml", "p.toml"}, {"./base.toml", "base.toml"}, {"t.csv", "t.csv"}, {"link.csv", "t.csv"}};
  for (const auto &[output, file] : cases) {
    const auto before = read_file(folder.path() / file);
    for (const std::string option : {"--csv", "--svg", "--log-file"}) {
      const auto outcome = folder.sweep({"--vary", "variables.rows=1,2", option, output});
      INFO(option << ' ' << output);
      CHECK(outcome.exit_code == 2);
      CHECK(outcome.out.empty());
      CHECK_THAT(outcome.err, StartsWith("error: " + option + " would overwrite " + output +
                                         ", which the project reads\n  note: name another file"));
      CHECK(read_file(folder.path() / file) == before);
    }
    const auto run = run_forge({"run", "p.toml", "--report", "json=" + output}, folder.path());
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.err, ContainsSubstring("--report would overwrite " + output));
    CHECK(read_file(folder.path() / file) == before);
  }
  // Also a file that only one of the values names.
  folder.write("u.csv", "name,area,read_energy,write_energy\nfull,1e-9,1e-12,1e-12\n");
  CHECK(folder.sweep({"--vary", "Spad.model.file=t.csv,u.csv", "--csv", "u.csv"}).exit_code == 2);
  CHECK_THAT(read_file(folder.path() / "u.csv"), StartsWith("name,"));
  // A report of an earlier run is no input.
  folder.write("p.toml", "forge = 1\ninclude = [\"base.toml\"]\n[[report]]\nwriter = \"csv\"\nfile = \"old.csv\"\n");
  folder.write("old.csv", "");
  CHECK(run_forge({"run", "p.toml"}, folder.path()).exit_code == 0);
}

TEST_CASE("components sweep: the log has what happened for all values") {
  const Folder folder;
  const auto outcome =
      folder.sweep({"--vary", "technology.node=200 nm,40 nm", "--show", "Spad.area", "--log-file", "log.txt"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, ContainsSubstring("extrapolates"));
  CHECK_THAT(read_file(folder.path() / "log.txt"), ContainsSubstring("extrapolates"));
}

TEST_CASE("components need no workload, runs do") {
  const Folder folder;
  std::string text = project;
  text.erase(text.find("[[workload]]"));
  text.replace(text.find("memory = \"DRAM\""), 15, "memory = \"DRAM\"\nkeep = \"A | Z\"");
  folder.write("p.toml", text);
  const auto components = run_forge({"components", "p.toml"}, folder.path());
  INFO(components.err);
  CHECK(components.exit_code == 0);
  CHECK_THAT(components.out, ContainsSubstring("  DRAM  "));
  CHECK(folder.sweep({"--vary", "variables.rows=1,2", "--show", "DRAM.area"}).exit_code == 0);
  for (const std::string command : {"run", "check", "explain", "verify"}) {
    const auto outcome = run_forge({command, "p.toml"}, folder.path());
    CHECK(outcome.exit_code == 3);
    CHECK_THAT(outcome.err, StartsWith("p.toml:1:1: error: the project has no [[workload]]"));
  }
  folder.write("p.toml", text + "[[workload]]\neinsum = \"wrong\"\n");  // one that is there is read
  CHECK(run_forge({"components", "p.toml"}, folder.path()).exit_code == 3);
}

TEST_CASE("components sweep: what can't be swept") {
  const Folder folder;
  struct Case {
    std::string vary, show, message;
    int exit_code;
  };
  const auto cases = std::vector<Case>{
      {"Spad.size", "", "KEY=VALUES is needed", 2},
      {"Spad.size=1 KiB..2 KiB", "", "a range needs a step: *FACTOR or +STEP", 2},
      {"Spad.size=1 KiB..2 KiB*1", "", "the range does not go from its first value to its last", 2},
      {"Spad.size=2 KiB..1 KiB*2", "", "the range does not go from its first value to its last", 2},
      {"Spad.size=1 KiB..2 KiB+1 nm", "", "the units of the range do not fit together", 2},
      {"Spad.size=1 b..1 GiB+1 b", "", "more than 10000 values", 2},
      {"Spad.size=1 KiB,,2 KiB", "", "a value is missing before or behind a comma", 2},
      {"Spad.size=1 b..64 b*2", "", "note: with Spad.size = 1 bit", 3},
      {"technology.node=40,45", "", "note: a number without a unit is in m", 3},
      {"Spad.size=1 KiB,2 KiB", "Spad.aera", "there is no figure 'Spad.aera', did you mean 'Spad.area'?", 2},
      {"Spda.size=1 KiB,2 KiB", "", "there is no section or node 'Spda', did you mean 'Spad'?", 3},
      {"Spad.size=1 KiB,1 nm", "", "is a size in bits", 3},
      {"Spad.width=16 b,16 KiB", "", "the range is 1 ... 65536 bit", 3},
  };
  for (const auto &[vary, show, message, exit_code] : cases) {
    std::vector<std::string> options{"--vary", vary};
    if (!show.empty())
      options.insert(options.end(), {"--show", show});
    const auto outcome = folder.sweep(options);
    INFO(vary);
    CHECK(outcome.exit_code == exit_code);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, ContainsSubstring(message));
  }
}

}  // namespace
}  // namespace forge::test

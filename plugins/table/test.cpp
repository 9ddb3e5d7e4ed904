// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/component_bench.hpp"
#include "table.hpp"

namespace forge::test {
namespace {

using Bench = ComponentBench<plugins::table::Table>;

// What a host would print.
struct Log {
  Log() {
    host.log = [](const forge_host *self, std::int32_t, forge_str line) {
      *static_cast<std::string *>(self->impl) += std::string(sdk::to_view(line)) + "\n";
    };
    host.is_cancelled = [](const forge_host *) -> std::uint32_t { return 0; };
    host.get_extension = [](const forge_host *, const char *) -> const void * { return nullptr; };
  }
  std::string text;
  forge_host host{sizeof(forge_host), 0, &text, {nullptr, 0}, {nullptr, 0}, nullptr, nullptr, nullptr};
};

std::string refusal(const std::string &file, const std::string &row = "") {
  try {
    Bench bench({file, row});
  } catch (const std::invalid_argument &failure) {
    return failure.what();
  }
  return "";
}

const std::string two_nodes =
    "name,node,size,area,read.energy,write_energy\n"
    "small,4.5e-8,1024,1e-9,1e-12,2e-12\n"
    "\n"
    "large,6.5e-08,2048,2e-9,3e-12,4e-12\n";

TEST_CASE("table: a row by its keys; parameters without a column do not count") {
  Bench bench({two_nodes, ""});
  const auto row = bench.row({{"node", 65 * 1e-9}, {"size", 2048}, {"ports", 2}});
  CHECK(row.at("area") == 2e-9);
  CHECK(row.at("read.energy") == 3e-12);
  CHECK(row.at("write.energy") == 4e-12);
  CHECK(std::isnan(row.at("leak_power")));
  CHECK(bench.row({{"size", 1024}}).at("area") == 1e-9);
}

TEST_CASE("table: a row by its name, whatever the parameters") {
  Bench bench({two_nodes, "small"});
  CHECK(bench.row({{"node", 7e-9}}).at("area") == 1e-9);
}

TEST_CASE("table: no row or two rows make the component infeasible, and the log says why") {
  Log log;
  Bench bench({two_nodes, ""}, &log.host);
  CHECK(bench.row({{"node", 45e-9}, {"size", 2000}}).empty());
  CHECK(log.text ==
        "table: no line has node = 4.5e-08, size = 2000; the nearest is line 4 with node = 6.5e-08, "
        "size = 2048\n");
  log.text.clear();
  CHECK(bench.row({}).empty());
  CHECK(log.text == "table: lines 2 and 4 both fit no parameters; name one with `row`, or give more parameters\n");
}

TEST_CASE("table: quotes, CRLF, byte order mark, blanks, a last line without end, unknown columns") {
  Log log;
  Bench bench(
      {"\xEF\xBB\xBFname, \"note\" ,area\r\n\"a \"\"b\"\", c\",\"two\r\nlines\", 5e-9 \r\n\r\nx,,", "a \"b\", c"},
      &log.host);
  CHECK(bench.row({}).at("area") == 5e-9);
  CHECK(log.text == "table: the column 'note' has no meaning and is left out\n");
  CHECK(std::isnan(Bench({"name,area\nx,", "x"}).row({}).at("area")));
  CHECK(std::isinf(Bench({"read.throughput\ninf", ""}).row({}).at("read.throughput")));
}

TEST_CASE("table: a bare energy, latency or throughput is that of the actions that the file has") {
  const auto memory = Bench({"read_energy,write_energy,throughput\n1,2,3\n", ""}).row({});
  CHECK(memory.at("read.throughput") == 3);
  CHECK(memory.at("write.throughput") == 3);
  CHECK(std::isnan(memory.at("compute.throughput")));
  const auto compute = Bench({"compute.energy,throughput\n1,3\n", ""}).row({});
  CHECK(compute.at("compute.throughput") == 3);
  CHECK(std::isnan(compute.at("read.throughput")));
  const auto bare = Bench({"energy,read.energy\n1,2\n", ""}).row({});
  CHECK(bare.at("read.energy") == 2);
}

TEST_CASE("table: what is wrong with a file, by line and column") {
  CHECK(refusal("") == "the table needs a header line and at least one line of figures");
  CHECK(refusal("area\n") == "the table needs a header line and at least one line of figures");
  CHECK(refusal("name,area\na,1\nb,2,3\n") == "line 3, column 3: this line has 3 fields, the header 2");
  CHECK(refusal("name,area\na,1 um^2\n") == "line 2, column 2: area is not a number in SI units: '1 um^2'");
  CHECK(refusal("name,area\na,nan\n") == "line 2, column 2: area is not a number in SI units: 'nan'");
  CHECK(refusal("area\n1e999\n") == "line 2, column 1: area is not a number in SI units: '1e999'");
  CHECK(refusal("name,area\n\"a,1\n") == "line 2, column 1: a quote is opened, but not closed");
  CHECK(refusal("name,area\n\"a\"b,1\n") == "line 2, column 1: a comma or the end of the line is expected here");
  CHECK(refusal("area\n-1\n") == "line 2, column 1: area is negative: -1");
  CHECK(refusal("area,area\n1,1\n") == "line 1, column 2: the column 'area' is given twice");
  CHECK(refusal("read.energy,read_energy\n1,1\n") == "line 1, column 2: the column 'read_energy' is given twice");
  CHECK(refusal(std::string("area\n1\0\n", 8)) == "line 2, column 1: there is a NUL byte: this is no text file");
  CHECK(refusal("area\n1\n", "x") == "a row is asked for by name, but the table has no column 'name'");
  CHECK(refusal(two_nodes, "medium") == "the table has no row named 'medium'; it has: small, large");
  CHECK(refusal("name,area\na,1\na,2\n", "a") == "line 3, column 1: the name 'a' is given twice");
}

}  // namespace
}  // namespace forge::test

// SPDX-License-Identifier: Apache-2.0
#include <clocale>
#include <cmath>
#include <limits>

#include "csv_writer.hpp"
#include "support/catch.hpp"
#include "support/report_bench.hpp"

namespace forge::test {
namespace {

using plugins::CsvWriter;
using Reals = ReportBench::Reals;
using Integers = ReportBench::Integers;
using Texts = ReportBench::Texts;

ReportBench einsums() {
  ReportBench bench;
  bench.table("einsums", {{"name", "", Texts{"conv1", "conv2"}},
                          {"energy", "J", Reals{1.5e-9, std::nullopt}},
                          {"computes", "", Integers{48, 9007199254740993}}});
  return bench;
}

TEST_CASE("report-csv: a row for each Einsum, units in the head, nothing where nothing is known") {
  const auto outcome = einsums().run<CsvWriter>();
  CHECK(outcome.status == FORGE_OK);
  CHECK(outcome.bytes ==
        "name,energy [J],computes\n"
        "conv1,1.5e-09,48\n"
        "conv2,,9007199254740993\n");
}

TEST_CASE("report-csv: units can be left out of the head") {
  CHECK_THAT(einsums().run<CsvWriter>({{"units", 0.0}}).bytes, StartsWith("name,energy,computes\n"));
}

TEST_CASE("report-csv: another table is a matter of an option") {
  auto bench = einsums();
  bench.table("storage", {{"memory", "", Texts{"GLB"}}, {"fills", "", Integers{7}}});
  CHECK(bench.run<CsvWriter>({{"table", "storage"}}).bytes == "memory,fills\nGLB,7\n");
}

TEST_CASE("report-csv: a table that is not there is an error that lists those that are") {
  const auto outcome = einsums().run<CsvWriter>({{"table", "sotrage"}});
  CHECK(outcome.status == FORGE_INVALID);
  CHECK(outcome.error == "there is no table 'sotrage'; the tables are: einsums");
  CHECK(outcome.bytes.empty());
}

TEST_CASE("report-csv: RFC 4180 quoting") {
  ReportBench bench;
  bench.table("einsums", {{"text", "", Texts{"a,b", "say \"hi\"", "two\nlines", "plain text", "", std::nullopt}}});
  CHECK(bench.run<CsvWriter>().bytes ==
        "text\n"
        "\"a,b\"\n"
        "\"say \"\"hi\"\"\"\n"
        "\"two\nlines\"\n"
        "plain text\n"
        "\n"
        "\n");
}

TEST_CASE("report-csv: reals read back as the same value, without locale; NaN is empty") {
  ReportBench bench;
  const double infinity = std::numeric_limits<double>::infinity();
  bench.table("einsums", {{"x", "", Reals{0.1, 1.0 / 3, 1e300, infinity, -infinity, std::nan("")}}});
  const char *locale = std::setlocale(LC_ALL, "de_DE.UTF-8");  // a comma as decimal point, where it is installed
  CHECK(bench.run<CsvWriter>().bytes == "x\n0.1\n0.3333333333333333\n1e+300\ninf\n-inf\n\n");
  if (locale != nullptr) {
    std::setlocale(LC_ALL, "C");
  }
}

TEST_CASE("report-csv: a table without rows is its head") {
  ReportBench bench;
  bench.table("einsums", {{"name", "", Texts{}}, {"energy", "J", Reals{}}});
  CHECK(bench.run<CsvWriter>().bytes == "name,energy [J]\n");
}

}  // namespace
}  // namespace forge::test

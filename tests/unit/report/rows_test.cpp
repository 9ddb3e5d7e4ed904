// SPDX-License-Identifier: Apache-2.0
#include "report/rows.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "support/catch.hpp"

namespace forge::report {
namespace {

TEST_CASE("rows: cells without a figure stay empty") {
  Rows rows("t", {real("energy", "J"), integer("count"), text("name")});
  rows.add({1.5, std::uint64_t{7}, "x"});
  rows.add({std::nan(""), std::numeric_limits<std::uint64_t>::max(), ""});
  rows.add({Cell(), Cell(), Cell()});
  rows.add({std::optional<double>(), std::uint64_t{9223372036854775807U}, std::string("y")});
  const auto table = rows.take();
  CHECK(table.name == "t");
  CHECK(table.rows == 4);
  REQUIRE(table.columns.size() == 3);
  CHECK(table.columns[0].unit == "J");
  CHECK(std::get<Column::Reals>(table.columns[0].values) == Column::Reals{1.5, {}, {}, {}});
  CHECK(std::get<Column::Integers>(table.columns[1].values) ==
        Column::Integers{7, {}, {}, std::numeric_limits<std::int64_t>::max()});
  CHECK(std::get<Column::Texts>(table.columns[2].values) == Column::Texts{"x", {}, {}, "y"});
}

TEST_CASE("rows: columns that are known at run time only") {
  Rows rows("t", {text("name")});
  rows.add_column(real("latency", "s"));
  rows.add(std::vector<Cell>{"a", 2.0});
  CHECK(std::get<Column::Reals>(rows.take().columns.at(1).values) == Column::Reals{2.0});
}

}  // namespace
}  // namespace forge::report

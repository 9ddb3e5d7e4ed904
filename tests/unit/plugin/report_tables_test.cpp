// SPDX-License-Identifier: Apache-2.0
#include "plugin/report_tables.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

using forge::Column;
using forge::Table;

TEST_CASE("tables cross the border as columns") {
  const std::vector<Table> tables{{"points",
                                   2,
                                   {{"energy", "J", Column::Reals{1.5, std::nullopt}},
                                    {"count", "", Column::Integers{std::nullopt, 7}},
                                    {"name", "", Column::Texts{"a", "b"}}}},
                                  {"empty", 0, {}}};
  const forge::plugin::ReportTables views(tables);
  REQUIRE(views.size() == 2);
  const forge_table &points = *views.data()[0];
  CHECK(std::string(points.name.ptr, points.name.len) == "points");
  CHECK(points.n_rows == 2);
  REQUIRE(points.n_columns == 3);
  const forge_column &energy = *points.column[0];
  CHECK(energy.kind == FORGE_COLUMN_REAL);
  CHECK(std::string(energy.unit.ptr, energy.unit.len) == "J");
  CHECK(energy.real[0] == 1.5);
  CHECK(std::isnan(energy.real[1]));
  CHECK(energy.valid[1] == 0);
  CHECK(points.column[1]->integer[1] == 7);
  CHECK(points.column[2]->valid == nullptr);
  CHECK(std::string(points.column[2]->text[1].ptr, 1) == "b");
  CHECK(views.data()[1]->n_columns == 0);
}

TEST_CASE("a column that is too short is a defect of the host") {
  const std::vector<Table> tables{{"points", 2, {{"energy", "J", Column::Reals{1.5}}}}};
  CHECK_THROWS_AS(forge::plugin::ReportTables(tables), std::logic_error);
}

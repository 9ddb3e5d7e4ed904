// SPDX-License-Identifier: Apache-2.0
#include "project/quantity.hpp"

#include "support/catch.hpp"

namespace forge::project::test {

namespace {

double si(double number, std::string_view name) {
  return in_unit(number, name).value().value;
}

}  // namespace

TEST_CASE("units are exact: whole numbers with small prefixes give what a user would type") {
  CHECK(si(65, "nm") == 65e-9);
  CHECK(si(7, "pJ") == 7e-12);
  CHECK(si(2000, "um^2") == 2000e-12);
  CHECK(si(1, "mm^2") == 1e-6);
  CHECK(si(3, "\u00B5s") == 3e-6);
  CHECK(si(200, "MHz") == 200e6);
  CHECK(si(0.8, "V") == 0.8);
}

TEST_CASE("sizes are in bits, with decimal and binary prefixes") {
  CHECK(si(1, "b") == 1);
  CHECK(si(1, "B") == 8);
  CHECK(si(128, "KiB") == 128 * 1024 * 8);
  CHECK(si(1, "kB") == 8000);
  CHECK(si(2, "MiB") == 2 * 1024 * 1024 * 8);
  CHECK(si(1, "Gib") == 1024.0 * 1024 * 1024);
  CHECK(si(16, "bits") == 16);
}

TEST_CASE("every unit has its dimension") {
  CHECK(in_unit(1, "KiB")->dimension == dimension::bit);
  CHECK(in_unit(1, "ns")->dimension == dimension::time);
  CHECK(in_unit(1, "GHz")->dimension == dimension::frequency);
  CHECK(in_unit(1, "pJ")->dimension == dimension::energy);
  CHECK(in_unit(1, "mW")->dimension == dimension::power);
  CHECK(in_unit(1, "um")->dimension == dimension::length);
  CHECK(in_unit(1, "um^2")->dimension == dimension::area);
  CHECK(in_unit(1, "Gops")->dimension == dimension::none);
}

TEST_CASE("what is no unit is none") {
  for (const auto *name : {"", "x", "KB", "kib", "KiJ", "HZ", "mmm", "Kim", "um^3", "k"}) {
    CHECK(!in_unit(1, name));
  }
}

TEST_CASE("similar units are suggested") {
  CHECK(similar_unit("KB") == ", did you mean 'KiB' (1024 B) or 'kB' (1000 B)?");
  CHECK(similar_unit("Mhz") == ", did you mean 'MHz'?");
  CHECK(similar_unit("parsec") == "");
}

TEST_CASE("dimensions have names") {
  CHECK(si_unit(dimension::none) == "");
  CHECK(si_unit(dimension::frequency) == "Hz");
  CHECK(si_unit(dimension::area) == "m^2");
  CHECK(si_unit({{-1, 0, 1, 0, 0}}) == "J/bit");
  CHECK(si_unit({{0, -2, 0, 0, 0}}) == "1/s^2");
  CHECK(si_unit({{1, 1, 0, 0, 0}}) == "bit*s");
  CHECK(in_words(dimension::time) == "a time");
  CHECK(in_words(Dimension{{1, -1, 0, 0, 0}}) == "a quantity in bit/s");
}

}  // namespace forge::project::test

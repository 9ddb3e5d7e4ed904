// SPDX-License-Identifier: Apache-2.0
#include "plugin/description.hpp"
#include "support/catch.hpp"
#include "support/error.hpp"
#include "support/temporary_directory.hpp"

#include <cmath>
#include <limits>

using forge::Error;
using forge::ErrorKind;
using forge::Errors;
using forge::model::ModelParameter;
using forge::plugin::checked_number;
using forge::plugin::checked_options;
using forge::plugin::Description;
using forge::plugin::ValueKind;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Description size() {
  return {.name = "size", .unit = "bit", .kind = ValueKind::real, .lowest = 1, .highest = 1024};
}
Description banks() {
  return {.name = "banks", .kind = ValueKind::integer, .lowest = 1, .highest = 64, .preset = 1};
}
Description type() {
  return {.name = "type", .kind = ValueKind::choice, .lowest = 0, .highest = 2, .choices = {"LPDDR4", "HBM2", "4"}};
}
Description fast() {
  return {.name = "fast", .kind = ValueKind::flag, .lowest = 0, .highest = 1};
}

ModelParameter number(double value, std::string unit = "") {
  return {value, std::move(unit), {}};
}
ModelParameter text(const std::string &value) {
  return {value, "", {}};
}

// What is wrong, with the notes.
std::string complaint(const Description &description, const ModelParameter &value) {
  try {
    checked_number(description, value, "model sram");
  } catch (const Error &error) {
    CHECK(error.kind() == ErrorKind::project);
    std::string words = error.message();
    for (const auto &note : error.notes()) {
      words += "; " + note;
    }
    return words;
  }
  return "";
}

}  // namespace

TEST_CASE("good values become numbers") {
  CHECK(checked_number(size(), number(64, "bit"), "m") == 64);
  CHECK(checked_number(size(), number(64), "m") == 64);
  CHECK(checked_number(banks(), number(64), "m") == 64);
  CHECK(checked_number(type(), text("HBM2"), "m") == 1);
  CHECK(checked_number(type(), number(4), "m") == 2);
  CHECK(checked_number(fast(), {true, "", {}}, "m") == 1);
  CHECK(checked_number(fast(), number(0), "m") == 0);
}

TEST_CASE("wrong values are refused in words that say what is right") {
  CHECK(complaint(size(), number(64, "m")) == "model sram: 'size' is a quantity in bit, not in m");
  CHECK(complaint(banks(), number(2, "bit")) == "model sram: 'banks' is a plain number, not a quantity in bit");
  CHECK(complaint(size(), number(0)) ==
        "model sram: 'size' is 0, but the range is 1 ... 1024 bit; a number without a unit is in bit");
  CHECK(complaint(size(), number(infinity)) ==
        "model sram: 'size' is inf, but the range is 1 ... 1024 bit; a number without a unit is in bit");
  CHECK(complaint(size(), number(std::nan(""))) == "model sram: 'size' is not a number");
  CHECK(complaint(size(), text("big")) == "model sram: 'size' is a number, not the text 'big'");
  CHECK(complaint(size(), {true, "", {}}) == "model sram: 'size' is a number, not true or false");
  CHECK(complaint(banks(), number(1.5)) == "model sram: 'banks' is a whole number, not 1.5");
  CHECK(complaint(fast(), number(2)) == "model sram: 'fast' is true or false, not 2");
  CHECK(complaint(fast(), text("yes")) == "model sram: 'fast' is true or false, not the text 'yes'");
  CHECK(complaint(type(), text("LPDDR5")) ==
        "model sram: 'type' cannot be 'LPDDR5', did you mean 'LPDDR4'?; it is one of: LPDDR4, HBM2, 4");
  CHECK(complaint(type(), {true, "", {}}) ==
        "model sram: 'type' is one of several words; it is one of: LPDDR4, HBM2, 4");
}

TEST_CASE("an error stands where the user wrote the value") {
  auto value = number(0);
  value.position = {std::make_shared<const std::string>("a.toml"), 7, 3};
  try {
    checked_number(size(), value, "m");
    FAIL("nothing was thrown");
  } catch (const Error &error) {
    CHECK(std::string(error.what()).starts_with("a.toml:7:3: error: m: 'size'"));
  }
}

TEST_CASE("options are completed with presets and bytes of files") {
  const forge::test::TemporaryDirectory directory;
  directory.write("figures.csv", "a,b\n");
  Description file{.name = "file", .kind = ValueKind::file};
  Description title{.name = "title", .kind = ValueKind::text, .preset_text = "none"};
  const auto values =
      checked_options({banks(), file, title, type()}, {{"file", text("figures.csv")}, {"type", text("HBM2")}},
                      directory.path().string(), "writer csv");
  CHECK(values.numbers == std::vector<double>{1, 0, 0, 1});
  CHECK(values.texts == std::vector<std::string>{"", "a,b\n", "none", ""});
}

TEST_CASE("all that is wrong with options is said at once") {
  const forge::test::TemporaryDirectory directory;
  Description needed{.name = "rate", .kind = ValueKind::real, .required = true};
  Description file{.name = "file", .kind = ValueKind::file};
  std::vector<std::string> messages;
  try {
    checked_options({banks(), needed, file},
                    {{"bank", number(2)}, {"banks", number(100)}, {"file", text("absent.csv")}},
                    directory.path().string(), "strategy random");
  } catch (const Errors &errors) {
    for (const auto &error : errors.all()) {
      messages.push_back(error.message());
    }
  }
  CHECK(messages ==
        std::vector<std::string>{"strategy random: 'banks' is 100, but the range is 1 ... 64",
                                 "strategy random needs the option 'rate'",
                                 "the file '" + (directory.path() / "absent.csv").string() + "' does not exist",
                                 "strategy random has no option 'bank', did you mean 'banks'?"});
}

TEST_CASE("an option names a regular file of moderate size") {
  CHECK_THROWS_AS(forge::plugin::file_bytes("/dev/zero", {}), Error);
  CHECK_THROWS_AS(forge::plugin::file_bytes("/", {}), Error);
  const forge::test::TemporaryDirectory directory;
  CHECK(forge::plugin::file_bytes(directory.write("empty", ""), {}).empty());
}

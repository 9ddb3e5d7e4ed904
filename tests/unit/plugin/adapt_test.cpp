// SPDX-License-Identifier: Apache-2.0
#include "plugin/adapt.hpp"
#include "support/catch.hpp"
#include "support/error.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

using namespace forge::plugin;
using forge::Error;

namespace {

template <std::size_t N> constexpr forge_str text(const char (&literal)[N]) {
  return {literal, N - 1};
}

const void *no_interface(const char *) {
  return nullptr;
}

forge_plugin good_plugin() {
  return {sizeof(forge_plugin), 0, text("acme.memories"), text("1.2.3"), text("MIT"), text("Größe"), no_interface};
}

forge_column_info good_column() {
  forge_column_info info{};
  info.struct_size = sizeof info;
  info.name = text("size");
  info.highest = 10;
  return info;
}

template <class Body> std::string message_of(const Body &body) {
  try {
    body();
  } catch (const Error &error) {
    CHECK(error.kind() == forge::ErrorKind::plugin);
    return error.message();
  }
  return "";
}

std::vector<Description> read(const forge_column_info &info, ListKind kind = ListKind::inputs) {
  return descriptions([&](std::uint32_t i) { return i == 0 ? &info : nullptr; }, kind, "input_info");
}

}  // namespace

TEST_CASE("a plugin says who it is") {
  const auto plugin = good_plugin();
  const auto who = identity(&plugin);
  CHECK(who.id == "acme.memories");
  CHECK(who.summary == "Größe");
  CHECK(who.abi == "1.0");
}

TEST_CASE("a table of a later release is cut, one of an earlier release is refused") {
  struct Later {
    forge_plugin plugin;
    void *unknown[4];
  };
  Later later{good_plugin(), {}};
  later.plugin.struct_size = sizeof later;
  CHECK(adapted(&later.plugin).struct_size == sizeof(forge_plugin));
  auto plugin = good_plugin();
  plugin.struct_size = sizeof(forge_plugin) - 1;
  CHECK(message_of([&] { adapted(&plugin); }) ==
        "forge_plugin: struct_size is 79, but ABI 1.0 has 80 bytes: the table is cut short");
  plugin.struct_size = 0;
  CHECK(message_of([&] { adapted(&plugin); }) == "forge_plugin: struct_size is 0; set it with sizeof");
  CHECK(message_of([&] { adapted(static_cast<const forge_plugin *>(nullptr)); }) == "forge_plugin: is null");
}

TEST_CASE("no byte behind the foreign table is read") {
  // The table lies at the very end of its storage: a sanitizer sees what reads beyond it.
  std::vector<char> storage(sizeof(forge_plugin));
  auto plugin = good_plugin();
  std::memcpy(storage.data(), &plugin, sizeof plugin);
  CHECK(adapted(reinterpret_cast<const forge_plugin *>(storage.data())).get_interface == no_interface);
}

TEST_CASE("texts are UTF-8 without NUL") {
  CHECK(text_of({nullptr, 0}, "x").empty());
  CHECK(text_of(text("µm²"), "x") == "µm²");
  CHECK(message_of([] { text_of({nullptr, 3}, "x"); }) == "x: the text is null, but has a length");
  CHECK(message_of([] { text_of(text("a\0b"), "x"); }) == "x: the text has a NUL inside");
  CHECK(message_of([] { text_of({"a", std::uint64_t{1} << 40}, "x"); }) == "x: the text is longer than 65536 bytes");
  for (const char *bad : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xc3", "\x80", "\xe2\x82"}) {
    CHECK(message_of([&] { text_of({bad, std::strlen(bad)}, "x"); }) == "x: the text is not UTF-8");
  }
  CHECK(message_of([&] { text_of({"J\a", 2}, "x"); }) == "x: the text has control characters");
}

TEST_CASE("ids are words that a project can write") {
  for (const char *good : {"a", "acme.sram", "2d-mesh", "a_b"}) {
    auto plugin = good_plugin();
    plugin.id = {good, std::strlen(good)};
    CHECK(message_of([&] { identity(&plugin); }).empty());
  }
  for (const char *bad : {"", "A", ".a", "-a", "a b", "ä", "a/b"}) {
    auto plugin = good_plugin();
    plugin.id = {bad, std::strlen(bad)};
    CHECK_THAT(message_of([&] { identity(&plugin); }), forge::test::ContainsSubstring("is no id"));
  }
}

TEST_CASE("a description is copied with its meaning") {
  auto info = good_column();
  info.lowest = 1;
  info.preset = 4;
  info.unit = text("bit");
  const auto size = read(info).at(0);
  CHECK(size.name == "size");
  CHECK(size.unit == "bit");
  CHECK(size.preset == 4);
  CHECK(size.lowest == 1);

  info.flags = FORGE_OPTIONAL;
  CHECK(std::isnan(read(info).at(0).preset));
  info.flags = FORGE_REQUIRED;
  info.preset = 1e9;  // nobody asks for it
  CHECK(read(info).at(0).required);

  info = good_column();
  info.kind = FORGE_FLAG;
  info.highest = 0;
  CHECK(read(info).at(0).highest == 1);

  const std::array<forge_str, 2> choices{text("a"), text("b")};
  info.kind = FORGE_CHOICE;
  info.n_choices = 2;
  info.choices = choices.data();
  CHECK(read(info).at(0).choices == std::vector<std::string>{"a", "b"});
  CHECK(read(info).at(0).highest == 1);
}

TEST_CASE("descriptions that make no sense are refused") {
  const auto complaint = [](const forge_column_info &info, ListKind kind = ListKind::inputs) {
    return message_of([&] { read(info, kind); });
  };
  auto info = good_column();
  info.name = text("Size");
  CHECK(complaint(info) == "input_info 0: 'Size' is no name: 1 to 64 lower case letters, digits, '_', '.'");
  info = good_column();
  info.kind = FORGE_TEXT;
  CHECK_THAT(complaint(info), forge::test::ContainsSubstring("texts and files cannot be columns"));
  CHECK(complaint(info, ListKind::texts).empty());
  CHECK(complaint(info, ListKind::options).empty());
  CHECK_THAT(complaint(good_column(), ListKind::texts), forge::test::ContainsSubstring("only texts and files"));
  info = good_column();
  info.lowest = std::nan("");
  CHECK_THAT(complaint(info), forge::test::ContainsSubstring("lowest is not below or equal to highest"));
  info = good_column();
  info.preset = std::nan("");
  CHECK_THAT(complaint(info), forge::test::ContainsSubstring("the preset is outside"));
  CHECK(complaint(info, ListKind::outputs).empty());
  info = good_column();
  info.kind = FORGE_INTEGER;
  info.preset = 0.5;
  CHECK_THAT(complaint(info), forge::test::ContainsSubstring("the preset is not a whole number"));
  const std::array<forge_str, 2> choices{text("a"), text("a")};
  info = good_column();
  info.kind = FORGE_CHOICE;
  info.n_choices = 2;
  info.choices = choices.data();
  CHECK_THAT(complaint(info), forge::test::ContainsSubstring("has the choice 'a' twice"));
  info.struct_size = 8;
  CHECK_THAT(complaint(info), forge::test::ContainsSubstring("the table is cut short"));
}

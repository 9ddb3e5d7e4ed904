// SPDX-License-Identifier: Apache-2.0
#include "project/schema.hpp"

#include <fmt/format.h>

#include <vector>

#include "project/keys.hpp"

namespace forge::project {

namespace {

// Meanings are plain text of ours; quotes are all that needs escaping.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
    }
    result += c;
  }
  return result + "\"";
}

std::string type(std::string_view name) {
  return fmt::format("\"type\": \"{}\"", name);
}

std::string map_of(std::string_view value) {
  return fmt::format("{}, \"additionalProperties\": {{{}}}", type("object"), value);
}

std::string object(Keys keys, const std::string &others);

std::string node_kinds() {
  std::vector<std::string> kinds;
  for (const auto kind : keys::node_kinds) {
    const std::string dimension = object(keys::fanout_dimension, "false");
    kinds.push_back(fmt::format("{{{}, \"required\": [\"{}\"]}}",
                                object(keys::of_node(kind), kind == "fanout" ? "{" + dimension + "}" : "false"), kind));
  }
  return fmt::format("{}, \"items\": {{\"oneOf\": [{}]}}", type("array"), fmt::join(kinds, ", "));
}

std::string content(const Key &key) {
  constexpr std::string_view number = "\"type\": [\"number\", \"string\"]";
  constexpr std::string_view integer = "\"type\": [\"integer\", \"string\"]";
  switch (key.shape) {
    case Shape::text:
    case Shape::tensors:
      return type("string");
    case Shape::word:
      return fmt::format("\"enum\": [\"{}\"]", fmt::join(key.words, "\", \""));
    case Shape::flag:
      return type("boolean");
    case Shape::count:
      return std::string(integer);
    case Shape::quantity:
      return std::string(number);
    case Shape::texts:
      return fmt::format("\"type\": [\"string\", \"array\"], \"items\": {{{}}}", type("string"));
    case Shape::table:
      return object(key.keys, "false");
    case Shape::tables:
      return key.keys.empty() ? node_kinds()
                              : fmt::format("{}, \"items\": {{{}}}", type("array"), object(key.keys, "false"));
    case Shape::quantities:
      return map_of(number);
    case Shape::counts:
      return map_of(integer);
    case Shape::names:
      return map_of(type("string"));
    case Shape::parameters:
      return map_of("\"type\": [\"number\", \"string\", \"boolean\"]");
    case Shape::actions:
      return map_of(object(key.keys, "false"));
    case Shape::named:
      return type("object");
    case Shape::nest:
      return fmt::format("{}, \"items\": {{{}}}", type("array"), object(key.keys, "false"));
    case Shape::any:
      break;
  }
  return "";
}

// What surrounds the braces is left to the caller.
std::string object(Keys keys, const std::string &others) {
  std::vector<std::string> properties;
  for (const auto &key : keys) {
    const std::string inner = content(key);
    properties.push_back(fmt::format("{}: {{\"description\": {}{}{}}}", quoted(key.name), quoted(key.meaning),
                                     inner.empty() ? "" : ", ", inner));
  }
  return fmt::format("{}, \"properties\": {{{}}}, \"additionalProperties\": {}", type("object"),
                     fmt::join(properties, ", "), others);
}

}  // namespace

std::string schema() {
  return fmt::format(
      "{{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"forge project\", {}}}\n",
      object(keys::project_file, "false"));
}

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
//
// The keys of a project file as data: readers check against these tables, and `forge schema` is made from them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "project/quantity.hpp"

namespace forge::project {

enum class Shape {
  text,        // a string
  word,        // one of Key::words
  flag,        // true or false
  count,       // a whole number, or an expression
  quantity,    // a number in Key::dimension: bare, with a unit, or an expression
  tensors,     // a tensor set
  texts,       // a list of strings; a single string is a list of one
  table,       // a table with Key::keys
  tables,      // an array of such tables
  quantities,  // a table of free names with quantities in Key::dimension
  counts,      // a table of free names with whole numbers
  names,       // a table of free names with strings
  parameters,  // a table of free names with numbers, booleans, strings
  actions,     // a table of free names with tables of Key::keys
  named,       // a table of free names with anything, read by hand
  nest,        // the nodes of a mapping
  any          // read and checked by hand
};

struct Key {
  std::string_view name;
  Shape shape;
  std::string_view meaning;
  Dimension dimension = {};
  std::span<const std::string_view> words = {};
  std::span<const Key> keys = {};
};

using Keys = std::span<const Key>;

const Key *find_key(Keys keys, std::string_view name);
std::vector<std::string> names_of(Keys keys);

// "a string", "true or false", "a size in bits such as \"64 KiB\"": what a message asks for.
std::string in_words(const Key &key);

namespace keys {

extern const Keys project_file;  // the top level
extern const Keys project;
extern const Keys mapper;
extern const Keys latency;
extern const Keys report;
extern const Keys plugins;
extern const Keys component;
extern const Keys einsum;
extern const Keys mapping;
extern const Keys nest_node;
extern const Keys memory;
extern const Keys fanout;
extern const Keys compute;
extern const Keys converter;
extern const Keys network;
extern const Keys fanout_dimension;

// The table of a kind of node: "memory", "fanout", ...; empty for another word.
Keys of_node(std::string_view kind);
extern const std::span<const std::string_view> node_kinds;

}  // namespace keys

}  // namespace forge::project

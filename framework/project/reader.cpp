// SPDX-License-Identifier: Apache-2.0
#include "project/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace forge::project {

namespace {

const Table empty_table;

// The first item of a list that is not a T; the list itself where it is none; null where all is well.
template <typename T> const Value *misfit_in_list(const Value &value) {
  const auto *array = value.as<Array>();
  if (array == nullptr) {
    return &value;
  }
  const auto found =
      std::find_if(array->begin(), array->end(), [](const Value &item) { return item.as<T>() == nullptr; });
  return found != array->end() ? &*found : nullptr;
}

// The part of a value that is of the wrong kind, if any.
const Value *misfit(const Value &value, Shape shape) {
  const auto unless = [&value](bool good) { return good ? nullptr : &value; };
  const bool text = value.as<std::string>() != nullptr;
  switch (shape) {
    case Shape::text:
    case Shape::word:
    case Shape::tensors:
      return unless(text);
    case Shape::flag:
      return unless(value.as<bool>() != nullptr);
    case Shape::count:
    case Shape::quantity:
      return unless(text || value.as<std::int64_t>() != nullptr || value.as<double>() != nullptr);
    case Shape::texts:
      return text ? nullptr : misfit_in_list<std::string>(value);
    case Shape::table:
    case Shape::quantities:
    case Shape::counts:
    case Shape::names:
    case Shape::parameters:
    case Shape::actions:
    case Shape::named:
      return unless(value.as<Table>() != nullptr);
    case Shape::tables:
      return misfit_in_list<Table>(value);
    case Shape::nest:
      return unless(value.as<Array>() != nullptr);
    case Shape::any:
      break;
  }
  return nullptr;
}

bool has_control_character(const std::string &text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

Reader::Reader(const Value &table, Keys keys, std::string owner, Context &context, bool others)
    : table_(table.as<Table>() != nullptr ? table.as<Table>() : &empty_table),
      position_(table.position),
      keys_(keys),
      owner_(std::move(owner)),
      context_(context) {
  for (const Entry &entry : table_->entries()) {
    if (!others || find_key(keys_, entry.key) != nullptr) {
      check_key(entry);
    }
  }
}

void Reader::check_key(const Entry &entry) {
  Problems &problems = context_.problems;
  const Key *key = find_key(keys_, entry.key);
  if (key == nullptr) {
    const auto names = names_of(keys_);
    const std::string similar = did_you_mean(entry.key, names);
    Error error{ErrorKind::project, fmt::format("unknown key '{}'{}", entry.key, similar)};
    if (similar.empty()) {
      error.note(fmt::format("{} has: {}", owner_, fmt::join(names, ", ")));
    }
    problems.add(error.at(entry.position));
    return;
  }
  if (const Value *wrong = misfit(entry.value, key->shape)) {
    wrong_.insert(entry.key);
    problems.add(wrong->position, fmt::format("'{}' takes {}, not {}", entry.key, in_words(*key), kind_of(*wrong)));
    return;
  }
  const auto *word = entry.value.as<std::string>();
  if (key->shape == Shape::word && std::find(key->words.begin(), key->words.end(), *word) == key->words.end()) {
    wrong_.insert(entry.key);
    problems.add(entry.value.position, fmt::format("'{}' takes {}, not \"{}\"{}", entry.key, in_words(*key), *word,
                                                   did_you_mean(*word, {key->words.begin(), key->words.end()})));
  }
}

const Value *Reader::value(std::string_view key) const {
  return wrong_.find(key) == wrong_.end() ? table_->find(key) : nullptr;
}

void Reader::require(std::string_view key) const {
  if (!has(key)) {
    context_.problems.add(position_, fmt::format("{} needs '{}'", owner_, key));
  }
}

std::optional<Text> Reader::text_of(const Value &value, std::string_view key) const {
  const auto &text = *value.as<std::string>();
  if (text.empty() || has_control_character(text)) {
    context_.problems.add(value.position,
                          fmt::format("'{}' {}", key, text.empty() ? "is empty" : "has a control character inside"));
    return std::nullopt;
  }
  return Text{text, &value};
}

std::optional<Text> Reader::text(std::string_view key) const {
  const Value *found = value(key);
  return found != nullptr ? text_of(*found, key) : std::nullopt;
}

std::vector<Text> Reader::texts(std::string_view key) const {
  std::vector<Text> result;
  const Value *found = value(key);
  if (found == nullptr) {
    return result;
  }
  const auto add = [&](const Value &one) {
    if (auto text = text_of(one, key)) {
      result.push_back(std::move(*text));
    }
  };
  if (const auto *array = found->as<Array>()) {
    std::for_each(array->begin(), array->end(), add);
  } else {
    add(*found);
  }
  return result;
}

std::optional<bool> Reader::flag(std::string_view key) const {
  const Value *found = value(key);
  return found != nullptr ? std::optional(*found->as<bool>()) : std::nullopt;
}

std::optional<double> Reader::quantity(std::string_view key, const Range &range) const {
  const Value *found = value(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  return read_quantity(*found, fmt::format("'{}'", key), find_key(keys_, key)->dimension, range, context_);
}

std::optional<std::uint64_t> Reader::count(std::string_view key, std::uint64_t lowest) const {
  const Value *found = value(key);
  return found != nullptr ? read_count(*found, fmt::format("'{}'", key), lowest, context_) : std::nullopt;
}

std::optional<model::TensorSet> Reader::tensors(std::string_view key) const {
  const Value *found = value(key);
  return found != nullptr ? read_tensors(*found, context_) : std::nullopt;
}

std::map<std::string, model::ModelParameter> Reader::parameters(std::string_view key) const {
  const Value *found = value(key);
  if (found == nullptr) {
    return {};
  }
  return read_parameters(*found->as<Table>(), context_);
}

}  // namespace forge::project

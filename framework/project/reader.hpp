// SPDX-License-Identifier: Apache-2.0
//
// Typed access to the tables of a project. Whatever is wrong is reported and left out, so that reading goes on and all
// mistakes are shown in one run: an empty optional means absent or reported.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "project/keys.hpp"
#include "project/problems.hpp"
#include "project/scope.hpp"
#include "project/value.hpp"

namespace forge::project {

// What the readers of all sections share.
struct Context {
  Problems &problems;
  Scope &scope;
  // Names that tensor sets may use; unless all of them are known, unknown ones are no mistake.
  std::set<std::string> tensors;  // and roles
  std::set<std::string> memories;
  std::set<std::string> variables;  // rank variables of all Einsums
  bool names_complete = true;
  bool nodes_complete = true;  // likewise for the names that mappings give to nodes
  bool maps = true;            // Einsums onto the architecture; else a piece of one will do
};

struct Range {
  double lowest = 0;
  double highest = std::numeric_limits<double>::max();
  bool above_lowest = false;  // lowest itself is outside
};

namespace range {
inline constexpr Range not_negative{};
inline constexpr Range not_negative_or_inf{.highest = std::numeric_limits<double>::infinity()};
inline constexpr Range positive{.above_lowest = true};
inline constexpr Range positive_or_inf{.highest = std::numeric_limits<double>::infinity(), .above_lowest = true};
inline constexpr Range share{.highest = 1};
}  // namespace range

// `what` names the value in messages: "'size'". Bare numbers are in SI units.
std::optional<double> read_quantity(const Value &value, const std::string &what, const Dimension &dimension,
                                    const Range &range, Context &context);
std::optional<std::uint64_t> read_count(const Value &value, const std::string &what, std::uint64_t lowest,
                                        Context &context);
std::optional<model::TensorSet> read_tensors(const Value &text, Context &context);
std::optional<model::ModelParameter> read_parameter(const Value &value, Context &context);
std::map<std::string, model::ModelParameter> read_parameters(const Table &table, Context &context);

struct Text {
  std::string text;
  const Value *value = nullptr;
  const Position &position() const { return value->position; }
};

// One table against the keys that it may have. Unknown keys and values of the wrong kind are reported at once.
class Reader {
 public:
  // `owner` is what a message calls the table: "a memory". With `others`, unknown keys are left to the caller.
  Reader(const Value &table, Keys keys, std::string owner, Context &context, bool others = false);

  const Position &position() const { return position_; }
  bool has(std::string_view key) const { return table_->find(key) != nullptr; }
  // Of the right kind, or null.
  const Value *value(std::string_view key) const;
  const Entry *entry(std::string_view key) const { return table_->entry(key); }
  const std::vector<Entry> &entries() const { return table_->entries(); }

  // Reports that a key is missing.
  void require(std::string_view key) const;

  std::optional<Text> text(std::string_view key) const;
  std::vector<Text> texts(std::string_view key) const;
  std::optional<bool> flag(std::string_view key) const;
  std::optional<double> quantity(std::string_view key, const Range &range) const;
  std::optional<std::uint64_t> count(std::string_view key, std::uint64_t lowest) const;
  std::optional<model::TensorSet> tensors(std::string_view key) const;
  std::map<std::string, model::ModelParameter> parameters(std::string_view key) const;

 private:
  void check_key(const Entry &entry);
  std::optional<Text> text_of(const Value &value, std::string_view key) const;

  const Table *table_;
  Position position_;
  Keys keys_;
  std::string owner_;
  Context &context_;
  std::set<std::string, std::less<>> wrong_;
};

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
//
// "m*n <= 8": a bound on the product of the iterations of some loops.
#include <fmt/format.h>

#include <algorithm>

#include "project/sections.hpp"

namespace forge::project {

namespace {

struct Split {
  std::string left, right;
  std::size_t right_begin = 0;
  model::LoopConstraint::Relation relation = model::LoopConstraint::Relation::equal;
};

std::optional<Split> split(const std::string &text) {
  using Relation = model::LoopConstraint::Relation;
  constexpr std::pair<std::string_view, Relation> relations[] = {
      {"==", Relation::equal}, {"<=", Relation::less_equal}, {">=", Relation::greater_equal}};
  for (const auto &[sign, relation] : relations) {
    if (const auto at = text.find(sign); at != std::string::npos) {
      const auto right = std::min(text.find_first_not_of(" \t", at + 2), text.size());
      return Split{text.substr(0, at), text.substr(right), right, relation};
    }
  }
  return std::nullopt;
}

struct Factor {
  std::string name;
  int offset;
};

// "m * n" -> m, n; a wrong one has an empty name.
std::vector<Factor> factors_of(const std::string &left) {
  std::vector<Factor> factors;
  std::size_t begin = 0;
  while (begin <= left.size()) {
    const std::size_t end = std::min(left.find('*', begin), left.size());
    std::string word = left.substr(begin, end - begin);
    const auto first = std::min(word.find_first_not_of(" \t"), word.size());
    word.erase(0, first);
    word.erase(word.find_last_not_of(" \t") + 1);
    factors.push_back({is_identifier(word) ? word : "", static_cast<int>(begin + first)});
    begin = end + 1;
  }
  return factors;
}

// The right side as a value of its own, for which positions stay right.
Value right_side(const Text &text, const Split &split) {
  Value value{split.right, text.position(), text.value->plain};
  const Position begin = position_in(*text.value, static_cast<int>(split.right_begin));
  value.position.column = text.value->plain ? begin.column - 1 : begin.column;
  return value;
}

bool check_factor(const Text &text, const Factor &factor, Context &context) {
  const auto complain = [&](const std::string &message) {
    context.problems.add(position_in(*text.value, factor.offset), message);
    return false;
  };
  if (factor.name.empty()) {
    return complain("the left side is a product of rank variables such as m*n");
  }
  if (context.names_complete && context.variables.count(factor.name) == 0) {
    const std::vector<std::string> names(context.variables.begin(), context.variables.end());
    return complain(fmt::format("no Einsum has a rank variable '{}'{}", factor.name, did_you_mean(factor.name, names)));
  }
  return true;
}

}  // namespace

std::optional<model::LoopConstraint> read_loop_constraint(const Text &text, Context &context) {
  const auto parts = split(text.text);
  if (!parts) {
    context.problems.add(text.position(),
                         fmt::format("'{}' is no constraint such as \"m*n <= 8\": it needs ==, <= or >=", text.text));
    return std::nullopt;
  }
  model::LoopConstraint constraint;
  constraint.relation = parts->relation;
  constraint.text = text.text;
  constraint.position = text.position();
  for (const Factor &factor : factors_of(parts->left)) {
    if (!check_factor(text, factor, context)) {
      return std::nullopt;
    }
    constraint.variables.push_back(factor.name);
  }
  const auto bound = context.scope.evaluate(right_side(text, *parts));
  if (!bound) {
    return std::nullopt;
  }
  if (!bound->dimension.plain() || !(bound->value >= 1)) {
    context.problems.add(position_in(*text.value, static_cast<int>(parts->right_begin)),
                         "loops have at least one iteration, so the bound is a number of at least 1");
    return std::nullopt;
  }
  constraint.bound = bound->value;
  return constraint;
}

}  // namespace forge::project

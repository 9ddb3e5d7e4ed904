// SPDX-License-Identifier: Apache-2.0
#include "model/tensor_set.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

namespace forge::model {

namespace {

constexpr std::array<std::string_view, 5> keywords{"all", "none", "inputs", "outputs", "intermediates"};

// Parentheses and ~ nest by recursion; a limit keeps hostile text from exhausting the stack.
constexpr int deepest = 100;

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool continues_name(char c) {
  return starts_name(c) || (c >= '0' && c <= '9');
}

// Recursive descent; hands names and operators to `emit` in postfix order.
class Parser {
 public:
  using Emit = std::function<void(char operation, std::string name)>;

  Parser(std::string_view text, Emit emit) : text_(text), emit_(std::move(emit)) {}

  void parse() {
    parse_union();
    if (next() != 0) {
      fail(fmt::format("expected '|', '&', '-' or the end, found '{}'", next()));
    }
  }

 private:
  [[noreturn]] void fail(const std::string &what) const {
    throw Error{ErrorKind::project, fmt::format("tensor set '{}': {}", text_, what)}.at(
        {nullptr, 0, static_cast<int>(at_) + 1});
  }

  // The next character that is no blank, 0 at the end.
  char next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) {
      ++at_;
    }
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  void parse_union() {
    parse_intersection();
    while (next() == '|') {
      ++at_;
      parse_intersection();
      emit_('|', "");
    }
  }

  // & and - bind alike, from left to right: the same sets as with Python's precedences.
  void parse_intersection() {
    parse_operand();
    for (char operation = next(); operation == '&' || operation == '-'; operation = next()) {
      ++at_;
      parse_operand();
      emit_(operation, "");
    }
  }

  void parse_operand() {
    if (++depth_ > deepest) {
      fail("nested too deeply");
    }
    if (next() == '~') {
      ++at_;
      parse_operand();
      emit_('~', "");
    } else if (next() == '(') {
      ++at_;
      parse_union();
      if (next() != ')') {
        fail("expected ')'");
      }
      ++at_;
    } else {
      emit_('\0', name());
    }
    --depth_;
  }

  std::string name() {
    if (next() == 0) {
      fail(text_.find_first_not_of(" \t\n") == std::string_view::npos ? "it is empty; the empty set is 'none'"
                                                                      : "expected a name at the end");
    }
    if (!starts_name(text_[at_])) {
      fail(fmt::format("expected a name, found '{}'", text_[at_]));
    }
    const std::size_t begin = at_;
    while (at_ < text_.size() && continues_name(text_[at_])) {
      ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string_view text_;
  Emit emit_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::optional<TensorMask> mask_of_tensor(const Einsum &einsum, const std::string &name) {
  for (std::size_t i = 0; i < einsum.tensors.size(); ++i) {
    if (einsum.tensors[i].name == name) {
      return TensorMask{1} << i;
    }
  }
  return std::nullopt;
}

std::optional<TensorMask> mask_of_keyword(const Workload &workload, const Einsum &einsum, const std::string &name) {
  if (name == "all") {
    return einsum.all();
  }
  if (name == "none") {
    return TensorMask{0};
  }
  const bool intermediates = name == "intermediates";
  if (!intermediates && name != "inputs" && name != "outputs") {
    return std::nullopt;
  }
  TensorMask mask = 0;
  for (std::size_t i = 0; i < einsum.tensors.size(); ++i) {
    const Tensor &tensor = einsum.tensors[i];
    if (intermediates ? is_intermediate(workload, tensor.name) : tensor.output == (name == "outputs")) {
      mask |= TensorMask{1} << i;
    }
  }
  return mask;
}

TensorMask mask_of(const Workload &workload, const Einsum &einsum, const TensorSet::Held &held,
                   const std::string &name) {
  if (const auto keyword = mask_of_keyword(workload, einsum, name)) {
    return *keyword;
  }
  if (const auto tensor = mask_of_tensor(einsum, name)) {
    return *tensor;
  }
  if (const auto role = einsum.roles.find(name); role != einsum.roles.end()) {
    return mask_of_tensor(einsum, role->second).value_or(0);
  }
  return held ? held(name).value_or(0) & einsum.all() : 0;
}

}  // namespace

TensorSet TensorSet::all() {
  TensorSet set;
  set.postfix_.push_back({0, "all"});
  return set;
}

TensorSet TensorSet::parse(std::string_view text) {
  TensorSet set;
  Parser(text, [&set](char operation, std::string name) {
    set.postfix_.push_back({operation, std::move(name)});
  }).parse();
  return set;
}

std::vector<std::string> TensorSet::names() const {
  std::vector<std::string> result;
  std::set<std::string> seen(keywords.begin(), keywords.end());
  for (const auto &token : postfix_) {
    if (token.operation == 0 && seen.insert(token.name).second) {
      result.push_back(token.name);
    }
  }
  return result;
}

TensorMask TensorSet::resolve(const Workload &workload, const Einsum &einsum, const Held &held) const {
  std::vector<TensorMask> stack;
  for (const auto &token : postfix_) {
    if (token.operation == 0) {
      stack.push_back(mask_of(workload, einsum, held, token.name));
      continue;
    }
    const TensorMask right = stack.back();
    if (token.operation == '~') {
      stack.back() = einsum.all() & ~right;
      continue;
    }
    stack.pop_back();
    TensorMask &left = stack.back();
    switch (token.operation) {
      case '|':
        left |= right;
        break;
      case '&':
        left &= right;
        break;
      default:
        left &= ~right;
        break;
    }
  }
  return stack.empty() ? 0 : stack.back();
}

}  // namespace forge::model

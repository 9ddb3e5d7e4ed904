// SPDX-License-Identifier: Apache-2.0
#include "project/equation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace forge::project {

namespace {

constexpr std::size_t most_operands = 8;
constexpr std::size_t most_variables = 64;
constexpr std::int64_t largest_coefficient = std::int64_t{1} << 31;

bool same_index(const model::Index &a, const model::Index &b) {
  const auto same_term = [](const model::Term &x, const model::Term &y) {
    return x.variable == y.variable && x.coefficient == y.coefficient;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const auto &rank_a, const auto &rank_b) {
    return rank_a.size() == rank_b.size() &&  // sums: in any order
           std::is_permutation(rank_a.begin(), rank_a.end(), rank_b.begin(), same_term);
  });
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class EquationParser {
 public:
  explicit EquationParser(std::string_view text) : text_(text) {}

  Equation run() {
    model::Tensor output = tensor();
    output.output = true;
    expect('=', "after the output");
    do {
      operand(output.name);
    } while (take('*'));
    if (next() != 0) {
      fail(fmt::format("expected '*' or the end, found '{}'", character()));
    }
    result_.tensors.push_back(std::move(output));
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail_at(std::size_t offset, std::string message) const {
    throw Error{ErrorKind::project, std::move(message)}.at({nullptr, 0, static_cast<int>(offset) + 1});
  }
  [[noreturn]] void fail(std::string message) const { fail_at(at_, std::move(message)); }

  char next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) {
      ++at_;
    }
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  // What stands at the current place, for messages: a whole character, even where it has several bytes.
  std::string_view character() const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) {
      ++end;
    }
    return text_.substr(at_, end - at_);
  }

  bool take(char c) {
    if (next() != c) {
      return false;
    }
    ++at_;
    return true;
  }

  void expect(char c, const char *where) {
    if (!take(c)) {
      fail(next() == 0 ? fmt::format("expected '{}' {}, found the end", c, where)
                       : fmt::format("expected '{}' {}, found '{}'", c, where, character()));
    }
  }

  std::string name(const char *what) {
    if (next() == 0) {
      fail(fmt::format("expected {}, found the end", what));
    }
    std::size_t end = at_;
    while (end < text_.size() && (is_letter(text_[end]) || (end > at_ && is_digit(text_[end])))) {
      ++end;
    }
    if (end == at_) {
      fail(fmt::format("expected {}, found '{}'", what, character()));
    }
    std::string word(text_.substr(at_, end - at_));
    at_ = end;
    return word;
  }

  void operand(const std::string &output) {
    next();
    const std::size_t begin = at_;
    model::Tensor operand = tensor();
    if (operand.name == output) {
      fail_at(begin, fmt::format("tensor '{}' is the output, it can't be an operand as well", output));
    }
    for (auto &other : result_.tensors) {
      if (other.name == operand.name) {
        return add_access(other, std::move(operand.index), begin);
      }
    }
    count_operand(begin);
    result_.tensors.push_back(std::move(operand));
  }

  // A[m] * A[m] reads A[m] once; A[i,k] * A[j,k] has two accesses.
  void add_access(model::Tensor &tensor, model::Index index, std::size_t begin) {
    if (index.size() != tensor.index.size()) {
      fail_at(begin, fmt::format("tensor '{}' has {} ranks here and {} before", tensor.name, index.size(),
                                 tensor.index.size()));
    }
    for (const model::Index *known : model::accesses(tensor)) {
      if (same_index(*known, index)) {
        return;
      }
    }
    count_operand(begin);
    tensor.further.push_back(std::move(index));
  }

  void count_operand(std::size_t begin) {
    if (++operands_ > most_operands) {
      fail_at(begin, fmt::format("an Einsum has at most {} operands", most_operands));
    }
  }

  model::Tensor tensor() {
    model::Tensor result;
    result.name = name("the name of a tensor");
    if (!take('[')) {
      return result;
    }
    if (take(']')) {
      return result;
    }
    do {
      result.index.push_back(rank());
    } while (take(','));
    expect(']', "or ',' after an index");
    return result;
  }

  std::vector<model::Term> rank() {
    std::vector<model::Term> sum;
    do {
      const model::Term term = this->term();
      const auto same = std::find_if(sum.begin(), sum.end(),
                                     [&term](const model::Term &other) { return other.variable == term.variable; });
      if (same == sum.end()) {
        sum.push_back(term);
      } else {
        same->coefficient += term.coefficient;
      }
    } while (take('+'));
    if (next() == '-') {
      fail("an index is a sum; differences are not supported");
    }
    return sum;
  }

  model::Term term() {
    model::Term term;
    next();
    const std::size_t begin = at_;
    if (is_digit(next())) {
      term.coefficient = coefficient();
      if (!take('*')) {
        fail_at(begin, "an index has no constant part; a coefficient is written 2*p");
      }
      term.variable = variable();
    } else {
      term.variable = variable();
      if (take('*')) {
        next();
        term.coefficient = coefficient();
      }
    }
    return term;
  }

  std::int64_t coefficient() {
    std::int64_t value = 0;
    const char *begin = text_.data() + at_;
    const auto [end, failed] = std::from_chars(begin, text_.data() + text_.size(), value);
    if (failed != std::errc{} && failed != std::errc::result_out_of_range) {
      fail("expected a whole number as coefficient");
    }
    if (failed != std::errc{} || value < 1 || value > largest_coefficient) {
      fail(fmt::format("a coefficient lies between 1 and {}", largest_coefficient));
    }
    at_ += static_cast<std::size_t>(end - begin);
    return value;
  }

  std::size_t variable() {
    next();
    const std::size_t begin = at_;
    std::string word = name("a rank variable");
    const auto [found, fresh] = numbers_.emplace(std::move(word), result_.variables.size());
    if (fresh) {
      if (numbers_.size() > most_variables) {
        fail_at(begin, fmt::format("an Einsum has at most {} rank variables", most_variables));
      }
      result_.variables.push_back(found->first);
    }
    return found->second;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Equation result_;
  std::size_t operands_ = 0;
  std::map<std::string, std::size_t> numbers_;  // of rank variables
};

}  // namespace

Equation parse_equation(std::string_view text) {
  return EquationParser(text).run();
}

}  // namespace forge::project

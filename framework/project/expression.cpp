// SPDX-License-Identifier: Apache-2.0
#include "project/expression.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "support/error.hpp"

namespace forge::project {

namespace {

constexpr std::size_t longest = 1000;

[[noreturn]] void refuse(const std::string &message, std::size_t offset) {
  throw Error{ErrorKind::project, message}.at({nullptr, 0, static_cast<int>(offset) + 1});
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool begins_unit(char c) {
  return begins_name(c) || static_cast<unsigned char>(c) >= 0x80U;
}

}  // namespace

struct Expression::Token {
  enum class Kind { value, name, function, sign } kind = Kind::sign;
  std::string text;  // as muParser gets it, but for values and names
  Quantity value;
  std::size_t offset = 0;
};

// Numbers take the unit that follows them along, so that 1 / 200 MHz divides by 200 MHz.
class Expression::Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) {
      const char c = text_[at_];
      if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) {
        number();
      } else if (begins_name(c)) {
        name();
      } else {
        sign();
      }
    }
    return std::move(tokens_);
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) {
      ++at_;
    }
  }

  void number() {
    Token token{Token::Kind::value, "", {}, at_};
    const char *begin = text_.data() + at_;
    const auto result = std::from_chars(begin, text_.data() + text_.size(), token.value.value);
    if (result.ec != std::errc{}) {
      refuse("this number is out of range", at_);
    }
    at_ += static_cast<std::size_t>(result.ptr - begin);
    skip_blanks();
    if (at_ < text_.size() && begins_unit(text_[at_])) {
      token.value = with_unit(token.value.value);
    }
    tokens_.push_back(std::move(token));
  }

  Quantity with_unit(double number) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (begins_unit(text_[at_]) || is_digit(text_[at_]))) {
      ++at_;
    }
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (text_.substr(at_, 2) == "^2") {
      if (const auto square = in_unit(number, text_.substr(begin, at_ - begin + 2))) {
        at_ += 2;
        return *square;
      }
    }
    const auto value = in_unit(number, word);
    if (value && text_.substr(at_, 1) == "^") {
      refuse(fmt::format("'{}^' is ambiguous, parentheses help: (2 {})^2", word, word), begin);
    }
    if (!value) {
      refuse(fmt::format("unknown unit '{}'{}", word, similar_unit(word)), begin);
    }
    return *value;
  }

  void name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (begins_name(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '.')) {
      ++at_;
    }
    Token token{Token::Kind::name, std::string(text_.substr(begin, at_ - begin)), {}, begin};
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '(') {
      token.kind = Token::Kind::function;
      const auto &known = functions();
      if (std::find(known.begin(), known.end(), token.text) == known.end()) {
        refuse(fmt::format("unknown function '{}'{}", token.text, did_you_mean(token.text, known)), begin);
      }
    } else if (token.text == "inf") {
      infinity(token);
    }
    tokens_.push_back(std::move(token));
  }

  void infinity(Token &token) {
    token.kind = Token::Kind::value;
    token.value.value = std::numeric_limits<double>::infinity();
    if (at_ < text_.size() && begins_unit(text_[at_])) {
      token.value = with_unit(token.value.value);
    }
  }

  void sign() {
    constexpr std::string_view signs[] = {"<=", ">=", "==", "!=", "&&", "||", "+", "-", "*",
                                          "/",  "^",  "(",  ")",  ",",  "<",  ">", "?", ":"};
    for (const auto known : signs) {
      if (text_.substr(at_, known.size()) == known) {
        tokens_.push_back({Token::Kind::sign, std::string(known), {}, at_});
        at_ += known.size();
        return;
      }
    }
    std::size_t end = at_ + 1;  // a character may have several bytes
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) {
      ++end;
    }
    refuse(fmt::format("unexpected '{}'", text_.substr(at_, end - at_)), at_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

// Every value and name is a variable of the parser, so that it can be evaluated again in other units.
struct Expression::Parser {
  mu::Parser parser;
  std::vector<double> variables;
  std::vector<std::size_t> begin_of_token;  // in the text that muParser gets

  explicit Parser(const std::vector<Token> &tokens) : variables(tokens.size(), 1.0) {
    parser.DefineFun("ceil", static_cast<double (*)(double)>(std::ceil));
    parser.DefineFun("floor", static_cast<double (*)(double)>(std::floor));
    std::string text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      begin_of_token.push_back(text.size());
      const bool bound = tokens[i].kind == Token::Kind::value || tokens[i].kind == Token::Kind::name;
      if (bound) {
        const std::string variable = fmt::format("v{}", i);
        parser.DefineVar(variable, &variables[i]);
        text += variable + " ";
      } else {
        // A blank would part a function from its parenthesis.
        text += tokens[i].text + (tokens[i].kind == Token::Kind::function ? "" : " ");
      }
    }
    parser.SetExpr(text);
    try {
      parser.Eval();
    } catch (const mu::ParserError &error) {
      explain(error, tokens);
    }
    if (parser.GetNumResults() != 1) {
      refuse("unexpected ',', this is no list", tokens.front().offset);
    }
  }

  [[noreturn]] void explain(const mu::ParserError &error, const std::vector<Token> &tokens) const {
    const auto at = static_cast<std::size_t>(std::max(error.GetPos(), 0));
    const auto after = std::upper_bound(begin_of_token.begin(), begin_of_token.end(), at);
    const auto index = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - begin_of_token.begin() - 1, 0));
    const Token &token = tokens[index];
    switch (error.GetCode()) {
      case mu::ecUNEXPECTED_EOF:
        refuse("it ends too early", tokens.back().offset);
      case mu::ecMISSING_PARENS:
        refuse("a ')' is missing", tokens.back().offset);
      case mu::ecTOO_MANY_PARAMS:
        refuse("too many arguments for a function", token.offset);
      case mu::ecTOO_FEW_PARAMS:
        refuse("too few arguments for a function", token.offset);
      case mu::ecMISSING_ELSE_CLAUSE:
        refuse("'?' without ':'", token.offset);
      default:
        break;
    }
    refuse(token.kind == Token::Kind::value ? "unexpected number" : fmt::format("unexpected '{}'", token.text),
           token.offset);
  }

  // The result, if the units of base dimension `base` were `scale` times smaller.
  double evaluate(const std::vector<Quantity> &values, std::size_t base, double scale) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const int exponent = values[i].dimension.exponents[base];
      variables[i] = values[i].value * std::pow(scale, exponent);
    }
    return parser.Eval();
  }
};

namespace {

// The exponent k of result ~ scale^k, where it is a whole number.
std::optional<int> exponent_of(double scaled, double result, double scale) {
  const double exponent = std::log2(std::abs(scaled / result)) / std::log2(scale);
  const double whole = std::round(exponent);
  if (!(std::abs(exponent - whole) < 1e-6) || std::abs(whole) > 16 || scaled / result < 0) {
    return std::nullopt;
  }
  return static_cast<int>(whole);
}

bool occurs(const std::vector<Quantity> &values, std::size_t base) {
  return std::any_of(values.begin(), values.end(),
                     [base](const Quantity &value) { return value.dimension.exponents[base] != 0; });
}

}  // namespace

Expression::Expression(std::string_view text) : text_(text) {
  if (text.size() > longest) {
    refuse(fmt::format("an expression has at most {} characters", longest), 0);
  }
  tokens_ = Tokenizer(text_).run();
  if (tokens_.empty()) {
    refuse("it is empty", 0);
  }
  for (const auto &token : tokens_) {
    if (token.kind == Token::Kind::name) {
      names_.push_back({token.text, static_cast<int>(token.offset)});
    }
  }
  const auto kind = tokens_.front().kind;
  if (tokens_.size() > 1 || (kind != Token::Kind::value && kind != Token::Kind::name)) {
    parser_ = std::make_unique<Parser>(tokens_);
  }
}

Expression::~Expression() = default;
Expression::Expression(Expression &&) noexcept = default;

Quantity Expression::evaluate(const std::vector<Quantity> &values) const {
  std::vector<Quantity> bound;
  auto next = values.begin();
  for (const auto &token : tokens_) {
    bound.push_back(token.kind == Token::Kind::name ? *next++ : token.value);
  }
  if (!parser_) {
    return bound.front();
  }
  Quantity result{parser_->evaluate(bound, 0, 1.0), {}};
  if (std::isnan(result.value)) {
    refuse("its value is not a number", 0);
  }
  if (result.value == 0 || std::isinf(result.value)) {
    return result;  // fits every dimension
  }
  for (std::size_t base = 0; base < result.dimension.exponents.size(); ++base) {
    if (!occurs(bound, base)) {
      continue;
    }
    // An expression makes sense exactly when other units change its value by a power of their ratio.
    const auto up = exponent_of(parser_->evaluate(bound, base, 0x1p20), result.value, 0x1p20);
    const auto down = exponent_of(parser_->evaluate(bound, base, 0x1p-20), result.value, 0x1p-20);
    if (!up || !down || *up != *down) {
      refuse("units don't fit together: only quantities of the same kind can be added or compared", 0);
    }
    result.dimension.exponents[base] = *up;
  }
  return result;
}

std::string Expression::with(const std::vector<std::optional<Quantity>> &values) const {
  std::string result;
  bool after_function = false;
  auto next = values.begin();
  for (const auto &token : tokens_) {
    std::optional<Quantity> value;
    if (token.kind == Token::Kind::value) {
      value = token.value;
    } else if (token.kind == Token::Kind::name) {
      value = *next++;
    }
    const bool tight =
        result.empty() || token.text == ")" || token.text == "," || result.back() == '(' || after_function;
    result += tight ? "" : " ";
    after_function = token.kind == Token::Kind::function;
    const std::string shown = value ? fmt::format("{}", value->value) : token.text;
    result += value && value->value < 0 ? "(" + shown + ")" : shown;
  }
  return result;
}

const std::vector<std::string> &Expression::functions() {
  static const std::vector<std::string> names{"min",  "max",  "ceil",  "floor", "abs",
                                              "sqrt", "log2", "log10", "ln",    "exp"};
  return names;
}

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
#include "evaluate/latency_expression.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "support/error.hpp"

namespace forge::evaluate {

struct LatencyExpression::Parser {
  std::string owner, text;
  std::vector<std::string> actions;
  mu::Parser parser;
  std::vector<double> counts;
};

LatencyExpression::LatencyExpression(const std::string &owner, const std::string &text,
                                     const std::vector<std::string> &actions)
    : parser_(std::make_unique<Parser>()) {
  parser_->owner = owner;
  parser_->text = text;
  parser_->actions = actions;
  mu::Parser &parser = parser_->parser;
  parser_->counts.assign(actions.size(), 0.0);
  try {
    parser.DefineNameChars("0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.");
    for (std::size_t i = 0; i < actions.size(); ++i)
      parser.DefineVar(actions[i] + ".count", &parser_->counts[i]);
    for (const auto &[unit, factor] : {std::pair{"Hz", 1.0},
                                       {"kHz", 1e3},
                                       {"MHz", 1e6},
                                       {"GHz", 1e9},
                                       {"THz", 1e12},
                                       {"ps", 1e-12},
                                       {"ns", 1e-9},
                                       {"us", 1e-6},
                                       {"ms", 1e-3},
                                       {"s", 1.0}}) {
      parser.DefineConst(unit, factor);
    }
    parser.DefineFun(
        "ceil", +[](double x) { return std::ceil(x); });
    parser.DefineFun(
        "floor", +[](double x) { return std::floor(x); });
    // "200 MHz": a number followed by a unit means their product.
    std::string product;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool gap = text[i] == ' ' && i > 0 && i + 1 < text.size() &&
                       std::isdigit(static_cast<unsigned char>(text[i - 1])) &&
                       std::isalpha(static_cast<unsigned char>(text[i + 1]));
      product += gap ? '*' : text[i];
    }
    parser.SetExpr(product);
    parser.Eval();
  } catch (const mu::ParserError &error) {
    throw std::invalid_argument(error.GetMsg());
  }
}

LatencyExpression::~LatencyExpression() = default;
LatencyExpression::LatencyExpression(LatencyExpression &&) noexcept = default;

std::vector<std::string> LatencyExpression::used() const {
  std::vector<std::string> names;
  const auto &variables = parser_->parser.GetUsedVar();
  for (const std::string &action : parser_->actions) {
    if (variables.count(action + ".count") != 0)
      names.push_back(action);
  }
  return names;
}

double LatencyExpression::operator()(std::span<const double> action_counts) {
  std::copy(action_counts.begin(), action_counts.end(), parser_->counts.begin());
  const double seconds = parser_->parser.Eval();
  if (std::isfinite(seconds) && seconds >= 0)
    return seconds;
  Error error{ErrorKind::project,
              fmt::format("latency of '{}' is {} s: \"{}\"", parser_->owner, seconds, parser_->text)};
  for (std::size_t i = 0; i < parser_->actions.size(); ++i) {
    error.note(fmt::format("with {}.count = {}", parser_->actions[i], parser_->counts[i]));
  }
  throw error;
}

}  // namespace forge::evaluate

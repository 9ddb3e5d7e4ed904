// SPDX-License-Identifier: Apache-2.0
//
// Arithmetic in a project: "64 KiB", "rows * 64 b", "1 / 200 MHz", "min(GLB.size, 2 MiB)". Numbers may carry units, which
// must fit together; there is nothing to execute. Its .cpp is the only place in this folder that knows muParser.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/quantity.hpp"

namespace forge::project {

class Expression {
 public:
  // Throws Error{project}, like evaluate; the column of its position counts in `text`.
  explicit Expression(std::string_view text);
  ~Expression();
  Expression(Expression &&) noexcept;

  struct Name {
    std::string name;
    int offset;  // in the text
  };
  // What stands in it for a value to be looked up; a name that stands twice is here twice.
  const std::vector<Name> &names() const { return names_; }

  // `values`: one for each of names().
  Quantity evaluate(const std::vector<Quantity> &values) const;

  // The text with numbers in SI units and with the given values in place of their names.
  std::string with(const std::vector<std::optional<Quantity>> &values) const;

  static const std::vector<std::string> &functions();

 private:
  struct Token;
  struct Parser;
  class Tokenizer;

  std::string text_;
  std::vector<Token> tokens_;
  std::vector<Name> names_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace forge::project

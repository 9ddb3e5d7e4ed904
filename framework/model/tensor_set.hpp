// SPDX-License-Identifier: Apache-2.0
//
// Sets of tensors as the user writes them, "~MainMemory & (inputs | O)", kept as an expression because their
// meaning depends on the Einsum and, for the name of a memory, on what that memory holds in a mapping.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/workload.hpp"

namespace forge::model {

class TensorSet {
 public:
  TensorSet() = default;  // none
  static TensorSet all();

  // Grammar: | (or), & (and), - (without), ~ (all but), parentheses, names. Throws Error{project};
  // its position has no file, and the column of the offending character in `text`.
  static TensorSet parse(std::string_view text);

  // Names that stand in the set and are none of: all, none, inputs, outputs, intermediates.
  std::vector<std::string> names() const;

  // `held` answers what a memory holds, or nothing where `name` is not a memory of the path. A name that is
  // neither a memory nor a tensor (or role) of this Einsum contributes nothing.
  using Held = std::function<std::optional<TensorMask>(const std::string &name)>;
  TensorMask resolve(const Workload &workload, const Einsum &einsum, const Held &held = nullptr) const;

 private:
  // Postfix: a name, or an operator of one character.
  struct Token {
    char operation = 0;  // 0: name; '|', '&', '-', '~'
    std::string name;
  };
  std::vector<Token> postfix_;
};

}  // namespace forge::model

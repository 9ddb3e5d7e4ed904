// SPDX-License-Identifier: Apache-2.0
//
// "O[n,m,p,q] = I[n,c,2*p+r,2*q+s] * W[m,c,r,s]": the tensors of an Einsum and how its rank variables index them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/workload.hpp"

namespace forge::project {

struct Equation {
  std::vector<std::string> variables;  // rank variables, as they appear from left to right
  std::vector<model::Tensor> tensors;  // operands, then the output; bits are left open
};

// One to eight operands. Throws Error{project}; its position has no file, and the column in `text`.
Equation parse_equation(std::string_view text);

}  // namespace forge::project

// SPDX-License-Identifier: Apache-2.0
#include "project/equation.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/error.hpp"

namespace forge::project::test {

namespace {

// "A[2*p + r][k]" with the names of its rank variables.
std::string shown(const Equation &equation, const model::Tensor &tensor) {
  std::string text = tensor.name;
  for (const auto &rank : tensor.index) {
    text += "[";
    for (const auto &term : rank) {
      text += (text.back() == '[' ? "" : "+") + (term.coefficient == 1 ? "" : std::to_string(term.coefficient) + "*") +
              equation.variables[term.variable];
    }
    text += "]";
  }
  return text + (tensor.output ? "=" : "");
}

std::string shown(const std::string &text) {
  const auto equation = parse_equation(text);
  std::string result;
  for (const auto &tensor : equation.tensors) {
    result += (result.empty() ? "" : " ") + shown(equation, tensor);
  }
  return result;
}

int column_of_refusal(const std::string &text) {
  try {
    parse_equation(text);
    return 0;
  } catch (const Error &error) {
    return error.position().column;
  }
}

}  // namespace

TEST_CASE("an equation gives operands in order, then the output") {
  CHECK(shown("O[n,m,p,q] = I[n,c,2*p+r,2*q+s] * W[m,c,r,s]") == "I[n][c][2*p+r][2*q+s] W[m][c][r][s] O[n][m][p][q]=");
  CHECK(parse_equation("O[m,p] = I[c,p+r] * W[m,c,r]").variables == std::vector<std::string>{"m", "p", "c", "r"});
}

TEST_CASE("blanks do not matter, coefficients stand on either side") {
  CHECK(shown(" O [ p ]=I[ p * 2 + 3*r ] ") == "I[2*p+3*r] O[p]=");
}

TEST_CASE("tensors without ranks") {
  CHECK(shown("Z = A[m] * B[m]") == "A[m] B[m] Z=");
  CHECK(shown("Z[] = A") == "A Z=");
}

TEST_CASE("one to eight operands") {
  CHECK(shown("Z[m] = A[m]") == "A[m] Z[m]=");
  CHECK(shown("Z = A * B * C * D * E * F * G * H") == "A B C D E F G H Z=");
}

TEST_CASE("a rank variable may stand several times") {
  CHECK(shown("Z[m] = A[m,m] * B[m+m]") == "A[m][m] B[2*m] Z[m]=");
}

TEST_CASE("the same access twice is one access") {
  CHECK(shown("Z[m] = A[m] * A[m]") == "A[m] Z[m]=");
}

TEST_CASE("the same sum in another order is one access") {
  CHECK(parse_equation("Z[m] = A[p+r] * A[r+p] * B[m]").tensors[0].further.empty());
}

TEST_CASE("a tensor with two indices is one tensor with two accesses") {
  const auto equation = parse_equation("Z[i,j] = A[i,k] * A[j,k] * A[i,k]");
  REQUIRE(equation.tensors.size() == 2);
  const auto &a = equation.tensors[0];
  REQUIRE(a.further.size() == 1);
  CHECK(equation.variables[a.index[0][0].variable] == "i");
  CHECK(equation.variables[a.further[0][0][0].variable] == "j");
  CHECK(model::uses(a, 1));
  CHECK(model::accesses(a).size() == 2);
}

TEST_CASE("accesses count as operands") {
  CHECK(shown("Z = A[a] * A[b] * A[c] * A[d] * A[e] * A[f] * A[g] * A[h]") == "A[a] Z=");
  CHECK(column_of_refusal("Z = A[a] * A[b] * A[c] * A[d] * A[e] * A[f] * A[g] * A[h] * A[i]") == 61);
}

TEST_CASE("up to 64 rank variables") {
  const auto with = [](int n) {
    std::string text = "Z = A[v0";
    for (int i = 1; i < n; ++i) {
      text += ",v" + std::to_string(i);
    }
    return text + "]";
  };
  CHECK(parse_equation(with(17)).variables.size() == 17);
  CHECK(parse_equation(with(64)).variables.size() == 64);
  CHECK(column_of_refusal(with(65)) > 0);
}

TEST_CASE("an output may be indexed by sums") {
  CHECK(shown("O[p+r] = I[p] * W[r]") == "I[p] W[r] O[p+r]=");
}

TEST_CASE("wrong equations are refused at the character") {
  CHECK(column_of_refusal("") == 1);
  CHECK(column_of_refusal("= A") == 1);
  CHECK(column_of_refusal("Z") == 2);
  CHECK(column_of_refusal("Z =") == 4);
  CHECK(column_of_refusal("Z = A +") == 7);
  CHECK(column_of_refusal("Z[m = A") == 5);
  CHECK(column_of_refusal("Z[m,] = A") == 5);
  CHECK(column_of_refusal("Z[1] = A") == 3);
  CHECK(column_of_refusal("Z[m] = A[m-1]") == 11);
  CHECK(column_of_refusal("Z[m] = Z[m]") == 8);
  CHECK(column_of_refusal("Z[m] = A[m] * A[m,m]") == 15);
  CHECK(column_of_refusal("Z[m] = A[m] = B[m]") == 13);
  CHECK(column_of_refusal("Z[0*m] = A[m]") == 3);
  CHECK(column_of_refusal("Z[m*0] = A[m]") == 5);
  CHECK(column_of_refusal("Z[m*n] = A[m]") == 5);
  CHECK(column_of_refusal("Z[m]] = A[m]") == 5);
  CHECK(column_of_refusal("Z = A * B * C * D * E * F * G * H * X") == 37);
}

TEST_CASE("long equations end in a message or a value, quickly") {
  CHECK(column_of_refusal(std::string(1 << 20, 'Z')) == (1 << 20) + 1);
  std::string sum = "Z = A[p";
  for (int i = 0; i < 100000; ++i) {
    sum += "+p";
  }
  CHECK(parse_equation(sum + "]").tensors[0].index[0][0].coefficient == 100001);
  std::string many = "Z = A[v";
  for (int i = 0; i < 100; ++i) {
    many += ",v" + std::to_string(i);
  }
  CHECK(column_of_refusal(many + "]") > 0);
}

}  // namespace forge::project::test

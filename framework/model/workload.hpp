// SPDX-License-Identifier: Apache-2.0
//
// The workload: Einsums over rank variables, with tensors whose ranks are indexed by sums of rank variables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/error.hpp"

namespace forge::model {

// A set of tensors of one Einsum; bit i stands for Einsum::tensors[i]. An Einsum has at most 64 tensors.
using TensorMask = std::uint64_t;

struct RankVariable {
  std::string name;
  std::uint64_t size = 1;  // >= 1
};

// coefficient * rank variable, e.g. 2*p. The coefficient is >= 1.
struct Term {
  std::size_t variable = 0;  // into Einsum::variables
  std::int64_t coefficient = 1;
};

using Index = std::vector<std::vector<Term>>;  // a sum of terms for each rank; no ranks: one element

struct Tensor {
  std::string name;
  bool output = false;
  Index index;
  double bits = 0;  // bits for one value
  // An operand may stand several times with different indices, A[i,k] * A[j,k]: the others. It is one tensor all the
  // same: a point touches the elements of all its accesses, and a tile is the union of what its points touch.
  std::vector<Index> further;
  // Stays in its outermost memory between the runs, each of which has one of its own: weights of repeated layers.
  bool persistent = false;
};

// All ways in which the Einsum's points index the tensor: `index`, then `further`.
std::vector<const Index *> accesses(const Tensor &tensor);
// Does an index of the tensor contain the rank variable?
bool uses(const Tensor &tensor, std::size_t variable);

// One operation, e.g. O[m,p] = I[c,p+r] * W[m,c,r]: every point of the iteration space is one compute.
struct Einsum {
  std::string name;
  std::vector<RankVariable> variables;
  std::vector<Tensor> tensors;               // operands in the order of the equation, then the output
  std::uint64_t repeat = 1;                  // how often it runs in the workload
  std::map<std::string, std::string> roles;  // other names for its tensors in tensor sets, e.g. W -> W_conv1
  Position position;
  // What a point does: "mac", "exp", "max" ...; names the action of the compute that prices it. Empty: not said, which
  // takes the general action `compute`.
  std::string operation;

  std::size_t output() const { return tensors.size() - 1; }
  TensorMask all() const { return (TensorMask{1} << tensors.size()) - 1; }
};

struct Workload {
  std::vector<Einsum> einsums;  // in the order in which they run
};

// A tensor is an intermediate when one Einsum writes it and another one reads it.
bool is_intermediate(const Workload &workload, const std::string &tensor);

// The product of the sizes: the number of computes. Throws Error{mapping} beyond 2^63 - 1.
std::uint64_t computes(const Einsum &einsum);

}  // namespace forge::model

// SPDX-License-Identifier: Apache-2.0
//
// What moves between two holders where every value of a tensor arrives equally often: a product over rank variables.
#pragma once

#include <cstddef>
#include <optional>

#include "charges.hpp"
#include "imperfect/arrivals.hpp"
#include "imperfect/chains.hpp"
#include "imperfect/label.hpp"

namespace forge::plugins::optimal::imperfect {

struct Moved {
  double reads = 0, updates = 0;  // of the outer holder
  double fills = 0, drains = 0;   // of the inner one
};

// Between the memory `outer` and `inner`, a memory that keeps the tensor inside of the label's nest, or the compute.
// `busiest`: of the first place of each instead of the sum over all places. None where it is not that simple.
std::optional<Moved> count_regular(const Charges &charges, const Chains &chains, Arrivals &known, const Label &label,
                                   std::size_t tensor, std::size_t outer, std::size_t inner, bool busiest);

}  // namespace forge::plugins::optimal::imperfect

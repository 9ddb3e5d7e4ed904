// SPDX-License-Identifier: Apache-2.0
//
// Holds a mapping's counts against the executable definition, for users who don't trust closed forms.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "evaluate/evaluator.hpp"

namespace forge::evaluate {

struct Verification {
  std::uint64_t points = 0;    // that the definition visits
  std::uint64_t counts = 0;    // that were compared
  bool by_closed_form = true;  // false: no closed form applies, the evaluation replays the mapping itself
  // The first count that differs: "GLB/I reads: 10 by closed form, 12 by definition". Empty: all equal.
  std::optional<std::string> difference;
};

// Replays a structurally correct mapping point by point. Throws Error{mapping} beyond `most_points` points.
Verification verify(const Evaluator &evaluator, const model::Mapping &mapping, std::uint64_t most_points);

}  // namespace forge::evaluate

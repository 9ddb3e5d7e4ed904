// SPDX-License-Identifier: Apache-2.0
//
// The values that a field takes in a sweep: a list, or a range with steps.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace forge::app {

struct SweepValue {
  std::string text;                                          // as --set takes it
  double number = std::numeric_limits<double>::quiet_NaN();  // in SI units; NaN: a word
};

struct SweptField {
  std::string key;
  std::vector<SweepValue> values;
  std::string unit;         // SI unit of the numbers; empty: none
  bool multiplies = false;  // the steps of a range multiply: a logarithmic axis
};

// "KEY=A,B,C", "KEY=FIRST..LAST*FACTOR" or "KEY=FIRST..LAST+STEP"; FIRST, LAST and STEP are numbers with or without units.
// Throws Error{usage}.
SweptField swept_field(const std::string &words);

}  // namespace forge::app

// SPDX-License-Identifier: Apache-2.0
// What the benchmarks share: the order statistics of a few runs, and a table on stdout.
#pragma once

#include <string>
#include <vector>

namespace forge::bench {

struct Spread {
  double least, median, most;
};
Spread spread_of(std::vector<double> samples);  // not empty

// Columns as wide as they need to be; the first is aligned left, the others right.
void print_table(const std::vector<std::vector<std::string>> &rows);  // the first row: headings

}  // namespace forge::bench

// SPDX-License-Identifier: Apache-2.0
//
// A line plot as SVG, drawn by gnuplot.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace forge::app {

struct Plot {
  struct Line {
    std::string name;
    std::vector<std::optional<double>> values;  // one for each x
  };
  // Lines of one unit, with an axis of their own, one below the other.
  struct Panel {
    std::string unit;
    std::vector<Line> lines;
  };
  std::string x_name;
  std::vector<double> x;  // or, where it is empty:
  std::vector<std::string> x_words;
  bool logarithmic = false;  // x and values
  std::vector<Panel> panels;
};

// Throws Error{file} where there is no gnuplot on PATH, or it fails.
std::string svg_of(const Plot &plot);

}  // namespace forge::app
